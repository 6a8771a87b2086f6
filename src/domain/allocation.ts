import { addDays, covers, type Day, earlier, later, overlaps, type Period } from './day.ts';
import { decideAllocations, decideLevel, type HeadcountStep, type QuotaFact } from './headcount.ts';
import { membershipOf } from './organization/membership.ts';
import type { Organization } from './organization/organization.ts';
import type { StaffCategory } from './staff.ts';
import { type Violation, violation } from './violation.ts';

/** Posts granted to a unit, those below it included. */
export interface Allocation {
  unit: string;
  category: StaffCategory;
  ceiling: number;
  /** People it needs at least; null where nothing is said. */
  minimum: number | null;
}

/** What is granted out of a center's total, from a day of a year on. */
export interface Granting {
  center: string;
  year: number;
  from: Day;
  allocations: readonly Allocation[];
}

/** A merger into a unit: its day, and the ceilings there were on the eve, its own left out. */
export interface Merger {
  unit: string;
  on: Day;
  before: readonly { category: StaffCategory; ceiling: number }[];
}

export interface AllocationGround {
  organization: Organization;
  /** Quotas of the center and of the units named, as they are and as they would be. */
  quotas: readonly QuotaFact[];
  after: readonly QuotaFact[];
  steps: readonly HeadcountStep[];
  mergers: readonly Merger[];
}

const MOST_ALLOCATIONS = 2_000;
const MOST_POSTS = 999_999;

/** The days of a year. */
export const yearOf = (year: number): Period => ({ from: firstOf(year), until: firstOf(year + 1) });
const firstOf = (year: number): Day => `${String(year).padStart(4, '0')}-01-01`;

/** Quotas as they are once some were granted: what was granted before ends on that day. A unit's quota lies within its life. */
export function grant(
  organization: Organization,
  quotas: readonly QuotaFact[],
  { center, year, from, allocations, instrument }: Granting & { instrument: number | null },
): QuotaFact[] {
  return allocations.reduce<QuotaFact[]>(
    (facts, { unit, category, ceiling, minimum }) => {
      const days = daysOf(organization, unit, { ...yearOf(year), from });
      if (!days) return facts;
      const kept = facts.flatMap((quota) => {
        const isReplaced = quota.unit === unit && quota.category === category && quota.center === center;
        if (!isReplaced || quota.until <= from || quota.year !== year) return [quota];
        return quota.from < from ? [{ ...quota, id: null, until: from }] : [];
      });
      const granted = { id: null, ...days, unit, category, year, ceiling, minimum, center, instrument, change: null };
      return [...kept, granted];
    },
    [...quotas],
  );
}

/** The days of a period on which a unit is there; null where there are none. */
function daysOf(organization: Organization, unit: string, { from, until }: Period): Period | null {
  const life = organization.find(unit)?.life;
  if (!life) return null;
  const days = { from: later(from, life.from), until: earlier(until, life.until) };
  return days.from < days.until ? days : null;
}

/** Everything that stands in the way of granting posts. */
export function decideGrant(granting: Granting, ground: AllocationGround): Violation[] {
  const { center, allocations } = granting;
  const { organization, after } = ground;
  const wrong = [
    ...decideExtent(granting),
    ...(organization.find(center) ? [] : [violation('NOT_FOUND', { path: ['center'], words: { what: center } })]),
    ...allocations.flatMap((_, index) => decideOne(granting, ground, index)),
  ];
  const pathOf = ({ unit, category }: Pick<QuotaFact, 'unit' | 'category'>) => {
    const index = allocations.findIndex((one) => one.unit === unit && one.category === category);
    return index < 0 ? null : ['allocations', String(index), 'ceiling'];
  };
  const granted = after.filter(({ id }) => id === null);
  return [
    ...wrong,
    ...granted.flatMap((quota) => decideLevel(quota, ground.steps, pathOf(quota))),
    ...decideAllocations(
      after.filter((quota) => quota.center === center),
      pathOf,
    ),
    ...granted.flatMap((quota) => decideMerged(quota, ground, pathOf(quota))),
  ];
}

