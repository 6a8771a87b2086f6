import type { Database } from '../../db/client.ts';
import { hasStaffOfSeries } from '../../db/repositories/demo.ts';
import { loadFacts } from '../../db/repositories/organization.ts';
import { findUnitCodes } from '../../db/repositories/units.ts';
import { done, type Outcome, type Result, refused, UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { FOREVER } from '../../domain/day.ts';
import { carryOutProgramme } from './carry-out-programme.ts';
import { DEMO_PREFIX } from './demo-law.ts';
import { Dice } from './dice.ts';
import { enlistPeople, grantPosts, recordDemo } from './fill.ts';
import { Muster } from './muster.ts';
import { factsOf } from './person.ts';
import { planProgramme } from './plan-programme.ts';
import type { Counting } from './plan-quotas.ts';
import type { Programme } from './programme.ts';
import { SIZES } from './sizes.ts';
import { Terrain } from './terrain.ts';
import { DemoRefused, Within } from './within.ts';

/** What a center was filled with; nothing where it was filled before. */
export interface FilledCenter {
  center: string;
  isNew: boolean;
  people: number;
}

/** The centers of the shipped plans. */
export const DEMO_CENTERS = Object.keys(SIZES);

/**
 * Fills a center of the shipped plans, in one transaction: people where its units were and are, posts, leaders, transfers,
 * secondments and assignments, by the product's own verbs and rules. A center that was filled stays as it is.
 */
export function demoCenter(database: Database, center: string, seed: number): Promise<Result<FilledCenter, null>> {
  const by = { actor: 'demo-staff', requestId: `demo-staff-${center}` };
  return new UnitOfWork(database, by).run('demoStaff', {}, (work) =>
    unlessFilled(work, center, async () => {
      const sizes = SIZES[center];
      if (!sizes) throw new Error(`${center} is no center of a shipped plan`);
      const units = [center, ...(await findUnitCodes(work.tx, [`${center}-`]))];
      const terrain = new Terrain(await loadFacts(work.tx, { units, territories: [], standing: true }));
      const within = new Within(database, by, work);
      const instrument = await recordDemo(within);
      const programme = planProgramme(new Muster(terrain, new Dice(`${seed} ${center}`)), center, sizes);
      const people = programme.people.map((person) => factsOf(person, instrument));
      await enlistPeople(work, people, { instrument, units: terrain.units.map(({ code }) => code) });
      await grantPosts(within, { terrain, center, minimum: sizes.minimum }, countingOf(programme));
      await carryOutProgramme(within, programme);
      return people.length;
    }),
  );
}

/** Fills a center, unless it is filled; nothing of it stays where a rule refuses it. */
export async function unlessFilled(
  work: Work,
  center: string,
  fill: () => Promise<number>,
): Promise<Outcome<FilledCenter>> {
  if (await hasStaffOfSeries(work.tx, `${DEMO_PREFIX}${center}-`)) return done({ center, isNew: false, people: 0 });
  try {
    return done({ center, isNew: true, people: await fill() });
  } catch (error) {
    if (error instanceof DemoRefused) return refused([...error.violations]);
    throw error;
  }
}

/** Where people count once everything planned has happened; where they came from is counted on as well. */
function countingOf({ people, transfers, secondments }: Programme): Counting[] {
  const categories = new Map(people.map(({ code, category }) => [code, category]));
  const come = (staff: string, { unit, from }: Pick<Counting, 'unit' | 'from'>): Counting[] => {
    const category = categories.get(staff);
    return category ? [{ unit, category, from, until: FOREVER }] : [];
  };
  return [
    ...people.flatMap(({ category, homes }) => homes.map((home) => ({ ...home, category }))),
    ...transfers.flatMap(({ on, moves }) =>
      moves.flatMap(({ staff, toUnit, category }) =>
        come(staff, { unit: toUnit, from: on }).map((one) => ({ ...one, category: category ?? one.category })),
      ),
    ),
    ...secondments.flatMap(({ staff, host, outcome }) =>
      outcome.kind === 'TRANSFERRED' ? come(staff, { unit: host, from: outcome.on }) : [],
    ),
  ];
}
