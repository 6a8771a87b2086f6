import { findAct } from '../../db/repositories/changes.ts';
import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
import { findUnitCodes } from '../../db/repositories/units.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import { subjectOf } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import { compensate } from '../../domain/organization/compensate.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import type { AppliedChange } from './apply-change.ts';
import { carryOut } from './carry-out.ts';

export interface CompensateChange extends CommandOptions {
  /** Id of the act to undo. */
  change: number;
  on: Day;
  instrument?: string | null;
  decidedBy?: string | null;
  /** Codes for units that come back, by the codes they had. */
  restoredAs: ReadonlyMap<string, string>;
}

/**
 * Undoes an act by another with the opposite effect, from a day on. Nothing is overwritten: what was in between stays,
 * and a unit that closed comes back under a code of its own.
 */
export function compensateChange<S>(work: UnitOfWork<S>, command: CompensateChange): Promise<Result<AppliedChange, S>> {
  const { on, restoredAs, decidedBy = null } = command;
  const keyed = { ...command, restoredAs: [...restoredAs] };
  return work.run('compensateChange', keyed, async (tx): Promise<Outcome<AppliedChange>> => {
    const cited = await citeInstrument(tx, command.instrument);
    const act = await findAct(tx.tx, command.change);
    if (act === null)
      return refused([
        ...cited.violations,
        violation('NOT_FOUND', { path: ['change'], words: { what: String(command.change) } }),
      ]);
    if (act.compensatedBy !== null)
      return refused([violation('ALREADY_DONE', { path: ['change'], words: { what: String(act.compensatedBy) } })]);
    const sources = act.sources.map(({ unit }) => unit);
    const taken = [
      ...restoredAs.values(),
      ...(await findUnitCodes(
        tx.tx,
        sources.map((unit) => `${unit}.`),
      )),
    ];
    const units = [...new Set([...sources, ...act.results, ...taken])];
    await lockUnits(tx.tx, units, { above: true });
    const first = await loadFacts(tx.tx, { units, territories: [] });
    const territories = new Set(first.flatMap(({ services }) => services.map(({ territory }) => territory.id)));
    const facts = await loadFacts(tx.tx, { units, territories: [...territories] });
    const undone = compensate(new Organization(facts), act, { on, instrument: cited.id, restoredAs });
    const early = [...cited.violations, ...undone.violations];
    if (undone.change === null || blocks(early)) return refused(early);

    const { value, violations } = await carryOut(tx, [{ ...undone.change, decidedBy }]);
    const [made] = value ?? [];
    const unit = subjectOf(undone.change);
    return made === undefined ? refused([...early, ...violations]) : done({ change: made, unit, on }, violations);
  });
}
