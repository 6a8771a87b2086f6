import { type Allocation, yearOf } from '../../domain/allocation.ts';
import { type Day, later, overlaps, type Period } from '../../domain/day.ts';
import type { StaffCategory } from '../../domain/staff.ts';
import { DEMO_YEARS } from './demo-law.ts';

/** Days on which somebody counts at a unit. */
export interface Counting extends Period {
  unit: string;
  category: StaffCategory;
}

/** Categories for which posts are granted. */
const GRANTED: readonly StaffCategory[] = ['CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT'];
/** Posts that the center keeps back. */
const RESERVE = 2;
const WINDOW: Period = {
  from: yearOf(Math.min(...DEMO_YEARS)).from,
  until: yearOf(Math.max(...DEMO_YEARS)).until,
};

/** Posts of the units below a center, and what it needs for those paid by itself. */
export interface Posts {
  parts: Allocation[];
  own: (category: StaffCategory) => number;
}

/**
 * Posts as they are needed for those who count somewhere on any day of the years, and one free post in each unit and
 * category: the same every year, since a merger may not bring more posts than there were before.
 */
export function planPosts(
  { center, units, minimum }: { center: string; units: readonly string[]; minimum: number | null },
  counting: readonly Counting[],
): Posts {
  const peaks = peaksOf(counting.filter((one) => overlaps(one, WINDOW)));
  const needed = (unit: string, category: StaffCategory) => peaks.get(`${unit} ${category}`) ?? 0;
  const parts = units.flatMap((unit) =>
    GRANTED.flatMap((category): Allocation[] => {
      const peak = needed(unit, category);
      if (peak === 0) return [];
      return [{ unit, category, ceiling: peak + 1, minimum: minimumOf(category, peak, minimum) }];
    }),
  );
  return { parts, own: (category) => needed(center, category) };
}

/** What a center has in all in a year in which it grants some parts. */
export const totalsOf = (center: string, { parts, own }: Posts): Allocation[] =>
  GRANTED.map((category) => {
    const granted = parts.filter((part) => part.category === category).reduce((sum, { ceiling }) => sum + ceiling, 0);
    return { unit: center, category, ceiling: granted + own(category) + RESERVE, minimum: null };
  });

/** The minimum of a unit is met by its civil servants and public employees together; each category has its half. */
function minimumOf(category: StaffCategory, peak: number, minimum: number | null): number | null {
  if (category === 'CONTRACT') return null;
  return Math.min(peak, minimum === null ? Math.floor(peak * 0.6) : Math.ceil(minimum / 2));
}

/** The most that count at each unit and in each category on one day. */
function peaksOf(counting: readonly Counting[]): Map<string, number> {
  const edges = new Map<string, { on: Day; change: number }[]>();
  for (const { unit, category, from, until } of counting) {
    const key = `${unit} ${category}`;
    const known = edges.get(key) ?? [];
    known.push({ on: later(from, WINDOW.from), change: 1 }, { on: until, change: -1 });
    edges.set(key, known);
  }
  return new Map([...edges].map(([key, changes]) => [key, peakOf(changes)]));
}

function peakOf(edges: readonly { on: Day; change: number }[]): number {
  // Who goes on a day no longer counts on it.
  const inOrder = [...edges].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.change - b.change));
  let [level, peak] = [0, 0];
  for (const { change } of inOrder) {
    level += change;
    peak = Math.max(peak, level);
  }
  return peak;
}
