import type { Sql } from 'postgres';
import type { ProofCode } from '../../../src/services/verify/proof.ts';
import { FROM } from '../organization-builder.ts';
import { aBusyPlan, aGate, aPlan, aTask, aUse, aWaiver, type BuiltPlan } from '../plan-builder.ts';
import type { Plant } from './planting.ts';

const plant = (code: ProofCode, title: string, lay: Plant['lay']): Plant => ({ code, title, lay });

/** A plan of two phases, of which neither has begun. */
async function twoPhases(sql: Sql): Promise<BuiltPlan & { first: number; second: number }> {
  const plan = await aPlan(sql, { from: FROM, until: '2025-04-01' }, { from: '2025-04-01', until: '2025-07-01' });
  const [first = 0, second = 0] = plan.phases;
  return { ...plan, first, second };
}

/** Another row that says the same from a later day on. */
const twice = (table: string, columns: string, where: string): string =>
  `INSERT INTO ${table} (${columns}, valid_from, recorded_at) SELECT ${columns}, '2025-06-01', recorded_at FROM ${table} WHERE ${where}`;
/** A status from a day on, that of before until then. */
const becomes = (table: string, owner: string, { is, on }: { is: string; on: string }): string[] => [
  `UPDATE ${table} SET valid_to = '${on}' WHERE ${owner} AND valid_to = 'infinity'`,
  `INSERT INTO ${table} (${table.replace('_status', '_id')}, plan_id, status, instrument_id, valid_from, recorded_at)
    SELECT ${table.replace('_status', '_id')}, plan_id, '${is}', (SELECT min(id) FROM legal_instrument), '${on}', recorded_at
    FROM ${table} WHERE ${owner} AND valid_to = '${on}'`,
];
const phaseBecomes = (phase: number, step: { is: string; on: string }) =>
  becomes('phase_status', `phase_id = ${phase}`, step);

/** An act under a phase, as the product leaves it. */
const anAct = ({
  plan,
  phase,
  on,
  kind = 'RENAME',
}: {
  plan: number;
  phase: number;
  on: string;
  kind?: string;
}): string[] => [
  `INSERT INTO change_event (id, kind, on_day, instrument_id, plan_id, phase_id, recorded_at) OVERRIDING SYSTEM VALUE
    SELECT 900001, '${kind}', '${on}', min(id), ${plan}, ${phase}, clock_timestamp() FROM legal_instrument`,
  `INSERT INTO audit_entry (actor, verb, subject_type, subject, change_id, request_id, recorded_at)
    SELECT 'x', 'x', 'OrgUnit', 'x', id, 'x', recorded_at FROM change_event WHERE id = 900001`,
];

const overlaps: readonly Plant[] = [
  plant('STATUS_OVERLAP', 'plan_version', async (sql) => [
    twice('plan_version', 'plan_id, number, title, instrument_id', `plan_id = ${(await twoPhases(sql)).id}`),
  ]),
  plant('STATUS_OVERLAP', 'plan_status', async (sql) => [
    twice(
      'plan_status',
      'plan_id, status, instrument_id',
      `status = 'ADOPTED' AND plan_id = ${(await twoPhases(sql)).id}`,
    ),
  ]),
  plant('STATUS_OVERLAP', 'phase_version', async (sql) => [
    twice(
      'phase_version',
      'phase_id, plan_id, title, window_from, window_to, allowed, instrument_id',
      `phase_id = ${(await twoPhases(sql)).first}`,
    ),
  ]),
  plant('STATUS_OVERLAP', 'phase_status', async (sql) => [
    twice('phase_status', 'phase_id, plan_id, status, instrument_id', `phase_id = ${(await twoPhases(sql)).first}`),
  ]),
  plant('STATUS_OVERLAP', 'gate_attestation', async () => [
    twice('gate_attestation', 'phase_id, plan_id, gate_code, evidence, attested_by', 'true'),
  ]),
  plant('STATUS_OVERLAP', 'task_status', async (sql) => [
    twice(
      'task_status',
      'task_id, plan_id, status',
      `task_id = ${await aTask(sql, { plan: (await twoPhases(sql)).id })}`,
    ),
  ]),
  plant('PHASE_ALREADY_ACTIVE', 'phase_status', async (sql) => {
    const { first, second } = await twoPhases(sql);
    return [
      ...phaseBecomes(second, { is: 'SUSPENDED', on: '2025-04-01' }),
      ...phaseBecomes(first, { is: 'ACTIVE', on: '2025-05-01' }),
    ];
  }),
  plant('POLICY_OVERLAP', 'policy', async () => [
    `INSERT INTO policy (key, value, instrument_id, valid_from, recorded_at)
      SELECT key, value, instrument_id, '2025-06-01', recorded_at FROM policy WHERE key = 'headcount.min'`,
  ]),
  plant('PHASE_OVERLAP', 'phase_version: live', async (sql) => {
    const { second } = await twoPhases(sql);
    return [`UPDATE phase_version SET window_from = '2025-03-31' WHERE phase_id = ${second}`];
  }),
  plant('PHASE_OVERLAP', 'phase_version: a phase that lives', async (sql) => {
    const { first } = await twoPhases(sql);
    return [`UPDATE phase_version SET live_until = '2025-03-01' WHERE phase_id = ${first}`];
  }),
  plant('PHASE_ORDER', 'phase_status', async (sql) => {
    const { second } = await twoPhases(sql);
    return phaseBecomes(second, { is: 'ACTIVE', on: '2025-04-01' });
  }),
];

