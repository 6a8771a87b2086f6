import { insertSecondment } from '../../db/repositories/secondments.ts';
import { type CommandOptions, done, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import type { Return } from '../../domain/secondment.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { loadStaffGround } from '../staff/staff-ground.ts';
import { shownOn } from '../transfer/carry-out-moves.ts';
import { decideLender, decideTerms, homeOf } from './decide-terms.ts';
import type { SecondmentValue } from './second-staff.ts';

export interface ProposeSecondment extends CommandOptions {
  staff: string;
  host: string;
  from: Day;
  until: Day;
  onReturn: Return | null;
  /** The letter that proposes it. */
  reference: string;
  today: Day;
}

/** Proposes to lend somebody; what the law would refuse is told at once, the agreements come later. */
export function proposeSecondment<S>(
  work: UnitOfWork<S>,
  command: ProposeSecondment,
): Promise<Result<SecondmentValue, S>> {
  const { staff, host, from, until, onReturn, reference, today } = command;
  return work.run('proposeSecondment', command, async (tx) => {
    const ground = await loadStaffGround(tx, { staff: [staff], units: [host], counting: false });
    const person = ground.personnel.find(staff);
    if (!person) return refused([violation('NOT_FOUND', { path: ['staff'], staff, words: { what: staff } })]);
    const home = homeOf(person, from);
    const terms = {
      staff,
      host,
      from,
      until,
      home: home ?? '',
      onReturn,
      homeAgreement: reference,
      hostAgreement: reference,
    };
    const violations = [
      ...decideText('number', reference, { path: ['reference'] }),
      ...decideTerms({ ...ground, person }, terms).filter(({ path }) => !path?.[0]?.endsWith('Agreement')),
      ...(ground.organization.isLive(host, from)
        ? []
        : [violation('NOT_FOUND', { path: ['host'], on: from, words: { what: host } })]),
      ...decideLender(person, from),
      ...(home === host
        ? [violation('INPUT_INVALID', { path: ['host'], staff, unit: host, expected: 'ANOTHER_UNIT' })]
        : []),
    ];
    if (blocks(violations) || home === null) return refused(violations);
    const step = { step: 'PROPOSED' as const, on: today, until, onReturn, instrument: null, reference };
    const secondment = await insertSecondment(tx.tx, { staff, home, host, from }, [step]);
    const after = { host, from, until, onReturn, reference };
    await tx.audit([
      { subjectType: 'Secondment', subject: staff, before: null, after, instrument: null, change: null },
    ]);
    return done({ secondment, on: shownOn(from, today) }, violations);
  });
}
