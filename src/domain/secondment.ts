import { addDuration, covers, type Day, later, overlaps, type Period } from './day.ts';
import { FIRST_DAY, type LifeCycle } from './life-cycle.ts';
import { policyFor, quoted, type Rulebook } from './rulebook.ts';
import type { StaffFacts, WorkplaceFact } from './staff.ts';
import { type Violation, violation } from './violation.ts';

/** What can be said about a secondment; each body agrees on its own. */
export const SECONDMENT_STEPS = [
  'PROPOSED',
  'AGREED_HOME',
  'AGREED_HOST',
  'DECIDED',
  'EXTENDED',
  'RECALLED',
  'RETURNED',
  'REJECTED',
] as const;
export type SecondmentStep = (typeof SECONDMENT_STEPS)[number];

export const SECONDMENT_STATUSES = [
  'PROPOSED',
  'AGREED',
  'DECIDED',
  'ACTIVE',
  'EXTENDED',
  'ENDED',
  'RETURNED',
  'RECALLED',
  'REJECTED',
] as const;
export type SecondmentStatus = (typeof SECONDMENT_STATUSES)[number];

/** By its days alone it becomes ACTIVE and ENDED. */
export const SECONDMENT_LIFE: LifeCycle<SecondmentStatus> = {
  PROPOSED: ['AGREED', 'REJECTED'],
  AGREED: ['DECIDED', 'REJECTED'],
  DECIDED: ['ACTIVE', 'RECALLED'],
  ACTIVE: ['EXTENDED', 'RECALLED', 'ENDED', 'RETURNED'],
  EXTENDED: ['EXTENDED', 'RECALLED', 'ENDED', 'RETURNED'],
  ENDED: ['RETURNED'],
  RECALLED: [],
  RETURNED: [],
  REJECTED: [],
};

/** What comes after a secondment: back home, a longer term, or a transfer to the host. */
export const RETURNS = ['RETURN', 'EXTEND', 'TRANSFER'] as const;
export type Return = (typeof RETURNS)[number];

/** What was said of a secondment, in order. */
export interface SecondmentStepFact {
  step: SecondmentStep;
  on: Day;
  /** First day no longer covered, as this step says. */
  until: Day;
}

/** Where a secondment stands on a day, by what was said until then and by its days. */
export function secondmentStatus(
  { from, steps }: { from: Day; steps: readonly SecondmentStepFact[] },
  today: Day,
): SecondmentStatus {
  const said = (step: SecondmentStep) => steps.some((one) => one.step === step);
  if (said('REJECTED')) return 'REJECTED';
  if (said('RECALLED')) return 'RECALLED';
  if (said('RETURNED')) return 'RETURNED';
  if (!said('DECIDED')) return said('AGREED_HOME') && said('AGREED_HOST') ? 'AGREED' : 'PROPOSED';
  if ((steps.at(-1)?.until ?? from) <= today) return 'ENDED';
  if (said('EXTENDED')) return 'EXTENDED';
  return from <= today ? 'ACTIVE' : 'DECIDED';
}

/** A secondment as it is decided on, or extended. */
export interface SecondmentTerms extends Period {
  staff: string;
  home: string;
  host: string;
  homeAgreement: string | null;
  hostAgreement: string | null;
  onReturn: Return | null;
}

/**
 * What law and policy ask of a secondment, all at once. `above` lists the units over host and home, nearest first;
 * `decided` are the days that are decided on now, which of an extension are its last only.
 */
