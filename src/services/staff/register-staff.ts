import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { blocks } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { enlistStaff, type Newcomer } from './enlist-staff.ts';

export interface RegisterStaff extends CommandOptions, Omit<Newcomer, 'path'> {
  instrument?: string | null;
}

/** A person, to be shown as of a day. */
export interface StaffValue {
  staff: string;
  on: Day;
}

/** Puts a person on record, with payroll home and workplace from a day on. */
export function registerStaff<S>(work: UnitOfWork<S>, command: RegisterStaff): Promise<Result<StaffValue, S>> {
  return work.run('registerStaff', command, async (tx) => {
    const cited = await citeInstrument(tx, command.instrument);
    const { violations } = await enlistStaff(tx, [{ ...command, path: [] }], { cited });
    return blocks(violations) ? refused(violations) : done({ staff: command.code, on: command.from }, violations);
  });
}
