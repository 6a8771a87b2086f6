import { covers, type Day, FOREVER, type Period } from './day.ts';
import { decideDay } from './life-cycle.ts';
import { lineAbove } from './organization/decide-rules.ts';
import { membershipOf } from './organization/membership.ts';
import type { Organization } from './organization/organization.ts';
import { clear } from './personnel/place.ts';
import { type StaffFacts, type WorkplaceFact, workplaceOn } from './staff.ts';
import type { UnitKind } from './unit.ts';
import { type Violation, violation } from './violation.ts';

/** A person placed at a point, a counter or a branch. */
export interface Placement extends Period {
  staff: string;
  unit: string;
  counter: string | null;
  /** The workplace of those days; otherwise one beside it. */
  primary: boolean;
  /** Other assignments on these days give way. */
  replace: boolean;
  instrument: number | null;
  /** Id of the assignment, or a placeholder. */
  assignment: number;
}

const NETWORK_HEADS: readonly (UnitKind | undefined)[] = [
  'BRANCH',
  'PROVINCIAL_CENTER',
  'DISTRICT_CENTER',
  'COMMUNE_CENTER',
];

/** The branch or center in whose network a person is on a day: where they work, else where they are paid. */
export function networkOf(organization: Organization, person: StaffFacts, on: Day): string | null {
  const heads = placesOf(person, on).flatMap((unit) =>
    lineAbove(organization, unit, on).filter((code) => NETWORK_HEADS.includes(organization.versionOn(code, on)?.kind)),
  );
  return heads[0] ?? null;
}

/** Where a person works and is paid on a day. */
function placesOf(person: StaffFacts, on: Day): string[] {
  const places = [workplaceOn(person, on)?.unit, person.payroll.find((fact) => covers(fact, on))?.unit];
  return places.filter((unit) => unit !== undefined);
}

/** By whom a person is placed where nobody is named: the head of their network. Where they are in none, somebody is to be. */
export function decideOwnScope(organization: Organization, person: StaffFacts, placement: Placement): Violation[] {
  const head = networkOf(organization, person, placement.from);
  return head === null && placesOf(person, placement.from).length > 0
    ? [violation('INPUT_INVALID', { path: ['decidedBy'], expected: 'DECIDER_NAMED' })]
    : decideScope(organization, placement, head);
}

/** ASSIGNMENT_OUT_OF_SCOPE also where who assigns takes a person of somebody else's network. */
export function decideReach(
  organization: Organization,
  person: StaffFacts,
  { from, staff, decider }: Pick<Placement, 'from' | 'staff'> & { decider: string },
): Violation[] {
  const own = networkOf(organization, person, from);
  const isOwn = placesOf(person, from).some((unit) => lineAbove(organization, unit, from).includes(decider));
  if (own === null || isOwn) return [];
  return [
    violation('ASSIGNMENT_OUT_OF_SCOPE', {
      path: ['staff'],
      unit: placesOf(person, from)[0] ?? own,
      staff,
      on: from,
      words: { decider },
      waivable: true,
    }),
  ];
}

/**
 * ASSIGNMENT_OUT_OF_SCOPE: who assigns does so within the own network, on every day; where nobody is said to decide it
 * is the head of the network that the person is in.
 */
export function decideScope(
  organization: Organization,
  { unit, from, until, staff }: Placement,
  decider: string | null,
): Violation[] {
  if (decider === null || !organization.find(unit)) return [];
  const outside = firstDayOutside(membershipOf(organization)(unit, decider), { from, until });
  if (outside === null) return [];
  return [
    violation('ASSIGNMENT_OUT_OF_SCOPE', {
      path: ['unit'],
      unit,
      staff,
      on: outside,
      words: { decider },
      waivable: true,
    }),
  ];
}

function firstDayOutside(inside: readonly Period[], { from, until }: Period): Day | null {
  let day = from;
  for (const span of [...inside].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (span.from > day) break;
    if (span.until > day) day = span.until;
  }
  return day < until ? day : null;
}

/** A person placed for some days. During a secondment the host places them; other days go by the post and assignments. */
export function placePerson(person: StaffFacts, placement: Placement): StaffFacts {
  const { from, until, unit, counter, primary, replace, instrument, assignment } = placement;
  const isSeconded = person.workplaces.some((fact) => fact.basis === 'SECONDMENT' && covers(fact, from));
  const basis = primary ? (isSeconded ? 'SECONDED_ASSIGNMENT' : 'ASSIGNMENT') : 'ADDITIONAL';
  const placed: WorkplaceFact = {
    id: null,
    from,
    until,
    unit,
    basis,
    counter,
    assignment,
    secondment: null,
    instrument,
    transfer: null,
    change: null,
  };
  const [same, others] = [
    person.workplaces.filter((fact) => fact.basis === basis),
    person.workplaces.filter((fact) => fact.basis !== basis),
  ];
  const kept = replace && primary ? clear(same, { from, until }) : same;
  return { ...person, workplaces: [...others, ...kept, placed] };
}

/** STAFF_WORKPLACE_OVERLAP: who is seconded works at the host; only the host places them, and only for those days. */
export function decideSecondedPlacement(
  organization: Organization,
  person: StaffFacts,
  { from, until, unit, staff, primary }: Placement,
): Violation[] {
  if (!primary) return [];
  const terms = person.workplaces.filter(({ basis }) => basis === 'SECONDMENT');
  const isWithin = membershipOf(organization);
  return terms
    .filter((term) => term.from < until && from < term.until)
    .filter((term) => {
      const isOfHost = isWithin(unit, term.unit).some((span) => covers(span, from));
      return !(isOfHost && term.from <= from && until <= term.until);
    })
    .map((term) =>
      violation('STAFF_WORKPLACE_OVERLAP', {
        path: ['from'],
        staff,
        unit,
        on: term.from > from ? term.from : from,
        words: { other: term.unit },
      }),
    );
}

/** A person whose assignment ends on a day: from then on they work where they did without it. */
export function unplacePerson(person: StaffFacts, assignment: number, on: Day): StaffFacts {
  const [own, others] = [
    person.workplaces.filter((fact) => fact.assignment === assignment),
    person.workplaces.filter((fact) => fact.assignment !== assignment),
  ];
  return { ...person, workplaces: [...others, ...clear(own, { from: on, until: FOREVER })] };
}

/** Days that can be: from 1900 on, and one at least. */
export const decideDays = ({ from, until }: Period): Violation[] => [
  ...decideDay(from, ['from']),
  ...(until <= from
    ? [violation('PERIOD_INVALID', { path: ['until'], on: until, expected: 'FROM_BEFORE_UNTIL' })]
    : []),
];
