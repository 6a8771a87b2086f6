import { insertAssignment } from '../../db/repositories/assignments.ts';
import { findLabels } from '../../db/repositories/counters.ts';
import { done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import {
  decideDays,
  decideOwnScope,
  decideReach,
  decideScope,
  decideSecondedPlacement,
  networkOf,
  type Placement,
  placePerson,
} from '../../domain/assignment.ts';
import { decideNamed } from '../../domain/counter.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import type { Organization } from '../../domain/organization/organization.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { type PersonCommand, remakePerson } from '../staff/change-person.ts';

export interface AssignStaff extends PersonCommand {
  unit: string;
  counter: string | null;
  from: Day;
  /** First day no longer; open where null. */
  until: Day | null;
  /** The workplace of those days; otherwise one beside it. */
  primary: boolean;
  /** Assignments that stand in the way give way. */
  replace: boolean;
  decidedBy: string | null;
}

/** An assignment, to be shown as of a day. */
export interface AssignmentValue {
  assignment: number;
  on: Day;
}

/** Places a person at a point, a counter or a branch for some days; payroll stays where it is. */
export function assignStaff<S>(work: UnitOfWork<S>, command: AssignStaff): Promise<Result<AssignmentValue, S>> {
  const { staff, unit, from, decidedBy } = command;
  const until = command.until ?? FOREVER;
  return work.run('assignStaff', command, async (tx) => {
    const units = [unit, ...(decidedBy === null ? [] : [decidedBy])];
    const { violations, identified } = await remakePerson(
      tx,
      { command, units, counting: false },
      async ({ person, organization, cited }) => {
        const placement = { ...command, until, instrument: cited.id, assignment: -1 };
        const decider = decidedBy ?? networkOf(organization, person, from);
        return {
          person: placePerson(person, placement),
          violations: [
            ...decidePlacement(command),
            ...decideDecider(organization, { person, placement, decidedBy }),
            ...decideSecondedPlacement(organization, person, placement),
            ...(await decideCounter(tx, command)),
          ],
          single: true,
          identify: async () => ({
            assignment: [await insertAssignment(tx.tx, { staff, decidedBy: decider, instrument: cited.id })],
          }),
        };
      },
    );
    const [assignment] = identified?.assignment ?? [];
    return assignment === undefined ? refused(violations) : done({ assignment, on: from }, violations);
  });
}

/** Who is named to decide is there, and stands over both the unit and the person. */
function decideDecider(
  organization: Organization,
  { person, placement, decidedBy }: { person: StaffFacts; placement: Placement; decidedBy: string | null },
): Violation[] {
  if (decidedBy === null) return decideOwnScope(organization, person, placement);
  if (!organization.find(decidedBy))
    return [violation('NOT_FOUND', { path: ['decidedBy'], words: { what: decidedBy } })];
  return [
    ...decideScope(organization, placement, decidedBy),
    ...decideReach(organization, person, { ...placement, decider: decidedBy }),
  ];
}

/** The counter named is one of the unit's, where somebody said which it has: a warning, since labels are free text. */
async function decideCounter({ tx }: Work, { unit, counter, from }: AssignStaff): Promise<Violation[]> {
  return counter === null ? [] : decideNamed(counter, await findLabels(tx, unit, from));
}

function decidePlacement({ counter, from, until }: AssignStaff): Violation[] {
  return [
    ...decideDays({ from, until: until ?? FOREVER }),
    ...(counter === null ? [] : decideText('shortName', counter, { path: ['counter'] })),
  ];
}
