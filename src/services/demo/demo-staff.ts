import type { Database } from '../../db/client.ts';
import { countDemo, type DemoCounts } from '../../db/repositories/demo.ts';
import { refreshStatistics } from '../../db/repositories/statistics.ts';
import type { Violation } from '../../domain/violation.ts';
import { codeOfProvince, DEMO_PROVINCES, unitsOfProvince } from './country-units.ts';
import { demoCenter, type FilledCenter, type Filling } from './demo-center.ts';
import { DEMO_PREFIX } from './demo-law.ts';
import { PROVINCE_SIZES, SIZES } from './sizes.ts';

/** How much is made up: the centers of the shipped plans, or a country of 34 centers around them. */
export const DEMO_SCALES = ['plans', 'country'] as const;
export type DemoScale = (typeof DEMO_SCALES)[number];

export interface DemoOptions {
  scale: DemoScale;
  seed: number;
  /** Made-up provinces of the country, the first ones; all of them where left out. */
  provinces?: number;
  /** Told of each center once it is done. */
  progress?: (filled: FilledCenter) => void;
}

/** What there is in the end, or what stood in the way and at which center. */
export type DemoOutcome =
  | { isDone: true; counts: DemoCounts }
  | { isDone: false; center: string; violations: readonly Violation[] };

/** Fills one center after the other, each in a transaction of its own, and stops at the first that is refused. */
export async function demoStaff(
  database: Database,
  { scale, seed, provinces = DEMO_PROVINCES, progress = () => {} }: DemoOptions,
): Promise<DemoOutcome> {
  const fillings: Filling[] = [
    ...Object.entries(SIZES).map(([center, sizes]) => ({ center, sizes, seed })),
    ...(scale === 'country' ? Array.from({ length: provinces }, (_, index) => provinceOf(index + 1, seed)) : []),
  ];
  for (const filling of fillings) {
    const { value, violations } = await demoCenter(database, filling);
    if (value === null) return { isDone: false, center: filling.center, violations };
    progress(value);
  }
  return database.writes.transaction(async (tx) => {
    await database.seeEverything(tx);
    await refreshStatistics(tx);
    return { isDone: true, counts: await countDemo(tx, DEMO_PREFIX) };
  });
}

const provinceOf = (number: number, seed: number): Filling => ({
  center: codeOfProvince(number),
  sizes: PROVINCE_SIZES,
  seed,
  units: (instrument) => unitsOfProvince(number, instrument),
});
