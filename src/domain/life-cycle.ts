import { covers, type Day, FOREVER, type Period } from './day.ts';
import { type Violation, violation } from './violation.ts';

/** What each status may become; a status that becomes nothing is an end. */
export type LifeCycle<S extends string> = Readonly<Record<S, readonly S[]>>;

/** The first day there is: a thing has a status on every day, also before anybody decided on it. */
export const FIRST_DAY: Day = '1900-01-01';

/** A decision is dated from the first day there is. */
export const decideDay = (on: Day, path: readonly string[]): Violation[] =>
  on >= FIRST_DAY ? [] : [violation('PERIOD_INVALID', { path, on, expected: 'DAY_FROM_1900' })];

/** What something is on some days. */
export interface StatusFact<S extends string> extends Period {
  id: number | null;
  status: S;
}

/** The status of a day. */
export function statusOn<S extends string>(facts: readonly StatusFact<S>[], on: Day): S | undefined {
  return facts.find((fact) => covers(fact, on))?.status;
}

/** The status that is not followed by another. */
export const lastStatus = <S extends string>(facts: readonly StatusFact<S>[]): StatusFact<S> | undefined =>
  facts.find((fact) => fact.until === FOREVER);

/** Every status reachable from one, itself included. */
export function reachable<S extends string>(cycle: LifeCycle<S>, from: S): ReadonlySet<S> {
  const found = new Set<S>([from]);
  for (const status of found) for (const next of cycle[status]) found.add(next);
  return found;
}

/** A thing becomes only what its life cycle lets it; what else it may become is told. */
export function decideStep<S extends string>(
  cycle: LifeCycle<S>,
  { what, from, to }: { what: string; from: S; to: S },
  parts: Pick<Violation, 'path' | 'on'> & Partial<Violation>,
): Violation[] {
  if (cycle[from].includes(to)) return [];
  return [
    violation('TRANSITION_INVALID', { ...parts, words: { what, from, to, allowed: cycle[from].join(', ') || '–' } }),
  ];
}
