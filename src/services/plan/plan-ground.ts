import { findInstrumentIds } from '../../db/repositories/instruments.ts';
import { insertSite } from '../../db/repositories/sites.ts';
import {
  findTerritoriesByCode,
  findTerritoryLineages,
  linkTerritories,
  storeTerritories,
  storeTerritoryLineages,
} from '../../db/repositories/territories.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { Change } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { storeInstrument } from '../instrument/record-instrument.ts';
import { expandChange, type Surroundings } from './expand-change.ts';
import type { ChangeTemplate, PlanDocument } from './plan-document.ts';
import type { ReadPlan } from './read-plan.ts';
import { TerritoryDirectory } from './territory-directory.ts';

/** What a document's parts stand on: the instruments it cites and the territories it talks about. */
export interface Ground extends Omit<Surroundings, 'on' | 'path' | 'instrument'> {
  territories: number;
  issuedOn(number: string): Day | null;
  /** Records the instruments that units of the document itself issued, once those are there. */
  recordLate(): Promise<void>;
}

/** Records the instruments and territories of a document, those that are not there yet. */
export async function layGround(work: Work, plan: ReadPlan): Promise<Ground> {
  const { document } = plan;
  const misses: Violation[] = [];
  const units = new Set(document.before.map((template) => template.unit));
  const listed = [...document.instruments.entries()];
  const early = listed.filter(([, { issuer }]) => !units.has(issuer));
  const ids = new Map<string, { id: number; issuedOn: Day }>();
  await recordInstruments(work, early, { ids, misses });
  await findOthers(work, document, { ids, misses, listed: new Set(listed.map(([, { number }]) => number)) });
  const territories = await recordTerritories(work, plan, ids);
  const codes = plan.document.territories ? plan.territories.map((territory) => territory.code) : null;
  const lineages = plan.document.territories ? plan.lineages : await findTerritoryLineages(work.tx);
  return {
    territories,
    misses,
    directory: new TerritoryDirectory(await findTerritoriesByCode(work.tx, codes), lineages),
    instrumentId: (number) => ids.get(number)?.id ?? null,
    issuedOn: (number) => ids.get(number)?.issuedOn ?? null,
    siteId: (seat) => insertSite(work.tx, seat),
    recordLate: () =>
      recordInstruments(
        work,
        listed.filter(([, { issuer }]) => units.has(issuer)),
        { ids, misses },
      ),
  };
}

interface Found {
  ids: Map<string, { id: number; issuedOn: Day }>;
  misses: Violation[];
}

async function recordInstruments(
  work: Work,
  records: readonly [number, PlanDocument['instruments'][number]][],
  { ids, misses }: Found,
): Promise<void> {
  for (const [index, record] of records) {
    const { value, violations } = await storeInstrument(work, record);
    if (value) ids.set(record.number, { id: value.instrument, issuedOn: record.issuedOn });
    misses.push(...violations.map((v) => ({ ...v, path: ['instruments', String(index), ...(v.path ?? [])] })));
  }
}

/** Instruments that the document cites without listing them are on record already. */
async function findOthers(
  { tx }: Work,
  document: PlanDocument,
  { ids, misses, listed }: Found & { listed: ReadonlySet<string> },
): Promise<void> {
  const cited = citations(document).filter(({ number }) => !listed.has(number));
  if (cited.length === 0) return;
  const known = await findInstrumentIds(
    tx,
    cited.map(({ number }) => number),
  );
  for (const { number, path } of cited) {
    const [first, second] = known.get(number) ?? [];
    if (first) ids.set(number, first);
    if (!first) misses.push(violation('NOT_FOUND', { path, words: { what: number } }));
    if (second) misses.push(violation('INSTRUMENT_AMBIGUOUS', { path, words: { what: number } }));
  }
}

/** Every place of a document that cites an instrument by its number. */
function citations(document: PlanDocument): { number: string; path: string[] }[] {
  const cite = (number: string | undefined, path: string[]) => (number === undefined ? [] : [{ number, path }]);
  const changes = (templates: readonly ChangeTemplate[], path: string[]) =>
    templates.flatMap(({ instrument }, index) => cite(instrument, [...path, String(index), 'instrument']));
  const { territories } = document;
  return [
    ...cite(document.instrument, ['instrument']),
    ...cite(territories?.instrument, ['territories', 'instrument']),
    ...cite(territories?.lineageInstrument, ['territories', 'lineageInstrument']),
    ...document.policies.flatMap(({ instrument }, index) =>
      cite(instrument, ['policies', String(index), 'instrument']),
    ),
    ...changes(document.before, ['before']),
    ...changes(document.alongside, ['alongside']),
    ...Object.entries(document.things ?? {}).flatMap(([list, things]) =>
      things.flatMap(({ instrument }, index) => cite(instrument, ['things', list, String(index), 'instrument'])),
    ),
    ...document.phases.flatMap((phase, index) => changes(phase.changes, ['phases', String(index), 'changes'])),
  ];
}

async function recordTerritories(
  { tx }: Work,
  { document, territories, lineages }: ReadPlan,
  ids: Found['ids'],
): Promise<number> {
  if (!document.territories) return 0;
  const { instrument, lineageInstrument } = document.territories;
  const stored = await storeTerritories(tx, territories, ids.get(instrument)?.id ?? null);
  if (lineages.length > 0) {
    const by = ids.get(lineageInstrument ?? instrument)?.id ?? null;
    await storeTerritoryLineages(tx, await linkTerritories(tx, lineages), by);
  }
  return stored;
}

/** The changes that templates stand for, in their order. */
export async function expandAll(
  templates: readonly ChangeTemplate[],
  ground: Ground,
  around: Pick<Surroundings, 'on' | 'instrument' | 'path'>,
): Promise<Change[]> {
  const all: Change[] = [];
  for (const [index, template] of templates.entries())
    all.push(...(await expandChange(template, { ...ground, ...around, path: [...around.path, String(index)] })));
  return all;
}
