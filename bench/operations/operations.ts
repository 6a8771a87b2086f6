import type { Ground, Worker } from './ground.ts';
import { WRITERS_CENTER } from './ground.ts';
import { DAYS, Draw, dayAfter, FIRST_DAY, type Variables } from './variables.ts';

/** How an operation is asked: always something new, the same few things, or these while somebody writes elsewhere. */
export const MODES = ['first', 'repeated', 'written'] as const;
export type Mode = (typeof MODES)[number];

export interface Operation {
  id: string;
  title: string;
  isWrite: boolean;
  modes: readonly Mode[];
  /** Of a run: new variables each time, none of them twice. */
  first(ground: Ground, seed: number): Iterator<Variables>;
  /** The few that are asked over and over. */
  repeated(ground: Ground): Variables[];
}

const REPEATED_DAY = '2025-05-15';
/**
 * Pages of this size and more hold all centers and plans, and are other requests for whoever remembers answers. Of trees
 * the product takes no larger ones than this.
 */
const SMALLEST_PAGE = 34;
const PAGES_OF_TREES = 15;
const PAGES = 67;
const END_OF_YEAR = '2026-01-01';

const day = (index: number): string => dayAfter(FIRST_DAY, index);
const pick = (values: readonly string[], index: number | undefined): string => values[index ?? 0] ?? '';

function* drawn(
  sizes: readonly number[],
  seed: number,
  variables: (indexes: number[]) => Variables,
): Iterator<Variables> {
  const draw = new Draw(sizes, seed);
  for (let left = draw.size; left > 0; left -= 1) yield variables(draw.next());
}

const someBranches = ({ branches }: Ground): string[] =>
  Array.from({ length: SMALLEST_PAGE }, (_, index) =>
    pick(branches, Math.floor((index * branches.length) / SMALLEST_PAGE)),
  );

/** What somebody has typed by the third letter and after each further one. */
const typings = ({ names }: Ground): string[] => [
  ...new Set(
    names.flatMap((name) =>
      Array.from({ length: Math.min(name.length, 30) - 2 }, (_, index) => name.slice(0, index + 3).trim()),
    ),
  ),
];

const WEEK = 7;

/** One week after the other, each with everybody once, so that whatever is asked is accepted. */
function* weeks(
  workers: readonly Worker[],
  from: string,
  act: (worker: Worker, day: string, pass: number) => Variables,
): Iterator<Variables> {
  for (let pass = 0; ; pass += 1) for (const worker of workers) yield act(worker, dayAfter(from, pass * WEEK), pass);
}

const numberOf = ({ center }: Worker): number => Number(center.slice(1));
const INSTRUMENT = 'DEMO/QĐ';
const LAST_OF_ASSIGNED = 14;
const LAST_OF_TRANSFERRED = 28;

const assigned = ({ staff, branch, center }: Worker, from: string): Variables => ({
  ...{ staff, unit: branch, from, until: dayAfter(from, WEEK) },
  ...{ decidedBy: center, instrument: INSTRUMENT },
});

/** Writes beside reads: people of a center of which nobody reads in turn. */
export const writesBeside = ({ workers, freeFrom }: Ground): Iterator<Variables> =>
  weeks(
    workers.filter(({ center }) => center === WRITERS_CENTER),
    freeFrom,
    assigned,
  );

const readsOnce = (modes: readonly Mode[] = ['first']) => ({ isWrite: false, modes });

