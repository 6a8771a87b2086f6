import { done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import type { TransferStep } from '../../domain/transfer.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { carryOutMoves, shownOn } from './carry-out-moves.ts';
import { decideTransition, type StepTransfer, takeTransfer, toldOfTransfer } from './step-transfer.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface DecideTransfer extends Omit<StepTransfer, 'on'> {
  instrument?: string | null;
  decidedBy: string | null;
}

const CLOSING: readonly TransferStep[] = ['DECIDED', 'REJECTED', 'CANCELLED'];

/** Decides on a transfer to which both sides agreed: from its day on the payroll home is another. */
export function decideTransfer<S>(work: UnitOfWork<S>, command: DecideTransfer): Promise<Result<TransfersValue, S>> {
  const { decidedBy, today } = command;
  return work.run('decideTransfer', command, async (tx) => {
    const cited = await citeInstrument(tx, command.instrument);
    const { transfer, violations } = await takeTransfer(tx, command);
    if (!transfer) return refused([...cited.violations, ...violations]);
    const wrong = decideTransition(transfer, { to: 'DECIDED', today });
    const { staff, toUnit, workplace, category, on, steps } = transfer;
    // On what is decided or called off already no other rule has anything to say.
    if (CLOSING.some((step) => steps.includes(step))) return refused([...cited.violations, ...wrong]);
    const move = { staff, toUnit, workplace, category, on, instrument: cited.id, transfer: -1, path: [] };
    const moved = await carryOutMoves(
      tx,
      { moves: [move], on, cited, decidedBy, existing: transfer.id, compensates: null },
      wrong,
    );
    const told = toldOfTransfer(moved.violations);
    return moved.transfers ? done({ transfers: [transfer.id], on: shownOn(on, today) }, told) : refused(told);
  });
}
