import { findEndedAssignments, insertTransferSteps } from '../../db/repositories/transfers.ts';
import { done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { decideText } from '../../domain/text.ts';
import { unmovePerson } from '../../domain/transfer.ts';
import { remakePerson } from '../staff/change-person.ts';
import { shownOn } from './carry-out-moves.ts';
import { decideTransition, type StepTransfer, takeTransfer } from './step-transfer.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface CancelTransfer extends StepTransfer {
  reason: string;
  instrument?: string | null;
}

/** Calls a transfer off before it is effective; one decided for a day to come leaves everything as it was. */
export function cancelTransfer<S>(work: UnitOfWork<S>, command: CancelTransfer): Promise<Result<TransfersValue, S>> {
  const { on, today, reason } = command;
  return work.run('cancelTransfer', command, async (tx) => {
    const { transfer, violations } = await takeTransfer(tx, command);
    if (!transfer) return refused(violations);
    const ended = await findEndedAssignments(tx.tx, transfer.id);
    const paths = { staff: ['transfer'], payroll: ['transfer'], workplace: ['transfer'], leadership: ['transfer'] };
    const outcome = await remakePerson(
      tx,
      { command: { ...command, staff: transfer.staff }, units: ended.map(({ unit }) => unit), paths },
      ({ person, cited }) => ({
        person: transfer.steps.includes('DECIDED')
          ? unmovePerson(person, { transfer: transfer.id, category: transfer.category, ended })
          : person,
        violations: [
          ...decideTransition(transfer, { to: 'CANCELLED', today }),
          ...decideText('reason', reason, { path: ['reason'] }),
        ],
        identify: async () => {
          const step = { step: 'CANCELLED' as const, on, instrument: cited.id, reference: reason };
          await insertTransferSteps(tx.tx, [transfer.id], step);
          const said = { before: null, after: step, instrument: cited.id, change: null };
          await tx.audit([{ subjectType: 'Transfer', subject: transfer.staff, ...said }]);
          return {};
        },
      }),
    );
    if (!outcome.identified) return refused(outcome.violations);
    return done({ transfers: [transfer.id], on: shownOn(transfer.on, today) }, outcome.violations);
  });
}
