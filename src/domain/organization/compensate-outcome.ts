import type { Change } from '../change.ts';
import type { LineageExtent, UnitFacts } from '../unit.ts';
import type { Violation } from '../violation.ts';
import type { Undoing } from './compensate-undoing.ts';

/** What became of the units that an act named. */
export interface Outcome {
  /** All of them. */
  named: readonly UnitFacts[];
  sources: readonly { unit: UnitFacts; extent: LineageExtent }[];
  closed: readonly UnitFacts[];
  opened: readonly UnitFacts[];
  /** Those that were there before and succeeded another on the day. */
  successors: readonly UnitFacts[];
}

/** The parts of a change that make it the opposite of an act, or what stands in the way. */
export interface Undone {
  opposite: (Pick<Change, 'kind'> & Partial<Change>) | null;
  violations: readonly Violation[];
}

interface Named {
  sources: readonly { unit: string; extent: LineageExtent }[];
  results: readonly string[];
}

/** Reads from the facts what an act did to the lives of the units it named. */
export function outcomeOf({ organization, act }: Undoing, { sources, results }: Named): Outcome {
  const codes = new Set([...sources.map(({ unit }) => unit), ...results]);
  const named = [...codes].map((code) => organization.get(code));
  const closed = named.filter(({ life }) => life.closedBy === act.id);
  const opened = named.filter(({ life }) => life.openedBy === act.id);
  const lived = named.filter((unit) => !closed.includes(unit) && !opened.includes(unit));
  return {
    named,
    sources: sources.map(({ unit, extent }) => ({ unit: organization.get(unit), extent })),
    closed,
    opened,
    successors: lived.filter(({ successions }) => successions.some(({ on, as }) => as === 'TARGET' && on === act.on)),
  };
}
