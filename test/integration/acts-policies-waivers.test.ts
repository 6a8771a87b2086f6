import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOfConstraint } from '../../src/db/constraint.ts';
import { aCode, aUnit } from '../support/organization-builder.ts';
import { aFreeze, aPlan, aPolicy, aRename, aTask, aUse, aWaiver, plannedChanges } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

/** What becomes of a transaction; a refusal is of one rule, by whose code a caller is told. */
async function write(work: (tx: Sql) => PromiseLike<unknown>): Promise<string> {
  const outcome = await scene.first.run(work);
  if (outcome !== 'done') expect(codeOfConstraint(outcome)).toBe(outcome.split('__')[0]?.toUpperCase());
  return outcome;
}

interface Act {
  plan?: number | null;
  phase?: number | null;
  planned?: number | null;
  compensates?: number | null;
}

/** An act of February 2025. Answers its id. */
async function anAct(tx: Sql, { plan = null, phase = null, planned = null, compensates = null }: Act): Promise<number> {
  const [row] = await tx<{ id: string }[]>`
    INSERT INTO change_event (kind, on_day, instrument_id, plan_id, phase_id, planned_change_id, compensates_id)
    VALUES ('RENAME', '2025-02-01', (SELECT min(id) FROM legal_instrument), ${plan}, ${phase}, ${planned}, ${compensates}) RETURNING id`;
  return Number(row?.id);
}

/** A plan of one phase that foresees one change. */
async function aForesight() {
  const plan = await aPlan(sql, { from: '2025-01-01', until: '2025-04-01', status: 'ACTIVE' });
  const [phase = 0] = plan.phases;
  const change = aRename(plan.center, { on: '2025-02-01', name: 'Other' });
  const [planned = 0] = await plannedChanges(sql, { plan: plan.id, phase, changes: [change] });
  return { plan: plan.id, phase, planned };
}

describe('ALREADY_DONE', () => {
  it('of a planned change that was carried out', async () => {
    const foreseen = await aForesight();
    await anAct(sql, foreseen);

    expect(await write((tx) => anAct(tx, foreseen))).toBe('already_done__planned_change');
    expect(await write((tx) => anAct(tx, { ...foreseen, planned: null }))).toBe('done');
  });

  it('of an act that was undone', async () => {
    const act = await anAct(sql, {});
    const undoing = await anAct(sql, { compensates: act });

    expect(await write((tx) => anAct(tx, { compensates: act }))).toBe('already_done__compensation');
    expect(await write((tx) => anAct(tx, { compensates: undoing }))).toBe('done');
  });
});

describe('an act under a plan', () => {
  it('names a phase of it, and a change that this phase foresees', async () => {
    const [own, foreign] = [await aForesight(), await aForesight()];

    const outcomes = [
      await write((tx) => anAct(tx, { ...own, phase: foreign.phase, planned: null })),
      await write((tx) => anAct(tx, { ...own, planned: foreign.planned })),
      await write((tx) => anAct(tx, { planned: own.planned })),
      await write((tx) => anAct(tx, { plan: own.plan })),
      await write((tx) => anAct(tx, { phase: own.phase })),
      await write((tx) => anAct(tx, { compensates: -1 })),
    ];

    expect(outcomes).toEqual([
      'not_found__change_phase',
      'not_found__change_planned',
      'input_invalid__change_planned',
      'input_invalid__change_phase',
      'input_invalid__change_phase',
      'not_found__change_compensated',
    ]);
  });
});

describe('a phase of another plan', () => {
  let plan: number;
  let phase: number;
  let task: number;

  beforeEach(async () => {
    ({ id: plan } = await aPlan(sql));
    ({ phase } = await aForesight());
    task = await aTask(sql, { plan });
  });

  it.each<[string, (tx: Sql) => PromiseLike<unknown>]>([
    [
      'phase_version_phase',
      async (tx) => {
        await tx`UPDATE phase_version SET superseded_at = now() WHERE phase_id = ${phase}`;
        await tx`INSERT INTO phase_version (phase_id, plan_id, title, window_from, allowed, valid_from)
          VALUES (${phase}, ${plan}, 'Test', '2026-01-01', '{}', '1900-01-01')`;
      },
    ],
    [
      'phase_status_phase',
      async (tx) => {
        await tx`UPDATE phase_status SET superseded_at = now() WHERE phase_id = ${phase} AND superseded_at = 'infinity'`;
        await tx`INSERT INTO phase_status (phase_id, plan_id, status, valid_from) VALUES (${phase}, ${plan}, 'DRAFT', '1900-01-01')`;
      },
    ],
    [
      'gate_phase',
      (tx) => tx`
        INSERT INTO gate (phase_id, plan_id, code, title, kind, moment, mandatory)
        VALUES (${phase}, ${plan}, 'X', 'Test', 'ATTESTATION', 'READY', true)`,
    ],
    [
      'attestation_phase',
      (tx) => tx`
        INSERT INTO gate_attestation (phase_id, plan_id, gate_code, evidence, attested_by, valid_from)
        VALUES (${phase}, ${plan}, 'X', 'Test', 'Test', '2025-01-01')`,
    ],
    [
      'planned_change_phase',
      (tx) => plannedChanges(tx, { plan, phase, changes: [aRename('X', { on: '2025-02-01', name: 'X' })] }),
    ],
    ['freeze_phase', async (tx) => aFreeze(tx, { plan, phase, unit: await aUnit(tx) })],
    ['task_phase', (tx) => aTask(tx, { plan, phase })],
    [
      'task_status_task',
      async (tx) => {
        const other = await aTask(tx, { plan: (await aForesight()).plan });
        await tx`UPDATE task_status SET superseded_at = now() WHERE task_id IN (${task}, ${other})`;
        await tx`INSERT INTO task_status (task_id, plan_id, status, valid_from) VALUES (${other}, ${plan}, 'OPEN', '1900-01-01')`;
      },
    ],
  ])('is not found for its %s', async (rule, state) => {
    expect(await write(state)).toBe(`not_found__${rule}`);
  });
});

