import { lockStaff } from '../../db/repositories/staff.ts';
import { findTransfer, insertTransferSteps, type StoredTransfer } from '../../db/repositories/transfers.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideStep } from '../../domain/life-cycle.ts';
import { decideText } from '../../domain/text.ts';
import { TRANSFER_LIFE, type TransferStatus, type TransferStep, transferStatus } from '../../domain/transfer.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { shownOn } from './carry-out-moves.ts';
import type { TransfersValue } from './transfer-staff.ts';

/** What a step on a transfer that is on record takes. */
export interface StepTransfer extends CommandOptions {
  /** Global id. */
  transfer: string;
  /** The day on which it is said. */
  on: Day;
  today: Day;
}

/** The transfer that a command refers to, with its person taken; what is wrong with the reference where there is none. */
export async function takeTransfer(
  { tx }: Work,
  { transfer }: Pick<StepTransfer, 'transfer'>,
): Promise<{ transfer: StoredTransfer | null; violations: Violation[] }> {
  const id = idOf('Transfer', transfer);
  const seen = await findTransfer(tx, id);
  if (!seen)
    return { transfer: null, violations: [violation('NOT_FOUND', { path: ['transfer'], words: { what: transfer } })] };
  // Steps meet on the person's row, and are read once it is held.
  await lockStaff(tx, [seen.staff]);
  return { transfer: await findTransfer(tx, id), violations: [] };
}

/** A transfer becomes what its life cycle lets it. */
export function decideTransition(
  { steps, staff, on }: StoredTransfer,
  { to, today }: { to: TransferStatus; today: Day },
): Violation[] {
  const from = transferStatus(new Set(steps), { on, today });
  return decideStep(TRANSFER_LIFE, { what: staff, from, to }, { path: ['transfer'], staff, on: today });
}

const FIELDS_OF_A_MOVE = ['staff', 'toUnit', 'workplace'];

/** What stands in the way of the one move that a transfer on record makes is told of the transfer. */
export const toldOfTransfer = (violations: readonly Violation[]): Violation[] =>
  violations.map((found) =>
    FIELDS_OF_A_MOVE.includes(found.path?.[0] ?? '') ? { ...found, path: ['transfer'] } : found,
  );

/** Says one thing about a transfer, by a letter. */
export function sayOfTransfer<S>(
  work: UnitOfWork<S>,
  { verb, command, reference }: { verb: string; command: StepTransfer; reference: string },
  decide: (transfer: StoredTransfer) => { step: TransferStep; violations: Violation[] },
): Promise<Result<TransfersValue, S>> {
  return work.run(verb, command, async (tx): Promise<Outcome<TransfersValue>> => {
    const { transfer, violations } = await takeTransfer(tx, command);
    if (!transfer) return refused(violations);
    const { step, violations: found } = decide(transfer);
    const all = [...found, ...decideText('title', reference, { path: ['reference'] })];
    if (all.length > 0) return refused(all);
    await insertTransferSteps(tx.tx, [transfer.id], { step, on: command.on, instrument: null, reference });
    await tx.audit([
      {
        subjectType: 'Transfer',
        subject: transfer.staff,
        before: null,
        after: { step, on: command.on, reference },
        instrument: null,
        change: null,
      },
    ]);
    return done({ transfers: [transfer.id], on: shownOn(transfer.on, command.today) });
  });
}