const gaps: readonly Plant[] = [
  plant('STATUS_GAP', 'plan_status', async (sql) => [
    `UPDATE plan_status SET valid_from = '2025-01-02' WHERE status = 'ADOPTED' AND plan_id = ${(await twoPhases(sql)).id}`,
  ]),
  plant('STATUS_GAP', 'plan_version', async (sql) => [
    `UPDATE plan_version SET valid_from = '2000-01-01' WHERE plan_id = ${(await twoPhases(sql)).id}`,
  ]),
  plant('STATUS_GAP', 'phase_status', async (sql) => [
    `DELETE FROM phase_status WHERE phase_id = ${(await twoPhases(sql)).first}`,
  ]),
  plant('STATUS_GAP', 'phase_version', async (sql) => [
    `UPDATE phase_version SET valid_from = '2000-01-01' WHERE phase_id = ${(await twoPhases(sql)).first}`,
  ]),
  plant('STATUS_GAP', 'task_status', async (sql) => [
    `DELETE FROM task_status WHERE task_id = ${await aTask(sql, { plan: (await twoPhases(sql)).id })}`,
  ]),
  plant('TRANSITION_INVALID', 'phase_status', async (sql) => {
    const { first } = await twoPhases(sql);
    return [
      ...phaseBecomes(first, { is: 'CANCELLED', on: '2025-02-01' }),
      ...phaseBecomes(first, { is: 'READY', on: '2025-03-01' }),
    ];
  }),
  plant('TRANSITION_INVALID', 'plan_status', async (sql) => {
    const { id } = await aPlan(sql);
    return [
      `UPDATE plan_status SET status = 'ADOPTED', instrument_id = (SELECT min(id) FROM legal_instrument) WHERE status = 'DRAFT' AND plan_id = ${id}`,
      `UPDATE plan_status SET status = 'DRAFT' WHERE valid_to = 'infinity' AND plan_id = ${id}`,
    ];
  }),
  plant('TRANSITION_INVALID', 'task_status', async (sql) => {
    const task = await aTask(sql, { plan: (await twoPhases(sql)).id });
    const owner = `task_id = ${task}`;
    return [
      ...becomes('task_status', owner, { is: 'DONE', on: '2025-02-01' }),
      ...becomes('task_status', owner, { is: 'OPEN', on: '2025-03-01' }),
    ];
  }),
  plant('PLAN_SUPERSEDED', 'phase_status', async (sql) => {
    const { id } = await twoPhases(sql);
    return [`UPDATE plan_status SET status = 'SUPERSEDED' WHERE plan_id = ${id} AND valid_to = 'infinity'`];
  }),
];