describe('POLICY_OVERLAP', () => {
  it('of a key on a day of another value, in the same scope', async () => {
    const key = `test.${aCode()}`;
    await aPolicy(sql, { key, from: '2025-01-01', until: '2026-01-01' });
    const scoped = async (tx: Sql) => tx`
      INSERT INTO policy (key, value, scope_id, instrument_id, valid_from)
      SELECT ${key}, '1', (SELECT min(id) FROM unit), min(id), '2025-01-01' FROM legal_instrument`;

    expect(await write((tx) => aPolicy(tx, { key, from: '2025-12-31' }))).toBe('policy_overlap__policy');
    expect(await write((tx) => aPolicy(tx, { key, from: '2026-01-01' }))).toBe('done');
    expect(await write((tx) => aPolicy(tx, { key: `${key}.other`, from: '2025-01-01' }))).toBe('done');
    expect(await write(scoped)).toBe('done');
    expect(await write(scoped)).toBe('policy_overlap__policy');
  });

  it('not of one that is no longer believed', async () => {
    const key = `test.${aCode()}`;
    await aPolicy(sql, { key, from: '2025-01-01' });

    const outcome = await write(async (tx) => {
      await tx`UPDATE policy SET superseded_at = now() WHERE key = ${key}`;
      await aPolicy(tx, { key, from: '2025-01-01' });
    });

    expect(outcome).toBe('done');
  });
});

describe('WAIVER_EXPIRED', () => {
  const endOn = (tx: Sql, waiver: number, until: string) => tx`
    WITH ended AS (UPDATE waiver_term SET superseded_at = now() WHERE waiver_id = ${waiver} AND superseded_at = 'infinity' RETURNING *)
    INSERT INTO waiver_term (waiver_id, instrument_id, valid_from, valid_to) SELECT waiver_id, instrument_id, valid_from, ${until} FROM ended`;

  it('of one without an end', async () => {
    const waiver = await aWaiver(sql, await aUnit(sql));

    expect(await write((tx) => endOn(tx, waiver, 'infinity'))).toBe('waiver_expired__no_end');
  });

  it.each([
    ['2024-12-31', 'waiver_expired__use'],
    ['2025-01-01', 'done'],
    ['2025-12-31', 'done'],
    ['2026-01-01', 'waiver_expired__use'],
  ])('of a use on %s: %s', async (on, expected) => {
    const waiver = await aWaiver(sql, await aUnit(sql));

    expect(await write((tx) => aUse(tx, waiver, on))).toBe(expected);
  });

  it('of a use from the day it was revoked', async () => {
    const waiver = await aWaiver(sql, await aUnit(sql));
    await endOn(sql, waiver, '2025-03-01');

    expect(await write((tx) => aUse(tx, waiver, '2025-02-28'))).toBe('done');
    expect(await write((tx) => aUse(tx, waiver, '2025-03-01'))).toBe('waiver_expired__use');
  });

  it('of a waiver that has no days any more', async () => {
    const waiver = await aWaiver(sql, await aUnit(sql));
    await sql`UPDATE waiver_term SET superseded_at = now() WHERE waiver_id = ${waiver}`;

    expect(await write((tx) => aUse(tx, waiver, '2025-02-01'))).toBe('waiver_expired__use');
  });

  it('has one term at a time, for somebody or something', async () => {
    const waiver = await aWaiver(sql, await aUnit(sql));

    const outcomes = [
      await write(
        (tx) => tx`
        INSERT INTO waiver_term (waiver_id, instrument_id, valid_from, valid_to) SELECT ${waiver}, min(id), '2027-01-01', '2028-01-01' FROM legal_instrument`,
      ),
      await write(
        (tx) =>
          tx`INSERT INTO waiver (code, reason, instrument_id) SELECT 'NAME_FROZEN', 'Test', min(id) FROM legal_instrument`,
      ),
    ];

    expect(outcomes).toEqual(['already_exists__waiver_term', 'input_invalid__waiver_scope']);
  });
});
