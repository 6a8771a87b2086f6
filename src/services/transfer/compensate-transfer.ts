import { loadFacts } from '../../db/repositories/organization.ts';
import { loadStaff } from '../../db/repositories/staff.ts';
import type { StoredTransfer } from '../../db/repositories/transfers.ts';
import { done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { addDays, covers, type Day } from '../../domain/day.ts';
import { Organization } from '../../domain/organization/organization.ts';
import type { StaffCategory } from '../../domain/staff.ts';
import { transferStatus } from '../../domain/transfer.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { carryOutMoves, shownOn } from './carry-out-moves.ts';
import { type StepTransfer, takeTransfer, toldOfTransfer } from './step-transfer.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface CompensateTransfer extends StepTransfer {
  instrument?: string | null;
  decidedBy: string | null;
}

/** Answers a transfer that was wrong by one in the other direction from a day on, as it was before; both stay on record. */
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
    const before = await asBefore(tx, transfer, on);
    if (wrong.length === 0) wrong.push(...before.changed);
    const { workplace, category } = before;
    const move = { staff, toUnit: fromUnit, workplace, category, on, instrument: cited.id, transfer: -1, path: [] };
    const moved = await carryOutMoves(
      tx,
      { moves: [move], on, cited, decidedBy, existing: null, compensates: transfer.id },
      wrong,
    );
    const told = toldOfTransfer(moved.violations);
    return moved.transfers ? done({ transfers: moved.transfers, on: shownOn(on, today) }, told) : refused(told);
  });
}

/**
 * Where the person worked the day before the transfer, if that is still there, and their category where it changed; and
 * that they are no longer where it brought them, if they are not.
 */
async function asBefore(
  { tx }: Work,
  transfer: StoredTransfer,
  on: Day,
): Promise<{ workplace: string | null; category: StaffCategory | null; changed: Violation[] }> {
  const [person] = await loadStaff(tx, [transfer.staff]);
  const eve = addDays(transfer.on, -1);
  const now = person?.payroll.find((fact) => covers(fact, on));
  const words = { what: transfer.staff, day: now?.from ?? on };
  const changed =
    now?.transfer === transfer.id || now?.unit === transfer.fromUnit
      ? []
      : [
          violation('INPUT_INVALID', {
            path: ['transfer'],
            staff: transfer.staff,
            on,
            expected: 'NOT_CHANGED_SINCE',
            words,
          }),
        ];
  const post = person?.workplaces.find((fact) => fact.basis === 'POST' && covers(fact, eve))?.unit;
  const was = person?.versions.find((version) => covers(version, eve))?.category;
  const units = post === undefined ? [] : [post];
  const organization = new Organization(await loadFacts(tx, { units, territories: [], standing: true }));
  return {
    changed,
    workplace: post !== undefined && organization.isLive(post, on) ? post : null,
    category: transfer.category === null ? null : (was ?? null),
  };
}
