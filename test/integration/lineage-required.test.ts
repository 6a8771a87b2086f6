import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aLineage, aUnit, moveLife, supersede } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { ISOLATIONS, outcomeOf, SERIALIZATION_FAILURE, type Writer } from '../support/writer.ts';

const REQUIRED = 'lineage_required__unit';
const DAY = '2025-07-01';

let scene: Scene;
let sql: Sql;
let first: Writer;
let second: Writer;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first, second } = scene);
});

afterAll(() => scene.close());

/** A unit that closed on the day with one successor. */
async function aSucceededUnit(): Promise<string> {
  const source = await aUnit(sql);
  const target = await aUnit(sql);
  const outcome = await first.run(async (tx) => {
    await moveLife(tx, source, { until: DAY, noSuccessor: false });
    await aLineage(tx, { source, target, on: DAY });
  });
  expect(outcome).toBe('done');
  return source;
}

describe('a unit that closes', () => {
  it('is refused at commit when it neither names a successor nor says that there is none', async () => {
    const unit = await aUnit(sql);
    await first.begin('READ COMMITTED');

    const statement = await outcomeOf(moveLife(first.sql, unit, { until: DAY, noSuccessor: false }));
    const commit = await outcomeOf(first.commit());

    expect([statement, commit]).toEqual(['done', REQUIRED]);
    const lives = await sql`SELECT valid_to FROM unit_life WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit})`;
    expect(lives).toEqual([{ valid_to: 'infinity' }]);
  });

  it('tells which unit and on which day', async () => {
    const unit = await aUnit(sql);

    const refusal = moveLife(sql, unit, { until: DAY, noSuccessor: false });

    await expect(refusal).rejects.toMatchObject({ detail: `{"on": "2025-07-01", "unit": "${unit}"}` });
  });

  it('may say that it has no successor', async () => {
    const unit = await aUnit(sql);

    const outcome = await outcomeOf(moveLife(sql, unit, { until: DAY, noSuccessor: true }));

    expect(outcome).toBe('done');
  });

  it('may name a successor in either order', async () => {
    const [before, after, target] = [await aUnit(sql), await aUnit(sql), await aUnit(sql)];

    const outcomes = [
      await first.run(async (tx) => {
        await aLineage(tx, { source: before, target, on: DAY });
        await moveLife(tx, before, { until: DAY, noSuccessor: false });
      }),
      await first.run(async (tx) => {
        await moveLife(tx, after, { until: DAY, noSuccessor: false });
        await aLineage(tx, { source: after, target, on: DAY });
      }),
    ];

    expect(outcomes).toEqual(['done', 'done']);
  });

  it.each([
    ['on another day', '2025-06-30', false],
    ['of which it is the target', '2025-06-01', true],
  ])('is refused with a line of descent %s', async (_what, on, swap) => {
    const [unit, other] = [await aUnit(sql), await aUnit(sql)];

    const outcome = await first.run(async (tx) => {
      await moveLife(tx, unit, { until: DAY, noSuccessor: false });
      await aLineage(tx, { source: swap ? other : unit, target: swap ? unit : other, on });
    });

    expect(outcome).toBe(REQUIRED);
  });

  it('is refused when another act than the one that closed it says that there is no successor', async () => {
    const unit = await aUnit(sql);

    const outcome = await first.run(async (tx) => {
      await tx`INSERT INTO change_event (kind, on_day, instrument_id, no_successor)
        VALUES ('DISSOLVE', ${DAY}, (SELECT min(id) FROM legal_instrument), true)`;
      await moveLife(tx, unit, { until: DAY, noSuccessor: false });
    });

    expect(outcome).toBe(REQUIRED);
  });

  it('is refused when it moves away from the day of its line of descent', async () => {
    const unit = await aSucceededUnit();

    const outcome = await outcomeOf(moveLife(sql, unit, { until: '2025-08-01', noSuccessor: false }));

    expect(outcome).toBe(REQUIRED);
  });
});

describe('the last line of descent of a closed unit', () => {
  it('is not taken away', async () => {
    const unit = await aSucceededUnit();

    const outcome = await outcomeOf(supersede(sql, 'unit_lineage', unit));

    expect(outcome).toBe(REQUIRED);
  });

  it('may be replaced', async () => {
    const unit = await aSucceededUnit();
    const target = await aUnit(sql);

    const outcome = await first.run(async (tx) => {
      await supersede(tx, 'unit_lineage', unit);
      await aLineage(tx, { source: unit, target, on: DAY });
    });

    expect(outcome).toBe('done');
  });

  it('may go when the unit opens again', async () => {
    const unit = await aSucceededUnit();

    const outcome = await first.run(async (tx) => {
      await supersede(tx, 'unit_lineage', unit);
      await moveLife(tx, unit, {});
    });

    expect(outcome).toBe('done');
  });

  it.each(ISOLATIONS)('is not taken away by two who each leave the other one, under %s', async (isolation) => {
    const unit = await aSucceededUnit();
    await aLineage(sql, { source: unit, target: await aUnit(sql), on: DAY });
    const lines = await sql<{ id: string }[]>`
      SELECT id FROM unit_lineage WHERE source_id = (SELECT id FROM unit WHERE code = ${unit}) ORDER BY id`;
    const end = (tx: Sql, index: number) =>
      tx`UPDATE unit_lineage SET superseded_at = now() WHERE id = ${lines[index]?.id ?? null}`;
    await first.begin(isolation);
    await second.begin(isolation);
    await end(first.sql, 0);

    const outcome = second.finish((tx) => end(tx, 1));
    await second.waits(sql);
    await first.commit();

    expect(await outcome).toBe(isolation === 'READ COMMITTED' ? REQUIRED : SERIALIZATION_FAILURE);
  });

  it.each(ISOLATIONS)('is not taken away by one while another closes the unit, under %s', async (isolation) => {
    const [unit, target] = [await aUnit(sql), await aUnit(sql)];
    await aLineage(sql, { source: unit, target, on: DAY });
    await first.begin(isolation);
    await second.begin(isolation);
    await supersede(first.sql, 'unit_lineage', unit);

    const outcome = second.finish((tx) => moveLife(tx, unit, { until: DAY, noSuccessor: false }));
    await second.waits(sql);
    await first.commit();

    expect(await outcome).toBe(isolation === 'READ COMMITTED' ? REQUIRED : SERIALIZATION_FAILURE);
  });
});

describe('lines of descent', () => {
  it('are stated once between the same units on a day', async () => {
    const [source, target] = [await aUnit(sql), await aUnit(sql)];
    await aLineage(sql, { source, target, on: DAY, extent: 'PARTIAL' });

    const outcomes = [
      await outcomeOf(aLineage(sql, { source, target, on: DAY, extent: 'WHOLE' })),
      await outcomeOf(aLineage(sql, { source, target, on: '2025-08-01' })),
      await outcomeOf(aLineage(sql, { source: target, target: source, on: DAY })),
    ];

    expect(outcomes).toEqual(['already_exists__unit_lineage', 'done', 'done']);
  });

  it('never lead from a unit to itself', async () => {
    const unit = await aUnit(sql);

    const outcome = await outcomeOf(aLineage(sql, { source: unit, target: unit, on: DAY }));

    expect(outcome).toBe('merge_invalid__lineage_self');
  });
});
