import { aChange, type Change, type ChangeKind, type ChangeResult } from '../change.ts';
import type { Day } from '../day.ts';
import type { LineageExtent, UnitFacts } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { takeBack, takeTerritoriesBack } from './compensate-alteration.ts';
import { undoBeginning, undoDivision, undoEnd, undoJoining } from './compensate-lives.ts';
import { outcomeOf, type Undone } from './compensate-outcome.ts';
import { decideCodes } from './compensate-return.ts';
import { changedSince, dayBefore, nothingLeft, onlyCorrectable, type Undoing } from './compensate-undoing.ts';
import type { Organization } from './organization.ts';

/** An act as it was recorded. */
export interface RecordedAct {
  id: number;
  kind: ChangeKind;
  on: Day;
  /** Predecessors it recorded lineage from. */
  sources: { unit: string; extent: LineageExtent }[];
  /** Units it recorded lineage to, whose facts cite it, or that it was about: what an act only ends does not cite it. */
  results: string[];
}

/** The act with the opposite effect, or why there is none. */
export interface Compensation {
  change: Change | null;
  violations: Violation[];
}

/**
 * The act that undoes another from a day on. Nothing is overwritten, and whether it can be carried out is decided as for
 * any change. `restoredAs` gives the codes of units that come back, by the codes they had; `X.2` where nothing is said. The
 * organization holds the units of the act, their parents and children then and now, all receivers of their territories,
 * and the units that have one of the codes in question.
 */
export function compensate(
  organization: Organization,
  act: RecordedAct,
  { on, instrument, restoredAs }: { on: Day; instrument: number | null; restoredAs: ReadonlyMap<string, string> },
): Compensation {
  const undoing: Undoing = { organization, act, on };
  const early = decideDay(undoing);
  if (early.length > 0) return { change: null, violations: early };
  const { opposite, violations } = undo(undoing, act, restoredAs);
  if (opposite === null || violations.length > 0) return { change: null, violations: [...violations] };
  return { change: aChange({ on, instrument, ...opposite, compensates: act.id }), violations: [] };
}

/** What began or closed with an act was so for a day at least; anything else may be undone on its own day. */
function decideDay(undoing: Undoing): Violation[] {
  const { act, on } = undoing;
  if (act.kind === 'CORRECTION') return [onlyCorrectable(undoing)];
  const alters = ['RENAME', 'RETYPE', 'REPARENT', 'TERRITORY'].includes(act.kind);
  const day = alters ? dayBefore(undoing) : act.on;
  return on > day ? [] : [violation('PERIOD_INVALID', { path: ['on'], on, expected: 'LATER_THAN', words: { day } })];
}

function undo(undoing: Undoing, act: RecordedAct, restoredAs: ReadonlyMap<string, string>): Undone {
  const outcome = outcomeOf(undoing, act);
  switch (act.kind) {
    case 'ESTABLISH':
      return act.sources.length === 0
        ? undoBeginning(undoing, outcome, restoredAs)
        : undoJoining(undoing, outcome, restoredAs);
    case 'MERGE':
    case 'ABSORB':
      return undoJoining(undoing, outcome, restoredAs);
    case 'SPLIT':
      return undoDivision(undoing, outcome, restoredAs);
    case 'DISSOLVE':
      return undoEnd(undoing, outcome, restoredAs);
    case 'RENAME':
    case 'RETYPE':
    case 'REPARENT':
    case 'TERRITORY':
    case 'CORRECTION': {
      const undone = undoAlteration(undoing, outcome.named);
      return { ...undone, violations: [...decideCodes(undoing.organization, [], restoredAs), ...undone.violations] };
    }
  }
}

/** Units that live on are again what they were, by an act of the same kind. */
function undoAlteration(undoing: Undoing, named: readonly UnitFacts[]): Undone {
  const taken = [...named.map((unit) => takeBack(undoing, unit)), ...takeTerritoriesBack(undoing, named)];
  const results = new Map<string, ChangeResult>();
  for (const { result } of taken) {
    const { starts, ends } = result;
    const known = results.get(result.unit);
    results.set(result.unit, known ? { ...known, starts, ends } : result);
  }
  const changing = [...results.values()].filter(changesSomething);
  const violations = taken.flatMap((back) => back.violations);
  if (changing.length === 0 && violations.length === 0) violations.push(...overwritten(undoing, named));
  return { opposite: { kind: undoing.act.kind, results: changing }, violations };
}

const changesSomething = ({ attributes, relations, starts, ends, sites }: ChangeResult): boolean =>
  Object.keys(attributes).length + relations.length + starts.length + ends.length + sites.length > 0;

/** Nothing that the act set is there any more: another act of that very day set it, or it set nothing that was not so. */
function overwritten({ act }: Undoing, named: readonly UnitFacts[]): Violation[] {
  const again = named.filter(({ life, versions, relations, services }) =>
    [...versions, ...relations, ...services].some(
      ({ from, change }) => from === act.on && change !== act.id && life.from < from,
    ),
  );
  return again.length > 0 ? again.map(({ code }) => changedSince(code, act.on)) : [nothingLeft()];
}
