import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { violation } from '../../domain/violation.ts';
import { decideTransition, type StepTransfer, sayOfTransfer } from './step-transfer.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface AgreeTransfer extends StepTransfer {
  /** Whose word it is: the unit that lets go, or the one that receives. */
  side: 'FROM' | 'TO';
  /** False where that side refuses. */
  agreed: boolean;
  reference: string;
}

/** Says that one side agrees to a transfer, or refuses it; once both agreed it can be decided. */
export function agreeTransfer<S>(work: UnitOfWork<S>, command: AgreeTransfer): Promise<Result<TransfersValue, S>> {
  const { side, agreed, reference, today } = command;
  return sayOfTransfer(work, { verb: 'agreeTransfer', command, reference }, (transfer) => {
    const agreement = side === 'FROM' ? ('AGREED_FROM' as const) : ('AGREED_TO' as const);
    if (!agreed) return { step: 'REJECTED', violations: decideTransition(transfer, { to: 'REJECTED', today }) };
    const isSaid = transfer.steps.includes(agreement);
    return {
      step: agreement,
      violations: isSaid
        ? [violation('ALREADY_DONE', { path: ['side'], staff: transfer.staff, words: { what: agreement } })]
        : decideTransition(transfer, { to: 'AGREED', today }),
    };
  });
}
