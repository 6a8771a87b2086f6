import { type Change, closingUnits } from '../change.ts';
import { type CounterFact, sameLabel } from '../counter.ts';
import { later, overlaps, type Period } from '../day.ts';
import type { PremisesFact } from '../premises.ts';
import { type Violation, violation } from '../violation.ts';
import { cut } from './facts.ts';

/** The things of units that changes may move. */
export interface Things {
  counters: readonly CounterFact[];
  premises: readonly PremisesFact[];
}

interface Fact extends Period {
  id: number | null;
  unit: string;
  change: number | null;
}

/** What a change does with the facts of the units that it closes, or that it gives back. */
interface Passing {
  change: Change;
  /** Placeholder of the act, below zero. */
  act: number;
  closing: ReadonlySet<string>;
  /** Who takes over what closing units have; nobody where undefined. */
  heir: string | undefined;
}

/**
 * Takes things along: counters and premises of a unit that closes are its heir's from that day on. Without an heir
 * counters close with it, and premises stand in the way. An act that undoes another gives back what that one took along.
 */
export function carryThings(things: Things, change: Change, act: number): { things: Things; violations: Violation[] } {
  const closing = closingUnits(change);
  const heir = change.passesOn && change.results.length === 1 ? change.results[0]?.unit : undefined;
  const passing: Passing = { change, act, closing, heir };
  const counters = giveBack(things.counters, passing, ({ counter }) => counter).map(ownLabel(things.counters, act));
  const premises = giveBack(things.premises, passing, ({ site }) => site);
  if (heir === undefined)
    return { things: { counters: endAt(counters, passing), premises }, violations: leftBehind(premises, passing) };
  return {
    things: {
      counters: relabel(takeAlong(counters, passing), counters, passing),
      premises: takeAlong(premises, passing),
    },
    violations: [],
  };
}

function takeAlong<T extends Fact>(facts: readonly T[], { change: { on }, act, closing, heir }: Passing): T[] {
  return facts.flatMap((fact) => {
    if (heir === undefined || !closing.has(fact.unit) || fact.until <= on) return [fact];
    const moved = { ...fact, id: null, unit: heir, change: act, from: later(fact.from, on) };
    return fact.from < on ? [{ ...fact, id: null, until: on }, moved] : [moved];
  });
}

const endAt = <T extends Fact>(facts: readonly T[], { change: { on }, closing }: Passing): T[] =>
  facts.flatMap((fact) => (closing.has(fact.unit) ? cut([fact], on) : [fact]));

/** Things that an act took along are from the day on which it is undone where they were before, whatever became of them. */
function giveBack<T extends Fact>(
  facts: readonly T[],
  { change: { compensates, results, on }, act }: Passing,
  thingOf: (fact: T) => number,
): T[] {
  if (compensates === null) return [...facts];
  const returns = new Map(results.flatMap(({ unit, restores }) => (restores ? [[restores, unit] as const] : [])));
  return facts.flatMap((fact) => {
    const same = facts.filter((other) => thingOf(other) === thingOf(fact));
    const taken = same.find(({ change, unit }) => change === compensates && unit === fact.unit);
    const before = taken && same.find(({ until, unit }) => until === taken.from && unit !== taken.unit)?.unit;
    if (!taken || before === undefined || fact.from < taken.from || fact.until <= on) return [fact];
    const unit = returns.get(before) ?? before;
    const returned = { ...fact, id: null, unit, change: act, from: later(fact.from, on) };
    return fact.from < on ? [{ ...fact, id: null, until: on }, returned] : [returned];
  });
}

/** A counter that comes back has its own label again, where it only bore that of its unit beside it. */
const ownLabel =
  (before: readonly CounterFact[], act: number) =>
  (fact: CounterFact): CounterFact => {
    if (fact.change !== act) return fact;
    const own = before.find(
      (other) => other.counter === fact.counter && fact.label === besides(other.label, other.unit),
    );
    return own ? { ...fact, label: own.label } : fact;
  };

const besides = (label: string, unit: string): string => `${label} (${unit})`;

/** A label that the heir has already, or that two units bring, says from which unit it comes. */
function relabel(
  facts: readonly CounterFact[],
  before: readonly CounterFact[],
  { change: { on }, closing, heir }: Passing,
): CounterFact[] {
  const there = facts.filter(({ unit, until }) => unit === heir && until > on);
  const origins = new Map(
    before.flatMap(({ counter, unit, until }) => (closing.has(unit) && until > on ? [[counter, unit] as const] : [])),
  );
  return facts.map((fact) => {
    const origin = origins.get(fact.counter);
    if (fact.unit !== heir || fact.until <= on || origin === undefined) return fact;
    const isTaken = there.some(
      (other) => other.counter !== fact.counter && sameLabel(other.label, fact.label) && overlaps(other, fact),
    );
    return isTaken ? { ...fact, label: besides(fact.label, origin) } : fact;
  });
}

/** UNIT_HAS_DEPENDENTS: premises of a unit that closes go to somebody. */
function leftBehind(premises: readonly PremisesFact[], { change, closing }: Passing): Violation[] {
  const { on, kind } = change;
  const path = kind === 'DISSOLVE' ? [...change.path, 'unit'] : change.path;
  return [...closing].flatMap((unit) => {
    const held = new Set(premises.filter((fact) => fact.unit === unit && fact.until > on).map(({ site }) => site));
    if (held.size === 0) return [];
    const words = { children: 0, territories: 0, people: 0, things: held.size };
    return [violation('UNIT_HAS_DEPENDENTS', { path, unit, on, words })];
  });
}
