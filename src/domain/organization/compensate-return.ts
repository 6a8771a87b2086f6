import { aResult, type ChangeResult } from '../change.ts';
import { covers } from '../day.ts';
import { isConcealed } from '../naming.ts';
import type { UnitFacts } from '../unit.ts';
import { type Violation, violation } from '../violation.ts';
import { attributesOf } from './compensate-alteration.ts';
import { dayBefore, lostTerritories, severalActs, type Undoing } from './compensate-undoing.ts';
import type { Organization } from './organization.ts';

/** A closed unit on its way back: what it was, and what it will be. */
interface Returning {
  unit: UnitFacts;
  result: ChangeResult;
}

interface Returned {
  returning: Returning[];
  violations: Violation[];
}

/**
 * Units that closed with an act, as they were on their last day, under codes of their own: the life of a code is one
 * period and is never opened again.
 */
export function bringBack(
  undoing: Undoing,
  closed: readonly UnitFacts[],
  restoredAs: ReadonlyMap<string, string>,
): Returned {
  const codes = closed.map(({ code }) => code);
  const assigned = assignCodes(undoing.organization, codes, restoredAs);
  const gone = new Set(codes);
  return {
    returning: closed.map((unit) => ({ unit, result: asItWas(undoing, unit, assigned.get(unit.code) ?? unit.code) })),
    violations: [
      ...decideCodes(undoing.organization, codes, restoredAs),
      // A unit is put under one that is there: one that comes back by the same act is not yet.
      ...closed
        .filter((unit) => relationsBefore(undoing, unit).some(({ parent }) => gone.has(parent)))
        .map(({ code }) => severalActs(code, undoing.act.on)),
    ],
  };
}

function asItWas(undoing: Undoing, unit: UnitFacts, code: string): ChangeResult {
  const day = dayBefore(undoing);
  const last = unit.versions.find((version) => covers(version, day));
  if (!last) throw new Error(`${unit.code} has no version on ${day}`);
  return aResult(code, {
    restores: unit.code,
    attributes: attributesOf(last),
    relations: relationsBefore(undoing, unit).map(({ kind, parent, untilEvent }) => ({ kind, parent, untilEvent })),
    starts: lostTerritories(undoing, unit),
    sites: unit.sites.filter((site) => covers(site, day)).map(({ site, role }) => ({ site, role })),
  });
}

const relationsBefore = (undoing: Undoing, { relations }: UnitFacts) =>
  relations.filter((relation) => covers(relation, dayBefore(undoing)));

/** The code asked for, else the first of `X.2`, `X.3` … that is free. */
function assignCodes(
  organization: Organization,
  closed: readonly string[],
  restoredAs: ReadonlyMap<string, string>,
): Map<string, string> {
  const assigned = new Map(closed.flatMap((code) => [[code, restoredAs.get(code)] as const]).filter(isAssigned));
  for (const code of closed) {
    if (assigned.has(code)) continue;
    const taken = new Set(assigned.values());
    let number = 2;
    while (organization.find(`${code}.${number}`) || taken.has(`${code}.${number}`)) number += 1;
    assigned.set(code, `${code}.${number}`);
  }
  return assigned;
}

const isAssigned = (entry: readonly [string, string | undefined]): entry is readonly [string, string] =>
  entry[1] !== undefined;

/** A code asked for is of a unit that comes back, is nobody's yet, and is asked for once. */
export function decideCodes(
  organization: Organization,
  closed: readonly string[],
  restoredAs: ReadonlyMap<string, string>,
): Violation[] {
  const path = ['restoredAs'];
  const wanted = [...restoredAs];
  return wanted.flatMap(([unit, code], index) => [
    ...(closed.includes(unit) ? [] : [violation('INPUT_INVALID', { path, unit, expected: 'UNIT_THAT_RETURNS' })]),
    ...(organization.find(code) || isConcealed(code)
      ? [violation('ALREADY_EXISTS', { path, unit: code, words: { what: code } })]
      : []),
    ...(wanted.findIndex(([, other]) => other === code) < index
      ? [violation('INPUT_INVALID', { path, unit: code, expected: 'NO_OTHER_ENTRY' })]
      : []),
  ]);
}
