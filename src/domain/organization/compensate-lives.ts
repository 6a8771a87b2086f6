import type { ChangeResult, ChangeSource } from '../change.ts';
import type { UnitFacts } from '../unit.ts';
import { takeBack } from './compensate-alteration.ts';
import type { Outcome, Undone } from './compensate-outcome.ts';
import { decideNewTerritories, divideChildren, divideTerritories } from './compensate-parts.ts';
import { bringBack, decideCodes } from './compensate-return.ts';
import { lostTerritories, nothingLeft, severalActs, type Undoing } from './compensate-undoing.ts';

/** Under which codes units come back. */
type RestoredAs = ReadonlyMap<string, string>;

const NOTHING: Undone = { opposite: null, violations: [nothingLeft()] };

/** A unit that began alone closes, and nobody succeeds it: it has to be empty by then. */
export function undoBeginning({ organization }: Undoing, { opened }: Outcome, restoredAs: RestoredAs): Undone {
  const [unit] = opened;
  if (!unit) return NOTHING;
  return {
    opposite: { kind: 'DISSOLVE', sources: wholly([unit]), noSuccessor: true },
    violations: decideCodes(organization, [], restoredAs),
  };
}

/** A unit that closed comes back; its successors keep what they have. */
export function undoEnd(undoing: Undoing, { closed }: Outcome, restoredAs: RestoredAs): Undone {
  if (closed.length !== 1) return NOTHING;
  const { returning, violations } = bringBack(undoing, closed, restoredAs);
  return { opposite: { kind: 'ESTABLISH', results: returning.map(({ result }) => result) }, violations };
}

/** Of units that went up in one, each comes out of it again with what it had. */
export function undoJoining(undoing: Undoing, outcome: Outcome, restoredAs: RestoredAs): Undone {
  const { sources, closed, opened, successors } = outcome;
  const heir = opened[0] ?? successors[0];
  if (!heir || closed.length === 0) return NOTHING;
  // Of a unit that went several ways one of them brings back neither all of it nor a part that ever was a unit.
  const torn = sources.filter(({ extent }) => extent === 'PARTIAL');
  if (torn.length > 0) {
    return { opposite: null, violations: torn.map(({ unit }) => severalActs(unit.code, undoing.act.on)) };
  }
  if (opened.length > 0 && closed.length === 1) return takeOver(undoing, { heirs: [heir], closed, restoredAs });

  const parting = { heir, closed, stays: opened.length === 0 };
  const territories = divideTerritories(undoing, parting);
  const children = divideChildren(undoing, parting);
  const back = bringBack(undoing, closed, restoredAs);
  const parts = back.returning.map(({ unit: { code }, result }) => ({
    ...result,
    starts: [...result.starts, ...(territories.shares.get(code) ?? [])],
    adopts: children.shares.get(code) ?? [],
  }));
  const itself = parting.stays ? takeBack(undoing, heir, codesOf(closed)) : null;
  const staying = itself && {
    ...itself.result,
    starts: lostTerritories(undoing, heir),
    ends: [...territories.shares.values()].flat(),
  };
  return {
    opposite: { kind: 'SPLIT', sources: partly(heir), results: staying ? [staying, ...parts] : parts },
    violations: [...(itself?.violations ?? []), ...back.violations, ...territories.violations, ...children.violations],
  };
}

/** The parts of a unit become it again: the one it was, where that is still there, or one in its place. */
export function undoDivision(undoing: Undoing, outcome: Outcome, restoredAs: RestoredAs): Undone {
  const { sources, closed, opened, successors } = outcome;
  const [source] = sources;
  if (!source || opened.length === 0) return NOTHING;
  const { unit } = source;
  // A part that went to a unit of its own does not close with the others; a source that another act closed has other parts.
  const foreign = successors.filter((successor) => successor !== unit);
  if (unit.life.until === undoing.act.on && !closed.includes(unit)) foreign.push(unit);
  if (foreign.length > 0) {
    return { opposite: null, violations: foreign.map(({ code }) => severalActs(code, undoing.act.on)) };
  }
  if (closed.length > 0) return takeOver(undoing, { heirs: opened, closed: [unit], restoredAs });

  const { result, violations } = takeBack(undoing, unit);
  return {
    opposite: {
      kind: 'ABSORB',
      sources: wholly(opened),
      results: [{ ...result, starts: lostTerritories(undoing, unit) }],
    },
    violations: [
      ...decideCodes(undoing.organization, [], restoredAs),
      ...violations,
      ...decideNewTerritories(undoing, { heirs: [unit, ...opened], origin: unit }),
    ],
  };
}

/** A unit comes back in place of those that came after it, and has what they have. */
function takeOver(
  undoing: Undoing,
  { heirs, closed, restoredAs }: { heirs: readonly UnitFacts[]; closed: readonly UnitFacts[]; restoredAs: RestoredAs },
): Undone {
  const { returning, violations } = bringBack(undoing, closed, restoredAs);
  const results: ChangeResult[] = returning.map(({ result }) => result);
  return {
    // A merger of one is a succession.
    opposite: { kind: heirs.length > 1 ? 'MERGE' : 'ESTABLISH', sources: wholly(heirs), results },
    violations: [...violations, ...closed.flatMap((origin) => decideNewTerritories(undoing, { heirs, origin }))],
  };
}

const codesOf = (units: readonly UnitFacts[]): ReadonlySet<string> => new Set(units.map(({ code }) => code));
const wholly = (units: readonly UnitFacts[]): ChangeSource[] =>
  units.map(({ code }) => ({ unit: code, extent: 'WHOLE' }));
const partly = ({ code }: UnitFacts): ChangeSource[] => [{ unit: code, extent: 'PARTIAL' }];
