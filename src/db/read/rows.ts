import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';

/** What is needed of the compiler, which itself needs the rows below: names no other part of the statement uses. */
interface Aliases {
  alias(prefix: string): SQL;
}

/** A row of some table together with the point in time it is read at. */
export interface DatedRow {
  row: SQL;
  at: At;
}

interface PeriodRow {
  from: SQL;
  until: SQL;
}

/** Alias of a `territory_version` row. */
export interface TerritoryRow {
  version: SQL;
  at: At;
}

/** One step from a unit to another: alias of a row with other_id, on_day, extent, change_id and step. */
export interface UnitLineageRow {
  row: SQL;
  at: At;
  /** The day on which the other unit is looked at: its last as it was, or its first as successor. */
  there: SQL;
}

/** Alias of a `territory_lineage` row, and the column that names the other end. */
export interface TerritoryLineageRow {
  lineage: SQL;
  other: SQL;
  at: At;
}

/** Alias of a row of an organization diff's `changes`, and the two points compared. */
export interface UnitChangeRow {
  row: SQL;
  from: At;
  to: At;
}

/** Alias of a `unit_version` row, and the id of the parent on that day. */
export interface UnitStateRow {
  version: SQL;
  parent: SQL;
}

/** Alias of a row of territory, days and perhaps units. */
export interface CoverageRow {
  row: SQL;
  at: At;
}

/** Aliases of a `plan` row and its version of the day. */
export interface PlanRow {
  plan: SQL;
  version: SQL;
  at: At;
}

/** Aliases of a `phase` row, its definition and its status of the day. */
export interface PhaseRow {
  phase: SQL;
  version: SQL;
  state: SQL;
  at: At;
}

/** Aliases of a `gate` row, and of one with `missing`, what stands in its way as JSON. */
export interface GateRow {
  gate: SQL;
  state: SQL;
  at: At;
}

/** Aliases of a `task` row and its status of the day. */
export interface TaskRow {
  task: SQL;
  state: SQL;
  at: At;
}

/** Aliases of a `waiver` row and the days on which it works. */
export interface WaiverRow {
  waiver: SQL;
  term: SQL;
  at: At;
}

/** Aliases of a `staff` row and the version of the day. */
export interface StaffRow {
  staff: SQL;
  version: SQL;
  at: At;
}

/** Alias of a `transfer` row. */
export interface TransferRow {
  transfer: SQL;
  at: At;
}

/** Aliases of a `secondment` row and of what was said of it last. */
export interface SecondmentRow {
  secondment: SQL;
  last: SQL;
  at: At;
}

/** Alias of a `counter_version` row. */
export interface CounterRow {
  version: SQL;
  at: At;
}

/** What a row of each type is while it is read. */
export interface Rows {
  Appointment: DatedRow;
  Assignment: DatedRow;
  AssignmentAlternative: DatedRow;
  CapacityRow: DatedRow;
  ChangeEvent: DatedRow;
  ContinuityGap: CoverageRow;
  Count: { done: SQL; total: SQL };
  Counter: CounterRow;
  CounterVersion: DatedRow;
  CoverageGap: CoverageRow;
  CoverageOverlap: CoverageRow;
  DigitalSignature: DatedRow;
  Due: SQL;
  Entitlements: SQL;
  Freeze: DatedRow;
  Gate: GateRow;
  GateAttestation: DatedRow;
  GateMissing: DatedRow;
  HeadcountAccount: DatedRow;
  HeadcountEntry: DatedRow;
  LegalInstrument: DatedRow;
  MappedTerritory: DatedRow;
  OrgRelation: DatedRow;
  OrgUnit: UnitRow;
  PageInfo: { first: number; isFirst: boolean };
  PayrollPeriod: DatedRow;
  Period: PeriodRow;
  Phase: PhaseRow;
  PhaseStep: DatedRow;
  Plan: PlanRow;
  PlanVersion: DatedRow;
  PlannedChange: DatedRow;
  Policy: DatedRow;
  Progress: PhaseRow;
  Quota: DatedRow;
  Secondment: SecondmentRow;
  SecondmentStep: DatedRow;
  Site: SQL;
  Source: SQL;
  Staff: StaffRow;
  StaffVersion: DatedRow;
  Task: TaskRow;
  Territory: TerritoryRow;
  TerritoryLineage: TerritoryLineageRow;
  Transfer: TransferRow;
  TransferStep: DatedRow;
  UnitChange: UnitChangeRow;
  UnitLineage: UnitLineageRow;
  UnitState: UnitStateRow;
  UnitVersion: DatedRow;
  Waiver: WaiverRow;
  WaiverUse: DatedRow;
  Workplace: DatedRow;
}

/** A unit as of a day: aliases of its `unit` and `unit_version` rows. */
export interface UnitRow {
  unit: SQL;
  version: SQL;
  at: At;
}

/** Units that exist on the day, each with its version of it. */
export function liveUnits(aliases: Aliases, at: At): { unit: UnitRow; from: SQL } {
  const unit = aliases.alias('u');
  const version = aliases.alias('v');
  const from = sql`unit ${unit} JOIN unit_version ${version} ON ${version}.unit_id = ${unit}.id AND ${valid(version, at)}`;
  return { unit: { unit, version, at }, from };
}

/** Units whether or not they exist on the day, as they last were before it (or first were after it). */
export function nearestUnit(aliases: Aliases, at: At): { unit: UnitRow; from: SQL } {
  const unit = aliases.alias('u');
  const version = aliases.alias('v');
  const candidate = aliases.alias('c');
  const from = sql`unit ${unit} CROSS JOIN LATERAL (
    SELECT * FROM unit_version ${candidate} WHERE ${candidate}.unit_id = ${unit}.id AND ${known(candidate, at)}
    ORDER BY ${candidate}.valid_from <= ${at.asOf} DESC, abs(${candidate}.valid_from - ${at.asOf}) LIMIT 1) AS ${version}`;
  return { unit: { unit, version, at }, from };
}

/** Territories as they last were on or before the day (or first were after it), with their level. */
export function nearestTerritory(aliases: Aliases, at: At, territoryId: SQL): { territory: TerritoryRow; from: SQL } {
  const version = aliases.alias('t');
  const candidate = aliases.alias('c');
  const from = sql`(SELECT ${candidate}.* FROM territory_version ${candidate} WHERE ${candidate}.territory_id = ${territoryId} AND ${known(candidate, at)}
    ORDER BY ${candidate}.valid_from <= ${at.asOf} DESC, abs(${candidate}.valid_from - ${at.asOf}) LIMIT 1) AS ${version}`;
  return { territory: { version, at }, from };
}

/** People who are on staff on the day, each as described then. */
export function liveStaff(aliases: Aliases, at: At): { row: StaffRow; from: SQL } {
  const [staff, version] = [aliases.alias('s'), aliases.alias('v')];
  const from = sql`staff ${staff} JOIN staff_version ${version} ON ${version}.staff_id = ${staff}.id AND ${valid(version, at)}`;
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
