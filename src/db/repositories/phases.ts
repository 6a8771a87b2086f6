import { sql } from 'drizzle-orm';
import type { Change, ChangeKind } from '../../domain/change.ts';
import type { Day, Period } from '../../domain/day.ts';
import type { GateKind, GateMoment } from '../../domain/gate.ts';
import { FIRST_DAY } from '../../domain/life-cycle.ts';
import type { PhaseStatus } from '../../domain/plan.ts';
import type { Transaction } from '../client.ts';
import { idsIn } from '../json.ts';
import { gate, phase, phaseFreeze, phaseState, phaseVersion, plannedChange } from '../tables/plan.ts';
import { cutRows, insertRows } from './facts.ts';

/** What a plan says of a phase. */
export interface PhaseDefinitionRecord {
  title: string;
  window: Period;
  allowed: readonly ChangeKind[];
  source: unknown;
  assumed: boolean;
  instrument: number | null;
}

export interface PhaseRecord extends PhaseDefinitionRecord {
  plan: number;
  ordinal: number;
  /** What it is from each of some days on, the first of all days among them. */
  statuses: readonly { status: PhaseStatus; from: Day; until: Day; instrument: number | null; assumed: boolean }[];
}

/** Records phases with what is said of them and what they are; answers their ids in their order. */
export async function insertPhases(
  tx: Transaction,
  records: readonly PhaseRecord[],
  definedFrom: Day = FIRST_DAY,
): Promise<number[]> {
  if (records.length === 0) return [];
  const ids = await insertRows(
    tx,
    phase,
    records.map(({ plan: planId, ordinal }) => ({ planId, ordinal })),
  );
  const of = (index: number) => ({ phaseId: ids[index] ?? 0, planId: records[index]?.plan ?? 0 });
  await insertRows(
    tx,
    phaseVersion,
    records.map((record, index) => ({ ...of(index), ...definition(record), validFrom: definedFrom })),
  );
  await insertRows(
    tx,
    phaseState,
    records.flatMap(({ statuses }, index) =>
      statuses.map(({ status, from, until, instrument, assumed }) => ({
        ...of(index),
        status,
        instrumentId: instrument,
        assumed,
        validFrom: from,
        validTo: until,
      })),
    ),
  );
  return ids;
}

const definition = ({ title, window, allowed, source, assumed, instrument }: PhaseDefinitionRecord) => ({
  title,
  windowFrom: window.from,
  windowTo: window.until,
  allowed: [...allowed],
  source,
  assumed,
  instrumentId: instrument,
});

/** What is said of a phase from a day on. */
export async function redefinePhase(
  tx: Transaction,
  { phase: phaseId, plan: planId, on, ...record }: PhaseDefinitionRecord & { phase: number; plan: number; on: Day },
): Promise<void> {
  await cutRows(tx, { table: phaseVersion, where: sql`phase_id = ${phaseId}`, on });
  await insertRows(tx, phaseVersion, [{ phaseId, planId, ...definition(record), validFrom: on }]);
}

export interface GateRecord {
  plan: number;
  phase: number;
  code: string;
  title: string;
  kind: GateKind;
  moment: GateMoment;
  mandatory: boolean;
  owner: number | null;
  due: Day | null;
  source: unknown;
  assumed: boolean;
}

export async function insertGates(tx: Transaction, records: readonly GateRecord[]): Promise<void> {
  await insertRows(
    tx,
    gate,
    records.map(({ plan: planId, phase: phaseId, owner: ownerId, ...rest }) => ({ planId, phaseId, ownerId, ...rest })),
  );
}

export async function insertFreezes(
  tx: Transaction,
  records: readonly { plan: number; phase: number; unit: number; source: unknown }[],
): Promise<void> {
  await insertRows(
    tx,
    phaseFreeze,
    records.map(({ plan: planId, phase: phaseId, unit: unitId, source }) => ({ planId, phaseId, unitId, source })),
  );
}

/** Records changes that phases foresee; answers their ids in their order. */
export async function insertPlannedChanges(
  tx: Transaction,
  records: readonly { plan: number; phase: number; change: Change }[],
): Promise<number[]> {
  return insertRows(
    tx,
    plannedChange,
    records.map(({ plan: planId, phase: phaseId, change }, position) => ({
      planId,
      phaseId,
      position,
      kind: change.kind,
      onDay: change.on,
      change,
    })),
  );
}

/** A change the plan foresees, and the act that carried it out, be it undone since: an amendment plans it anew. */
export interface PlannedChangeFacts {
  id: number;
  change: Change;
  act: number | null;
}

/** What some phases, or all of a plan, foresee; in order of day, then as written. */
export async function findPlannedChanges(tx: Transaction, phases: readonly number[]): Promise<PlannedChangeFacts[]> {
  const rows = await tx.execute<{ id: string; change: Change; act: string | null }>(sql`
    SELECT p.id, p.change, e.id AS act FROM planned_change p LEFT JOIN change_event e ON e.planned_change_id = p.id
    WHERE p.phase_id IN ${idsIn(phases)} AND p.superseded_at = 'infinity' ORDER BY p.on_day, p.position, p.id`);
  return rows.map(({ id, change, act }) => ({ id: Number(id), change, act: act === null ? null : Number(act) }));
}

/** Ends the belief in what an amendment replaces: gates, freezes, and changes that were not carried out or were undone. */
export async function endPhaseParts(tx: Transaction, phases: readonly number[]): Promise<void> {
  const among = sql`phase_id IN ${idsIn(phases)} AND superseded_at = 'infinity'`;
  await tx.execute(sql`UPDATE gate SET superseded_at = clock_timestamp() WHERE ${among}`);
  await tx.execute(sql`UPDATE phase_freeze SET superseded_at = clock_timestamp() WHERE ${among}`);
  await tx.execute(sql`
    UPDATE planned_change p SET superseded_at = clock_timestamp()
    WHERE ${among} AND NOT EXISTS (SELECT FROM change_event e WHERE e.planned_change_id = p.id AND NOT EXISTS (SELECT FROM change_event undoing WHERE undoing.compensates_id = e.id))`);
}

/** One change a plan foresees, by its id. */
export async function findPlannedChange(
  tx: Transaction,
  id: number,
): Promise<(PlannedChangeFacts & { plan: string; phase: number }) | null> {
  const [row] = await tx.execute<{ change: Change; act: string | null; plan: string; phase: string }>(sql`
    SELECT p.change, e.id AS act, plan.code AS plan, p.phase_id AS phase
    FROM planned_change p JOIN plan ON plan.id = p.plan_id LEFT JOIN change_event e ON e.planned_change_id = p.id
    WHERE p.id = ${id} AND p.superseded_at = 'infinity'`);
  return row
    ? {
        id,
        change: row.change,
        act: row.act === null ? null : Number(row.act),
        plan: row.plan,
        phase: Number(row.phase),
      }
    : null;
}
