import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRelation, aSite, aUnit, oneOfEach, supersede } from '../support/organization-builder.ts';
import { oneOfEachOfPlans } from '../support/plan-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { oneOfEachOfStaff } from '../support/staff-builder.ts';
import type { Writer } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;
let first: Writer;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first } = scene);
  await oneOfEach(sql);
  await oneOfEachOfPlans(sql);
  await oneOfEachOfStaff(sql);
});

afterAll(() => scene.close());

/** The instants at which a transaction's rows say that they were recorded, across tables. */
async function instantsOf(write: (tx: Sql) => Promise<unknown>, prepare = async (_tx: Sql) => {}): Promise<string[]> {
  const [last] = await sql<{ id: string }[]>`SELECT max(id) AS id FROM change_event`;
  await prepare(first.sql);
  expect(await first.run(write)).toBe('done');
  const rows = await sql<{ at: string }[]>`
    WITH act AS (SELECT id, recorded_at FROM change_event WHERE id > ${last?.id ?? 0})
    SELECT DISTINCT recorded_at::text AS at FROM (
      SELECT recorded_at FROM act
      UNION ALL SELECT recorded_at FROM unit_version WHERE change_id IN (SELECT id FROM act)
      UNION ALL SELECT recorded_at FROM unit_life WHERE opened_by IN (SELECT id FROM act)
      UNION ALL SELECT recorded_at FROM unit_relation WHERE change_id IN (SELECT id FROM act)
      UNION ALL SELECT recorded_at FROM unit_site WHERE change_id IN (SELECT id FROM act)) AS written`;
  return rows.map(({ at }) => at);
}

/** Several facts of several kinds, with time passing between them. */
async function several(tx: Sql): Promise<void> {
  const unit = await aUnit(tx);
  await tx`SELECT pg_sleep(0.002)`;
  await aRelation(tx, { child: unit, parent: await aUnit(tx) });
  await tx`SELECT pg_sleep(0.002)`;
  await aSite(tx, { unit });
}

describe('the rows of a transaction', () => {
  it.each(['ISO, YMD', 'SQL, MDY', 'SQL, DMY', 'Postgres, DMY', 'German'])(
    'are all recorded at one instant, with DateStyle %s',
    async (style) => {
      const instants = await instantsOf(several, async (tx) => {
        await tx`SELECT set_config('DateStyle', ${style}, false), set_config('TimeZone', 'Asia/Kolkata', false)`;
      });
      await first.sql`RESET DateStyle`;
      await first.sql`RESET TimeZone`;

      expect(instants).toHaveLength(1);
    },
  );

  it('begin when those end that they replace', async () => {
    const unit = await aUnit(sql);
    await aRelation(sql, { child: unit, parent: await aUnit(sql) });

    await first.run(async (tx) => {
      await several(tx);
      await supersede(tx, 'unit_relation', unit);
      await tx`SELECT pg_sleep(0.002)`;
      await aRelation(tx, { child: unit, parent: await aUnit(tx) });
    });

    const [was, is] = await sql<{ recorded: string; superseded: string }[]>`
      SELECT recorded_at::text AS recorded, superseded_at::text AS superseded FROM unit_relation
      WHERE child_id = (SELECT id FROM unit WHERE code = ${unit}) ORDER BY id`;
    expect(is?.recorded).toBe(was?.superseded);
    expect(is?.superseded).toBe('infinity');
  });
});

describe('a record time from outside', () => {
  it.each([
    'unit_life',
    'unit_version',
    'unit_relation',
    'unit_lineage',
    'unit_site',
    'territory_version',
    'territory_lineage',
    'service_territory',
    'plan_version',
    'plan_status',
    'phase_version',
    'phase_status',
    'gate',
    'gate_attestation',
    'planned_change',
    'phase_freeze',
    'task_status',
    'policy',
    'waiver_term',
    'staff_version',
    'payroll',
    'workplace',
    'leadership',
    'digital_signature',
    'quota',
  ])('is not taken from an INSERT into %s', async (table) => {
    const columns = await sql<{ name: string }[]>`
      SELECT column_name AS name FROM information_schema.columns WHERE table_name = ${table}
        AND is_identity = 'NO' AND is_generated = 'NEVER' AND column_name NOT IN ('recorded_at', 'superseded_at')`;
    const stated = sql(columns.map(({ name }) => name));
    await first.begin('READ COMMITTED');
    await first.sql`UPDATE ${sql(table)} SET superseded_at = '2001-01-01' WHERE superseded_at = 'infinity'`;

    const rows = await first.sql`
      INSERT INTO ${sql(table)} (${stated}, recorded_at, superseded_at)
      SELECT ${stated}, '2001-01-01', '2002-01-01' FROM ${sql(table)} LIMIT 1
      RETURNING recorded_at BETWEEN transaction_timestamp() AND clock_timestamp() AS now, superseded_at`;
    const [ended] =
      await first.sql`SELECT max(superseded_at) BETWEEN transaction_timestamp() AND clock_timestamp() AS now
      FROM ${sql(table)} WHERE superseded_at <> 'infinity'`;
    await first.rollback();

    expect(rows).toEqual([{ now: true, superseded_at: 'infinity' }]);
    expect(ended).toEqual({ now: true });
  });

  it.each(['2001-01-01', '2999-01-01', '-infinity', 'infinity'])(
    'is not taken from the setting %s',
    async (instant) => {
      const instants = await instantsOf(several, async (tx) => {
        await tx`SELECT set_config('sapxep.record_time', ${instant}, false)`;
      });
      await first.sql`RESET sapxep.record_time`;

      const [row] = await sql`SELECT now() - ${instants[0] ?? null}::timestamptz < interval '1 minute' AS recent`;
      expect(instants).toHaveLength(1);
      expect(row).toEqual({ recent: true });
    },
  );

  it('is not taken from the transaction before on the same connection', async () => {
    const [earlier] = await instantsOf(several);
    const instants = await instantsOf(several, async (tx) => {
      await tx`SELECT set_config('sapxep.record_time', ${earlier ?? null}, false)`;
    });
    await first.sql`RESET sapxep.record_time`;

    expect(instants).toHaveLength(1);
    expect(instants).not.toContain(earlier);
  });
});
