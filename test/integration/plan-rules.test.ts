import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOfConstraint } from '../../src/db/constraint.ts';
import { aPlan, aStatus, aTask, type BuiltPlan, endDays } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const FIRST_QUARTER = { from: '2025-01-01', until: '2025-04-01' };
const SECOND_QUARTER = { from: '2025-04-01', until: '2025-07-01' };

let scene: Scene;
let sql: Sql;
let plan: BuiltPlan;
let one: number;
let two: number;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

beforeEach(async () => {
  plan = await aPlan(sql, FIRST_QUARTER, SECOND_QUARTER);
  [one = 0, two = 0] = plan.phases;
});

/** What becomes of a transaction; a refusal is of one rule, by whose code a caller is told. */
async function write(work: (tx: Sql) => PromiseLike<unknown>): Promise<string> {
  const outcome = await scene.first.run(work);
  if (outcome !== 'done') expect(codeOfConstraint(outcome)).toBe(outcome.split('__')[0]?.toUpperCase());
  return outcome;
}

const step = (tx: Sql, phase: number, status: string, on: string) =>
  aStatus(tx, 'phase_status', { id: phase, status, on });
const planStep = (tx: Sql, status: string, on: string) => aStatus(tx, 'plan_status', { id: plan.id, status, on });

/** A further phase of a plan, planned on every day. */
const addPhase = (
  tx: Sql,
  { from, until, liveUntil = 'infinity' }: { from: string; until: string; liveUntil?: string },
) => tx`
  WITH added AS (INSERT INTO phase (plan_id, ordinal) VALUES (${plan.id}, 3) RETURNING id, plan_id),
  step AS (
    INSERT INTO phase_status (phase_id, plan_id, status, instrument_id, valid_from)
    SELECT id, plan_id, 'PLANNED', (SELECT min(id) FROM legal_instrument), '1900-01-01' FROM added)
  INSERT INTO phase_version (phase_id, plan_id, title, window_from, window_to, live_until, allowed, valid_from)
  SELECT id, plan_id, 'Test', ${from}, ${until}, ${liveUntil}, '{}', '1900-01-01' FROM added`;

/** An act under a phase of a plan. */
const anAct = (
  tx: Sql,
  parts: { on?: string; phase?: number | null; plan?: number | null; planned?: number; compensates?: number } = {},
) => {
  const { on = '2025-02-01', phase = one, planned = null, compensates = null } = parts;
  const under = parts.plan === undefined ? plan.id : parts.plan;
  return tx<{ id: string }[]>`
    INSERT INTO change_event (kind, on_day, instrument_id, plan_id, phase_id, planned_change_id, compensates_id)
    VALUES ('RENAME', ${on}, (SELECT min(id) FROM legal_instrument), ${under}, ${phase}, ${planned}, ${compensates}) RETURNING id`;
};

describe('PHASE_OVERLAP', () => {
  it.each([
    ['on the last day of another', '2025-06-30', '2025-08-01', 'phase_overlap__window'],
    ['from the day another ends', '2025-07-01', '2025-08-01', 'done'],
    ['before all others', '2024-01-01', '2025-01-01', 'done'],
    ['without an end, before another', '2024-01-01', 'infinity', 'phase_overlap__window'],
    ['that ends before it begins', '2025-08-01', '2025-08-01', 'period_invalid__phase_window'],
  ])('of a phase %s', async (_what, from, until, expected) => {
    expect(await write((tx) => addPhase(tx, { from, until }))).toBe(expected);
  });

  it('leaves free the days of a cancelled phase', async () => {
    await write(async (tx) => {
      await step(tx, two, 'CANCELLED', '2025-02-01');
      await endDays(tx, two, '1900-01-01');
    });

    expect(await write((tx) => addPhase(tx, SECOND_QUARTER))).toBe('done');
  });

  it('leaves free the days of a superseded phase from that day on, and no earlier', async () => {
    await write(async (tx) => {
      await step(tx, two, 'SUPERSEDED', '2025-05-01');
      await endDays(tx, two, '2025-05-01');
    });

    expect(await write((tx) => addPhase(tx, { from: '2025-04-30', until: '2025-07-01' }))).toBe(
      'phase_overlap__window',
    );
    expect(await write((tx) => addPhase(tx, { from: '2025-05-01', until: '2025-07-01' }))).toBe('done');
  });

  it('is not got round by a phase that lives and says that it gave up its days', async () => {
    const outcomes = [
      await write((tx) => addPhase(tx, { ...SECOND_QUARTER, liveUntil: '1900-01-01' })),
      await write((tx) => endDays(tx, two, '2025-05-01')),
      await write(async (tx) => {
        await step(tx, two, 'SUPERSEDED', '2025-06-01');
        await endDays(tx, two, '2025-05-01');
      }),
    ];

    expect(outcomes).toEqual(Array(3).fill('phase_overlap__live_until'));
  });
});

