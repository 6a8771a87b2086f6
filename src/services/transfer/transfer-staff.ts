import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import type { StaffCategory } from '../../domain/staff.ts';
import { violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { carryOutMoves, loadGroundOfMoves, shownOn } from './carry-out-moves.ts';

/** As many as one decision may move. */
const MOST_MOVES = 10_000;

export interface TransferStaff extends CommandOptions {
  moves: readonly { staff: string; toUnit: string; workplace: string | null; category: StaffCategory | null }[];
  on: Day;
  instrument?: string | null;
  decidedBy: string | null;
  today: Day;
}

/** Transfers, to be shown as of a day. */
export interface TransfersValue {
  transfers: number[];
  on: Day;
}

/** Moves the payroll home of one or many people from a day on, by who may decide it: all of them or none. */
export function transferStaff<S>(work: UnitOfWork<S>, command: TransferStaff): Promise<Result<TransfersValue, S>> {
  const { moves, on, decidedBy, today } = command;
  return work.run('transferStaff', command, async (tx) => {
    if (moves.length === 0 || moves.length > MOST_MOVES)
      return refused([
        violation('INPUT_INVALID', { path: ['moves'], expected: 'MOST_ITEMS', words: { max: MOST_MOVES } }),
      ]);
    const citing = citeInstrument(tx, command.instrument);
    // Where nobody is named to decide, the issuer does: read first, who it is.
    const decider = decidedBy ?? (await citing).issuer;
    const [cited, ground] = await Promise.all([citing, loadGroundOfMoves(tx, { moves, decider })]);
    const { violations, transfers } = await carryOutMoves(tx, {
      moves: moves.map((move, index) => ({
        ...move,
        on,
        instrument: cited.id,
        transfer: -1 - index,
        path: ['moves', String(index)],
      })),
      on,
      cited,
      decidedBy,
      existing: null,
      compensates: null,
      ground,
    });
    return transfers ? done({ transfers, on: shownOn(on, today) }, violations) : refused(violations);
  });
}
