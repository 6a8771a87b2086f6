import { type SQL, sql } from 'drizzle-orm';
import type { Scope } from '../../domain/scope.ts';

/** What knows the scope of the caller that a statement is for; null where it has no bounds. */
export interface Scoped {
  readonly scope: Scope | null;
}

/** A row that every statement reads from first: it tells row level security what the caller may see. */
export function scopeRow({ scope }: Scoped): { preamble: SQL; from: SQL } {
  if (scope === null) return { preamble: sql``, from: sql`(SELECT set_config('sapxep.scope', '*', true)) AS "@scope"` };
  const ids = (codes: readonly string[]) =>
    sql`scope_units(${`{${codes.map((code) => `"${code}"`).join(',')}}`}::text[])`;
  return {
    preamble: sql`WITH "@scope" AS MATERIALIZED (
      SELECT units, managing, set_config('sapxep.scope', units::text, true), set_config('sapxep.managing', managing::text, true)
      FROM (SELECT ${ids(scope.units)} AS units, ${ids(scope.managing)} AS managing) AS named) `,
    from: sql`"@scope"`,
  };
}

const UNITS = sql`((SELECT units FROM "@scope")::bigint[])`;
const MANAGING = sql`((SELECT managing FROM "@scope")::bigint[])`;

/** A row `w` of `unit_above` leads to a unit of the scope. */
const WITHIN = sql`w.above_id = ANY ${UNITS} AND (w.relation = 'ESTABLISHMENT' OR w.above_id = ANY ${MANAGING})`;

/** Joins a condition that holds for everybody whose scope has no bounds. */
const bounded = ({ scope }: Scoped, condition: () => SQL): SQL => (scope === null ? sql`true` : condition());

/** The scope holds a unit on a day or, where it does not exist then, on any. */
export const seesUnit = (scoped: Scoped, unit: SQL, day: SQL): SQL =>
  bounded(
    scoped,
    () => sql`EXISTS (SELECT FROM unit_above w WHERE w.unit_id = ${unit} AND ${WITHIN} AND (
      w.valid_from <= ${day} AND w.valid_to > ${day} OR NOT EXISTS (
        SELECT FROM unit_life l WHERE l.unit_id = ${unit} AND l.superseded_at = 'infinity' AND l.valid_from <= ${day} AND l.valid_to > ${day})))`,
  );

/** The scope holds a unit on some day from one until another or, where it does not exist then, on any. */
export const seesUnitBetween = (scoped: Scoped, unit: SQL, { from, until }: { from: SQL; until: SQL }): SQL =>
  bounded(
    scoped,
    () =>
      sql`EXISTS (SELECT FROM unit_above w WHERE w.unit_id = ${unit} AND ${WITHIN} AND (
        w.valid_from < ${until} AND w.valid_to > ${from} OR NOT EXISTS (
          SELECT FROM unit_life l WHERE l.unit_id = ${unit} AND l.superseded_at = 'infinity' AND l.valid_from < ${until} AND l.valid_to > ${from})))`,
  );

/** The scope ever holds one of some units. */
export const everSees = (scoped: Scoped, ...units: SQL[]): SQL =>
  bounded(
    scoped,
    () => sql`EXISTS (SELECT FROM unit_above w WHERE w.unit_id IN (${sql.join(units, sql`, `)}) AND ${WITHIN})`,
  );

/** A unit of the scope stands under a unit, which so governs it; or that unit is within the scope itself. */
export const isGovernedBy = (scoped: Scoped, unit: SQL): SQL =>
  bounded(
    scoped,
    () =>
      sql`(EXISTS (SELECT FROM unit_above g WHERE g.unit_id = ANY ${UNITS} AND g.above_id = ${unit}) OR ${everSees(scoped, unit)})`,
  );

/** A unit stands under some unit that stands above the scope too, as all of one province do; on whatever days. */
export const sharesTop = (scoped: Scoped, unit: SQL): SQL =>
  bounded(
    scoped,
    () =>
      sql`EXISTS (SELECT FROM unit_above a JOIN unit_above b ON b.above_id = a.above_id WHERE a.unit_id = ${unit} AND b.unit_id = ANY ${UNITS})`,
  );

/** A person is counted within the scope on a day or, where they are counted nowhere then, works there. */
export const employsPerson = (scoped: Scoped, person: SQL, day: SQL): SQL =>
  bounded(scoped, () => {
    const there = (table: SQL, condition: SQL) =>
      sql`EXISTS (SELECT FROM ${table} h WHERE h.staff_id = ${person} AND h.superseded_at = 'infinity' AND h.valid_from <= ${day} AND h.valid_to > ${day} AND ${condition})`;
    const seen = seesUnit(scoped, sql`h.unit_id`, day);
    return sql`(${there(sql`payroll`, seen)} OR NOT ${there(sql`payroll`, sql`true`)} AND ${there(sql`workplace`, seen)})`;
  });

/** A person is counted or works within the scope on a day; asked of one or of few. */
export const seesPerson = (scoped: Scoped, person: SQL, day: SQL): SQL =>
  bounded(scoped, () => {
    const there = (table: SQL) =>
      sql`EXISTS (SELECT FROM ${table} h JOIN unit_above w ON w.unit_id = h.unit_id WHERE h.staff_id = ${person} AND h.superseded_at = 'infinity'
        AND h.valid_from <= ${day} AND h.valid_to > ${day} AND ${WITHIN} AND w.valid_from <= ${day} AND w.valid_to > ${day})`;
    return sql`(${there(sql`payroll`)} OR ${there(sql`workplace`)})`;
  });

/** The same asked of everybody: those of the scope are found first. */
export const isAmongSeen = (scoped: Scoped, person: SQL, day: SQL): SQL =>
  bounded(scoped, () => {
    const there = (table: SQL) =>
      sql`SELECT h.staff_id FROM ${table} h WHERE h.superseded_at = 'infinity' AND h.valid_from <= ${day} AND h.valid_to > ${day} AND h.unit_id IN (
        SELECT w.unit_id FROM unit_above w WHERE ${WITHIN} AND w.valid_from <= ${day} AND w.valid_to > ${day})`;
    return sql`${person} IN (${there(sql`payroll`)} UNION ALL ${there(sql`workplace`)})`;
  });
