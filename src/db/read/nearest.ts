import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import type { StaffRow, TerritoryRow, UnitRow } from './rows.ts';
import { type Scoped, seesPerson, seesUnit } from './scope.ts';

/** What is needed of the compiler, which itself needs the rows below: names no other part of the statement uses, a scope. */
interface Aliases extends Scoped {
  alias(prefix: string): SQL;
}

/** Units of the caller's scope that exist on the day, each with its version of it. */
export function liveUnits(aliases: Aliases, at: At): { unit: UnitRow; from: SQL } {
  const unit = aliases.alias('u');
  const version = aliases.alias('v');
  const seen = aliases.scope === null ? sql`` : sql` AND ${seesUnit(aliases, sql`${unit}.id`, at.asOf)}`;
  const from = sql`unit ${unit} JOIN unit_version ${version} ON ${version}.unit_id = ${unit}.id AND ${valid(version, at)}${seen}`;
  return { unit: { unit, version, at }, from };
}

/** Units of the caller's scope established directly below another on the day; an index has them in Vietnamese order. */
export function childUnits(aliases: Aliases, parent: SQL, at: At): { unit: UnitRow; from: SQL } {
  const child = aliases.alias('c');
  const seen = aliases.scope === null ? sql`` : sql` AND ${seesUnit(aliases, sql`${child}.id`, at.asOf)}`;
  const from = sql`unit_child ${child} WHERE ${child}.parent_id = ${parent} AND ${child}.valid_from <= ${at.asOf} AND ${child}.valid_to > ${at.asOf}${seen}`;
  return { unit: { unit: child, version: child, at, isChild: true }, from };
}

/**
 * Units whether or not they exist on the day, as they last were before it (or first were after it). What names a unit
 * outside the caller's scope shows who it is and nothing else of it.
 */
export function nearestUnit(aliases: Aliases, at: At): { unit: UnitRow; from: SQL } {
  const unit = aliases.alias('u');
  const version = aliases.alias('v');
  const candidate = aliases.alias('c');
  const from = sql`unit ${unit} CROSS JOIN LATERAL (
    SELECT * FROM unit_version ${candidate} WHERE ${candidate}.unit_id = ${unit}.id AND ${known(candidate, at)}
    ORDER BY ${candidate}.valid_from <= ${at.asOf} DESC, abs(${candidate}.valid_from - ${at.asOf}) LIMIT 1) AS ${version}`;
  if (aliases.scope === null) return { unit: { unit, version, at }, from };
  const seen = aliases.alias('seen');
  const asked = sql`CROSS JOIN LATERAL (SELECT ${seesUnit(aliases, sql`${unit}.id`, at.asOf)} AS yes) AS ${seen}`;
  return { unit: { unit, version, at, seen: sql`${seen}.yes` }, from: sql`${from} ${asked}` };
}

/** Territories as they last were on or before the day (or first were after it), with their level. */
export function nearestTerritory(aliases: Aliases, at: At, territoryId: SQL): { territory: TerritoryRow; from: SQL } {
  const version = aliases.alias('t');
  const candidate = aliases.alias('c');
  const from = sql`(SELECT ${candidate}.* FROM territory_version ${candidate} WHERE ${candidate}.territory_id = ${territoryId} AND ${known(candidate, at)}
    ORDER BY ${candidate}.valid_from <= ${at.asOf} DESC, abs(${candidate}.valid_from - ${at.asOf}) LIMIT 1) AS ${version}`;
  return { territory: { version, at }, from };
}

/**
 * People of the caller's scope who are on staff on the day, each as described then. `sees` says how they are found:
 * `seesPerson` where conditions leave few of them, `isAmongSeen` where they do not.
 */
export function liveStaff(aliases: Aliases, at: At, sees = seesPerson): { row: StaffRow; from: SQL } {
  const [staff, version] = [aliases.alias('s'), aliases.alias('v')];
  const seen = aliases.scope === null ? sql`` : sql` AND ${sees(aliases, sql`${staff}.id`, at.asOf)}`;
  const from = sql`staff ${staff} JOIN staff_version ${version} ON ${version}.staff_id = ${staff}.id AND ${valid(version, at)}${seen}`;
  return { row: { staff, version, at }, from };
}

/** People whether or not they are on staff on the day, as they last were before it (or first were after it). */
export function nearestStaff(aliases: Aliases, at: At): { row: StaffRow; from: SQL } {
  const [staff, version, candidate] = [aliases.alias('s'), aliases.alias('v'), aliases.alias('c')];
  const from = sql`staff ${staff} CROSS JOIN LATERAL (
    SELECT * FROM staff_version ${candidate} WHERE ${candidate}.staff_id = ${staff}.id AND ${known(candidate, at)}
    ORDER BY ${candidate}.valid_from <= ${at.asOf} DESC, abs(${candidate}.valid_from - ${at.asOf}) LIMIT 1) AS ${version}`;
  return { row: { staff, version, at }, from };
}
