import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { establishUnit } from '../../src/services/unit/establish-unit.ts';
import { contradictionsIn, readRecords } from '../support/believed.ts';
import {
  aCode,
  aRelation,
  aService,
  aSite,
  aTerritory,
  aUnit,
  aVersion,
  moveLife,
  supersede,
} from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { ISOLATIONS, SERIALIZATION_FAILURE, type Writer, waiters } from '../support/writer.ts';

const SINCE_2026 = { from: '2026-01-01' };
const UNTIL_2026 = { until: '2026-01-01' };

let scene: Scene;
let sql: Sql;
let first: Writer;
let second: Writer;

beforeAll(async () => {
  scene = await openScene();
  ({ sql, first, second } = scene);
});

afterAll(() => scene.close());

/** Facts of a first writer, who began to record before, that stand in the way of what a second one has done since. */
const LATE: [string, string, (given: { unit: string; other: string; territory: string }) => [Step, Step]][] = [
  [
    'a parent where another one was cut short',
    SERIALIZATION_FAILURE,
    ({ unit, other }) => [
      async (tx) => {
        await supersede(tx, 'unit_relation', unit);
        await aRelation(tx, { child: unit, parent: other, ...UNTIL_2026 });
      },
      (tx) => aRelation(tx, { child: unit, parent: other, ...SINCE_2026 }),
    ],
  ],
  [
    'a relation that would have closed a cycle with one taken back',
    SERIALIZATION_FAILURE,
    ({ unit, other }) => [
      (tx) => supersede(tx, 'unit_relation', unit),
      (tx) => aRelation(tx, { child: other, parent: unit }),
    ],
  ],
  [
    'the end of a unit whose last child has left',
    SERIALIZATION_FAILURE,
    ({ unit, other }) => [(tx) => supersede(tx, 'unit_relation', unit), (tx) => moveLife(tx, other, UNTIL_2026)],
  ],
  [
    'a fact in days that its unit has just been given',
    SERIALIZATION_FAILURE,
    ({ unit }) => [(tx) => moveLife(tx, unit, { from: '2024-01-01' }), (tx) => aSite(tx, { unit, from: '2024-01-01' })],
  ],
  [
    'a version in place of one recorded since',
    SERIALIZATION_FAILURE,
    ({ unit }) => [
      (tx) => moveLife(tx, unit, {}),
      async (tx) => {
        await supersede(tx, 'unit_version', unit);
        await aVersion(tx, { unit });
      },
    ],
  ],
  [
    'a territory that another unit has given up',
    'territory_overlap__service',
    ({ unit, other, territory }) => [
      (tx) => supersede(tx, 'service_territory', unit),
      (tx) => aService(tx, { unit: other, territory }),
    ],
  ],
  [
    'a territory code that another has given up',
    'territory_code_overlap__version',
    ({ territory: code }) => [
      (tx) => tx`UPDATE territory_version SET superseded_at = now() WHERE code = ${code}`,
      (tx) => aTerritory(tx, { code }),
    ],
  ],
];

type Step = (tx: Sql) => PromiseLike<unknown>;

describe('who began to record before another, but comes to it after the other has committed', () => {
  describe.each(LATE)('%s', (_what, refusal, steps) => {
    it.each(ISOLATIONS)('is sent back to begin again later, under %s', async (isolation) => {
      const given = { unit: await aUnit(sql), other: await aUnit(sql), territory: await aTerritory(sql) };
      await aRelation(sql, { child: given.unit, parent: given.other });
      await aService(sql, given);
      const [before, after] = steps(given);
      await first.begin(isolation);
      await first.sql`INSERT INTO site (address) VALUES ('1 Test')`;
      await second.run(before);

      const outcome = await first.finish(after);
      const again = await first.run(after);

      expect(outcome).toBe(refusal);
      expect(again).toBe('done');
    });
  });

  it('leaves no instant at which both would be known', async () => {
    const records = await readRecords(sql);

    expect(contradictionsIn(records)).toEqual([]);
  });

  it('needs no second call of a verb', async () => {
    const database = openDatabase(scene.url, { reads: 1, writes: 1 });
    const work = new UnitOfWork(database, { actor: 'test', requestId: '1' });
    const [succeeded, code] = [await aUnit(sql), aCode()];
    await second.begin('READ COMMITTED');
    await second.sql`SELECT FROM unit WHERE code = ${succeeded} FOR NO KEY UPDATE`;

    const result = establishUnit(work, {
      relations: [],
      code,
      attributes: { name: 'New', kind: 'DEPARTMENT' },
      territories: [],
      succeeds: succeeded,
      seat: { address: '1 Test', latitude: null, longitude: null, areaM2: null },
      on: '2026-01-01',
      instrument: '1/QĐ',
    });
    // It has recorded the seat by then, and waits for the unit.
    await expect.poll(() => waiters(sql)).toBe(1);
    await moveLife(second.sql, succeeded, {});
    await second.commit();

    expect(await result).toMatchObject({ value: { unit: code, on: '2026-01-01' }, violations: [] });
    expect(contradictionsIn(await readRecords(sql))).toEqual([]);
    await database.close();
  });
});
