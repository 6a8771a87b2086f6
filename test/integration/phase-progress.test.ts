import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressDifferences } from '../../src/db/read/progress-differences.ts';
import { busyPhases, DAYS } from '../support/busy-phases.ts';
import { aUnit, aVersion, FROM, supersede } from '../support/organization-builder.ts';
import { aQuarter, mounts, renames, stale, told } from '../support/phase-progress.ts';
import { aStatus, aTask } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { aSeal, aSealStatus } from '../support/thing-builder.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});
afterAll(() => scene.close());

describe('how far a phase has come', () => {
  it('is told by day', async () => {
    const plan = await aQuarter(sql);
    const [phase = 0] = plan.phases;
    const unit = await aUnit(sql);
    await renames(sql, plan, [unit, await aUnit(sql)]);
    await mounts(sql, unit);
    const task = await aTask(sql, { plan: plan.id, phase });
    await aStatus(sql, 'task_status', { id: task, status: 'DONE', on: '2025-02-10' });

    expect(await told(sql, phase, 'SIGNBOARDS', '2025-02-28')).toEqual({ done: 0, total: 2 });
    expect(await told(sql, phase, 'SIGNBOARDS', '2025-03-01')).toEqual({ done: 1, total: 2 });
    expect(await told(sql, phase, 'TASKS', '2025-02-09')).toEqual({ done: 0, total: 1 });
    expect(await told(sql, phase, 'TASKS', '2025-02-10')).toEqual({ done: 1, total: 1 });
    expect(await told(sql, phase, 'CHANGES')).toEqual({ done: 0, total: 2 });
    expect(await stale(sql)).toEqual([]);
  });

  it('counts a board no longer once the unit is called otherwise', async () => {
    const plan = await aQuarter(sql);
    const unit = await aUnit(sql);
    await renames(sql, plan, [unit]);
    await mounts(sql, unit);
    await sql.begin(async (tx) => {
      await supersede(tx as unknown as Sql, 'unit_version', unit);
      await aVersion(tx as unknown as Sql, { unit, until: '2025-05-01' });
      await tx`INSERT INTO unit_version (unit_id, valid_from, name, kind, own_seal, own_account, independent_accounting, change_id)
        SELECT unit_id, '2025-05-01', 'Other', kind, own_seal, own_account, independent_accounting, change_id FROM unit_version
        WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit}) AND superseded_at = 'infinity'`;
    });

    expect(await told(sql, plan.phases[0] ?? 0, 'SIGNBOARDS', '2025-04-30')).toEqual({ done: 1, total: 1 });
    expect(await told(sql, plan.phases[0] ?? 0, 'SIGNBOARDS', '2025-05-01')).toEqual({ done: 0, total: 1 });
    expect(await stale(sql)).toEqual([]);
  });

  it('counts a seal while it is in use and no old one is out', async () => {
    const plan = await aQuarter(sql);
    const [phase = 0] = plan.phases;
    const unit = await aUnit(sql);
    const [old, next] = [await aSeal(sql, unit), await aSeal(sql, unit)];
    await sql`INSERT INTO seal (unit_id, kind, engraved_name, phase_id, plan_id) SELECT id, 'PRINCIPAL', 'Lost on the way', ${phase}, ${plan.id} FROM unit WHERE code = ${unit}`;
    const days = ['2025-02-01', '2025-03-01', '2025-03-10', '2025-03-20', '2025-04-01'];
    const statuses = ['IN_USE', 'WITHDRAWN', 'INVALIDATED', 'DESTROYED'] as const;
    await sql.begin(async (tx) => {
      const by = tx as unknown as Sql;
      for (const seal of [old, next]) await aSealStatus(by, seal, { status: 'REGISTERED', from: FROM, until: FROM });
      for (const [index, status] of statuses.entries())
        await aSealStatus(by, old, { status, from: days[index] ?? '', until: days[index + 1] ?? '' });
      await aSealStatus(by, next, { status: 'IN_USE', from: '2025-03-01' });
    });

    const done = await Promise.all(['2025-01-15', ...days].map((day) => told(sql, phase, 'SEALS', day)));
    expect(done).toEqual([0, 1, 0, 0, 1, 1].map((sealed) => ({ done: sealed, total: 1 })));
    expect(await stale(sql)).toEqual([]);
  });

  it('sums up its steps when the phase goes on', async () => {
    const plan = await aQuarter(sql);
    const [phase = 0] = plan.phases;
    const units = [await aUnit(sql), await aUnit(sql), await aUnit(sql)];
    await renames(sql, plan, units);
    for (const unit of units) await mounts(sql, unit);
    const steps = () =>
      sql`SELECT on_day::text AS day, done, total FROM progress_step WHERE phase_id = ${phase} AND figure = 'SIGNBOARDS' ORDER BY on_day`;
    expect(await steps()).toHaveLength(6);

    await aStatus(sql, 'phase_status', { id: phase, status: 'SUSPENDED', on: '2025-03-01' });

    expect(await steps()).toEqual([
      { day: '-infinity', done: 0, total: 3 },
      { day: '2025-03-01', done: 3, total: 0 },
    ]);
  });

  it.each([4, 5, 13, 16])(
    'is what the facts come to, whatever is written in which order (%s)',
    { timeout: 120_000 },
    async (seed) => {
      // What rules forbid at the end of a transaction may stand here: figures are told of it all the same.
      for (const table of ['unit', 'plan'])
        for (const { name } of await sql<
          { name: string }[]
        >`SELECT tgname AS name FROM pg_trigger WHERE tgrelid = ${table}::regclass AND tgdeferrable AND NOT tgisinternal`)
          await sql.unsafe(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`);
      const phases = await busyPhases(sql, seed);
      const days = `SELECT day::date + ago FROM unnest('{1999-01-01,${DAYS}}'::date[]) AS day, generate_series(-1, 0) AS ago WHERE phase.plan_id = ${phases.plan.id}`;

      for (let steps = 0; steps < 250; steps += 1) {
        await phases.step();
        if (steps % 10 === 9) expect(await sql.unsafe(progressDifferences(days))).toEqual([]);
      }

      expect(Object.keys(phases.done).length).toBeGreaterThan(11);
      expect(await stale(sql)).toEqual([]);
    },
  );
});

it.each(['progress_unit', 'progress_step', 'progress_turn'])(
  '%s is nothing that the application could write',
  async (table) => {
    const refused = sql.begin(async (tx) => {
      await tx`SET LOCAL ROLE sapxep_app`;
      await tx`INSERT INTO ${tx(table)} DEFAULT VALUES`;
    });

    await expect(refused).rejects.toThrow('permission denied');
  },
);
