import { insertTransfers } from '../../db/repositories/transfers.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { covers, type Day } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import type { StaffCategory } from '../../domain/staff.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { loadStaffGround } from '../staff/staff-ground.ts';
import { shownOn } from './carry-out-moves.ts';
import type { TransfersValue } from './transfer-staff.ts';

export interface ProposeTransfer extends CommandOptions {
  staff: string;
  toUnit: string;
  workplace: string | null;
  category: StaffCategory | null;
  on: Day;
  /** The letter that proposes it. */
  reference: string;
  today: Day;
}

/** Proposes to move somebody's payroll home; nothing moves before both sides agreed and it was decided. */
export function proposeTransfer<S>(work: UnitOfWork<S>, command: ProposeTransfer): Promise<Result<TransfersValue, S>> {
  const { staff, toUnit, workplace, category, on, reference, today } = command;
  return work.run('proposeTransfer', command, async (tx) => {
    const units = [toUnit, ...(workplace === null ? [] : [workplace])];
    const { personnel, organization } = await loadStaffGround(tx, { staff: [staff], units, counting: false });
    const person = personnel.find(staff);
    const home = person?.payroll.find((fact) => covers(fact, on));
    const absent = (field: string, given: string, isThere: boolean): Violation[] =>
      isThere ? [] : [violation('NOT_FOUND', { path: [field], on, words: { what: given } })];
    const violations = [
      ...decideDay(on, ['on']),
      ...decideText('title', reference, { path: ['reference'] }),
      ...absent('staff', staff, person !== undefined),
      ...absent('toUnit', toUnit, organization.isLive(toUnit, on)),
      ...(workplace === null ? [] : absent('workplace', workplace, organization.isLive(workplace, on))),
      ...(person && !person.versions.some((version) => covers(version, on))
        ? [violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['staff'], staff, on, expected: 'STAFF_MEMBER' })]
        : []),
      ...(home?.unit === toUnit && (category ?? home.category) === home.category
        ? [violation('INPUT_INVALID', { path: ['toUnit'], staff, unit: toUnit, on, expected: 'ANOTHER_UNIT' })]
        : []),
    ];
    if (violations.length > 0) return refused(violations);
    const record = { ...command, fromUnit: home?.unit ?? null, compensates: null };
    const step = { step: 'PROPOSED' as const, on: today, instrument: null, reference };
    const transfers = await insertTransfers(tx.tx, [record], step);
    await tx.audit([
      {
        subjectType: 'Transfer',
        subject: staff,
        before: null,
        after: { toUnit, on, reference },
        instrument: null,
        change: null,
      },
    ]);
    return done({ transfers, on: shownOn(on, today) });
  });
}
