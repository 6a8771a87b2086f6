import { covers, type Day, earlier, later, overlaps, type Period } from './day.ts';
import type { StaffCategory } from './staff.ts';
import { type Violation, violation } from './violation.ts';

/** Posts of a category granted to a unit and those below it, on days of one year; `id` null while not stored. */
export interface QuotaFact extends Period {
  id: number | null;
  unit: string;
  category: StaffCategory;
  year: number;
  ceiling: number;
  minimum: number | null;
  /** The unit out of whose total it is granted: itself where it is that total. */
  center: string;
  instrument: number | null;
  change: number | null;
}

/** What became of quotas: ids of those no longer believed, and new ones. */
export const quotaDelta = (before: readonly QuotaFact[], after: readonly QuotaFact[]) => ({
  superseded: before.flatMap((quota) => (quota.id !== null && !after.includes(quota) ? [quota.id] : [])),
  added: after.filter(({ id }) => id === null),
});

/** By how much the number of people counted at a unit, below it included, changes on a day. */
export interface HeadcountStep {
  unit: string;
  category: StaffCategory;
  on: Day;
  change: number;
}

/** Ceilings, and how many are counted against each. */
export interface HeadcountFacts {
  quotas: readonly QuotaFact[];
  steps: readonly HeadcountStep[];
}

export const NOTHING_COUNTED: HeadcountFacts = { quotas: [], steps: [] };

/** Somebody who is now counted at a unit, or no longer (-1), on some days. */
export interface Counted extends Period {
  staff: string;
  unit: string;
  category: StaffCategory;
  change: 1 | -1;
  path: readonly string[] | null;
}

/** On which days a unit is another or stands below it. */
export type Membership = (unit: string, root: string) => readonly Period[];

/**
 * HEADCOUNT_CEILING_EXCEEDED: payroll never exceeds the ceiling on any day. One violation for each quota that is
 * exceeded, with its first such day and the most that would be counted; its path is that of the first person too many.
 */
export function decideCeilings(
  { quotas, steps }: HeadcountFacts,
  counted: readonly Counted[],
  membership: Membership,
): Violation[] {
  return quotas.flatMap((quota) => {
    const moved = countedAgainst(quota, counted, membership);
    if (!moved.some(({ change }) => change > 0)) return [];
    const before = steps.filter(({ unit, category }) => unit === quota.unit && category === quota.category);
    const level = peak([...before, ...moved.flatMap(edges)], quota);
    if (level === null) return [];
    return [
      violation('HEADCOUNT_CEILING_EXCEEDED', {
        path: firstTooMany(moved, { free: quota.ceiling - levelOn(before, level.day), on: level.day }),
        unit: quota.unit,
        on: level.first,
        headcount: { category: quota.category, ceiling: quota.ceiling, counted: level.most },
      }),
    ];
  });
}

/**
 * Those of some units at which the number of people changes on a day, in a category: whoever moves within a unit's tree
 * leaves what it counts as it was.
 */
export function unitsThatCount(
  units: readonly string[],
  counted: readonly Omit<Counted, 'path'>[],
  membership: Membership,
): string[] {
  const moved = new Map<string, Omit<Counted, 'path' | 'staff' | 'change'> & { people: number }>();
  for (const { unit, category, from, until, change } of counted) {
    const key = [unit, category, from, until].join(' ');
    moved.set(key, { unit, category, from, until, people: (moved.get(key)?.people ?? 0) + change });
  }
  return units.filter((root) => {
    const sums = new Map<string, number>();
    const add = (key: string, people: number) => sums.set(key, (sums.get(key) ?? 0) + people);
    for (const { unit, category, people, ...days } of moved.values())
      for (const span of membership(unit, root)) {
        const [from, until] = [later(days.from, span.from), earlier(days.until, span.until)];
        if (from >= until) continue;
        add(`${category} ${from}`, people);
        add(`${category} ${until}`, -people);
      }
    return [...sums.values()].some((sum) => sum !== 0);
  });
}

/** The path of the first who finds no post on a day: those who go make room first, and who stays needs none anew. */
function firstTooMany(moved: readonly Counted[], { free, on }: { free: number; on: Day }): readonly string[] | null {
  const people = new Map<string, { change: number; path: readonly string[] | null }>();
  for (const one of moved.filter((fact) => covers(fact, on))) {
    const known = people.get(one.staff);
    people.set(one.staff, { change: (known?.change ?? 0) + one.change, path: known?.path ?? one.path });
  }
  const changes = [...people.values()];
  const coming = changes.filter(({ change }) => change > 0);
  const room = free + changes.filter(({ change }) => change < 0).length;
  return (coming[Math.max(0, room)] ?? coming[0])?.path ?? null;
}

