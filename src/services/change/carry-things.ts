import type { AuditRecord } from '../../db/repositories/audit.ts';
import { loadThings, writeCounters } from '../../db/repositories/counters.ts';
import { findInterruptions } from '../../db/repositories/interruptions.ts';
import { writePremises } from '../../db/repositories/premises.ts';
import type { Work } from '../../db/unit-of-work.ts';
import { type Change, closingUnits } from '../../domain/change.ts';
import { interrupted } from '../../domain/counter.ts';
import { Belongings } from '../../domain/organization/belongings.ts';
import type { Violation } from '../../domain/violation.ts';
import { carryKeepsakes, type Keepsakes, loadKeepsakes, writeKeepsakes } from './carry-seals.ts';

/** The things that changes may move, and whether a territory may lose its last open counter by them. */
export interface Cargo {
  belongings: Belongings;
  keepsakes: Keepsakes;
  counted: boolean;
}

const NOTHING = { counters: [], premises: [], counted: false };

/** Units whose things a change may move or take in: those that close, their heirs, those an undone act took things to. */
const movingUnits = (changes: readonly Change[]): string[] => [
  ...new Set(
    changes.flatMap((change) => {
      const closing = [...closingUnits(change)];
      if (closing.length === 0 && change.compensates === null) return [];
      // What comes back was at the unit that closed.
      const restored = change.results.flatMap(({ restores }) => restores ?? []);
      return [...closing, ...restored, ...unitsOf(change)];
    }),
  ),
];

/** Whether who receives, or what stands below a receiver, may become other. */
const movesService = ({ sources, results, compensates }: Change): boolean =>
  compensates !== null ||
  sources.length > 0 ||
  results.some(
    ({ starts, ends, relations }) =>
      starts.length + ends.length > 0 || relations.some(({ kind }) => kind === 'ESTABLISHMENT'),
  );

const unitsOf = ({ sources, results }: Change): string[] => [...sources, ...results].map(({ unit }) => unit);

/** Reads what changes may move, once their units are taken; nothing where they only name or describe. */
export async function loadCargo(work: Work, changes: readonly Change[]): Promise<Cargo> {
  const moving = changes.filter(movesService);
  const named = [...new Set(moving.flatMap(unitsOf))];
  const { counted, ...things } =
    moving.length === 0 ? NOTHING : await loadThings(work.tx, { units: movingUnits(moving), named });
  return { belongings: new Belongings(things), keepsakes: await loadKeepsakes(work, changes), counted };
}

/** Takes things along with a change that holds; `act` is its placeholder, below zero. */
export const carryCargo = (
  { belongings, keepsakes }: Cargo,
  { change, act }: { change: Change; act: number },
): Violation[] => [...belongings.carry(change, act), ...carryKeepsakes(keepsakes, change, -act - 1)];

/**
 * Writes what became of things, and tells which territories are left without an open counter by that.
 */
export async function writeCargo(
  work: Work,
  { belongings, keepsakes, counted }: Cargo,
  { changes, acts }: { changes: readonly Change[]; acts: readonly number[] },
): Promise<Violation[]> {
  const { tx } = work;
  const { counters, premises } = belongings.delta();
  const byAct = <T extends { change: number | null }>(fact: T): T =>
    fact.change !== null && fact.change < 0 ? { ...fact, change: acts[-fact.change - 1] ?? null } : fact;
  await writeCounters(tx, { ...counters, added: counters.added.map(byAct) });
  await writePremises(tx, { ...premises, added: premises.added.map(byAct) });
  await writeKeepsakes(work, keepsakes, { changes, acts });
  if (!counted) return [];
  const touched = changes
    .filter(movesService)
    .flatMap((change) => unitsOf(change).map((unit) => ({ unit, on: change.on })));
  const gaps = await findInterruptions(tx, touched);
  return gaps.map((gap) => {
    const naming = changes.filter((each) => unitsOf(each).some((unit) => unit === gap.unit || unit === gap.before));
    const causing = [...naming, ...changes].filter(({ on }) => on <= gap.on)[0];
    return interrupted(gap, causing ? causing.path : null);
  });
}

/** What the audit says of each counter and site that was taken along, closed or given back. */
export function auditCargo({ belongings }: Cargo): AuditRecord[] {
  const { before, after } = belongings.differences();
  const recordsOf = <T extends { id: number | null; change: number | null }>(
    subjectType: 'Counter' | 'Site',
    [was, is]: [readonly T[], readonly T[]],
    thingOf: (fact: T) => number,
  ): AuditRecord[] => {
    const shown = (facts: readonly T[], thing: number) =>
      facts.filter((fact) => thingOf(fact) === thing).map(({ id: _id, change: _change, ...fact }) => fact);
    const things = [...new Set(was.map(thingOf))];
    const plain = { subjectType, instrument: null, change: null };
    return things.map((thing) => ({
      ...plain,
      subject: String(thing),
      before: shown(was, thing),
      after: shown(is, thing),
    }));
  };
  return [
    ...recordsOf('Counter', [before.counters, after.counters], ({ counter }) => counter),
    ...recordsOf('Site', [before.premises, after.premises], ({ site }) => site),
  ];
}
