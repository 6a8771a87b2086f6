import { endWaiver, lockWaiver } from '../../db/repositories/waivers.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import { type Day, later } from '../../domain/day.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import type { WaiverValue } from './grant-waiver.ts';

export interface RevokeWaiver extends CommandOptions {
  waiver: number;
  /** First day on which it no longer works. */
  on: Day;
  instrument?: string | null;
}

/** Ends a waiver before its time, by an instrument. What it lifted until then stays. */
export function revokeWaiver<S>(work: UnitOfWork<S>, command: RevokeWaiver): Promise<Result<WaiverValue, S>> {
  const { waiver, on } = command;
  return work.run('revokeWaiver', command, async (tx): Promise<Outcome<WaiverValue>> => {
    const term = await lockWaiver(tx.tx, waiver);
    const cited = await citeInstrument(tx, command.instrument);
    const violations: Violation[] = [
      ...cited.violations,
      ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on })]),
      ...(term ? [] : [violation('NOT_FOUND', { path: ['waiver'], words: { what: String(waiver) } })]),
      ...(term && term.until <= on ? [violation('WAIVER_EXPIRED', { path: ['on'], on })] : []),
      // Its first day stays on record: a waiver that never worked would be one that nobody granted.
      ...(term && on <= term.from
        ? [violation('PERIOD_INVALID', { path: ['on'], on, expected: 'LATER_THAN', words: { day: term.from } })]
        : []),
    ];
    if (blocks(violations) || !term) return refused(violations);
    await endWaiver(tx.tx, waiver, later(on, term.from));
    const [before, after] = [{ until: term.until }, { until: on }];
    const entry = { subjectType: 'Waiver' as const, subject: String(waiver), before, after };
    await tx.audit([{ ...entry, instrument: cited.id, change: null }]);
    return done({ waiver, on });
  });
}
