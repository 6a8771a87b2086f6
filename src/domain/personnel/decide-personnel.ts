import { type Counted, decideCeilings, decideMinimums, type HeadcountFacts } from '../headcount.ts';
import { membershipOf } from '../organization/membership.ts';
import type { Organization } from '../organization/organization.ts';
import type { PayrollFact } from '../staff.ts';
import type { Violation } from '../violation.ts';
import { decidePerson, type Paths } from './decide-person.ts';
import type { Personnel } from './personnel.ts';

/** Everything wrong with what a verb makes of people: of each of them, and of what their units then count. */
export function decidePersonnel(
  {
    personnel,
    organization,
    headcount,
  }: { personnel: Personnel; organization: Organization; headcount: HeadcountFacts },
  pathsOf: (staff: string) => Paths,
): Violation[] {
  const people = changed(personnel);
  const counted = countedChanges(personnel).map((one) => ({
    ...one,
    path: one.change > 0 ? pathsOf(one.staff).payroll : null,
  }));
  const membership = membershipOf(organization);
  return [
    ...people.flatMap((after) => decidePerson(organization, { after, paths: pathsOf(after.code) })),
    ...decideCeilings(headcount, counted, membership),
    ...decideMinimums(headcount, counted, membership),
  ];
}

const changed = (personnel: Personnel) => personnel.all().filter((person) => person !== personnel.before(person.code));

/** Who is no longer counted where they were, and who is now. */
export function countedChanges(personnel: Personnel): Omit<Counted, 'path'>[] {
  return changed(personnel).flatMap(({ code: staff, payroll }) => {
    const before = personnel.before(staff)?.payroll ?? [];
    return [
      ...gone(before, payroll).map((fact) => ({ ...fact, staff, change: -1 as const })),
      ...gone(payroll, before).map((fact) => ({ ...fact, staff, change: 1 as const })),
    ];
  });
}

/** What of some facts is not among others. */
const gone = (facts: readonly PayrollFact[], others: readonly PayrollFact[]): PayrollFact[] =>
  facts.filter((fact) => !others.includes(fact));
