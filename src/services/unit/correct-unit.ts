import { findChangeInstrument } from '../../db/repositories/changes.ts';
import { loadFacts } from '../../db/repositories/organization.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { aChange, aResult } from '../../domain/change.ts';
import { covers, type Day } from '../../domain/day.ts';
import { decideText } from '../../domain/text.ts';
import type { UnitAttributes } from '../../domain/unit.ts';
import { violation } from '../../domain/violation.ts';
import { changeUnit, type StructuralCommand, type UnitValue } from './command.ts';

export interface CorrectUnit extends StructuralCommand {
  unit: string;
  attributes: Partial<UnitAttributes>;
  beganOn: Day | null;
  reason: string;
}

/**
 * Restates the version of a day that was recorded wrongly. What was believed before stays to be read with `knownAt`.
 * A correction decides nothing new: unless it cites an instrument, it rests on the one of the version it corrects.
 */
export function correctUnit<S>(work: UnitOfWork<S>, command: CorrectUnit): Promise<Result<UnitValue, S>> {
  const { unit, attributes, beganOn, reason } = command;
  return changeUnit(work, { verb: 'correctUnit', unit, command }, async (cited, tx) => {
    const [facts] = (await loadFacts(tx.tx, { units: [unit], territories: [] })).filter((found) => found.code === unit);
    const version = facts?.versions.find((candidate) => covers(candidate, command.on));
    const instrument =
      cited.instrument ?? (version && !command.instrument ? await findChangeInstrument(tx.tx, version.change) : null);
    const nothing = Object.values(attributes).every((value) => value === undefined) && beganOn === null;
    const violations = [
      ...decideText('reason', reason, { path: ['reason'] }),
      ...(nothing ? [violation('INPUT_INVALID', { unit, path: [], expected: 'SOMETHING_TO_CHANGE' })] : []),
    ];
    const change = aChange({
      kind: 'CORRECTION',
      ...cited,
      instrument,
      note: reason,
      results: [aResult(unit, { attributes, beganOn })],
    });
    return { change, violations };
  });
}
