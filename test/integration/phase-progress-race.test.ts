import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aUnit } from '../support/organization-builder.ts';
import { aQuarter, mounts, renames, stale, told } from '../support/phase-progress.ts';
import { aStatus, type BuiltPlan } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { ISOLATIONS, SERIALIZATION_FAILURE } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});
afterAll(() => scene.close());

describe('two who write at once', () => {
  it.each(ISOLATIONS)(
    'both count where one names a unit and the other mounts its board, under %s',
    async (isolation) => {
      const plan = await aQuarter(sql);
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
      expect(await told(sql, plan.phases[0] ?? 0, 'SIGNBOARDS')).toEqual({ done: 1, total: 1 });
      expect(await stale(sql)).toEqual([]);
    },
  );

  it.each(ISOLATIONS)(
    'both count where one mounts a board and the other names its unit, under %s',
    async (isolation) => {
      const plan = await aQuarter(sql);
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
      expect(await told(sql, plan.phases[0] ?? 0, 'SIGNBOARDS')).toEqual({ done: 1, total: 1 });
      expect(await stale(sql)).toEqual([]);
    },
  );

  it.each(ISOLATIONS)('meet also where the unit is not there yet, under %s', async (isolation) => {
    const [one, other] = [await aQuarter(sql), await aQuarter(sql)];
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
    expect(await told(sql, one.phases[0] ?? 0, 'SEALS')).toEqual({ done: 0, total: 0 });
    expect(await told(sql, other.phases[0] ?? 0, 'SEALS')).toEqual({ done: 0, total: 0 });
    expect(await stale(sql)).toEqual([]);
  });

  it.each(ISOLATIONS)(
    'both count where one amends the plan and the other undoes an act under it, under %s',
    async (isolation) => {
      const plan = await aQuarter(sql);
      const [phase = 0] = plan.phases;
      const [planned = 0] = await renames(sql, plan, [await aUnit(sql)]);
      const [act] =
        await sql`INSERT INTO change_event (kind, on_day, instrument_id, phase_id, plan_id, planned_change_id)
      SELECT 'RENAME', '2025-02-01', min(id), ${phase}::bigint, ${plan.id}::bigint, ${planned}::bigint FROM legal_instrument RETURNING id`;
      const undo = (by: Sql) =>
        by`INSERT INTO change_event (kind, on_day, instrument_id, compensates_id) SELECT 'CORRECTION', '2025-03-01', min(id), ${act?.id} FROM legal_instrument`;
      const { first, second } = scene;

      await first.begin(isolation);
      await second.begin(isolation);
      await first.sql`UPDATE planned_change SET superseded_at = now() WHERE id = ${planned}`;
      const late = second.finish(undo);
      await second.waits(sql);
      await first.commit();
      const came = await late;
      if (came === SERIALIZATION_FAILURE) await second.run(undo);

      expect(came).toBe(isolation === 'READ COMMITTED' ? 'done' : SERIALIZATION_FAILURE);
      expect(await told(sql, phase, 'CHANGES', '2025-02-28')).toEqual({ done: 1, total: 1 });
      expect(await told(sql, phase, 'CHANGES', '2025-03-01')).toEqual({ done: 0, total: 0 });
      expect(await stale(sql)).toEqual([]);
    },
  );

  it('do not wait for one another about two units of one phase', async () => {
    const plan = await aQuarter(sql);
    const units = [await aUnit(sql), await aUnit(sql)] as const;
    await renames(sql, plan, units);
    const { first, second } = scene;

    await first.begin('READ COMMITTED');
    await mounts(first.sql, units[0]);
    const other = await second.run((by) => mounts(by, units[1]));
    await first.commit();

    expect(other).toBe('done');
    expect(await told(sql, plan.phases[0] ?? 0, 'SIGNBOARDS')).toEqual({ done: 2, total: 2 });
    expect(await stale(sql)).toEqual([]);
  });

  it('lose no step that is added while steps are summed up', async () => {
    const plan = await aQuarter(sql);
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
    expect(await told(sql, phase, 'SIGNBOARDS')).toEqual({ done: 1, total: 1 });
    expect(await stale(sql)).toEqual([]);
  });
});
