import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contradictionsIn, readRecords } from '../support/believed.ts';
import { aRelation, aService, aTerritory, aUnit, moveLife } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { DEADLOCK, ISOLATIONS, SERIALIZATION_FAILURE, Writer } from '../support/writer.ts';

const WRITERS = 4;
const DURATION_MS = 2000;
const DAYS = ['2025-01-01', '2025-07-01', '2026-01-01', '2026-07-01', '2027-01-01', 'infinity'];
const KINDS = ['ESTABLISHMENT', 'PROFESSIONAL'] as const;

type Step = (tx: Sql, pick: Picker) => Promise<unknown>;

/** Draws at random, the same series on every run; what the writers make of it is up to their race. */
class Picker {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  number(below: number): number {
    return Math.floor(this.random() * below);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.number(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  dates(): { from: string; until: string } {
    const from = this.number(DAYS.length - 1);
    return { from: this.of(DAYS.slice(from, from + 1)), until: this.of(DAYS.slice(from + 1)) };
  }
}

let scene: Scene;
let writers: Writer[];
let units: string[];
let territories: string[];

beforeAll(async () => {
  scene = await openScene();
  writers = await Promise.all(Array.from({ length: WRITERS }, () => Writer.open(scene.url)));
});

afterAll(async () => {
  await Promise.all(writers.map((writer) => writer.close()));
  await scene.close();
});

async function prepare(counts: { units: number; territories: number }): Promise<void> {
  units = [];
  territories = [];
  while (units.length < counts.units) units.push(await aUnit(scene.sql));
  while (territories.length < counts.territories) territories.push(await aTerritory(scene.sql));
}

const relate: Step = (tx, pick) =>
  aRelation(tx, { child: pick.of(units), parent: pick.of(units), kind: pick.of(KINDS), ...pick.dates() });

/** Two relations in one statement, so that the cycle may lie within it. */
const relateTwo: Step = (tx, pick) => {
  const relations = [0, 1].map(() => ({ child: pick.of(units), parent: pick.of(units), ...pick.dates() }));
  return tx`
    INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, valid_to, change_id)
    SELECT child.id, 'ESTABLISHMENT', parent.id, (r ->> 'from')::date, (r ->> 'until')::date, (SELECT min(id) FROM change_event)
    FROM jsonb_array_elements(${JSON.stringify(relations)}::text::jsonb) AS r
    JOIN unit AS child ON child.code = r ->> 'child' JOIN unit AS parent ON parent.code = r ->> 'parent'`;
};

const unrelate: Step = (tx, pick) => tx`
  UPDATE unit_relation SET superseded_at = now() WHERE superseded_at = 'infinity'
    AND child_id = (SELECT id FROM unit WHERE code = ${pick.of(units)}) AND kind = ${pick.of(KINDS)}`;

const serve: Step = (tx, pick) =>
  aService(tx, { unit: pick.of(units), territory: pick.of(territories), ...pick.dates() });

const unserve: Step = (tx, pick) => tx`
  UPDATE service_territory SET superseded_at = now() WHERE superseded_at = 'infinity'
    AND unit_id = (SELECT id FROM unit WHERE code = ${pick.of(units)})`;

const live: Step = (tx, pick) => moveLife(tx, pick.of(units), pick.dates());

/** Lets all writers do random transactions of one to three steps for a while; answers how often each outcome came. */
async function race(seed: number, steps: readonly Step[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  const deadline = Date.now() + DURATION_MS;
  const write = async (writer: Writer, pick: Picker) => {
    while (Date.now() < deadline) {
      await writer.begin(pick.of(ISOLATIONS));
      const outcome = await writer.finish(async (tx) => {
        for (let left = 1 + pick.number(3); left > 0; left -= 1) await pick.of(steps)(tx, pick);
      });
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    }
  };
  await Promise.all(writers.map((writer, index) => write(writer, new Picker(seed + index))));
  return outcomes;
}

describe('four writers at random isolation levels', () => {
  it.each([1, 2])('who relate units at random never make a cycle or a second parent (seed %i)', async (seed) => {
    await prepare({ units: 8, territories: 0 });

    const outcomes = await race(seed * 100, [relate, relate, relateTwo, unrelate]);

    expect(contradictionsIn(await readRecords(scene.sql))).toEqual([]);
    const { done, unit_cycle__relation, unit_parent_overlap__relation, ...others } = outcomes;
    expect([done, unit_cycle__relation, unit_parent_overlap__relation]).not.toContain(undefined);
    const collisions = ['unit_cycle__self', SERIALIZATION_FAILURE, DEADLOCK];
    expect(Object.keys(others).filter((outcome) => !collisions.includes(outcome))).toEqual([]);
  });

  it('who also move lives at random never leave a fact outside its unit', async () => {
    await prepare({ units: 6, territories: 3 });

    const outcomes = await race(300, [relate, unrelate, serve, unserve, live, live]);

    expect(contradictionsIn(await readRecords(scene.sql))).toEqual([]);
    const { done, fact_outside_unit__unit_relation, fact_outside_unit__service_territory, ...others } = outcomes;
    expect([done, fact_outside_unit__unit_relation, fact_outside_unit__service_territory]).not.toContain(undefined);
    const refusals = /^(unit_cycle|unit_parent_overlap|territory_overlap)__|^40001$|^40P01$/;
    expect(Object.keys(others).filter((outcome) => !refusals.test(outcome))).toEqual([]);
  });
});
