import { done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { transferStatus } from '../../domain/transfer.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { carryOutMoves, shownOn } from './carry-out-moves.ts';
import { type StepTransfer, takeTransfer } from './step-transfer.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface CompensateTransfer extends StepTransfer {
  instrument?: string | null;
  decidedBy: string | null;
}

/** Answers a transfer that was wrong by one in the other direction from a day on; both stay on record. */
export function compensateTransfer<S>(
  work: UnitOfWork<S>,
  command: CompensateTransfer,
): Promise<Result<TransfersValue, S>> {
  const { on, decidedBy, today } = command;
  return work.run('compensateTransfer', command, async (tx) => {
    const cited = await citeInstrument(tx, command.instrument);
    const { transfer, violations } = await takeTransfer(tx, command);
    if (!transfer) return refused([...cited.violations, ...violations]);
    const status = transferStatus(new Set(transfer.steps), { on: transfer.on, today });
    const { staff, fromUnit } = transfer;
    if (fromUnit === null)
      return refused([violation('INPUT_INVALID', { path: ['transfer'], staff, expected: 'STAFF_MEMBER' })]);
    const wrong: Violation[] =
      status === 'EFFECTIVE' && on >= transfer.on
        ? []
        : [
            violation('TRANSITION_INVALID', {
              path: ['transfer'],
              staff,
              on,
              words: { what: staff, from: status, to: 'EFFECTIVE', allowed: 'cancelTransfer' },
            }),
          ];
    const move = {
      staff,
      toUnit: fromUnit,
      workplace: null,
      category: null,
      on,
      instrument: cited.id,
      transfer: -1,
      path: [],
    };
    const moved = await carryOutMoves(
      tx,
      { moves: [move], on, cited, decidedBy, existing: null, compensates: transfer.id },
      wrong,
    );
    return moved.transfers
      ? done({ transfers: moved.transfers, on: shownOn(on, today) }, moved.violations)
      : refused(moved.violations);
  });
}
