import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCode } from '../support/organization-builder.ts';
import {
  aPlan,
  aPolicy,
  aRename,
  aStatus,
  aUse,
  aWaiver,
  type BuiltPlan,
  endDays,
  plannedChanges,
} from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { DEADLOCK, ISOLATIONS, type Isolation, SERIALIZATION_FAILURE, type Writer } from '../support/writer.ts';

const MIXES = ISOLATIONS.flatMap((one) => ISOLATIONS.map((other): [Isolation, Isolation] => [one, other]));

interface Situation {
  plan: BuiltPlan;
  planned: number;
  waiver: number;
  key: string;
}

type Write = (tx: Sql, situation: Situation) => PromiseLike<unknown>;

/** Two writes of which the record holds one, by whatever writers and in whatever order. */
interface Rule {
  constraint: string;
  one: Write;
  other: Write;
}

const start =
  (index: number) =>
  async (tx: Sql, { plan }: Situation) =>
    aStatus(tx, 'phase_status', { id: plan.phases[index] ?? 0, status: 'ACTIVE', on: '2025-02-01' });

const addPhase =
  (ordinal: number, from: string) =>
  async (tx: Sql, { plan }: Situation) =>
    tx`
  WITH added AS (INSERT INTO phase (plan_id, ordinal) VALUES (${plan.id}, ${ordinal}) RETURNING id, plan_id),
  step AS (
    INSERT INTO phase_status (phase_id, plan_id, status, valid_from) SELECT id, plan_id, 'DRAFT', '1900-01-01' FROM added)
  INSERT INTO phase_version (phase_id, plan_id, title, window_from, window_to, allowed, valid_from)
  SELECT id, plan_id, 'Test', ${from}, '2030-01-01', '{}', '1900-01-01' FROM added`;

const act =
  (parts: { planned: boolean }) =>
  async (tx: Sql, { plan, planned }: Situation) =>
    tx`
  INSERT INTO change_event (kind, on_day, instrument_id, plan_id, phase_id, planned_change_id)
  SELECT 'RENAME', '2025-02-10', min(id), ${plan.id}, ${plan.phases[0] ?? 0}, ${parts.planned ? planned : null}::bigint FROM legal_instrument`;

async function supersede(tx: Sql, { plan }: Situation): Promise<void> {
  for (const phase of plan.phases) {
    await aStatus(tx, 'phase_status', { id: phase, status: 'SUPERSEDED', on: '2025-02-01' });
    await endDays(tx, phase, '2025-02-01');
  }
  await aStatus(tx, 'plan_status', { id: plan.id, status: 'SUPERSEDED', on: '2025-02-01' });
}

const RULES: Record<string, Rule> = {
  'start two phases of a plan': { constraint: 'phase_already_active__status', one: start(0), other: start(1) },
  'add phases that overlap': {
    constraint: 'phase_overlap__window',
    one: addPhase(8, '2028-01-01'),
    other: addPhase(9, '2029-01-01'),
  },
  'carry out one planned change': {
    constraint: 'already_done__planned_change',
    one: act({ planned: true }),
    other: act({ planned: true }),
  },
  'supersede a plan and add a phase to it': {
    constraint: 'plan_superseded__phase',
    one: supersede,
    other: addPhase(9, '2029-01-01'),
  },
  'set a policy': {
    constraint: 'policy_overlap__policy',
    one: (tx, { key }) => aPolicy(tx, { key, from: '2025-01-01', until: '2026-01-01' }),
    other: (tx, { key }) => aPolicy(tx, { key, from: '2025-06-01' }),
  },
};

let scene: Scene;
let sql: Sql;
let first: Writer;
let second: Writer;
let situation: Situation;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first, second } = scene);
});

afterAll(() => scene.close());

beforeEach(async () => {
  situation = await aSituation();
});

async function aSituation(): Promise<Situation> {
  const plan = await aPlan(
    sql,
    { from: '2025-01-01', until: '2025-04-01' },
    { from: '2025-04-01', until: '2025-07-01' },
  );
  const change = aRename(plan.center, { on: '2025-02-10', name: 'Other' });
  const [planned = 0] = await plannedChanges(sql, { plan: plan.id, phase: plan.phases[0] ?? 0, changes: [change] });
  return { plan, planned, waiver: await aWaiver(sql, plan.center), key: `test.${aCode()}` };
}