describe('PHASE_ALREADY_ACTIVE', () => {
  it.each(['ACTIVE', 'SUSPENDED'])('while another phase is %s', async (status) => {
    await write((tx) => step(tx, one, status, '2025-01-01'));

    const outcomes = [
      await write((tx) => step(tx, two, 'ACTIVE', '2025-04-01')),
      await write((tx) => step(tx, two, 'SUSPENDED', '2024-01-01')),
    ];

    expect(outcomes).toEqual(Array(2).fill('phase_already_active__status'));
  });

  it.each(['COMPLETED', 'SUPERSEDED'])('no longer from the day on which the other is %s', async (status) => {
    await write((tx) => step(tx, one, 'ACTIVE', '2025-01-01'));
    await write((tx) => step(tx, one, status, '2025-04-01'));

    expect(await write((tx) => step(tx, two, 'ACTIVE', '2025-03-31'))).toBe('phase_already_active__status');
    expect(await write((tx) => step(tx, two, 'ACTIVE', '2025-04-01'))).toBe('done');
  });

  it('not beside a phase of another plan', async () => {
    await aPlan(sql, { ...FIRST_QUARTER, status: 'ACTIVE' });

    expect(await write((tx) => step(tx, one, 'ACTIVE', '2025-01-01'))).toBe('done');
  });
});

describe('PLAN_SUPERSEDED', () => {
  const supersede = (on: string) =>
    write(async (tx) => {
      for (const phase of plan.phases) await step(tx, phase, 'SUPERSEDED', on);
      await planStep(tx, 'SUPERSEDED', on);
    });

  it('of an act from the day on, whatever phase it names', async () => {
    await supersede('2025-03-01');

    expect(await write((tx) => anAct(tx, { on: '2025-02-28' }))).toBe('done');
    expect(await write((tx) => anAct(tx, { on: '2025-03-01' }))).toBe('plan_superseded__change');
    expect(await write((tx) => anAct(tx, { on: '2026-03-01', phase: two }))).toBe('plan_superseded__change');
    expect(await write((tx) => anAct(tx, { on: '2026-03-01', plan: null, phase: null }))).toBe('done');
  });

  it('of a phase that lives on', async () => {
    expect(await write((tx) => planStep(tx, 'SUPERSEDED', '2025-03-01'))).toBe('plan_superseded__phase');
    expect(await supersede('2025-03-01')).toBe('done');
    expect(await write((tx) => step(tx, two, 'PLANNED', '2025-02-01'))).toBe('plan_superseded__phase');
    expect(await write((tx) => addPhase(tx, { from: '2025-08-01', until: '2025-09-01' }))).toBe(
      'plan_superseded__phase',
    );
  });

  it('not of phases that are over by then', async () => {
    const outcome = await write(async (tx) => {
      await step(tx, one, 'COMPLETED', '2025-02-01');
      await step(tx, two, 'CANCELLED', '2025-03-01');
      await planStep(tx, 'SUPERSEDED', '2025-03-01');
    });

    expect(outcome).toBe('done');
  });
});

describe.each(['plan', 'phase', 'task'] as const)('the statuses of a %s', (what) => {
  const table = `${what}_status` as const;
  const owner = async () =>
    ({ plan: plan.id, phase: one, task: what === 'task' ? await aTask(sql, { plan: plan.id }) : 0 })[what];
  const status = { plan: 'ADOPTED', phase: 'ACTIVE', task: 'DONE' }[what];

  /** A status beside those there are, on some days. */
  const beside = (tx: Sql, id: number, from: string, until: string) => tx`
    INSERT INTO ${tx(table)} (plan_id, ${what === 'plan' ? tx`` : tx`${tx(`${what}_id`)},`} status, instrument_id, valid_from, valid_to)
    VALUES (${plan.id}, ${what === 'plan' ? tx`` : tx`${id},`} ${status}, (SELECT min(id) FROM legal_instrument), ${from}, ${until})`;

  it('leave no day without one', async () => {
    const id = await owner();
    const end = (tx: Sql) => tx`UPDATE ${tx(table)} SET superseded_at = now() WHERE ${tx(`${what}_id`)} = ${id}`;

    const outcomes = [
      await write(end),
      await write(async (tx) => {
        await end(tx);
        await beside(tx, id, '1900-01-01', '2025-03-01');
        await beside(tx, id, '2025-03-02', 'infinity');
      }),
    ];

    expect(outcomes).toEqual(Array(2).fill(`status_gap__${what}`));
  });

  it('are one a day', async () => {
    const id = await owner();

    expect(await write((tx) => beside(tx, id, '2025-03-01', '2025-03-02'))).toBe(`status_overlap__${what}`);
    expect(await write((tx) => beside(tx, id, '2025-03-02', '2025-03-02'))).toBe(`period_invalid__${what}_status`);
  });
});

describe('STATUS_GAP', () => {
  it('of a thing recorded without a status, or a definition', async () => {
    const outcomes = [
      await write((tx) => tx`INSERT INTO plan (code, center_id) SELECT 'GAP', min(id) FROM unit`),
      await write((tx) => tx`INSERT INTO phase (plan_id, ordinal) VALUES (${plan.id}, 9)`),
      await write(
        (tx) => tx`INSERT INTO task (plan_id, code, title, due_precision) VALUES (${plan.id}, 'T', 'T', 'NONE')`,
      ),
      await write((tx) => tx`UPDATE plan_version SET superseded_at = now() WHERE plan_id = ${plan.id}`),
      await write((tx) => tx`UPDATE phase_version SET superseded_at = now() WHERE phase_id = ${one}`),
    ];

    expect(outcomes).toEqual(['plan', 'phase', 'task', 'plan', 'phase'].map((what) => `status_gap__${what}`));
  });
});