export function decideSecondment(
  terms: SecondmentTerms,
  {
    person,
    rulebook,
    above,
    decided = terms,
  }: { person: StaffFacts; rulebook: Rulebook; above: readonly string[]; decided?: Period },
): Violation[] {
  const { staff, host, from } = terms;
  const guarded = person.versions
    .filter((version) => version.protected && overlaps(version, decided))
    .sort((a, b) => (a.from < b.from ? -1 : 1))[0];
  return [
    ...decideConsent(terms),
    ...decideTerm(terms, { rulebook, above }),
    ...(guarded
      ? [
          violation('SECONDMENT_PROTECTED', {
            path: ['staff'],
            staff,
            unit: host,
            on: later(guarded.from, decided.from),
          }),
        ]
      : []),
    ...(terms.onReturn === null
      ? [violation('SECONDMENT_RETURN_UNPLANNED', { path: ['onReturn'], staff, expected: 'RETURN_PLAN', on: from })]
      : []),
  ];
}

/** Both bodies agree in writing. */
function decideConsent({ staff, home, host, homeAgreement, hostAgreement, from }: SecondmentTerms): Violation[] {
  const missing = (path: string, body: string, agreement: string | null) =>
    agreement
      ? []
      : [violation('SECONDMENT_CONSENT_MISSING', { path: [path], staff, unit: body, on: from, words: { body } })];
  return [...missing('homeAgreement', home, homeAgreement), ...missing('hostAgreement', host, hostAgreement)];
}

/** At most the maximum and at least the minimum term of the policies in force on its first day. */
function decideTerm(
  { staff, host, from, until }: SecondmentTerms,
  { rulebook, above }: { rulebook: Rulebook; above: readonly string[] },
): Violation[] {
  const longest = policyFor(rulebook, 'secondment.max', { above, on: from });
  const shortest = policyFor(rulebook, 'secondment.min', { above, on: from });
  const latest = longest && addDuration(from, longest.value);
  const earliest = shortest && addDuration(from, shortest.value);
  const parts = { path: ['until'], staff, unit: host, waivable: true };
  return [
    ...(longest && latest && until > latest
      ? [
          violation('SECONDMENT_TERM_EXCEEDED', {
            ...parts,
            on: latest,
            policy: quoted(longest),
            words: { until, max: longest.value, limit: latest },
          }),
        ]
      : []),
    ...(shortest && earliest && until < earliest
      ? [
          violation('SECONDMENT_TERM_TOO_SHORT', {
            ...parts,
            on: until,
            policy: quoted(shortest),
            words: { until, min: shortest.value, limit: earliest },
          }),
        ]
      : []),
  ];
}

/** A person lent to a host on some days: they work there, and are counted at home as before. */
export function lendPerson(
  person: StaffFacts,
  { host, from, until, instrument, secondment }: Period & { host: string; instrument: number; secondment: number },
): StaffFacts {
  const term: WorkplaceFact = {
    id: null,
    from,
    until,
    unit: host,
    basis: 'SECONDMENT',
    counter: null,
    assignment: null,
    secondment,
    instrument,
    transfer: null,
    change: null,
  };
  return { ...person, workplaces: [...person.workplaces, term] };
}

/**
 * A person whose secondment ends on another day, earlier or later; what the host assigned goes with it. It is said in
 * several parts where the host was merged meanwhile, and rests on what it did where no other instrument is cited.
 */
export function endLoan(
  person: StaffFacts,
  { secondment, until, instrument }: { secondment: number; until: Day; instrument: number | null },
): StaffFacts {
  const parts = person.workplaces.filter((fact) => fact.secondment === secondment);
  const end = parts.reduce((last, part) => later(last, part.until), FIRST_DAY);
  const workplaces = person.workplaces.flatMap((fact) => {
    const isOfHost = fact.basis === 'SECONDED_ASSIGNMENT' && parts.some((part) => covers(part, fact.from));
    const isPart = parts.includes(fact);
    if (!isPart && !isOfHost) return [fact];
    const moved = { ...fact, id: null, until, instrument: (isPart ? instrument : null) ?? fact.instrument };
    if (isPart && fact.until === end && until > end) return [moved];
    if (fact.until <= until) return [fact];
    return until > fact.from ? [moved] : [];
  });
  return parts.length === 0 ? person : { ...person, workplaces };
}
