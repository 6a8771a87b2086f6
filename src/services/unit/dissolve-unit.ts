import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { aChange, aResult } from '../../domain/change.ts';
import { changeUnit, type StructuralCommand, type UnitValue } from './command.ts';

export interface DissolveUnit extends StructuralCommand {
  unit: string;
  successors: readonly string[];
  noSuccessor: boolean;
}

/** Closes a unit on a day: its successors are named, or it is said that there are none. */
export function dissolveUnit<S>(work: UnitOfWork<S>, command: DissolveUnit): Promise<Result<UnitValue, S>> {
  const { unit, successors, noSuccessor } = command;
  return changeUnit(work, { verb: 'dissolveUnit', unit, command }, async (cited) => ({
    change: aChange({
      kind: 'DISSOLVE',
      ...cited,
      noSuccessor,
      sources: [{ unit, extent: successors.length > 1 ? 'PARTIAL' : 'WHOLE', path: ['unit'] }],
      results: successors.map((successor) => aResult(successor)),
    }),
    violations: [],
  }));
}
