import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { aChange, aResult } from '../../domain/change.ts';
import type { RelationKind } from '../../domain/unit.ts';
import { changeUnit, type StructuralCommand, type UnitValue } from './command.ts';

export interface ReparentUnit extends StructuralCommand {
  unit: string;
  relation: RelationKind;
  /** Null ends the relation. */
  parent: string | null;
  /** The event that will end the relation, where no date is known. */
  untilEvent?: string | null;
}

/** Puts a unit under another parent in one kind of relation, from a day on. */
export function reparentUnit<S>(work: UnitOfWork<S>, command: ReparentUnit): Promise<Result<UnitValue, S>> {
  const { unit, relation, parent, untilEvent } = command;
  return changeUnit(work, { verb: 'reparentUnit', unit, command }, async (cited) => ({
    change: aChange({
      kind: 'REPARENT',
      ...cited,
      results: [aResult(unit, { relations: [{ kind: relation, parent, untilEvent }] })],
    }),
    violations: [],
  }));
}
