import { findAppointment } from '../../db/repositories/leaderships.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { cut } from '../../domain/organization/facts.ts';
import { violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { remakePerson } from '../staff/change-person.ts';
import type { AppointmentValue } from './appoint-leader.ts';

export interface EndAppointment extends CommandOptions {
  /** Global id. */
  appointment: string;
  /** First day on which the person no longer leads. */
  on: Day;
  instrument?: string | null;
}

/** Ends an appointment from a day on; one that has not begun is no longer believed at all. */
export function endAppointment<S>(work: UnitOfWork<S>, command: EndAppointment): Promise<Result<AppointmentValue, S>> {
  const { on } = command;
  return work.run('endAppointment', command, async (tx) => {
    const id = idOf('Appointment', command.appointment);
    const found = await findAppointment(tx.tx, id);
    if (!found)
      return refused([violation('NOT_FOUND', { path: ['appointment'], words: { what: command.appointment } })]);
    const { staff } = found;
    const { violations, identified } = await remakePerson(
      tx,
      { command: { ...command, staff }, counting: false },
      ({ person, cited }) => {
        const own = person.leaderships.filter((fact) => fact.appointment === id);
        const others = person.leaderships.filter((fact) => fact.appointment !== id);
        const isOver = own.every(({ until }) => until <= on);
        return {
          person: isOver ? person : { ...person, leaderships: [...others, ...cut(own, on)] },
          violations: [
            ...requireInstrument(cited, on),
            ...decideDay(on, ['on']),
            ...(isOver
              ? [violation('ALREADY_DONE', { path: ['appointment'], staff, on, words: { what: 'endAppointment' } })]
              : []),
          ],
        };
      },
    );
    return identified ? done({ appointment: id, on: addDays(on, -1) }, violations) : refused(violations);
  });
}