const acts: readonly Plant[] = [
  plant('PLAN_SUPERSEDED', 'change_event', async (sql) => {
    const { id, phase } = await aBusyPlan(sql);
    return [
      `UPDATE plan_status SET status = 'SUPERSEDED', valid_from = '2025-06-01' WHERE plan_id = ${id} AND valid_to = 'infinity'`,
      `UPDATE plan_status SET valid_to = '2025-06-01' WHERE plan_id = ${id} AND status = 'DRAFT'`,
      `UPDATE phase_version SET window_to = 'infinity' WHERE phase_id = ${phase}`,
      `DELETE FROM phase_version WHERE plan_id = ${id} AND phase_id <> ${phase}`,
      `DELETE FROM phase_status WHERE plan_id = ${id} AND phase_id <> ${phase}`,
      `DELETE FROM phase WHERE plan_id = ${id} AND id <> ${phase}`,
      `UPDATE phase_status SET recorded_at = '2020-01-01' WHERE phase_id = ${phase}`,
      ...anAct({ plan: id, phase, on: '2025-07-01' }),
      `UPDATE change_event SET recorded_at = now() - interval '1 s' WHERE id = 900001`,
      `UPDATE audit_entry SET recorded_at = now() - interval '1 s' WHERE change_id = 900001`,
      `UPDATE plan_status SET recorded_at = '2020-01-01' WHERE plan_id = ${id}`,
      // Since then the phase is over, so that it does not live on.
      `UPDATE phase_status SET superseded_at = now() WHERE phase_id = ${phase}`,
      `INSERT INTO phase_status (phase_id, plan_id, status, instrument_id, valid_from, valid_to, recorded_at)
        SELECT phase_id, plan_id, 'COMPLETED', instrument_id, '1900-01-01', 'infinity', superseded_at FROM phase_status WHERE phase_id = ${phase} AND status = 'ACTIVE'`,
      `UPDATE plan SET last_recorded_at = clock_timestamp() WHERE id = ${id}`,
    ];
  }),
  plant('PHASE_NOT_ACTIVE', 'change_event', async (sql) => {
    const { id, first } = await twoPhases(sql);
    return anAct({ plan: id, phase: first, on: '2025-02-01' });
  }),
  plant('PHASE_WINDOW_CLOSED', 'change_event', async (sql) => {
    const { id, phase } = await aBusyPlan(sql);
    return anAct({ plan: id, phase, on: '2025-05-01' });
  }),
  plant('CHANGE_NOT_ALLOWED', 'change_event', async (sql) => {
    const { id, phase } = await aBusyPlan(sql);
    return anAct({ plan: id, phase, on: '2025-02-01', kind: 'CORRECTION' });
  }),
  plant('PHASE_GATE_UNMET', 'phase_status', async (sql) => {
    const { id, phase } = await aBusyPlan(sql);
    await aGate(sql, { plan: id, phase, code: 'SAID', kind: 'ATTESTATION' });
    return [
      `UPDATE phase SET recorded_at = '2020-01-01' WHERE id = ${phase}`,
      ...phaseBecomes(phase, { is: 'COMPLETED', on: '2025-04-01' }),
    ];
  }),
  plant('ALREADY_DONE', 'change_event: what a plan', async (sql) => {
    const { id, phase, planned } = await aBusyPlan(sql, ['2025-02-01']);
    const act = anAct({ plan: id, phase, on: '2025-02-01' });
    const again = act.map((text) => text.replaceAll('900001', '900002'));
    return [...act, ...again, `UPDATE change_event SET planned_change_id = ${planned[0]} WHERE id > 900000`];
  }),
  plant('ALREADY_DONE', 'change_event: once', async (sql) => {
    const { id, phase } = await aBusyPlan(sql);
    const act = anAct({ plan: id, phase, on: '2025-02-01' });
    const again = act.map((text) => text.replaceAll('900001', '900002'));
    return [
      ...act,
      ...again,
      `UPDATE change_event SET compensates_id = (SELECT min(id) FROM change_event) WHERE id > 900000`,
    ];
  }),
  plant('WAIVER_EXPIRED', 'waiver_term', async (sql) => {
    const waiver = await aWaiver(sql, (await twoPhases(sql)).center);
    return [`UPDATE waiver_term SET valid_to = 'infinity' WHERE waiver_id = ${waiver}`];
  }),
  plant('WAIVER_EXPIRED', 'waiver_use', async (sql) => {
    const waiver = await aWaiver(sql, (await twoPhases(sql)).center);
    await aUse(sql, waiver, FROM);
    return [`UPDATE waiver_use SET on_day = '2026-01-01' WHERE waiver_id = ${waiver}`];
  }),
];

/** Ways to break the rules of plans. */
export const plantsOfPlans: readonly Plant[] = [...overlaps, ...gaps, ...acts];
