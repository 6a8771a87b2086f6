import { findTerritories } from '../../db/repositories/territories.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import type { Change, TerritoryStart } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';

/** What every structural verb takes. */
export interface StructuralCommand extends CommandOptions {
  on: Day;
  instrument?: string | null;
  decidedBy?: string | null;
  expectedVersion?: number | null;
}

/** The unit a verb was about, to be shown as it is from that day. */
export interface UnitValue {
  unit: string;
  on: Day;
}

/** Runs a verb that is one change on one unit. */
export function changeUnit<S>(
  work: UnitOfWork<S>,
  { verb, unit, command }: { verb: string; unit: string; command: StructuralCommand },
  toChange: (cited: Cited, tx: Work) => Promise<{ change: Change; violations: Violation[] }>,
): Promise<Result<UnitValue, S>> {
  return work.run(verb, command, async (tx): Promise<Outcome<UnitValue>> => {
    const instrument = await citeInstrument(tx, command.instrument);
    const cited: Cited = { on: command.on, instrument: instrument.id, decidedBy: command.decidedBy ?? null };
    const { change, violations } = await toChange(cited, tx);
    const versions = command.expectedVersion == null ? {} : { [unit]: command.expectedVersion };
    const outcome = await carryOut(tx, [change], { versions });
    // An instrument that was named but not found is one violation, not also a missing one; a correction needs none.
    const missing = instrument.violations.length === 0 && change.kind !== 'CORRECTION';
    const all = [
      ...instrument.violations,
      ...violations,
      ...outcome.violations.filter((v) => missing || v.code !== 'INSTRUMENT_REQUIRED'),
    ];
    return outcome.value === null || instrument.violations.length + violations.length > 0
      ? refused(all)
      : done({ unit, on: command.on }, all);
  });
}

export type Cited = Pick<Change, 'on' | 'instrument' | 'decidedBy'>;

/** Territories named by official code, as they are on the day of the change. */
export async function nameTerritories(
  { tx }: Work,
  { codes, on }: { codes: readonly string[]; on: Day },
): Promise<{ territories: TerritoryStart[]; violations: Violation[] }> {
  const found = await findTerritories(tx, codes, on);
  const violations = codes.flatMap((code, index) => {
    const path = ['territories', String(index)];
    if (!found.has(code)) return [violation('NOT_FOUND', { path, territory: code, on, words: { what: code } })];
    return codes.indexOf(code) < index
      ? [violation('INPUT_INVALID', { path, territory: code, expected: 'NO_OTHER_ENTRY' })]
      : [];
  });
  const territories = [...found.values()].map((territory) => ({
    ...territory,
    path: ['territories', String(codes.indexOf(territory.code))],
  }));
  return { territories, violations };
}
