import type { Sql } from 'postgres';
import { aChange, aResult, type Change, type ChangeKind } from '../../src/domain/change.ts';
import { type Day, FOREVER } from '../../src/domain/day.ts';
import { FIRST_DAY } from '../../src/domain/life-cycle.ts';
import type { PhaseStatus } from '../../src/domain/plan.ts';
import { aCode, aUnit, FROM } from './organization-builder.ts';

/** A phase as it is first recorded: planned and, where a status is given, that from the first day of its window on. */
export interface PhaseParts {
  from: Day;
  until?: Day;
  status?: PhaseStatus;
  allowed?: readonly ChangeKind[];
}

export interface BuiltPlan {
  id: number;
  code: string;
  center: string;
  /** Their ids, by ordinal from 1. */
  phases: number[];
}

const INSTRUMENT = '(SELECT min(id) FROM legal_instrument)';

/** A plan adopted on `FROM`, with its center and its phases in their order. */
export async function aPlan(sql: Sql, ...phases: PhaseParts[]): Promise<BuiltPlan> {
  const [code, center] = [aCode(), await aUnit(sql)];
  const given = phases.map(({ from, until = FOREVER, status = null, allowed = ['RENAME', 'TERRITORY'] }, index) => ({
    ordinal: index + 1,
    from,
    until,
    status,
    allowed: `{${allowed.join(',')}}`,
  }));
  const rows = await sql<{ plan: string; phase: string | null }[]>`
    WITH identity AS (
      INSERT INTO plan (code, center_id) SELECT ${code}, id FROM unit WHERE code = ${center} RETURNING id),
    version AS (
      INSERT INTO plan_version (plan_id, number, title, instrument_id, valid_from)
      SELECT id, 1, 'Test', ${sql.unsafe(INSTRUMENT)}, ${FIRST_DAY} FROM identity),
    status AS (
      INSERT INTO plan_status (plan_id, status, instrument_id, valid_from, valid_to)
      SELECT id, 'DRAFT'::plan_status_kind, NULL::bigint, ${FIRST_DAY}::date, ${FROM}::date FROM identity
      UNION ALL SELECT id, 'ADOPTED', ${sql.unsafe(INSTRUMENT)}, ${FROM}, 'infinity' FROM identity),
    given AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb)
        AS g (ordinal int, "from" date, until date, status phase_status_kind, allowed text)),
    phase AS (INSERT INTO phase (plan_id, ordinal) SELECT id, ordinal FROM identity, given RETURNING id, plan_id, ordinal),
    definition AS (
      INSERT INTO phase_version (phase_id, plan_id, title, window_from, window_to, allowed, valid_from)
      SELECT id, plan_id, 'Test', "from", until, allowed::change_kind[], ${FIRST_DAY} FROM phase JOIN given USING (ordinal)),
    step AS (
      INSERT INTO phase_status (phase_id, plan_id, status, instrument_id, valid_from, valid_to)
      SELECT id, plan_id, 'PLANNED'::phase_status_kind, ${sql.unsafe(INSTRUMENT)}, ${FIRST_DAY}::date,
        CASE WHEN status IS NULL THEN 'infinity' ELSE "from" END FROM phase JOIN given USING (ordinal)
      UNION ALL SELECT id, plan_id, status, ${sql.unsafe(INSTRUMENT)}, "from", 'infinity'
      FROM phase JOIN given USING (ordinal) WHERE status IS NOT NULL)
    SELECT identity.id AS plan, phase.id AS phase FROM identity LEFT JOIN phase ON true ORDER BY phase.ordinal`;
  const ids = rows.flatMap(({ phase }) => (phase === null ? [] : [Number(phase)]));
  return { id: Number(rows[0]?.plan), code, center, phases: ids };
}

/** What a plan or a phase is from a day on, in place of what was believed of it from then on. */
export async function aStatus(
  sql: Sql,
  table: 'plan_status' | 'phase_status' | 'task_status',
  { id, status, on }: { id: number; status: string; on: Day },
): Promise<void> {
  const owner = table.replace('status', 'id');
  const owned = owner === 'plan_id' ? sql`plan_id` : sql`${sql(owner)}, plan_id`;
  await sql`
    WITH ended AS (
      UPDATE ${sql(table)} SET superseded_at = now()
      WHERE ${sql(owner)} = ${id} AND valid_to > ${on} AND superseded_at = 'infinity' RETURNING *),
    stated AS (
      SELECT ${owned}, status, instrument_id, valid_from, ${on}::date AS valid_to FROM ended WHERE valid_from < ${on}
      UNION ALL SELECT DISTINCT ${owned}, ${status}::${sql.unsafe(`${table}_kind`)}, ${sql.unsafe(INSTRUMENT)}, ${on}::date, 'infinity'::date FROM ended)
    INSERT INTO ${sql(table)} (${owned}, status, instrument_id, valid_from, valid_to) SELECT * FROM stated`;
}

/** From a day on the days of a phase are no longer its own. */
export async function endDays(sql: Sql, phase: number, on: Day): Promise<void> {
  await sql`
    WITH ended AS (
      UPDATE phase_version SET superseded_at = now() WHERE phase_id = ${phase} AND superseded_at = 'infinity' RETURNING *)
    INSERT INTO phase_version (phase_id, plan_id, title, window_from, window_to, live_until, allowed, valid_from, valid_to)
    SELECT phase_id, plan_id, title, window_from, window_to, ${on}, allowed, valid_from, valid_to FROM ended`;
}

