import { covers, type Day, type Period } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import type { Paths } from '../../domain/personnel/decide-person.ts';
import { decideSecondment, type SecondmentTerms } from '../../domain/secondment.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import type { PersonGround } from '../staff/change-person.ts';

/** Where the input of a verb that lends somebody speaks of what. */
export const SECONDMENT_PATHS: Paths = {
  staff: ['staff'],
  payroll: ['host'],
  workplace: ['host'],
  leadership: ['host'],
};

/** Where somebody is counted on a day. */
export const homeOf = ({ payroll }: StaffFacts, on: Day): string | null =>
  payroll.find((fact) => covers(fact, on))?.unit ?? null;

/**
 * What law, policy and plain sense say of a secondment's terms: of its days, agreements and what comes after it. All of
 * them are `decided` now, or the last ones only.
 */
export function decideTerms(
  { person, organization, rulebook }: Pick<PersonGround, 'person' | 'organization' | 'rulebook'>,
  terms: SecondmentTerms,
  decided: Period = terms,
): Violation[] {
  const { from, until, home, host, homeAgreement, hostAgreement } = terms;
  const above = [...lineAbove(organization, host, from), ...lineAbove(organization, home, from)];
  const letter = (field: string, text: string | null) =>
    text === null ? [] : decideText('number', text, { path: [field] });
  if (until <= from)
    return [violation('PERIOD_INVALID', { path: ['until'], on: until, expected: 'FROM_BEFORE_UNTIL' })];
  return [
    ...decideDay(from, ['from']),
    ...decideSecondment(terms, { person, rulebook, above, decided }),
    ...letter('homeAgreement', homeAgreement),
    ...letter('hostAgreement', hostAgreement),
  ];
}

/** Only who is on staff and is paid somewhere can be lent. */
export function decideLender(person: StaffFacts, from: Day): Violation[] {
  const staff = person.code;
  if (!person.versions.some((version) => covers(version, from)))
    return [violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['from'], staff, on: from, expected: 'STAFF_MEMBER' })];
  return homeOf(person, from) === null
    ? [violation('INPUT_INVALID', { path: ['staff'], staff, on: from, expected: 'PAID_STAFF' })]
    : [];
}
