import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { addDays, covers, type Day, type Period } from '../../domain/day.ts';
import { cut } from '../../domain/organization/facts.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { changePerson, type PersonCommand } from './change-person.ts';
import type { StaffValue } from './register-staff.ts';

export interface LeaveStaff extends PersonCommand {
  /** First day on which the person is no longer on staff. */
  on: Day;
}

/** Ends a person's employment, with their payroll home, workplaces, posts and signatures; what was stays readable. */
export function leaveStaff<S>(work: UnitOfWork<S>, command: LeaveStaff): Promise<Result<StaffValue, S>> {
  const { on } = command;
  return changePerson(work, { verb: 'leaveStaff', command, on: addDays(on, -1) }, ({ person }) => ({
    person: {
      ...person,
      versions: cut(person.versions, on),
      payroll: cut(person.payroll, on),
      workplaces: cut(person.workplaces, on),
      leaderships: cut(person.leaderships, on),
      signatures: cut(person.signatures, on),
    },
    violations: decideLeaving(person, on),
  }));
}

/** Who leaves was on staff the day before and would still be, and nothing was decided for later: that is undone first. */
function decideLeaving(person: StaffFacts, on: Day): Violation[] {
  const { code: staff, payroll, workplaces, leaderships } = person;
  const isThere = [addDays(on, -1), on].every((day) => person.versions.some((version) => covers(version, day)));
  if (!isThere) return [violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['on'], staff, on, expected: 'STAFF_MEMBER' })];
  const later: (Period & { unit: string })[] = [...payroll, ...workplaces, ...leaderships].filter(
    ({ from }) => from >= on,
  );
  return later.map(({ unit, from }) => violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['on'], staff, unit, on: from }));
}