export const OPERATIONS: readonly Operation[] = [
  {
    ...{ id: 'a', title: 'one province, three levels', ...readsOnce(MODES) },
    first: ({ centers }, seed) =>
      drawn([centers.length, DAYS], seed, ([at, on = 0]) => ({ code: pick(centers, at), asOf: day(on) })),
    repeated: ({ centers }) =>
      centers.filter((code) => code !== WRITERS_CENTER).map((code) => ({ code, asOf: REPEATED_DAY })),
  },
  {
    ...{ id: 'b', title: 'the whole country, three levels', ...readsOnce(MODES) },
    first: (_, seed) =>
      drawn([DAYS, PAGES_OF_TREES], seed, ([on = 0, more = 0]) => ({ asOf: day(on), first: SMALLEST_PAGE + more })),
    repeated: () => [{ asOf: REPEATED_DAY, first: SMALLEST_PAGE }],
  },
  {
    ...{ id: 'c', title: 'fifty people of a branch', ...readsOnce(MODES) },
    first: ({ branches }, seed) =>
      drawn([branches.length, DAYS], seed, ([at, on = 0]) => ({ unit: pick(branches, at), asOf: day(on) })),
    repeated: (ground) => someBranches(ground).map((unit) => ({ unit, asOf: REPEATED_DAY })),
  },
  {
    ...{ id: 'd', title: 'rollout of all centers', ...readsOnce(MODES) },
    first: (_, seed) =>
      drawn([DAYS, PAGES], seed, ([on = 0, more = 0]) => ({ asOf: day(on), first: SMALLEST_PAGE + more })),
    repeated: () => [{ asOf: REPEATED_DAY, first: 100 }],
  },
  {
    ...{ id: 'e', title: 'one unit', ...readsOnce() },
    first: ({ units }, seed) =>
      drawn([units.length, DAYS], seed, ([at, on = 0]) => ({ code: pick(units, at), asOf: day(on) })),
    repeated: ({ branches }) => branches.slice(0, SMALLEST_PAGE).map((code) => ({ code, asOf: REPEATED_DAY })),
  },
  {
    ...{ id: 'f1', title: 'somebody is assigned', isWrite: true, modes: ['first'] },
    first: ({ workers, freeFrom }) =>
      weeks(
        workers.filter((worker) => numberOf(worker) <= LAST_OF_ASSIGNED),
        freeFrom,
        assigned,
      ),
    repeated: () => [],
  },
  {
    ...{ id: 'f2', title: 'somebody is transferred', isWrite: true, modes: ['first'] },
    first: ({ workers, freeFrom }) =>
      weeks(
        workers.filter((worker) => numberOf(worker) > LAST_OF_ASSIGNED && numberOf(worker) <= LAST_OF_TRANSFERRED),
        freeFrom,
        ({ staff, branch, other, center }, on, pass) => ({
          ...{ staff, unit: pass % 2 === 0 ? other : branch, on },
          ...{ decidedBy: center, instrument: INSTRUMENT },
        }),
      ),
    repeated: () => [],
  },
  {
    ...{ id: 'g', title: 'what changed in Hanoi', ...readsOnce() },
    first: (_, seed) =>
      drawn([60, 60], seed, ([from = 0, to = 0]) => ({ root: 'HN', from: day(from), to: dayAfter('2025-12-31', -to) })),
    repeated: () => [{ root: 'HN', from: FIRST_DAY, to: '2025-12-31' }],
  },
  {
    ...{ id: 'h', title: 'a phase is rehearsed', ...readsOnce(['repeated']) },
    first: () => [][Symbol.iterator](),
    repeated: () => [{ plan: 'HN', phase: 2 }],
  },
  {
    ...{ id: 'i', title: 'search while typing', ...readsOnce() },
    first: (ground, seed) => {
      const texts = typings(ground);
      return drawn([texts.length, DAYS], seed, ([at, on = 0]) => ({ text: pick(texts, at), asOf: day(on) }));
    },
    repeated: () => [{ text: 'chi nhánh', asOf: REPEATED_DAY }],
  },
  {
    ...{ id: 'j', title: 'capacity of a branch', ...readsOnce() },
    first: ({ branches }, seed) =>
      drawn([branches.length, 300], seed, ([at, on = 0]) => ({
        ...{ unit: pick(branches, at), from: dayAfter('2025-01-01', on), until: END_OF_YEAR },
      })),
    repeated: (ground) => someBranches(ground).map((unit) => ({ unit, from: '2025-01-01', until: END_OF_YEAR })),
  },
];
