import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays } from '../../src/domain/day.ts';
import { aRelation, aUnit, supersede } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { aPayroll, aQuota, aStaff, changeCeiling, retract } from '../support/staff-builder.ts';
import { contradictionsAmong } from '../support/staff-recount.ts';
import { DEADLOCK, ISOLATIONS, SERIALIZATION_FAILURE, Writer } from '../support/writer.ts';

const WRITERS = 6;
const DURATION_MS = 2000;
/** Until when to go on for what has not come by then. */
const LATEST_MS = 20_000;
const EXPECTED = [
  'done',
  'headcount_ceiling_exceeded__payroll',
  'allocation_exceeds_total__quota',
  SERIALIZATION_FAILURE,
];
const PEOPLE = 20;
const ATTEMPTS = 6;
const CALENDAR = { from: '2025-01-01', until: '2025-01-13' };
const DAYS = 12;

/** A center over two branches over two points each, and a unit beside them. */
interface Tree {
  center: string;
  branches: string[];
  points: string[];
  apart: string;
}

type Write = (tx: Sql) => Promise<unknown>;

let scene: Scene;
let writers: Writer[];
let tree: Tree;
let units: string[];
let people: string[];

beforeAll(async () => {
  scene = await openScene();
  writers = await Promise.all(Array.from({ length: WRITERS }, () => Writer.open(scene.url)));
});

afterAll(async () => {
  await Promise.all(writers.map((writer) => writer.close()));
  await scene.close();
});

async function aTree(sql: Sql): Promise<Tree> {
  const [center, apart] = [await aUnit(sql), await aUnit(sql)];
  const [branches, points]: [string[], string[]] = [[], []];
  for (let branch = 0; branch < 2; branch += 1) {
    branches.push(await aUnit(sql));
    await aRelation(sql, { child: branches[branch] ?? '', parent: center });
    for (let point = 0; point < 2; point += 1) {
      const child = await aUnit(sql);
      points.push(child);
      await aRelation(sql, { child, parent: branches[branch] ?? '' });
    }
  }
  return { center, branches, points, apart };
}

/** An act made up by chance; it means the same each time it is tried. */
function anAct(random: () => number): Write {
  const below = (count: number) => Math.floor(random() * count);
  const of = (items: readonly string[]) => items[below(items.length)] ?? '';
  const start = below(DAYS - 1);
  const dates = {
    from: addDays(CALENDAR.from, start),
    until: addDays(CALENDAR.from, start + 1 + below(DAYS - start)),
  };
  const [unit, staff, ceiling, kind] = [of(units), of(people), below(4), below(20)];
  if (kind < 9)
    return async (tx) => {
      await retract(tx, 'payroll', staff);
      await aPayroll(tx, { staff, unit, ...dates });
    };
  if (kind < 12) return (tx) => retract(tx, 'payroll', staff);
  if (kind < 14) return (tx) => changeCeiling(tx, tree.center, { ceiling: 2 + ceiling });
  if (kind < 18) {
    const [granted, isGranted, center] = [of(units.slice(1)), below(6) > 0, below(4) > 0 ? tree.center : undefined];
    return async (tx) => {
      await retract(tx, 'quota', granted);
      if (isGranted) await aQuota(tx, { unit: granted, ceiling, ...dates, ...(center ? { center } : {}) });
    };
  }
  const [child, parent] =
    below(2) === 0
      ? [of(tree.points), of([...tree.branches, tree.apart])]
      : [of(tree.branches), of([tree.center, tree.apart])];
  return async (tx) => {
    await supersede(tx, 'unit_relation', child);
    await aRelation(tx, { child, parent, ...dates });
  };
}

/** Lets all writers do acts made up by chance for a while, each tried again on a collision; answers how often each outcome came. */
async function race(seed: number): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  const start = Date.now();
  const goesOn = () => {
    const sinceMs = Date.now() - start;
    return sinceMs < DURATION_MS || (sinceMs < LATEST_MS && EXPECTED.some((outcome) => !outcomes[outcome]));
  };
  const write = async (writer: Writer, random: () => number) => {
    while (goesOn()) {
      const [act, isolation] = [anAct(random), ISOLATIONS[Math.floor(random() * 3)] ?? 'SERIALIZABLE'];
      let outcome = SERIALIZATION_FAILURE;
      for (let left = ATTEMPTS; left > 0 && [SERIALIZATION_FAILURE, DEADLOCK].includes(outcome); left -= 1) {
        await writer.begin(isolation);
        outcome = await writer.finish(act);
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      }
    }
  };
  await Promise.all(writers.map((writer, index) => write(writer, seededRandom(seed + index))));
  return outcomes;
}

describe('six writers at random isolation levels', () => {
  it.each([1, 2])(
    'never exceed a ceiling or a total, on any day, now or at any instant before (seed %i)',
    async (seed) => {
      const { sql } = scene;
      tree = await aTree(sql);
      units = [tree.center, tree.apart, ...tree.branches, ...tree.points];
      people = [];
      while (people.length < PEOPLE) people.push(await aStaff(sql));
      await aQuota(sql, { unit: tree.center, ceiling: 4 });

      const outcomes = await race(seed * 100);

      expect(await contradictionsAmong(sql, units, CALENDAR)).toEqual([]);
      expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(EXPECTED));
      // Two who put something in place of the same fact see it ended, but not what the other puts there.
      const collisions = /^(staff_home|unit_parent|quota)_overlap__|^40P01$/;
      const others = Object.keys(outcomes).filter((outcome) => !EXPECTED.includes(outcome));
      expect(others.filter((outcome) => !collisions.test(outcome))).toEqual([]);
    },
  );
});
