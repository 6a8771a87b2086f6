import type { SQL } from 'drizzle-orm';
import type { At } from './at.ts';

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

/** A phase, and the alias of a row of all its figures; null where they are counted. */
export interface ProgressRow extends PhaseRow {
  told: SQL | null;
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

/** Aliases of a thing's row and its status of the day. */
export interface ThingRow {
  thing: SQL;
  state: SQL;
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
  AuditEntry: DatedRow;
  AwaitedEvent: DatedRow;
  BankAccount: ThingRow;
  BankAccountStep: DatedRow;
  CapacityRow: DatedRow;
  ChangeEvent: DatedRow;
  CommuneAccess: DatedRow;
  CounterWorkload: DatedRow;
  ContinuityGap: CoverageRow;
  Count: { done: SQL; total: SQL };
  Counter: CounterRow;
  CounterVersion: DatedRow;
  CoverageGap: CoverageRow;
  CoverageOverlap: CoverageRow;
  DigitalSignature: DatedRow;
  DossierLoad: DatedRow;
  Due: SQL;
  Entitlements: SQL;
  EquipmentFigures: SQL;
  EquipmentItem: DatedRow;
  EquipmentNeed: ThingRow;
  EquipmentNeedStep: DatedRow;
  EquipmentOfUnit: DatedRow;
  Freeze: DatedRow;
  Gate: GateRow;
  GateAttestation: DatedRow;
  GateMissing: DatedRow;
  Handover: ThingRow;
  HandoverItem: DatedRow;
  HandoverStep: DatedRow;
  HeadcountAccount: DatedRow;
  HeadcountEntry: DatedRow;
  IntegrationCandidate: DatedRow;
  IntegrationCriterion: DatedRow;
  Kpi: DatedRow;
  LegalInstrument: DatedRow;
  LevelingProposal: DatedRow;
  MappedTerritory: DatedRow;
  NearestPoint: DatedRow;
  OrgRelation: DatedRow;
  OrgUnit: UnitRow;
  OverloadedDay: DatedRow;
  PageInfo: { first: number; isFirst: boolean; cursor: SQL };
  PayrollPeriod: DatedRow;
  Period: PeriodRow;
  PersonalRead: DatedRow;
  Phase: PhaseRow;
  PhaseStep: DatedRow;
  Plan: PlanRow;
  PlanVersion: DatedRow;
  PlannedChange: DatedRow;
  Policy: DatedRow;
  Premises: DatedRow;
  Progress: ProgressRow;
  Quota: DatedRow;
  RenewalDue: DatedRow;
  Readiness: DatedRow;
  ReadinessSummary: DatedRow;
  Seal: ThingRow;
  SealCutoverRow: DatedRow;
  SealStep: DatedRow;
  Secondment: SecondmentRow;
  SecondmentStep: DatedRow;
  SignatureDue: DatedRow;
  Signboard: ThingRow;
  SignboardStep: DatedRow;
  Site: DatedRow;
  Source: SQL;
  Staff: StaffRow;
  StaffVersion: DatedRow;
  Task: TaskRow;
  Territory: TerritoryRow;
  TerritoryLineage: TerritoryLineageRow;
  Transfer: TransferRow;
  TransferStep: DatedRow;
  UnitBehind: DatedRow;
  UnitChange: UnitChangeRow;
  UnitHeadcount: { payroll: SQL; secondedIn: SQL };
  UnitLineage: UnitLineageRow;
  UnitState: UnitStateRow;
  UnitVersion: DatedRow;
  UnitWorkload: DatedRow;
  Waiver: WaiverRow;
  WaiverUse: DatedRow;
  Workplace: DatedRow;
}

/** A unit as of a day: aliases of its `unit` and `unit_version` rows. */
export interface UnitRow {
  unit: SQL;
  version: SQL;
  at: At;
  /** Whether it is within the caller's scope, where that is not known. */
  seen?: SQL;
  /** Whether both aliases are that of one `unit_child` row. */
  isChild?: boolean;
}
