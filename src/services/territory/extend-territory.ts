import { loadFacts } from '../../db/repositories/organization.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { aChange, aResult, type ChangeResult } from '../../domain/change.ts';
import { covers } from '../../domain/day.ts';
import type { TerritoryRef } from '../../domain/territory.ts';
import type { UnitFacts } from '../../domain/unit.ts';
import { violation } from '../../domain/violation.ts';
import { changeUnit, nameTerritories, type StructuralCommand, type UnitValue } from '../unit/command.ts';

export interface ExtendTerritory extends StructuralCommand {
  unit: string;
  territories: readonly string[];
  /** Whoever received for them until then stops on that day; without it, that is a refusal. */
  takeOver: boolean;
}

/** Lets a unit receive for further territories from a day on. */
export function extendTerritory<S>(work: UnitOfWork<S>, command: ExtendTerritory): Promise<Result<UnitValue, S>> {
  const { unit, takeOver, on } = command;
  return changeUnit(work, { verb: 'extendTerritory', unit, command }, async (cited, tx) => {
    const { territories, violations } = await nameTerritories(tx, { codes: command.territories, on });
    const facts = takeOver ? await loadFacts(tx.tx, { units: [unit], territories: territories.map((t) => t.id) }) : [];
    const results = [aResult(unit, { starts: territories }), ...givingUp(facts, { unit, territories, on })];
    if (command.territories.length === 0) {
      violations.push(violation('INPUT_INVALID', { path: ['territories'], expected: 'SOMETHING_TO_CHANGE' }));
    }
    return { change: aChange({ kind: 'TERRITORY', ...cited, results }), violations };
  });
}

/** The receivers of the day, each with what it stops receiving for; what is planned for later stands in the way. */
function givingUp(
  facts: readonly UnitFacts[],
  { unit, territories, on }: { unit: string; territories: readonly TerritoryRef[]; on: string },
): ChangeResult[] {
  const wanted = new Set(territories.map((territory) => territory.id));
  return facts
    .filter((other) => other.code !== unit)
    .map((other) =>
      aResult(other.code, {
        ends: other.services.filter((s) => wanted.has(s.territory.id) && covers(s, on)).map((s) => s.territory),
      }),
    )
    .filter((result) => result.ends.length > 0);
}
