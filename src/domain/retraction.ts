import { FOREVER } from './day.ts';
import type { StatusFact } from './life-cycle.ts';
import type { Organization } from './organization/organization.ts';
import { decideSoleUse, engravingOf, isOut, type SealStatus } from './seal.ts';
import type { ThingFacts, ThingType } from './thing.ts';
import { type Violation, violation } from './violation.ts';

/** What the rules of a type look at when the last step of a thing is taken back. */
interface Retraction<S extends string = string> {
  thing: ThingFacts<S>;
  /** All things of the type of the same unit. */
  things: Iterable<ThingFacts<S>>;
  organization: Organization;
  /** What the thing was before the step, and is again. */
  before: StatusFact<S>;
  wrong: StatusFact<S>;
  path: readonly string[];
}

/** The rules that a step was decided by may speak against taking it back. */
const RULES: Partial<Readonly<Record<ThingType, (retraction: Retraction) => Violation[]>>> = {
  Seal: (retraction) => decideSealAgain(retraction as Retraction<SealStatus>),
  BankAccount: decideAccountAgain,
  Handover: decideUnsigned,
};

/** The last step can be taken back where there is one before it, and where what then holds breaks no rule. */
export function decideRetraction(
  type: ThingType,
  { thing, ...around }: Omit<Retraction, 'before' | 'wrong'>,
): Violation[] {
  const [before, wrong] = thing.statuses.slice(-2);
  if (before && wrong) return RULES[type]?.({ thing, ...around, before, wrong }) ?? [];
  if (!before) return [];
  const words = { what: thing.unit, from: before.status, to: '–', allowed: '–' };
  return [violation('TRANSITION_INVALID', { path: around.path, unit: thing.unit, on: before.from, words })];
}

const endOf = ({ organization, thing }: Pick<Retraction, 'organization' | 'thing'>) =>
  organization.find(thing.unit)?.life.until ?? FOREVER;

/** A seal is in use again only while its unit is there, and no other is. That it is out again is said, as it may be true. */
function decideSealAgain(retraction: Retraction<SealStatus>): Violation[] {
  const { thing, things, before, path } = retraction;
  const { unit } = thing;
  const end = endOf(retraction);
  if (before.status === 'IN_USE')
    return end < FOREVER
      ? [violation('FACT_OUTSIDE_UNIT', { path, unit, on: end })]
      : decideSoleUse(thing, things, { on: before.from, until: FOREVER, path });
  if (end === FOREVER || !isOut(before.status)) return [];
  const words = { engraved: engravingOf(thing).engravedName, status: before.status };
  return [violation('SEAL_NOT_RETURNED', { path, unit, on: end, words, severity: 'WARNING' })];
}

/** An account that is open again outlives its unit: that is said, as it may be true. */
function decideAccountAgain(retraction: Retraction): Violation[] {
  const { thing, before, path } = retraction;
  const end = endOf(retraction);
  if (before.status !== 'OPENED' || end === FOREVER) return [];
  const words = { children: 0, territories: 0, people: 0, things: 1 };
  return [violation('UNIT_HAS_DEPENDENTS', { path, unit: thing.unit, on: end, words, severity: 'WARNING' })];
}

/** Premises are held on the minutes: signatures stay, and the premises are released. */
function decideUnsigned({ thing, wrong, path }: Retraction): Violation[] {
  if (wrong.status !== 'SIGNED' || thing.said.site_id === null) return [];
  const words = { missing: wrong.status };
  return [violation('HANDOVER_INCOMPLETE', { path, unit: thing.unit, on: wrong.from, words })];
}
