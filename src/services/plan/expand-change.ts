import type { StoredTerritory } from '../../db/repositories/territories.ts';
import { aChange, aResult, type Change, type ChangeResult, type ChangeSource } from '../../domain/change.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import type { TerritoryRef } from '../../domain/territory.ts';
import type { RelationKind, UnitAttributes } from '../../domain/unit.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import type { ChangeTemplate, ResultTemplate } from './plan-document.ts';
import type { TerritoryDirectory } from './territory-directory.ts';

/** What a template does not say itself: the day of its phase, and how instruments and seats become ids. */
export interface Surroundings {
  on: Day;
  instrument: string | null;
  path: readonly string[];
  directory: TerritoryDirectory;
  /** What a template names and is not there. */
  misses: Violation[];
  instrumentId(number: string): number | null;
  siteId(seat: NonNullable<ChangeTemplate['seat']>): Promise<number>;
}

/** The changes that a template of a plan stands for: one, or one for each territory it selects. */
export async function expandChange(template: ChangeTemplate, around: Surroundings): Promise<Change[]> {
  const on = template.on ?? around.on;
  const selected = template.each ? around.directory.select(template.each, on) : [undefined];
  const changes: Change[] = [];
  for (const territory of selected) changes.push(await fill(template, { ...around, on }, territory));
  return changes;
}

async function fill(
  template: ChangeTemplate,
  around: Surroundings,
  territory: StoredTerritory | undefined,
): Promise<Change> {
  const { on, directory } = around;
  const say = (text: string) => substitute(text, territory, directory);
  const seat = template.seat ?? (territory && template.seats[territory.code]);
  const sources = sourcesOf(template, { on, directory, say, territory });
  const results = resultsOf(template, { ...around, say });
  const [first] = results;
  if (first && seat) first.sites.push({ site: await around.siteId(seat), role: 'SEAT' });
  return aChange({
    // A merger of one is a succession.
    kind: template.change === 'MERGE' && sources.length === 1 ? 'ESTABLISH' : template.change,
    on,
    instrument: around.instrumentId(template.instrument ?? around.instrument ?? ''),
    assumed: template.assumed,
    sources,
    results,
    noSuccessor: template.noSuccessor,
    // Where the territories themselves are replaced, those of the sources end with them.
    passesOn: template.territories.length === 0 && ['MERGE', 'ABSORB', 'ESTABLISH'].includes(template.change),
    path: around.path,
  });
}

type Spoken = Surroundings & { say(text: string): string };

/** What comes out of a template: its unit, the parts of a split, those who take over or give up. */
function resultsOf(template: ChangeTemplate, around: Spoken): ChangeResult[] {
  const { say } = around;
  if (template.change === 'DISSOLVE') return template.successors.map((code) => aResult(say(code)));
  if (template.into) return template.into.map((part) => resultOf(part, part.unit, around));
  const ends = (codes: readonly string[]) => codes.map((code) => territoryOf(say(code), around));
  const result = resultOf(template, template.unit ?? '', around);
  return [
    { ...result, ends: ends(template.ends) },
    ...template.takeOverFrom.map((code) => aResult(say(code), { ends: ends(template.territories) })),
  ];
}

function resultOf(part: Omit<ResultTemplate, 'unit'>, unit: string, around: Spoken): ChangeResult {
  const { say } = around;
  return aResult(say(unit), {
    attributes: attributesOf(part, say),
    relations: Object.entries(part.parents).map(([kind, parent]) => {
      const event = part.untilEvent[kind as RelationKind];
      return { kind: kind as RelationKind, parent: say(parent), untilEvent: event ?? null, path: ['parents', kind] };
    }),
    starts: part.territories.map((code, index) => ({
      ...territoryOf(say(code), around),
      path: ['territories', String(index)],
    })),
    adopts: part.children.map(say),
  });
}

/** A territory by its code, or one that is no territory of the day and that no rule will find. */
function territoryOf(code: string, { directory, on, path, misses }: Spoken): TerritoryRef {
  const found = directory.on(code, on);
  if (found) return { id: found.id, code: found.code, name: found.name, until: found.until };
  misses.push(violation('NOT_FOUND', { path: [...path, 'territories'], territory: code, on, words: { what: code } }));
  return { id: 0, code, name: code, until: FOREVER };
}

function sourcesOf(
  { sources, change, unit }: ChangeTemplate,
  {
    on,
    directory,
    say,
    territory,
  }: { on: Day; directory: TerritoryDirectory; say: (text: string) => string; territory: StoredTerritory | undefined },
): ChangeSource[] {
  if (change === 'DISSOLVE') return [{ unit: say(unit ?? ''), extent: 'WHOLE', path: ['unit'] }];
  if (Array.isArray(sources)) return sources.map((source) => ({ unit: say(source), extent: 'WHOLE' }));
  if (!territory) return [];
  return directory
    .predecessorsOf(territory.code, on)
    .map(({ code, extent }) => ({ unit: sources.predecessors.replaceAll('{code}', code), extent }));
}

function attributesOf(template: Omit<ResultTemplate, 'unit'>, say: (text: string) => string): Partial<UnitAttributes> {
  const { name, shortName, kind, branchType, rank, entitlements } = template;
  return {
    name: name === undefined ? undefined : say(name),
    shortName: shortName === undefined ? undefined : say(shortName),
    kind,
    branchType,
    rank,
    ...(entitlements && {
      ownSeal: entitlements.seal,
      ownAccount: entitlements.account,
      independentAccounting: entitlements.independentAccounting,
    }),
  };
}

export function substitute(
  text: string,
  territory: StoredTerritory | undefined,
  directory: TerritoryDirectory,
): string {
  if (!territory) return text;
  const parent = directory.parentOf(territory);
  // Codes and names as everyday administration writes them: kinds in lower case.
  const words: Record<string, string | undefined> = {
    code: territory.code,
    name: territory.name,
    kind: territory.kind.toLowerCase(),
    parent: parent?.code,
    parentName: parent?.name,
    parentKind: parent?.kind.toLowerCase(),
  };
  return text.replace(/\{(\w+)\}/g, (whole, word: string) => words[word] ?? whole);
}