/** Quotas are of a year that there is, from one of its days on. */
export function decideDays({ year, from }: { year: number; from: Day }): Violation[] {
  if (year < 1900 || year > 9998) return [violation('PERIOD_INVALID', { path: ['year'], expected: 'DAY_FROM_1900' })];
  if (covers(yearOf(year), from)) return [];
  return [violation('PERIOD_INVALID', { path: ['from'], on: from, expected: 'QUOTA_DAY', words: { year } })];
}

function decideExtent({ allocations: { length } }: Granting): Violation[] {
  if (length > 0 && length <= MOST_ALLOCATIONS) return [];
  const words = { max: MOST_ALLOCATIONS };
  return [violation('INPUT_INVALID', { path: ['allocations'], expected: 'MOST_ITEMS', words })];
}

/** One of the allocations, for itself: a unit of the center in that year, once, with figures that can be. */
function decideOne(
  { center, year, from, allocations }: Granting,
  { organization, quotas }: AllocationGround,
  index: number,
): Violation[] {
  const allocation = allocations[index];
  if (!allocation) return [];
  const { unit, category, ceiling, minimum } = allocation;
  const at = (field: string) => ['allocations', String(index), field];
  const days = daysOf(organization, unit, { ...yearOf(year), from });
  const isCounted = ceiling >= 0 && ceiling <= MOST_POSTS && (minimum === null || (minimum >= 0 && minimum <= ceiling));
  const isFirst = allocations.findIndex((one) => one.unit === unit && one.category === category) === index;
  const isBelow = days && membershipOf(organization)(unit, center).some((span) => overlaps(span, days));
  const other = days && quotas.find((quota) => isOtherOf(quota, { unit, category, center, days }));
  return [
    ...(isCounted ? [] : [violation('INPUT_INVALID', { path: at('ceiling'), unit, expected: 'QUOTA' })]),
    ...(isFirst ? [] : [violation('INPUT_INVALID', { path: at('unit'), unit, expected: 'NO_OTHER_ENTRY' })]),
    ...(organization.find(unit) ? [] : [violation('NOT_FOUND', { path: at('unit'), words: { what: unit } })]),
    ...(organization.find(unit) && !days ? [violation('FACT_OUTSIDE_UNIT', { path: at('unit'), unit, on: from })] : []),
    ...(days && !isBelow
      ? [violation('INPUT_INVALID', { path: at('unit'), unit, expected: 'UNIT_OF_CENTER', words: { center } })]
      : []),
    ...(other ? [violation('QUOTA_OVERLAP', { path: at('unit'), unit, on: later(other.from, from) })] : []),
  ];
}

const isOtherOf = (
  quota: QuotaFact,
  { unit, category, center, days }: { unit: string; category: StaffCategory; center: string; days: Period },
): boolean => quota.unit === unit && quota.category === category && quota.center !== center && overlaps(quota, days);

/** MERGE_HEADCOUNT_INCREASE: from a merger on a unit has at most the posts that were there on the eve, all together. */
function decideMerged(
  quota: QuotaFact,
  { quotas, after, mergers }: AllocationGround,
  path: readonly string[] | null,
): Violation[] {
  const [last] = mergers
    .filter(({ unit, on }) => unit === quota.unit && on < quota.until)
    .sort((a, b) => (a.on < b.on ? 1 : -1));
  if (!last) return [];
  const eve = addDays(last.on, -1);
  const isOwn = (one: QuotaFact) => one.unit === quota.unit && one.category === quota.category && covers(one, eve);
  // As it was granted before: who restates the whole year does not move what the merger is held against.
  const own = quotas.find(isOwn) ?? after.find(isOwn);
  const others = last.before.filter(({ category }) => category === quota.category);
  // Nothing was said of posts before: there is nothing to hold the new figure against.
  if (!own && others.length === 0) return [];
  const before = others.reduce((sum, { ceiling }) => sum + ceiling, own?.ceiling ?? 0);
  if (quota.ceiling <= before) return [];
  const { unit, category, ceiling } = quota;
  return [
    violation('MERGE_HEADCOUNT_INCREASE', {
      path,
      unit,
      on: later(last.on, quota.from),
      headcount: { category, ceiling: before, counted: ceiling },
      words: { merged: last.on, before, after: ceiling },
      waivable: true,
    }),
  ];
}
