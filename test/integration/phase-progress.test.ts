import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { progressDifferences } from '../../src/db/read/progress-differences.ts';
import { progressProofs } from '../../src/services/verify/progress.ts';
import { busyPhases, DAYS } from '../support/busy-phases.ts';
import { aUnit, aVersion, supersede } from '../support/organization-builder.ts';
import { aPlan, aRename, aStatus, aTask, type BuiltPlan, plannedChanges } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { ISOLATIONS, SERIALIZATION_FAILURE } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});
afterAll(() => scene.close());

/** What proofs find. */
const stale = async (): Promise<unknown[]> =>
  (await Promise.all(progressProofs.map((proof) => sql.unsafe(proof.sql)))).flat();

/** A figure of a phase on a day, as its steps tell it. */
const told = async (phase: number, figure: string, day = '2025-06-01'): Promise<unknown> => {
  const [row] = await sql`SELECT coalesce(sum(done), 0)::int AS done, coalesce(sum(total), 0)::int AS total
    FROM progress_step WHERE phase_id = ${phase} AND figure = ${figure} AND on_day <= ${day}`;
  return row;
};

const aQuarter = () => aPlan(sql, { from: '2025-01-01', until: '2025-04-01', status: 'ACTIVE' });
/** A phase names units anew from a day on: each as it is called already, so that boards need no other text. */
const renames = (by: Sql, { id, phases }: BuiltPlan, units: readonly string[]) =>
  plannedChanges(by, {
    plan: id,
    phase: phases[0] ?? 0,
    changes: units.map((unit) => aRename(unit, { on: '2025-02-01', name: unit })),
  });
/** A signboard with the name of a unit is up from a day on. */
const mounts = (by: Sql, unit: string, from = '2025-03-01') => by`
  WITH board AS (INSERT INTO signboard (unit_id, text) SELECT id, code FROM unit WHERE code = ${unit} RETURNING *)
  INSERT INTO signboard_status (signboard_id, unit_id, status, valid_from) SELECT id, unit_id, 'MOUNTED', ${from} FROM board`;

describe('how far a phase has come', () => {
  it('is told by day', async () => {
    const plan = await aQuarter();
    const [phase = 0] = plan.phases;
    const unit = await aUnit(sql);
    await renames(sql, plan, [unit, await aUnit(sql)]);
    await mounts(sql, unit);
    const task = await aTask(sql, { plan: plan.id, phase });
    await aStatus(sql, 'task_status', { id: task, status: 'DONE', on: '2025-02-10' });

    expect(await told(phase, 'SIGNBOARDS', '2025-02-28')).toEqual({ done: 0, total: 2 });
    expect(await told(phase, 'SIGNBOARDS', '2025-03-01')).toEqual({ done: 1, total: 2 });
    expect(await told(phase, 'TASKS', '2025-02-09')).toEqual({ done: 0, total: 1 });
    expect(await told(phase, 'TASKS', '2025-02-10')).toEqual({ done: 1, total: 1 });
    expect(await told(phase, 'CHANGES')).toEqual({ done: 0, total: 2 });
    expect(await stale()).toEqual([]);
  });

  it('counts a board no longer once the unit is called otherwise', async () => {
    const plan = await aQuarter();
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

    expect(await told(plan.phases[0] ?? 0, 'SIGNBOARDS', '2025-04-30')).toEqual({ done: 1, total: 1 });
    expect(await told(plan.phases[0] ?? 0, 'SIGNBOARDS', '2025-05-01')).toEqual({ done: 0, total: 1 });
    expect(await stale()).toEqual([]);
  });

  it('sums up its steps when the phase goes on', async () => {
    const plan = await aQuarter();
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
      expect(await stale()).toEqual([]);
    },
  );
});

