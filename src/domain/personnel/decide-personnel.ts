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
  const people = personnel.all().filter((person) => person !== personnel.before(person.code));
  const counted = people.flatMap((after): Counted[] => {
    const before = personnel.before(after.code)?.payroll ?? [];
    const path = pathsOf(after.code).payroll;
    const staff = after.code;
    return [
      ...gone(before, after.payroll).map((fact) => ({ ...fact, staff, change: -1 as const, path: null })),
      ...gone(after.payroll, before).map((fact) => ({ ...fact, staff, change: 1 as const, path })),
    ];
  });
  const membership = membershipOf(organization);
  return [
    ...people.flatMap((after) => decidePerson(organization, { after, paths: pathsOf(after.code) })),
    ...decideCeilings(headcount, counted, membership),
    ...decideMinimums(headcount, counted, membership),
  ];
}

/** What of some facts is not among others. */
const gone = (facts: readonly PayrollFact[], others: readonly PayrollFact[]): PayrollFact[] =>
  facts.filter((fact) => !others.includes(fact));
