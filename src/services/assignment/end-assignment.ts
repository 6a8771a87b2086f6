import { findAssigned } from '../../db/repositories/assignments.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { unplacePerson } from '../../domain/assignment.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { violation } from '../../domain/violation.ts';
import { remakePerson } from '../staff/change-person.ts';
import type { AssignmentValue } from './assign-staff.ts';

export interface EndAssignment extends CommandOptions {
  /** Global id. */
  assignment: string;
  /** First day on which it no longer holds. */
  on: Day;
  instrument?: string | null;
}

/** Ends an assignment: from that day on the person works where they did without it. */
export function endAssignment<S>(work: UnitOfWork<S>, command: EndAssignment): Promise<Result<AssignmentValue, S>> {
  const { on } = command;
  return work.run('endAssignment', command, async (tx) => {
    const id = idOf('Assignment', command.assignment);
    const staff = await findAssigned(tx.tx, id);
    if (staff === null)
      return refused([violation('NOT_FOUND', { path: ['assignment'], words: { what: command.assignment } })]);
    const { violations, identified } = await remakePerson(
      tx,
      { command: { ...command, staff }, counting: false },
      ({ person }) => {
        const open = person.workplaces.filter((fact) => fact.assignment === id && fact.until > on);
        return {
          person: open.length > 0 ? unplacePerson(person, id, on) : person,
          violations: [
            ...decideDay(on, ['on']),
            ...(open.length > 0
              ? []
              : [violation('ALREADY_DONE', { path: ['assignment'], staff, on, words: { what: 'endAssignment' } })]),
          ],
        };
      },
    );
    return identified ? done({ assignment: id, on: addDays(on, -1) }, violations) : refused(violations);
  });
}
