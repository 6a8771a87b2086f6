import type { AuditRecord } from '../../db/repositories/audit.ts';
import { type Awaiting, findAwaiting } from '../../db/repositories/awaited.ts';
import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
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
import { Organization } from '../../domain/organization/organization.ts';
import { decideSoleHolder, type Holdings, untilItsEnd } from '../../domain/premises.ts';
import { decideText } from '../../domain/text.ts';
import { decideUnit } from '../../domain/thing.ts';
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
  /** Code of the unit that holds, from then on, what was held until then. */
  nextHolder: string | null;
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
    const { event, under, on, nextHolder } = command;
    const cited = await citeInstrument(tx, command.instrument);
    const early = [
      ...requireInstrument(cited, on),
      ...decideDay(on, ['on']),
      ...decideText('untilEvent', event, { path: ['event'] }),
    ];
    const { awaiting, violations } = narrowed(await findAwaiting(tx.tx, { event, under, on }), command);
    const units = unitsOf(awaiting);
    // All rows at once, before those that hold premises are written among those that are managed.
    await lockUnits(tx.tx, nextHolder === null ? units : [...units, nextHolder], { above: true });
    const holdings = await loadHoldings(
      tx.tx,
      awaiting.held.map(({ site }) => site),
    );
    violations.push(...(await passHoldings(tx, { holdings, awaiting, command, instrument: cited.id })));
    const outcome = await carryOut(tx, changesFor(awaiting, command, cited));
    const found = outcome.violations.filter(({ code }) => code !== 'INSTRUMENT_REQUIRED');
    const all = once([...early, ...violations, ...found]);
    if (outcome.value === null || blocks(all)) return refused(all);
    await writePremises(tx.tx, holdings.delta());
    await tx.audit(auditHoldings(awaiting, command, cited));
    return done({ managed: units, premisesEnded: awaiting.held.length, on }, all);
  });
}

const unitsOf = ({ managed, held }: Pick<Awaiting, 'managed' | 'held'>): string[] =>
  [...new Set([...managed, ...held].map(({ unit }) => unit))].sort();

/**
 * What waits, of the units asked for; each of these does, and somebody at all. What a manager holds it holds for those
 * that it manages: it ends with the last of them that waits.
 */
function narrowed(
  { managed, held, there }: Awaiting,
  { event, units, on }: RecordEvent,
): { awaiting: Pick<Awaiting, 'managed' | 'held'>; violations: Violation[] } {
  const isChosen = (unit: string) => there.includes(unit) && (units === null || units.includes(unit));
  const isFreed = (holder: string) => {
    const own = managed.filter(({ manager }) => manager === holder);
    return own.length > 0 && own.every(({ unit }) => isChosen(unit));
  };
  const awaiting = {
    managed: managed.filter(({ unit }) => isChosen(unit)),
    held: held.filter(({ unit }) => isChosen(unit) || isFreed(unit)),
  };
  if (there.length === 0)
    return { awaiting, violations: [violation('NOT_FOUND', { path: ['event'], on, words: { what: event } })] };
  if (units?.length === 0)
    return { awaiting, violations: [violation('INPUT_INVALID', { path: ['units'], on, expected: 'SOME_UNITS' })] };
  const violations = (units ?? []).flatMap((unit, index) =>
    there.includes(unit)
      ? []
      : [violation('NOT_FOUND', { path: ['units', String(index)], unit, on, words: { what: unit } })],
  );
  return { awaiting, violations };
}

const changesFor = (
  { managed }: Pick<Awaiting, 'managed'>,
  { event, on, nextManager }: RecordEvent,
  { id: instrument }: CitedInstrument,
): Change[] =>
  managed.map(({ unit }) =>
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

/** Who held until the event does so no longer; who follows is there, and finds the days free. */
async function passHoldings(
  { tx }: Work,
  {
    holdings,
    awaiting: { held },
    command: { on, nextHolder },
    instrument,
  }: {
    holdings: Holdings;
    awaiting: Pick<Awaiting, 'held'>;
    command: RecordEvent;
    instrument: number | null;
  },
): Promise<Violation[]> {
  for (const { site } of held) holdings.end({ site, on });
  if (nextHolder === null) return [];
  const path = ['nextHolder'];
  const organization = new Organization(await loadFacts(tx, { units: [nextHolder], territories: [], standing: true }));
  const absent = decideUnit(organization, nextHolder, { on, path });
  if (absent.length > 0) return absent;
  const period = { from: on, until: untilItsEnd(organization, nextHolder) };
  const basis = { untilEvent: null, handover: null, instrument, assumed: false, change: null };
  return held.flatMap(({ site }) => {
    const found = decideSoleHolder(holdings, { site, unit: nextHolder, period }, path);
    if (found.length === 0) holdings.begin({ site, unit: nextHolder, ...period, ...basis });
    return found;
  });
}

const auditHoldings = (
  { held }: Pick<Awaiting, 'held'>,
  { on, nextHolder }: RecordEvent,
  { id: instrument }: CitedInstrument,
): AuditRecord[] =>
  held.map(({ site, unit }) => ({
    subjectType: 'Site',
    subject: globalId('Site', site),
    before: { unit },
    after: { unit, until: on, nextHolder },
    instrument,
    change: null,
  }));
