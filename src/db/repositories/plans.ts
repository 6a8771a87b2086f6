import { and, eq, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import { FIRST_DAY } from '../../domain/life-cycle.ts';
import type { PhaseStatus, PlanFacts, PlanStatus } from '../../domain/plan.ts';
import type { Transaction } from '../client.ts';
import { idsIn } from '../json.ts';
import { phaseState, phaseVersion, plan, planState, planTerritory, planVersion } from '../tables/plan.ts';
import { cutRows, insertRows, restateRows } from './facts.ts';

/** Takes the plan's row, on which all who change the plan meet; null where there is no such plan. */
export async function lockPlan(tx: Transaction, code: string): Promise<number | null> {
  const [row] = await tx.select({ id: plan.id }).from(plan).where(eq(plan.code, code)).for('no key update');
  return row?.id ?? null;
}

export async function findPlan(tx: Transaction, code: string): Promise<{ id: number } | null> {
  const [row] = await tx.select({ id: plan.id }).from(plan).where(eq(plan.code, code));
  return row ?? null;
}

/** Everything believed about a plan that a rule looks at; one statement. */
export async function loadPlanFacts(tx: Transaction, id: number): Promise<PlanFacts> {
  const believed = sql`superseded_at = 'infinity'`;
  const statuses = (table: string, owner: string) => sql`(
    SELECT coalesce(json_agg(json_build_object('id', s.id, 'status', s.status, 'from', s.valid_from, 'until', s.valid_to) ORDER BY s.valid_from), '[]')
    FROM ${sql.identifier(table)} s WHERE s.${sql.identifier(`${owner}_id`)} = ${sql.identifier(owner)}.id AND s.${believed})`;
  const [row] = await tx.execute<{ facts: PlanFacts }>(sql`
    SELECT json_build_object('id', plan.id, 'code', plan.code, 'center', unit.code, 'version', plan.version,
      'instrument', (SELECT instrument_id FROM plan_version v WHERE v.plan_id = plan.id AND v.${believed} ORDER BY v.valid_from DESC LIMIT 1),
      'statuses', ${statuses('plan_status', 'plan')},
      'phases', (SELECT coalesce(json_agg(json_build_object('id', phase.id, 'ordinal', phase.ordinal,
          'lastAct', (SELECT max(on_day) FROM change_event e WHERE e.phase_id = phase.id AND NOT EXISTS (SELECT FROM change_event u WHERE u.compensates_id = e.id)),
          'statuses', ${statuses('phase_status', 'phase')},
          'definitions', (SELECT json_agg(json_build_object('id', d.id, 'from', d.valid_from, 'until', d.valid_to, 'title', d.title,
              'window', json_build_object('from', d.window_from, 'until', d.window_to), 'allowed', d.allowed) ORDER BY d.valid_from)
            FROM phase_version d WHERE d.phase_id = phase.id AND d.${believed})) ORDER BY phase.ordinal), '[]')
        FROM phase WHERE phase.plan_id = plan.id)) AS facts
    FROM plan JOIN unit ON unit.id = plan.center_id WHERE plan.id = ${id}`);
  if (!row) throw new Error(`there is no plan ${id}`);
  return row.facts;
}

/** A plan as it is first recorded: a draft, or in force from a day. */
export interface PlanRecord {
  code: string;
  title: string;
  center: string;
  source: unknown;
  document: string;
}

/** Records the identity of a plan with its first version; what it covers and its phases are recorded apart. */
export async function insertPlan(tx: Transaction, record: PlanRecord): Promise<number> {
  const { code, title, center, source, document } = record;
  const [row] = await tx.execute<{ id: string }>(sql`
    INSERT INTO plan (code, center_id) VALUES (${code}, (SELECT id FROM unit WHERE code = ${center})) RETURNING id`);
  const planId = Number(row?.id);
  await insertRows(tx, planVersion, [{ planId, number: 1, title, source, document, validFrom: FIRST_DAY }]);
  await insertRows(tx, planState, [{ planId, status: 'DRAFT', validFrom: FIRST_DAY }]);
  return planId;
}

/** A new version of a plan from a day on. */
export async function insertPlanVersion(
  tx: Transaction,
  version: { plan: number; title: string; instrument: number; source: unknown; document: string | null; on: Day },
): Promise<void> {
  const { plan: planId, title, instrument, source, document, on } = version;
  const [last] = await tx.execute<{ number: number; document: string }>(sql`
    SELECT number, document FROM plan_version WHERE plan_id = ${planId} AND superseded_at = 'infinity' ORDER BY number DESC LIMIT 1`);
  await cutRows(tx, { table: planVersion, where: sql`plan_id = ${planId}`, on });
  const number = Number(last?.number ?? 0) + 1;
  await insertRows(tx, planVersion, [
    { planId, number, title, instrumentId: instrument, source, document: document ?? last?.document, validFrom: on },
  ]);
}

/** The instrument that adopts a plan is said of the version that was a draft. */
export async function citeAdoption(tx: Transaction, planId: number, instrument: number): Promise<void> {
  await restateRows(tx, {
    table: planVersion,
    where: sql`plan_id = ${planId}`,
    columns: { instrument_id: sql`${instrument}::bigint` },
  });
}

/** What must be covered grows with what is named; what was named stays. */
export async function insertPlanTerritories(tx: Transaction, planId: number, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .insert(planTerritory)
    .values(ids.map((territoryId) => ({ planId, territoryId })))
    .onConflictDoNothing();
}

export async function setPlanStatus(
  tx: Transaction,
  {
    plan: planId,
    status,
    on,
    instrument,
    note,
  }: { plan: number; status: PlanStatus; on: Day; instrument: number; note?: string | null },
): Promise<void> {
  await cutRows(tx, { table: planState, where: sql`plan_id = ${planId}`, on });
  await insertRows(tx, planState, [{ planId, status, instrumentId: instrument, validFrom: on, note: note ?? null }]);
}

/** A step of phases' life, from a day on. */
export interface PhaseStatusRecord {
  phase: number;
  plan: number;
  status: PhaseStatus;
  on: Day;
  instrument: number | null;
  assumed?: boolean;
  note?: string | null;
}

/** One step for each of some phases of a plan, all from one day; two statements. */
export async function setPhaseStatuses(tx: Transaction, records: readonly PhaseStatusRecord[]): Promise<void> {
  const [first] = records;
  if (!first) return;
  const where = sql`phase_id IN ${idsIn(records.map(({ phase }) => phase))}`;
  await cutRows(tx, { table: phaseState, where, on: first.on });
  await insertRows(
    tx,
    phaseState,
    records.map(({ phase, plan: planId, status, on, instrument, assumed, note }) => ({
      phaseId: phase,
      planId,
      status,
      validFrom: on,
      instrumentId: instrument,
      assumed: assumed ?? false,
      note: note ?? null,
    })),
  );
}

/** From a day on the days of phases are no longer their own: what begins later is free of them. */
export async function endPhaseWindows(tx: Transaction, phases: readonly number[], on: Day): Promise<void> {
  if (phases.length === 0) return;
  await restateRows(tx, {
    table: phaseVersion,
    where: sql`phase_id IN ${idsIn(phases)}`,
    columns: { live_until: sql`${on}::date` },
  });
}

/** Gives a phase a later end from the day it was decided. */
export async function extendWindow(
  tx: Transaction,
  { phase, on, until, instrument }: { phase: number; on: Day; until: Day; instrument: number },
): Promise<void> {
  const [before] = await tx
    .select()
    .from(phaseVersion)
    .where(and(eq(phaseVersion.phaseId, phase), sql`superseded_at = 'infinity'`, sql`valid_to > ${on}`))
    .orderBy(phaseVersion.validFrom)
    .limit(1);
  if (!before) throw new Error(`phase ${phase} has no definition on ${on}`);
  await cutRows(tx, { table: phaseVersion, where: sql`phase_id = ${phase}`, on });
  const { id: _id, recordedAt: _r, supersededAt: _s, validTo: _v, ...same } = before;
  await insertRows(tx, phaseVersion, [{ ...same, windowTo: until, instrumentId: instrument, validFrom: on }]);
}

/** The document of the version that was recorded last. */
export async function findPlanDocument(tx: Transaction, planId: number): Promise<string> {
  const [row] = await tx.execute<{ document: string | null }>(sql`
    SELECT document FROM plan_version WHERE plan_id = ${planId} AND superseded_at = 'infinity' ORDER BY number DESC LIMIT 1`);
  return row?.document ?? '';
}