/** The first writes and holds, the second waits; then the first commits. What becomes of the second. */
async function afterWaiting(
  [one, other]: [Isolation, Isolation],
  writes: { one: Write; other: Write },
): Promise<string> {
  await first.begin(one);
  await second.begin(other);
  await writes.one(first.sql, situation);
  const outcome = second.finish((tx) => writes.other(tx, situation));
  await second.waits(sql);
  await first.commit();
  return outcome;
}

/** Under READ COMMITTED the rule is told; elsewhere the writer may also be told to begin again. */
const refusals = (isolation: Isolation, constraint: string) =>
  isolation === 'READ COMMITTED' ? [constraint] : [constraint, SERIALIZATION_FAILURE];

describe.each(Object.entries(RULES))('two writers who %s', (_what, { constraint, one: write, other: rival }) => {
  it.each(MIXES)('are let through once: the first under %s, the second, who waits, under %s', async (one, other) => {
    const outcome = await afterWaiting([one, other], { one: write, other: rival });

    expect(refusals(other, constraint)).toContain(outcome);
  });

  it.each(MIXES)('are let through once in the other order, under %s and %s', async (one, other) => {
    const outcome = await afterWaiting([one, other], { one: rival, other: write });

    expect(refusals(other, constraint)).toContain(outcome);
  });

  it.each(ISOLATIONS)('are both let through under %s when the first gives up', async (isolation) => {
    await first.begin(isolation);
    await second.begin(isolation);
    await write(first.sql, situation);

    const outcome = second.finish((tx) => rival(tx, situation));
    await second.waits(sql);
    await first.rollback();

    expect(await outcome).toBe('done');
  });

  it.each(MIXES)('are let through at most once when both start together, under %s and %s', async (one, other) => {
    await Promise.all([first.begin(one), second.begin(other)]);

    const outcomes = await Promise.all([
      first.finish((tx) => write(tx, situation)),
      second.finish((tx) => rival(tx, situation)),
    ]);

    const allowed = ['done', constraint, SERIALIZATION_FAILURE, DEADLOCK];
    expect(outcomes.filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeLessThanOrEqual(1);
  });
});

describe('an act under a plan that is superseded at the same time', () => {
  const writes = { one: supersede, other: act({ planned: false }) };

  it.each(MIXES)('is refused once the plan is over, under %s and %s', async (one, other) => {
    const outcome = await afterWaiting([one, other], writes);

    expect(refusals(other, 'plan_superseded__change')).toContain(outcome);
  });

  it.each(MIXES)('stands where it came first, under %s and %s', async (one, other) => {
    const outcome = await afterWaiting([one, other], { one: writes.other, other: writes.one });

    expect(outcome).toBe(other === 'READ COMMITTED' ? 'done' : SERIALIZATION_FAILURE);
  });

  it.each(MIXES)('is never recorded after it when both start together, under %s and %s', async (one, other) => {
    await Promise.all([first.begin(one), second.begin(other)]);

    const outcomes = await Promise.all([
      first.finish((tx) => writes.one(tx, situation)),
      second.finish((tx) => writes.other(tx, situation)),
    ]);

    const allowed = ['done', 'plan_superseded__change', SERIALIZATION_FAILURE, DEADLOCK];
    expect(outcomes.filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    const late = await sql`
      SELECT FROM change_event AS e JOIN plan_status AS s USING (plan_id) WHERE plan_id = ${situation.plan.id}
        AND s.status = 'SUPERSEDED' AND e.on_day >= s.valid_from AND e.recorded_at > s.recorded_at`;
    expect(late).toHaveLength(0);
  });
});

describe('a use of a waiver that is revoked at the same time', () => {
  const revoke = async (tx: Sql, { waiver }: Situation) => tx`
    WITH ended AS (UPDATE waiver_term SET superseded_at = now() WHERE waiver_id = ${waiver} AND superseded_at = 'infinity' RETURNING *)
    INSERT INTO waiver_term (waiver_id, instrument_id, valid_from, valid_to) SELECT waiver_id, instrument_id, valid_from, '2025-02-01' FROM ended`;
  const use = (tx: Sql, { waiver }: Situation) => aUse(tx, waiver, '2025-02-10');

  it.each(MIXES)('is refused once it is revoked, under %s and %s', async (one, other) => {
    const outcome = await afterWaiting([one, other], { one: revoke, other: use });

    expect(refusals(other, 'waiver_expired__use')).toContain(outcome);
  });

  it.each(MIXES)('stands where it came first, under %s and %s', async (one, other) => {
    const outcome = await afterWaiting([one, other], { one: use, other: revoke });

    expect(['done', ...(other === 'READ COMMITTED' ? [] : [SERIALIZATION_FAILURE])]).toContain(outcome);
  });
});
