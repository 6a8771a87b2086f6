import { type Change, closingUnits } from '../change.ts';
import { type Day, later, overlaps, type Period } from '../day.ts';
import { cut } from '../organization/facts.ts';
import type { StaffFacts } from '../staff.ts';
import { type Violation, violation } from '../violation.ts';
import type { Personnel } from './personnel.ts';

/** A secondment that has no sense any more, since home and host become one. */
export interface EndedLoan {
  secondment: number;
  on: Day;
  until: Day;
  /** Index of the change that ends it. */
  change: number;
}

/** What a change did to people. */
export interface Carried {
  violations: Violation[];
  endedLoans: EndedLoan[];
}

interface Facts extends Period {
  id: number | null;
  unit: string;
  change: number | null;
}

/**
 * Takes people along: who is counted or works at a unit that closes is from that day on where its territories and
 * children pass to; an act that undoes another brings those back whom that one took along. Nobody's history closes:
 * statements are cut on the day and go on at the new unit. `act` is the placeholder of the act, below zero.
 */
export function carryPeople(personnel: Personnel, change: Change, act: number): Carried {
  const closing = closingUnits(change);
  const heir = change.passesOn && change.results.length === 1 ? change.results[0]?.unit : undefined;
  const returns = new Map(
    change.results.flatMap(({ unit, restores }) => (restores ? [[restores, unit] as const] : [])),
  );
  const { on } = change;
  const carried: Carried = { violations: [], endedLoans: [] };
  for (const person of change.compensates === null ? personnel.at(closing) : personnel.all()) {
    const back =
      change.compensates === null ? person : bringBack(person, { undone: change.compensates, on, act, returns });
    const taken = heir === undefined ? back : takeAlong(back, { closing, heir, on, act });
    const { person: left, surplus } = endLeadership(taken, { closing, change });
    const { person: home, ended } = endLoansAtHome(left, on);
    carried.violations.push(...surplus, ...leftBehind(home, { closing, change }));
    carried.endedLoans.push(...ended.map((secondment) => ({ secondment, on, until: on, change: -act - 1 })));
    if (home !== person) personnel.put(home);
  }
  return carried;
}

/** Facts at closing units go on at their heir, those that begin later too. */
function takeAlong(
  person: StaffFacts,
  { closing, heir, on, act }: { closing: ReadonlySet<string>; heir: string; on: Day; act: number },
): StaffFacts {
  const along = <T extends Facts>(facts: readonly T[]): T[] =>
    facts.flatMap((fact) => {
      if (!closing.has(fact.unit) || fact.until <= on) return [fact];
      const moved = { ...fact, id: null, unit: heir, change: act, from: later(fact.from, on) };
      return fact.from < on ? [{ ...fact, id: null, until: on }, moved] : [moved];
    });
  const [payroll, workplaces] = [along(person.payroll), along(person.workplaces)];
  const isSame = payroll.length === person.payroll.length && workplaces.length === person.workplaces.length;
  const isTouched = [...person.payroll, ...person.workplaces].some((fact) => closing.has(fact.unit) && fact.until > on);
  return isSame && !isTouched ? person : { ...person, payroll, workplaces };
}

/** Facts that an act made by taking people along go on where these were before, from the day on which it is undone. */
function bringBack(
  person: StaffFacts,
  { undone, on, act, returns }: { undone: number; on: Day; act: number; returns: ReadonlyMap<string, string> },
): StaffFacts {
  const back = <T extends Facts>(facts: readonly T[]): T[] =>
    facts.flatMap((fact) => {
      const before = facts.find((other) => other.until === fact.from && other.unit !== fact.unit);
      const unit = before && (returns.get(before.unit) ?? before.unit);
      if (fact.change !== undone || fact.until <= on || unit === undefined) return [fact];
      const returned = { ...fact, id: null, unit, change: act, from: later(fact.from, on) };
      return fact.from < on ? [{ ...fact, id: null, until: on }, returned] : [returned];
    });
  const isTaken = [...person.payroll, ...person.workplaces].some((fact) => fact.change === undone && fact.until > on);
  return isTaken ? { ...person, payroll: back(person.payroll), workplaces: back(person.workplaces) } : person;
}

/** Who leads a unit that closes loses the post: a warning, since what becomes of them is decided apart. */
function endLeadership(
  person: StaffFacts,
  { closing, change: { on, path } }: { closing: ReadonlySet<string>; change: Change },
): { person: StaffFacts; surplus: Violation[] } {
  const ending = person.leaderships.filter(({ unit, until }) => closing.has(unit) && until > on);
  if (ending.length === 0) return { person, surplus: [] };
  const others = person.leaderships.filter((fact) => !ending.includes(fact));
  const surplus = ending.map(({ unit, role }) =>
    violation('LEADERS_SURPLUS', { severity: 'WARNING', path, unit, staff: person.code, on, words: { role } }),
  );
  return { person: { ...person, leaderships: [...others, ...cut(ending, on)] }, surplus };
}

/** A secondment ends where its host becomes the home: nobody is lent to themselves. */
function endLoansAtHome(person: StaffFacts, on: Day): { person: StaffFacts; ended: number[] } {
  const pointless = person.workplaces.filter(
    (term) =>
      term.basis === 'SECONDMENT' &&
      term.until > on &&
      person.payroll.some((home) => home.id === null && home.unit === term.unit && overlaps(home, term)),
  );
  if (pointless.length === 0) return { person, ended: [] };
  const workplaces = person.workplaces.filter((fact) => !pointless.includes(fact));
  return {
    person: { ...person, workplaces: [...workplaces, ...cut(pointless, on)] },
    ended: pointless.flatMap(({ secondment }) => (secondment === null ? [] : [secondment])),
  };
}

/** UNIT_HAS_DEPENDENTS: nobody is left at a unit that closes and passes nothing on. */
function leftBehind(
  { code, payroll, workplaces }: StaffFacts,
  { closing, change }: { closing: ReadonlySet<string>; change: Change },
): Violation[] {
  const { on } = change;
  const path = change.kind === 'DISSOLVE' ? [...change.path, 'unit'] : change.path;
  const staying = [...payroll, ...workplaces].find(({ unit, until }) => closing.has(unit) && until > on);
  if (!staying) return [];
  const words = { children: 0, territories: 0, people: 1 };
  return [
    violation('UNIT_HAS_DEPENDENTS', { path, unit: staying.unit, staff: code, on: later(on, staying.from), words }),
  ];
}
