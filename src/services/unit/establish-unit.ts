import { insertSite } from '../../db/repositories/sites.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { aChange, aResult, type RelationChange } from '../../domain/change.ts';
import { decideSite, type Site } from '../../domain/site.ts';
import type { UnitAttributes } from '../../domain/unit.ts';
import { changeUnit, nameTerritories, type StructuralCommand, type UnitValue } from './command.ts';

export interface EstablishUnit extends StructuralCommand {
  code: string;
  attributes: Partial<UnitAttributes> & Pick<UnitAttributes, 'name' | 'kind'>;
  relations: RelationChange[];
  territories: readonly string[];
  /** The unit it wholly succeeds, which closes that day and passes on what it had. */
  succeeds: string | null;
  seat: Site | null;
}

/** Brings a unit into being on a day, alone or in succession of one. */
export function establishUnit<S>(work: UnitOfWork<S>, command: EstablishUnit): Promise<Result<UnitValue, S>> {
  const { code, attributes, relations, succeeds, seat } = command;
  return changeUnit(work, { verb: 'establishUnit', unit: code, command }, async (cited, tx) => {
    const { territories, violations } = await nameTerritories(tx, { codes: command.territories, on: command.on });
    const misplaced = seat ? decideSite(seat, ['seat']) : [];
    const sites =
      seat && misplaced.length === 0 ? [{ site: await insertSite(tx.tx, seat), role: 'SEAT' as const }] : [];
    const sources = succeeds !== null ? [{ unit: succeeds, extent: 'WHOLE' as const, path: ['succeeds'] }] : [];
    const result = aResult(code, { attributes, relations, starts: territories, sites });
    return {
      change: aChange({ kind: 'ESTABLISH', ...cited, sources, results: [result] }),
      violations: [...violations, ...misplaced],
    };
  });
}
