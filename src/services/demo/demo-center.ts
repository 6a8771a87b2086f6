import type { Database } from '../../db/client.ts';
import { hasStaffOfSeries } from '../../db/repositories/demo.ts';
import { loadFacts } from '../../db/repositories/organization.ts';
import { findUnitCodes } from '../../db/repositories/units.ts';
import { done, type Outcome, type Result, refused, UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Change } from '../../domain/change.ts';
import { FOREVER } from '../../domain/day.ts';
import { carryOutProgramme } from './carry-out-programme.ts';
import { DEMO_PREFIX } from './demo-law.ts';
import { Dice } from './dice.ts';
import { carryOutActs, enlistPeople, establishUnits, grantPosts, recordDemo, refuseForeignPosts } from './fill.ts';
import { Muster } from './muster.ts';
import { factsOf } from './person.ts';
import type { Counting } from './plan-posts.ts';
import { planProgramme } from './plan-programme.ts';
import type { Programme } from './programme.ts';
import type { Sizes } from './sizes.ts';
import { Terrain } from './terrain.ts';
import { DemoRefused, Within } from './within.ts';

/** What a center was filled with; nothing where it was filled before. */
export interface FilledCenter {
  center: string;
  isNew: boolean;
  units: number;
  people: number;
}

/** A center to be filled. */
export interface Filling {
  center: string;
  sizes: Sizes;
  /** Another seed, other people. */
  seed: number;
  /** Units to be established first, citing an instrument. */
  units?: (instrument: number) => Change[];
}

/**
 * Fills a center, in one transaction: people where its units were and are, posts, leaders, transfers, secondments and
 * assignments, by the product's own verbs and rules. A center that was filled stays as it is.
 */
export function demoCenter(
  database: Database,
  { center, sizes, seed, units = () => [] }: Filling,
): Promise<Result<FilledCenter, null>> {
  const by = { actor: 'demo-staff', requestId: `demo-staff-${center}` };
  return new UnitOfWork(database, by).run('demoStaff', {}, (work) =>
    unlessFilled(work, center, async () => {
      await refuseForeignPosts(work, center);
      const within = new Within(database, by, work);
      const instrument = await recordDemo(within);
      const changes = units(instrument);
      await establishUnits(work, changes);
      const codes = [center, ...(await findUnitCodes(work.tx, [`${center}-`]))];
      const terrain = new Terrain(await loadFacts(work.tx, { units: codes, territories: [], standing: true }));
      const programme = planProgramme(new Muster(terrain, new Dice(`${seed} ${center}`)), center, sizes);
      const citing = { instrument, units: terrain.units.map(({ code }) => code) };
      const people = programme.people.map((person) => factsOf(person, instrument));
      await enlistPeople(work, people, citing);
      await grantPosts(within, { terrain, center, minimum: sizes.minimum }, countingOf(programme));
      await carryOutActs(work, programme, citing);
      await carryOutProgramme(within, programme);
      return { units: changes.length, people: people.length };
    }),
  );
}

/** Fills a center, unless it is filled; nothing of it stays where a rule refuses it. */
async function unlessFilled(
  work: Work,
  center: string,
  fill: () => Promise<Pick<FilledCenter, 'units' | 'people'>>,
): Promise<Outcome<FilledCenter>> {
  if (await hasStaffOfSeries(work.tx, `${DEMO_PREFIX}${center}-`))
    return done({ center, isNew: false, units: 0, people: 0 });
  try {
    return done({ center, isNew: true, ...(await fill()) });
  } catch (error) {
    if (error instanceof DemoRefused) return refused([...error.violations]);
    throw error;
  }
}

/** Where people count once everything planned has happened; where they came from is counted on as well. */
function countingOf({ people, transfers }: Programme): Counting[] {
  const categories = new Map(people.map(({ code, category }) => [code, category]));
  return [
    ...people.flatMap(({ category, homes }) => homes.map((home) => ({ ...home, category }))),
    ...transfers.flatMap(({ on, moves }) =>
      moves.flatMap(({ staff, toUnit, category }): Counting[] => {
        const is = category ?? categories.get(staff);
        return is ? [{ unit: toUnit, category: is, from: on, until: FOREVER }] : [];
      }),
    ),
  ];
}
