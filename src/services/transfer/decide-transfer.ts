import { done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { carryOutMoves, shownOn } from './carry-out-moves.ts';
import { decideTransition, type StepTransfer, takeTransfer } from './step-transfer.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface DecideTransfer extends Omit<StepTransfer, 'on'> {
  instrument?: string | null;
  decidedBy: string | null;
}

/** Decides on a transfer to which both sides agreed: from its day on the payroll home is another. */
export function decideTransfer<S>(work: UnitOfWork<S>, command: DecideTransfer): Promise<Result<TransfersValue, S>> {
  const { decidedBy, today } = command;
  return work.run('decideTransfer', command, async (tx) => {
    const cited = await citeInstrument(tx, command.instrument);
    const { transfer, violations } = await takeTransfer(tx, command);
    if (!transfer) return refused([...cited.violations, ...violations]);
    const wrong = decideTransition(transfer, { to: 'DECIDED', today });
    const { staff, toUnit, workplace, category, on } = transfer;
    const move = { staff, toUnit, workplace, category, on, instrument: cited.id, transfer: -1, path: [] };
    const moved = await carryOutMoves(
      tx,
      { moves: [move], on, cited, decidedBy, existing: transfer.id, compensates: null },
      wrong,
    );
    return moved.transfers
      ? done({ transfers: [transfer.id], on: shownOn(on, today) }, moved.violations)
      : refused(moved.violations);
  });
}