/** A change of name that a phase foresees. */
export const aRename = (unit: string, { on, name }: { on: Day; name: string }): Change =>
  aChange({
    kind: 'RENAME',
    on,
    instrument: null,
    decidedBy: null,
    results: [aResult(unit, { attributes: { name } })],
  });

/** Changes that a phase of a plan foresees. Answers their ids. */
export async function plannedChanges(
  sql: Sql,
  { plan, phase, changes }: { plan: number; phase: number; changes: readonly Change[] },
): Promise<number[]> {
  const ids: number[] = [];
  for (const [position, change] of changes.entries()) {
    const [row] = await sql<{ id: string }[]>`
      INSERT INTO planned_change (phase_id, plan_id, position, kind, on_day, change)
      VALUES (${phase}, ${plan}, ${position}, ${change.kind}, ${change.on}, ${JSON.stringify(change)}::text::jsonb) RETURNING id`;
    ids.push(Number(row?.id));
  }
  return ids;
}

/** A plan whose first phase is under way and foresees changes of name, each of another unit, on some days. */
export async function aBusyPlan(
  sql: Sql,
  days: readonly Day[] = [],
): Promise<BuiltPlan & { phase: number; planned: number[]; unit: string }> {
  const quarters: PhaseParts[] = [
    { from: '2025-01-01', until: '2025-04-01', status: 'ACTIVE' },
    { from: '2025-04-01', until: '2025-07-01' },
  ];
  const plan = await aPlan(sql, ...quarters);
  const [phase = 0] = plan.phases;
  const units: string[] = [];
  while (units.length < days.length) units.push(await aUnit(sql));
  const changes = days.map((on, index) => aRename(units[index] ?? '', { on, name: `Other ${index}` }));
  const planned = await plannedChanges(sql, { plan: plan.id, phase, changes });
  return { ...plan, phase, planned, unit: units[0] ?? plan.center };
}

export async function aGate(
  sql: Sql,
  { plan, phase, code, kind }: { plan: number; phase: number; code: string; kind: string },
): Promise<void> {
  await sql`INSERT INTO gate (phase_id, plan_id, code, title, kind, moment, mandatory)
    VALUES (${phase}, ${plan}, ${code}, ${code}, ${kind}, 'COMPLETED', true)`;
}

/** An open task of a plan. Answers its id. */
export async function aTask(
  sql: Sql,
  { plan, phase = null }: { plan: number; phase?: number | null },
): Promise<number> {
  const [row] = await sql<{ id: string }[]>`
    WITH task AS (
      INSERT INTO task (plan_id, phase_id, code, title, due_precision) VALUES (${plan}, ${phase}, ${aCode()}, 'Test', 'NONE') RETURNING id, plan_id)
    INSERT INTO task_status (task_id, plan_id, status, valid_from) SELECT id, plan_id, 'OPEN', ${FIRST_DAY} FROM task RETURNING task_id AS id`;
  return Number(row?.id);
}

/** A waiver on the days of 2025, for frozen names under a unit where nothing else is said. Answers its id. */
export async function aWaiver(sql: Sql, unit: string, code = 'NAME_FROZEN'): Promise<number> {
  const [row] = await sql<{ id: string }[]>`
    WITH waiver AS (
      INSERT INTO waiver (code, unit_id, reason, instrument_id)
      SELECT ${code}, id, 'Test', ${sql.unsafe(INSTRUMENT)} FROM unit WHERE code = ${unit} RETURNING id)
    INSERT INTO waiver_term (waiver_id, instrument_id, valid_from, valid_to)
    SELECT id, ${sql.unsafe(INSTRUMENT)}, ${FROM}, '2026-01-01' FROM waiver RETURNING waiver_id AS id`;
  return Number(row?.id);
}

/** A use of a waiver on a day. */
export const aUse = (sql: Sql, waiver: number, on: Day) =>
  sql`INSERT INTO waiver_use (waiver_id, verb, subject, on_day) VALUES (${waiver}, 'test', 'Test', ${on})`;

export async function aFreeze(sql: Sql, { plan, phase, unit }: { plan: number; phase: number; unit: string }) {
  await sql`INSERT INTO phase_freeze (phase_id, plan_id, unit_id) SELECT ${phase}, ${plan}, id FROM unit WHERE code = ${unit}`;
}

/** A policy everywhere, from a day on. */
export const aPolicy = (sql: Sql, { key, from, until = FOREVER }: { key: string; from: Day; until?: Day }) =>
  sql`INSERT INTO policy (key, value, instrument_id, valid_from, valid_to) VALUES (${key}, '1', ${sql.unsafe(INSTRUMENT)}, ${from}, ${until})`;

/** A row of every kind that belongs to plans, policies and waivers. */
export async function oneOfEachOfPlans(sql: Sql): Promise<void> {
  const { id: plan, phases, center } = await aPlan(sql, { from: FROM, until: '2025-04-01' });
  const [phase = 0] = phases;
  await plannedChanges(sql, { plan, phase, changes: [aRename(center, { on: FROM, name: 'One' })] });
  await aGate(sql, { plan, phase, code: 'ONE', kind: 'ATTESTATION' });
  await sql`INSERT INTO gate_attestation (phase_id, plan_id, gate_code, evidence, attested_by, valid_from)
    VALUES (${phase}, ${plan}, 'ONE', 'Test', 'Test', ${FROM})`;
  await aFreeze(sql, { plan, phase, unit: center });
  const task = await aTask(sql, { plan, phase });
  await sql`INSERT INTO task_owner (task_id, unit_id, position) SELECT ${task}, id, 0 FROM unit WHERE code = ${center}`;
  await aPolicy(sql, { key: 'headcount.min', from: FROM });
  await aUse(sql, await aWaiver(sql, center), FROM);
}
