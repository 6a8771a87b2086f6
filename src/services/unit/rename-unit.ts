import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { aChange, aResult } from '../../domain/change.ts';
import { changeUnit, type StructuralCommand, type UnitValue } from './command.ts';

export interface RenameUnit extends StructuralCommand {
  unit: string;
  name: string;
  /** Left out, the short name stays; null takes it away. */
  shortName?: string | null;
}

/** Gives a unit another name from a day on. */
export function renameUnit<S>(work: UnitOfWork<S>, command: RenameUnit): Promise<Result<UnitValue, S>> {
  const { unit, name, shortName } = command;
  return changeUnit(work, { verb: 'renameUnit', unit, command }, async (cited) => ({
    change: aChange({ kind: 'RENAME', ...cited, results: [aResult(unit, { attributes: { name, shortName } })] }),
    violations: [],
  }));
}
