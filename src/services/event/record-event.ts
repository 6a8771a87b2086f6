import { type Awaiting, findAwaiting } from '../../db/repositories/awaited.ts';
import { lockUnits } from '../../db/repositories/organization.ts';
import { loadHoldings, writePremises } from '../../db/repositories/premises.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import { aChange, aResult, type Change } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import { globalId } from '../../domain/global-id.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { type CitedInstrument, citeInstrument, requireInstrument } from '../instrument/cite-instrument.ts';
import { once } from '../thing/record-things.ts';

export interface RecordEvent extends CommandOptions {
  event: string;
  /** Codes of the units for which it came about; all that wait for it where left out. */
  units: readonly string[] | null;
  under: string | null;
  on: Day;
  instrument?: string | null;
  /** Code of the unit that manages the premises from then on. */
  nextManager: string | null;
}

/** The units for which an event came about, and how many holdings it ended. */
export interface EventValue {
  managed: string[];
  premisesEnded: number;
  on: Day;
}

/** An event comes about that premises were managed, or held, until: what waited for it ends on the day. */
export function recordEvent<S>(work: UnitOfWork<S>, command: RecordEvent): Promise<Result<EventValue, S>> {
  return work.run('recordEvent', command, async (tx): Promise<Outcome<EventValue>> => {
    const { event, under, on } = command;
    const cited = await citeInstrument(tx, command.instrument);
    const early = [
      ...requireInstrument(cited, on),
      ...decideDay(on, ['on']),
      ...decideText('untilEvent', event, { path: ['event'] }),
    ];
    const { awaiting, violations } = narrowed(await findAwaiting(tx.tx, { event, under, on }), command);
    const units = unitsOf(awaiting);
    // All rows at once, before those that hold premises are written among those that are managed.
    await lockUnits(tx.tx, units, { above: true });
    const outcome = await carryOut(tx, changesFor(awaiting, command, cited));
    const found = outcome.violations.filter(({ code }) => code !== 'INSTRUMENT_REQUIRED');
    const all = once([...early, ...violations, ...found]);
    if (outcome.value === null || blocks(all)) return refused(all);
    await endHoldings(tx, awaiting, { on, cited });
    return done({ managed: units, premisesEnded: awaiting.held.length, on }, all);
  });
}

const unitsOf = ({ managed, held }: Awaiting): string[] =>
  [...new Set([...managed, ...held.map(({ unit }) => unit)])].sort();

/** What waits, of the units asked for; each of these does, and somebody at all. */
function narrowed(
  awaiting: Awaiting,
  { event, units, on }: RecordEvent,
): { awaiting: Awaiting; violations: Violation[] } {
  const waiting = unitsOf(awaiting);
  if (waiting.length === 0)
    return { awaiting, violations: [violation('NOT_FOUND', { path: ['event'], on, words: { what: event } })] };
  if (units === null) return { awaiting, violations: [] };
  const violations = units.flatMap((unit, index) =>
    waiting.includes(unit)
      ? []
      : [violation('NOT_FOUND', { path: ['units', String(index)], unit, on, words: { what: unit } })],
  );
  const managed = awaiting.managed.filter((unit) => units.includes(unit));
  const held = awaiting.held.filter(({ unit }) => units.includes(unit));
  return { awaiting: { managed, held }, violations };
}

const changesFor = (
  { managed }: Awaiting,
  { event, on, nextManager }: RecordEvent,
  { id: instrument }: CitedInstrument,
): Change[] =>
  managed.map((unit) =>
    aChange({
      kind: 'REPARENT',
      on,
      instrument,
      note: event,
      results: [
        aResult(unit, {
          relations: [{ kind: 'FACILITY_MANAGEMENT', parent: nextManager, untilEvent: null, path: ['nextManager'] }],
        }),
      ],
    }),
  );

async function endHoldings(
  { tx, audit }: Work,
  { held }: Awaiting,
  { on, cited }: { on: Day; cited: CitedInstrument },
): Promise<void> {
  if (held.length === 0) return;
  const holdings = await loadHoldings(
    tx,
    held.map(({ site }) => site),
  );
  for (const { site, unit } of held) holdings.end({ site, unit, on });
  await writePremises(tx, holdings.delta());
  await audit(
    held.map(({ site, unit }) => ({
      subjectType: 'Site',
      subject: globalId('Site', site),
      before: { unit },
      after: { unit, until: on },
      instrument: cited.id,
      change: null,
    })),
  );
}