/** Those who count against a quota, on the days on which they do. A loop: thousands of people times all quotas above. */
function countedAgainst(quota: QuotaFact, counted: readonly Counted[], membership: Membership): Counted[] {
  const found: Counted[] = [];
  for (const one of counted) {
    if (one.category !== quota.category) continue;
    for (const span of membership(one.unit, quota.unit)) {
      const common = { from: later(one.from, span.from), until: earlier(one.until, span.until) };
      if (common.from < common.until && overlaps(common, quota)) found.push({ ...one, ...common });
    }
  }
  return found;
}

/**
 * HEADCOUNT_BELOW_MINIMUM: a warning where people who go leave a unit with fewer than its quota says it needs, on a day
 * on which it had enough.
 */
export function decideMinimums(
  { quotas, steps }: HeadcountFacts,
  counted: readonly Counted[],
  membership: Membership,
): Violation[] {
  return quotas.flatMap((quota) => {
    const { unit, category, minimum } = quota;
    if (minimum === null) return [];
    const moved = countedAgainst(quota, counted, membership);
    if (!moved.some(({ change }) => change < 0)) return [];
    const before = steps.filter((step) => step.unit === unit && step.category === category);
    const after = [...before, ...moved.flatMap(edges)];
    const days = [...new Set(after.map(({ on }) => later(on, quota.from)))].filter((day) => day < quota.until).sort();
    const on = days.find((day) => levelOn(before, day) >= minimum && levelOn(after, day) < minimum);
    if (on === undefined) return [];
    const words = { counted: levelOn(after, on), minimum };
    return [violation('HEADCOUNT_BELOW_MINIMUM', { severity: 'WARNING', unit, on, words })];
  });
}

const edges = ({ from, until, change }: Counted) => [
  { on: from, change },
  { on: until, change: -change },
];

/** How many there are at the end of a day. */
const levelOn = (steps: readonly Pick<HeadcountStep, 'on' | 'change'>[], day: Day): number =>
  steps.reduce((sum, { on, change }) => (on <= day ? sum + change : sum), 0);

/** A quota that is granted is not below what is counted already, on any of its days. */
export function decideLevel(
  quota: QuotaFact,
  steps: readonly HeadcountStep[],
  path: readonly string[] | null,
): Violation[] {
  const own = steps.filter(({ unit, category }) => unit === quota.unit && category === quota.category);
  const level = peak(own, quota);
  if (level === null) return [];
  const { unit, category, ceiling } = quota;
  return [
    violation('HEADCOUNT_CEILING_EXCEEDED', {
      path,
      unit,
      on: level.first,
      headcount: { category, ceiling, counted: level.most },
    }),
  ];
}

/** The most there are on a day of a quota, that day, and the first with too many; null where there never are. */
function peak(
  steps: readonly Pick<HeadcountStep, 'on' | 'change'>[],
  { from, until, ceiling }: QuotaFact,
): { most: number; day: Day; first: Day } | null {
  const byDay = new Map<Day, number>();
  for (const { on, change } of steps) {
    const day = later(on, from);
    if (day < until) byDay.set(day, (byDay.get(day) ?? 0) + change);
  }
  let level = 0;
  const exceeding: { most: number; day: Day }[] = [];
  for (const day of [...byDay.keys()].sort()) {
    level += byDay.get(day) ?? 0;
    if (level > ceiling) exceeding.push({ most: level, day });
  }
  const [first] = exceeding;
  const worst = exceeding.reduce((most, one) => (one.most > most.most ? one : most), first ?? { most: 0, day: from });
  return first ? { ...worst, first: first.day } : null;
}

/**
 * ALLOCATION_EXCEEDS_TOTAL: what a center grants comes to at most its total, on every day. Told with the first day on which
 * it does not, and the most that is granted on any.
 */
export function decideAllocations(
  quotas: readonly QuotaFact[],
  pathOf: (quota: QuotaFact) => readonly string[] | null,
): Violation[] {
  return quotas
    .filter(({ unit, center }) => unit === center)
    .flatMap((total) => {
      const parts = quotas.filter((part) => isPartOf(part, total));
      const days = [...new Set(parts.map(({ from }) => later(from, total.from)))].sort();
      const levels = days.map((on) => {
        const there = parts.filter(({ from, until }) => from <= on && on < until);
        return { on, there, granted: there.reduce((sum, { ceiling }) => sum + ceiling, 0) };
      });
      const first = levels.find(({ granted }) => granted > total.ceiling);
      if (!first) return [];
      const { category, ceiling } = total;
      const counted = Math.max(...levels.map(({ granted }) => granted));
      return [
        violation('ALLOCATION_EXCEEDS_TOTAL', {
          path: first.there.map(pathOf).find((found) => found !== null) ?? pathOf(total),
          unit: total.center,
          on: first.on,
          headcount: { category, ceiling, counted },
        }),
      ];
    });
}

const isPartOf = (part: QuotaFact, total: QuotaFact): boolean =>
  part.center === total.unit && part.unit !== total.unit && part.category === total.category && overlaps(part, total);
