import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contradictionsIn, readRecords } from '../support/believed.ts';
import {
  aLineage,
  aRelation,
  aService,
  aSite,
  aTerritory,
  aUnit,
  aVersion,
  type Dates,
  moveLife,
} from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { DEADLOCK, ISOLATIONS, type Isolation, SERIALIZATION_FAILURE, type Writer } from '../support/writer.ts';

const MIXES = ISOLATIONS.flatMap((one) => ISOLATIONS.map((other): [Isolation, Isolation] => [one, other]));
const LIFE = { from: '2025-01-01', until: '2027-01-01' };

/** What a fact needs besides its unit. */
interface Others {
  unit: string;
  other: string;
  territory: string;
}

type Statement = (
  sql: Sql,
  { unit, other, territory }: Others,
  dates: { from: string; until: string },
) => Promise<unknown>;

const FACTS: [string, string, Statement][] = [
  [
    'a relation to a parent',
    'fact_outside_unit__unit_relation',
    (sql, { unit, other }, dates) => aRelation(sql, { child: unit, parent: other, ...dates }),
  ],
  [
    'a relation of a child',
    'fact_outside_unit__unit_relation',
    (sql, { unit, other }, dates) => aRelation(sql, { child: other, parent: unit, ...dates }),
  ],
  ['a seat', 'fact_outside_unit__unit_site', (sql, { unit }, dates) => aSite(sql, { unit, ...dates })],
  [
    'a territory',
    'fact_outside_unit__service_territory',
    (sql, { unit, territory }, dates) => aService(sql, { unit, territory, ...dates }),
  ],
  [
    'a line of descent to it',
    'fact_outside_unit__unit_lineage',
    (sql, { unit, other }, { from }) => aLineage(sql, { source: other, target: unit, on: from, extent: 'PARTIAL' }),
  ],
  [
    'a line of descent from it',
    'fact_outside_unit__unit_lineage',
    (sql, { unit, other }, { from }) => aLineage(sql, { source: unit, target: other, on: from, extent: 'PARTIAL' }),
  ],
];

/** Another life for the unit, and days of it that the new life no longer has. */
const MOVES: [string, Dates, { from: string; until: string }][] = [
  ['closes it earlier', { ...LIFE, until: '2026-01-01' }, { from: '2026-06-01', until: '2026-12-01' }],
  ['opens it later', { ...LIFE, from: '2026-01-01' }, { from: '2025-06-01', until: '2025-12-01' }],
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

async function aSituation(): Promise<Others> {
  return { unit: await aUnit(sql, LIFE), other: await aUnit(sql), territory: await aTerritory(sql) };
}

describe.each(MOVES)('while somebody %s', (_move, life, lostDays) => {
  describe.each(FACTS)('%s on a day it loses', (_fact, constraint, state) => {
    it.each(ISOLATIONS)('is refused, when stated second, under %s', async (isolation) => {
      const situation = await aSituation();
      await first.begin(isolation);
      await second.begin(isolation);
      await moveLife(first.sql, situation.unit, life);

      const outcome = second.finish((tx) => state(tx, situation, lostDays));
      await second.waits(sql);
      await first.commit();

      expect(await outcome).toBe(isolation === 'READ COMMITTED' ? constraint : SERIALIZATION_FAILURE);
    });

    it.each(ISOLATIONS)('keeps the unit from it, when stated first, under %s', async (isolation) => {
      const situation = await aSituation();
      await first.begin(isolation);
      await second.begin(isolation);
      await state(first.sql, situation, lostDays);

      const outcome = second.finish((tx) => moveLife(tx, situation.unit, life));
      await second.waits(sql);
      await first.commit();

      expect(await outcome).toBe(isolation === 'READ COMMITTED' ? constraint : SERIALIZATION_FAILURE);
    });
  });

  it.each(MIXES)(
    'either the life or a fact is let through when both start together, under %s and %s',
    async (one, other) => {
      const outcomes: string[][] = [];
      for (const [, , state] of FACTS) {
        const situation = await aSituation();
        await Promise.all([first.begin(one), second.begin(other)]);

        const both = await Promise.all([
          first.finish((tx) => moveLife(tx, situation.unit, life)),
          second.finish((tx) => state(tx, situation, lostDays)),
        ]);

        outcomes.push(both);
      }

      const expected = new RegExp(`^(done|fact_outside_unit__\\w+|${SERIALIZATION_FAILURE}|${DEADLOCK})$`);
      expect(outcomes.flat().filter((outcome) => !expected.test(outcome))).toEqual([]);
      expect(outcomes.filter((both) => both.every((outcome) => outcome === 'done'))).toEqual([]);
    },
  );
});

describe('a version', () => {
  it.each(ISOLATIONS)(
    'is not left out when the unit comes to live longer at the same time, under %s',
    async (isolation) => {
      const { unit } = await aSituation();
      await first.begin(isolation);
      await second.begin(isolation);
      await moveLife(first.sql, unit, { from: '2025-01-01', until: '2028-01-01' });

      const outcome = second.finish((tx) => aVersion(tx, { unit, from: '2027-01-01', until: '2027-06-01' }));
      await second.waits(sql);
      await first.commit();

      expect(await outcome).toBe('unit_version_overlap__version');
    },
  );
});

describe('a unit opened after a transaction has taken its view', () => {
  it.each(['REPEATABLE READ', 'SERIALIZABLE'] as const)('is not there for its facts, under %s', async (isolation) => {
    const territory = await aTerritory(sql);
    await first.begin(isolation);
    const unit = await aUnit(sql, { from: '2026-01-01' });
    const [row] = await sql<{ id: string }[]>`SELECT id FROM unit WHERE code = ${unit}`;

    const outcome = await first.finish(
      (tx) => tx`
      INSERT INTO service_territory (unit_id, territory_id, valid_from, change_id)
      SELECT ${row?.id ?? null}, id, '2025-01-01', (SELECT min(id) FROM change_event) FROM territory WHERE code = ${territory}`,
    );

    expect(outcome).toBe('not_found__service_territory_unit');
  });
});

describe('all these writers together', () => {
  it('leave no fact outside its unit, now or at any instant before', async () => {
    const records = await readRecords(sql);

    expect(contradictionsIn(records)).toEqual([]);
  });
});
