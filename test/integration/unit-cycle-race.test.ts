import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contradictionsIn, readRecords } from '../support/believed.ts';
import { aRelation, aUnit, fourUnits } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { DEADLOCK, ISOLATIONS, type Isolation, SERIALIZATION_FAILURE, Writer } from '../support/writer.ts';

const CYCLE = 'unit_cycle__relation';
const MIXES = ISOLATIONS.flatMap((one) => ISOLATIONS.map((other): [Isolation, Isolation] => [one, other]));

interface Pair {
  one: { child: string; parent: string };
  other: { child: string; parent: string };
}

/** Relations that make a cycle only together. */
const PAIRS: [string, (sql: Sql) => Promise<Pair>][] = [
  [
    'each put a unit under the other',
    async (sql) => {
      const [a, b] = await fourUnits(sql);
      return { one: { child: a, parent: b }, other: { child: b, parent: a } };
    },
  ],
  [
    'join two branches, each top under the bottom of the other',
    async (sql) => {
      const [top, bottom, otherTop, otherBottom] = await fourUnits(sql);
      await aRelation(sql, { child: bottom, parent: top });
      await aRelation(sql, { child: otherBottom, parent: otherTop });
      return { one: { child: top, parent: otherBottom }, other: { child: otherTop, parent: bottom } };
    },
  ],
];

let scene: Scene;
let sql: Sql;
let first: Writer;
let second: Writer;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first, second } = scene);
});

afterAll(() => scene.close());

describe.each(PAIRS)('two writers who %s', (_what, aPair) => {
  it.each(MIXES)('are let through once: the first under %s, the second, who waits, under %s', async (one, other) => {
    const pair = await aPair(sql);
    await first.begin(one);
    await second.begin(other);
    await aRelation(first.sql, pair.one);

    const outcome = second.finish((tx) => aRelation(tx, pair.other));
    await second.waits(sql);
    await first.commit();

    expect(await outcome).toBe(other === 'READ COMMITTED' ? CYCLE : SERIALIZATION_FAILURE);
  });

  it.each(MIXES)(
    'are let through once: the first under %s, the second, who comes late, under %s',
    async (one, other) => {
      const pair = await aPair(sql);
      await first.begin(one);
      await second.begin(other);
      await aRelation(first.sql, pair.one);
      await first.commit();

      const outcome = await second.finish((tx) => aRelation(tx, pair.other));

      expect(outcome).toBe(other === 'READ COMMITTED' ? CYCLE : SERIALIZATION_FAILURE);
    },
  );

  it.each(ISOLATIONS)('are both let through under %s when the first gives up', async (isolation) => {
    const pair = await aPair(sql);
    await first.begin(isolation);
    await second.begin(isolation);
    await aRelation(first.sql, pair.one);

    const outcome = second.finish((tx) => aRelation(tx, pair.other));
    await second.waits(sql);
    await first.rollback();

    expect(await outcome).toBe('done');
  });

  it.each(MIXES)('are let through at most once when both start together, under %s and %s', async (one, other) => {
    const outcomes: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const pair = await aPair(sql);
      await Promise.all([first.begin(one), second.begin(other)]);

      const both = await Promise.all([
        first.finish((tx) => aRelation(tx, pair.one)),
        second.finish((tx) => aRelation(tx, pair.other)),
      ]);

      outcomes.push(...both.sort());
    }

    const allowed = ['done', CYCLE, SERIALIZATION_FAILURE, DEADLOCK];
    expect(outcomes.filter((outcome) => !allowed.includes(outcome))).toEqual([]);
    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeLessThanOrEqual(3);
  });
});

describe('writers who each add one relation of a ring', () => {
  const size = 5;
  let writers: Writer[];

  beforeAll(async () => {
    writers = await Promise.all(Array.from({ length: size }, () => Writer.open(scene.url)));
  });

  afterAll(() => Promise.all(writers.map((writer) => writer.close())));

  it.each([...ISOLATIONS, 'all three isolation levels'] as const)('never close it, under %s', async (isolation) => {
    const ring: string[] = [];
    while (ring.length < size) ring.push(await aUnit(sql));
    const level = (index: number) => ISOLATIONS.find((known) => known === isolation) ?? ISOLATIONS[index % 3];
    await Promise.all(writers.map((writer, index) => writer.begin(level(index) ?? 'SERIALIZABLE')));

    const outcomes = await Promise.all(
      writers.map((writer, index) =>
        writer.finish((tx) => aRelation(tx, { child: ring[index] ?? '', parent: ring[(index + 1) % size] ?? '' })),
      ),
    );

    expect(outcomes.filter((outcome) => outcome === 'done').length).toBeLessThan(size);
  });
});

describe('all these writers together', () => {
  it('leave no cycle on any day, now or at any instant before', async () => {
    const records = await readRecords(sql);

    expect(contradictionsIn(records)).toEqual([]);
  });
});
