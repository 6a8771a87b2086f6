import { setPolicyFrom } from '../../db/repositories/policies.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { decidePolicy } from '../../domain/policy.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';

export interface SetPolicy extends CommandOptions {
  key: string;
  value: string;
  /** First day in force, and the first day no longer. */
  from: Day;
  until: Day | null;
  /** The unit below which it applies; everywhere where null. */
  unit: string | null;
  instrument?: string | null;
  article: string | null;
  confirmed: boolean;
  note: string | null;
}

export interface PolicyValue {
  policy: number;
  on: Day;
}

/** Sets a policy from a day on, by an instrument: the value until then ends, what was set for later stays. */
export function setPolicy<S>(work: UnitOfWork<S>, command: SetPolicy): Promise<Result<PolicyValue, S>> {
  const { key, value, from, until, unit, article, confirmed, note } = command;
  return work.run('setPolicy', command, async (tx): Promise<Outcome<PolicyValue>> => {
    const cited = await citeInstrument(tx, command.instrument);
    const scope = unit === null ? null : ((await findUnitIds(tx.tx, [unit])).get(unit) ?? 0);
    const text = (field: 'article' | 'note', given: string | null) =>
      given === null ? [] : decideText(field, given, { path: [field] });
    const violations: Violation[] = [
      ...cited.violations,
      ...decideDay(from, ['from']),
      ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on: from })]),
      ...decidePolicy({ key, value }, { on: from, path: [] }),
      ...(scope === 0 ? [violation('NOT_FOUND', { path: ['unit'], words: { what: unit ?? '' } })] : []),
      ...(until !== null && until <= from
        ? [violation('PERIOD_INVALID', { path: ['until'], on: until, expected: 'FROM_BEFORE_UNTIL' })]
        : []),
      ...text('article', article),
      ...text('note', note),
    ];
    const { id: instrument } = cited;
    if (blocks(violations) || instrument === null) return refused(violations);
    const record = { key, value, scope, instrument, article, confirmed, note, from, until: until ?? FOREVER };
    const policy = await setPolicyFrom(tx.tx, record);
    const after = { key, value, unit, from, until, article, confirmed };
    await tx.audit([{ subjectType: 'Policy', subject: key, before: null, after, instrument, change: null }]);
    return done({ policy, on: from });
  });
}