describe('two who write at once', () => {
  it.each(ISOLATIONS)(
    'both count where one names a unit and the other mounts its board, under %s',
    async (isolation) => {
      const plan = await aQuarter();
      const unit = await aUnit(sql);
      const { first, second } = scene;

      await first.begin(isolation);
      await second.begin(isolation);
      await renames(first.sql, plan, [unit]);
      const late = second.finish((by) => mounts(by, unit));
      await second.waits(sql);
      await first.commit();
      const came = await late;
      if (came === SERIALIZATION_FAILURE) await second.run((by) => mounts(by, unit));

      expect(came).toBe(isolation === 'READ COMMITTED' ? 'done' : SERIALIZATION_FAILURE);
      expect(await told(plan.phases[0] ?? 0, 'SIGNBOARDS')).toEqual({ done: 1, total: 1 });
      expect(await stale()).toEqual([]);
    },
  );

  it.each(ISOLATIONS)(
    'both count where one mounts a board and the other names its unit, under %s',
    async (isolation) => {
      const plan = await aQuarter();
      const unit = await aUnit(sql);
      const { first, second } = scene;

      await first.begin(isolation);
      await second.begin(isolation);
      await mounts(first.sql, unit);
      const late = second.finish((by) => renames(by, plan, [unit]));
      await second.waits(sql);
      await first.commit();
      const came = await late;
      if (came === SERIALIZATION_FAILURE) await second.run((by) => renames(by, plan, [unit]));

      expect(came).toBe(isolation === 'READ COMMITTED' ? 'done' : SERIALIZATION_FAILURE);
      expect(await told(plan.phases[0] ?? 0, 'SIGNBOARDS')).toEqual({ done: 1, total: 1 });
      expect(await stale()).toEqual([]);
    },
  );

  it.each(ISOLATIONS)('meet also where the unit is not there yet, under %s', async (isolation) => {
    const [one, other] = [await aQuarter(), await aQuarter()];
    const code = `X${one.code}`;
    const planned = (by: Sql, { id, phases }: BuiltPlan) =>
      by`INSERT INTO planned_change (phase_id, plan_id, position, kind, on_day, change) VALUES (${phases[0] ?? 0}, ${id}, 0, 'ESTABLISH', '2025-02-01',
        ${JSON.stringify({ results: [{ unit: code, attributes: { ownSeal: true } }] })}::text::jsonb)`;
    const { first, second } = scene;

    await first.begin(isolation);
    await second.begin(isolation);
    await planned(first.sql, one);
    // It has no seal of its own, whatever was planned.
    const late = second.finish((by) => aUnit(by, { code }));
    await second.waits(sql);
    await first.commit();
    const came = await late;
    if (came === SERIALIZATION_FAILURE) await second.run((by) => aUnit(by, { code }));
    await planned(sql, other);

    expect(came).toBe(isolation === 'READ COMMITTED' ? 'done' : SERIALIZATION_FAILURE);
    expect(await told(one.phases[0] ?? 0, 'SEALS')).toEqual({ done: 0, total: 0 });
    expect(await told(other.phases[0] ?? 0, 'SEALS')).toEqual({ done: 0, total: 0 });
    expect(await stale()).toEqual([]);
  });

  it('do not wait for one another about two units of one phase', async () => {
    const plan = await aQuarter();
    const units = [await aUnit(sql), await aUnit(sql)] as const;
    await renames(sql, plan, units);
    const { first, second } = scene;

    await first.begin('READ COMMITTED');
    await mounts(first.sql, units[0]);
    const other = await second.run((by) => mounts(by, units[1]));
    await first.commit();

    expect(other).toBe('done');
    expect(await told(plan.phases[0] ?? 0, 'SIGNBOARDS')).toEqual({ done: 2, total: 2 });
    expect(await stale()).toEqual([]);
  });

  it('lose no step that is added while steps are summed up', async () => {
    const plan = await aQuarter();
    const [phase = 0] = plan.phases;
    const unit = await aUnit(sql);
    await renames(sql, plan, [unit]);
    const { first, second } = scene;

    await first.begin('READ COMMITTED');
    await mounts(first.sql, unit);
    const summed = await second.run((by) =>
      aStatus(by, 'phase_status', { id: phase, status: 'SUSPENDED', on: '2025-03-01' }),
    );
    await first.commit();

    expect(summed).toBe('done');
    expect(await told(phase, 'SIGNBOARDS')).toEqual({ done: 1, total: 1 });
    expect(await stale()).toEqual([]);
  });
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
