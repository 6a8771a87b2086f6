import type { Day } from './day.ts';
import { decideText } from './text.ts';
import { type Violation, violation } from './violation.ts';

/** What is counted of the dossiers of a day, in the order of the columns of a file. */
export const LOAD_FIGURES = [
  'received',
  'receivedAtMost',
  'resolvedOnTime',
  'late',
  'supplementAsked',
  'withdrawn',
  'digitized',
  'archived',
  'published',
  'surveyed',
  'satisfied',
] as const;
export type LoadFigure = (typeof LOAD_FIGURES)[number];

/** The figures of a day; null where nothing was counted. */
export type LoadFigures = Readonly<Record<LoadFigure, number | null>>;

/** What a unit, or one of its counters, reports of a day. */
export interface DossierLoad extends LoadFigures {
  unit: string;
  day: Day;
  /** The label of the counter; null for the unit as a whole. */
  counter: string | null;
}

/** A report with where in the input it stands. */
export interface ReportedLoad {
  load: DossierLoad;
  path: readonly string[];
}

/** What is on record of a report's unit, day and counter. */
export interface LoadGround {
  /** Null where there is no such unit. */
  unitId: number | null;
  alive: boolean;
  /** Null where none was named, or none of that label stands there that day. */
  counterId: number | null;
  /** The report that is believed until now. */
  believed: (LoadFigures & { id: number; assumed: boolean }) | null;
}

/** No unit of any country receives more in a day. */
const MAX_FIGURE = 999_999;

/** The most reports that one call takes. */
export const MAX_LOADS = 10_000;

/** Whether a report says again what is on record; what was assumed until now it says for the first time. */
export const saysAgain = (load: LoadFigures, { believed }: LoadGround): boolean =>
  believed !== null && !believed.assumed && LOAD_FIGURES.every((figure) => load[figure] === believed[figure]);

/** The same for reports of the same unit, day and counter, and only for them. */
const keyOf = ({ unit, day, counter }: DossierLoad): string =>
  JSON.stringify([unit, day, counter?.toLowerCase() ?? null]);

/** How many reports there may be: one or more, and not too many. */
export const decideExtent = (count: number): Violation[] =>
  count >= 1 && count <= MAX_LOADS
    ? []
    : [violation('INPUT_INVALID', { path: ['loads'], expected: 'MOST_ITEMS', words: { max: MAX_LOADS } })];

/** What plain sense says of reports by themselves: their figures, their days, and that none comes twice. */
export function decideReports(reports: readonly ReportedLoad[], today: Day): Violation[] {
  const seen = new Set<string>();
  return reports.flatMap(({ load, path }) => {
    const at = { unit: null, on: load.day };
    const found = [...decideFigures(load, path)];
    if (load.day < '1900-01-01')
      found.push(violation('INPUT_INVALID', { ...at, path: [...path, 'day'], expected: 'DAY_FROM_1900' }));
    if (load.day > today) {
      const words = { day: today };
      found.push(violation('INPUT_INVALID', { ...at, path: [...path, 'day'], expected: 'DAY_UNTIL', words }));
    }
    if (load.counter !== null) found.push(...decideText('shortName', load.counter, { path: [...path, 'counter'] }));
    const key = keyOf(load);
    if (seen.has(key))
      found.push(violation('INPUT_INVALID', { ...at, path: [...path, 'day'], expected: 'NO_OTHER_ENTRY' }));
    seen.add(key);
    return found;
  });
}

/**
 * Which bounds the figures of a report set one another. What is asked for or withdrawn on a day may be of dossiers that
 * were received before it, so nothing bounds these.
 */
function boundsOf({ received, receivedAtMost, resolvedOnTime, late, surveyed }: LoadFigures) {
  const resolved = resolvedOnTime === null && late === null ? null : (resolvedOnTime ?? 0) + (late ?? 0);
  const bounds: Partial<Record<LoadFigure, { min?: number | null; max?: number | null }>> = {
    receivedAtMost: { min: received },
    digitized: { max: receivedAtMost ?? received },
    archived: { max: resolved },
    published: { max: resolved },
    // Nobody is satisfied who was not asked.
    satisfied: { max: surveyed ?? 0 },
  };
  return bounds;
}

function decideFigures(load: DossierLoad, path: readonly string[]): Violation[] {
  const bounds = boundsOf(load);
  return LOAD_FIGURES.flatMap((figure) => {
    const value = load[figure];
    if (value === null && figure !== 'received') return [];
    const min = Math.max(0, bounds[figure]?.min ?? 0);
    const max = Math.max(min, Math.min(MAX_FIGURE, bounds[figure]?.max ?? MAX_FIGURE));
    if (value !== null && value >= min && value <= max) return [];
    const parts = { path: [...path, figure], on: load.day, words: { min, max } };
    return [violation('INPUT_INVALID', { ...parts, expected: 'FIGURE' })];
  });
}

/** What the units of reports say of them: who reports is there on the day, at a counter that is. */
export function decideReporters(reports: readonly ReportedLoad[], grounds: readonly LoadGround[]): Violation[] {
  return reports.flatMap(({ load, path }, index) => {
    const { unitId, alive, counterId } = grounds[index] ?? { unitId: null, alive: false, counterId: null };
    const { unit, day: on, counter } = load;
    if (unitId === null) return [violation('NOT_FOUND', { path: [...path, 'unit'], on, words: { what: unit } })];
    if (!alive) return [violation('FACT_OUTSIDE_UNIT', { path: [...path, 'day'], on, unit })];
    if (counter === null || counterId !== null) return [];
    return [violation('NOT_FOUND', { path: [...path, 'counter'], on, unit, words: { what: counter } })];
  });
}
