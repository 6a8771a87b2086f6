import { findInstruments } from '../../db/repositories/instruments.ts';
import {
  type Conservation,
  conserveTerritories,
  conserveUnits,
  findHeldProvinces,
  findUnitEnds,
  type HeldProvince,
} from '../../db/repositories/reforms.ts';
import {
  endTerritories,
  findTerritoriesByCode,
  linkTerritories,
  storeTerritories,
  storeTerritoryLineages,
  TerritoryIndex,
} from '../../db/repositories/territories.ts';
import { done, type Outcome, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { type Change, subjectOf } from '../../domain/change.ts';
import { addDays, covers } from '../../domain/day.ts';
import type { Violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { storeInstrument } from '../instrument/record-instrument.ts';
import type { Reform } from './reform.ts';
import { INSTRUMENTS, REFORM_DAY } from './reform-law.ts';
import {
  communeLineages,
  decideTerritories,
  newTerritories,
  oldTerritories,
  provinceLineages,
  type StatedTerritory,
} from './reform-territories.ts';
import { changesOfReform } from './reform-units.ts';

/** What an import did, and the proof that nothing was lost on the way. */
export interface ImportedReform {
  territories: number;
  lineages: number;
  changes: number;
  heldBy: string[];
  provinces: Conservation;
  communes: Conservation;
  units: Conservation;
  /** New commune centers whose territory comes wholly from a held province: their predecessors are the plan's to name. */
  fromHeld: number;
}

export interface ImportOptions {
  rehearse?: boolean;
  progress?: (line: string) => void;
}

/** Carries the reform of 2025-07-01 out for the provinces of the files: all of it or nothing. What is there already stays. */
export function importReform<S>(
  work: UnitOfWork<S>,
  reform: Reform,
  options: ImportOptions = {},
): Promise<Result<ImportedReform, S>> {
  const { progress = () => {} } = options;
  return work.run('importReform', { rehearse: options.rehearse }, async (tx): Promise<Outcome<ImportedReform>> => {
    const instruments = await citeAll(tx);
    const territories = await recordTerritories(tx, reform, instruments);
    if (territories.violations.length > 0) return refused(territories.violations);
    progress(`Territories: ${territories.stored} recorded or ended, ${territories.lineages} lines of descent`);

    const held = heldProvinces(reform, await findHeldProvinces(tx.tx));
    const codes = [...oldTerritories(reform), ...newTerritories(reform)].map(({ code }) => code);
    const index = new TerritoryIndex(await findTerritoriesByCode(tx.tx, codes));
    const ground = {
      heldBefore: held.before,
      heldAfter: held.after,
      oneStops: instruments.oneStops,
      centers: instruments.centers,
      territories: index,
    };
    const planned = changesOfReform(reform, ground);
    const changes = await withoutDone(tx, planned);
    progress(`Units: ${changes.length} changes to carry out, ${planned.length - changes.length} carried out before`);
    const outcome = await carryOut(tx, changes);
    if (outcome.value === null) return refused(outcome.violations);
    progress('Units: written; proving that nothing was lost');

    const proof = await prove(tx, reform, held);
    return done({
      territories: territories.stored,
      lineages: territories.lineages,
      changes: changes.length,
      heldBy: held.lines,
      ...proof,
    });
  });
}

type Cited = Record<keyof typeof INSTRUMENTS, number>;

/** The instruments by their numbers, recorded where they are not yet. */
async function citeAll(tx: Work): Promise<Cited> {
  const cited: Partial<Cited> = {};
  for (const [name, record] of Object.entries(INSTRUMENTS)) {
    const [known] = await findInstruments(tx.tx, record.number);
    const stored = known?.id ?? (await storeInstrument(tx, record)).value?.instrument;
    cited[name as keyof Cited] = stored;
  }
  return cited as Cited;
}

/** Old territories first: as long as those are open, a new one that reuses a code would be taken for the old. */
async function recordTerritories({ tx }: Work, reform: Reform, instruments: Cited): Promise<RecordedTerritories> {
  const old = oldTerritories(reform);
  const known = async (rows: readonly StatedTerritory[]) =>
    findTerritoriesByCode(
      tx,
      rows.map(({ code }) => code),
    );
  const contradictions = decideTerritories(old, await known(old));
  const before = await storeTerritories(tx, old, instruments.codes);
  const index = new TerritoryIndex(await known(old));
  const ending = old.flatMap(({ code }) => index.on(code, addDays(REFORM_DAY, -1))?.id ?? []);
  const ended = await endTerritories(tx, ending, { on: REFORM_DAY, instrument: instruments.communes });

  const young = newTerritories(reform);
  const violations = [...contradictions, ...decideTerritories(young, await known(young))];
  if (violations.length > 0) return { stored: 0, lineages: 0, violations };
  const after = await storeTerritories(tx, young, instruments.communes);
  const provinces = await linkTerritories(tx, provinceLineages(reform));
  const communes = await linkTerritories(tx, communeLineages(reform));
  const lineages =
    (await storeTerritoryLineages(tx, provinces, instruments.provinces)) +
    (await storeTerritoryLineages(tx, communes, instruments.communes));
  return { stored: before + ended + after, lineages, violations };
}

interface RecordedTerritories {
  stored: number;
  lineages: number;
  violations: Violation[];
}

interface Held {
  before: Set<string>;
  after: Set<string>;
  lines: string[];
}

/** A province is held where a plan's territories lie in it; a new one also where all it was merged from is held. */
function heldProvinces({ newProvinces, oldProvinces }: Reform, held: readonly HeldProvince[]): Held {
  const lastDay = addDays(REFORM_DAY, -1);
  const after = new Set(held.filter((province) => province.from === REFORM_DAY).map(({ code }) => code));
  const before = new Set(held.filter((province) => covers(province, lastDay)).map(({ code }) => code));
  for (const { code, mergedFrom } of newProvinces) if (after.has(code)) for (const old of mergedFrom) before.add(old);
  for (const { code, mergedFrom } of newProvinces)
    if (mergedFrom.length > 0 && mergedFrom.every((old) => before.has(old))) after.add(code);
  const plansOf = (code: string) =>
    [...new Set(held.filter((province) => province.code === code).map(({ plan }) => plan))].join(', ');
  const lines = [
    ...oldProvinces
      .filter(({ code }) => before.has(code))
      .map(
        ({ code, kind, name }) =>
          `${kind} ${name} (${code}) before the reform: plan ${plansOf(code) || 'of its successor'}`,
      ),
    ...newProvinces
      .filter(({ code }) => after.has(code))
      .map(
        ({ code, kind, name }) => `${kind} ${name} (${code}) after it: plan ${plansOf(code) || 'of its predecessors'}`,
      ),
  ];
  return { before, after, lines };
}

/** Leaves out what an earlier import did: a unit that is there, a district center that has closed. */
async function withoutDone({ tx }: Work, changes: readonly Change[]): Promise<Change[]> {
  const ends = await findUnitEnds(tx, changes.map(subjectOf));
  return changes.filter((change) => {
    const end = ends.get(subjectOf(change));
    return end === undefined || (change.kind === 'DISSOLVE' && end > change.on);
  });
}

/**
 * Every old unit has successors and every new one predecessors; an import that lost one is not committed. Districts were
 * abolished without successors, and so their centers.
 */
async function prove(
  { tx }: Work,
  reform: Reform,
  held: Held,
): Promise<Pick<ImportedReform, 'provinces' | 'communes' | 'units' | 'fromHeld'>> {
  const on = REFORM_DAY;
  const codes = (places: readonly { code: string }[]) => places.map(({ code }) => code);
  const provinces = await conserveTerritories(tx, {
    before: codes(reform.oldProvinces),
    after: codes(reform.newProvinces),
    on,
  });
  const communes = await conserveTerritories(tx, {
    before: codes(reform.oldUnits),
    after: codes(reform.newCommunes),
    on,
  });
  const free = ({ provinceCode }: { provinceCode: string }) => !held.before.has(provinceCode);
  const provinceOf = new Map(reform.oldUnits.map((unit) => [unit.code, unit.provinceCode]));
  const withOrigin = new Set(
    reform.transfers
      .filter((t) => free({ provinceCode: provinceOf.get(t.oldUnitCode) ?? '' }))
      .map((t) => t.communeCode),
  );
  const made = reform.newCommunes.filter(({ provinceCode }) => !held.after.has(provinceCode));
  const units = await conserveUnits(tx, {
    before: [
      ...reform.oldProvinces.filter(({ code }) => !held.before.has(code)).map(({ code }) => `VN-63-${code}`),
      ...reform.oldUnits.filter(free).map(({ code }) => `VN-OS-${code}`),
    ],
    after: [
      ...reform.newProvinces.filter(({ code }) => !held.after.has(code)).map(({ code }) => `VN-34-${code}`),
      ...made.filter(({ code }) => withOrigin.has(code)).map(({ code }) => `VN-C-${code}`),
    ],
    on,
  });
  const lost = Object.entries({ provinces, communes, units }).filter(
    ([, c]) => c.beforeWithSuccessor < c.before || c.afterWithPredecessor < c.after,
  );
  if (lost.length > 0) throw new Error(`the reform lost something: ${JSON.stringify(Object.fromEntries(lost))}`);
  const fromHeld = made.filter(({ code }) => !withOrigin.has(code)).length;
  return { provinces, communes, units, fromHeld };
}
