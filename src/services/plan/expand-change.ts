import type { StoredTerritory } from '../../db/repositories/territories.ts';
import { aChange, aResult, type Change, type ChangeSource } from '../../domain/change.ts';
import type { Day } from '../../domain/day.ts';
import type { RelationKind, UnitAttributes } from '../../domain/unit.ts';
import type { ChangeTemplate } from './plan-document.ts';
import type { TerritoryDirectory } from './territory-directory.ts';

/** What a template does not say itself: the day of its phase, and how instruments and seats become ids. */
export interface Surroundings {
  on: Day;
  instrument: string;
  path: readonly string[];
  directory: TerritoryDirectory;
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
  const result = aResult(say(template.unit), {
    attributes: attributesOf(template, say),
    relations: Object.entries(template.parents).map(([kind, parent]) => {
      const event = template.untilEvent[kind as RelationKind];
      return { kind: kind as RelationKind, parent: say(parent), untilEvent: event ?? null };
    }),
    starts: template.territories.map((code) => {
      const found = directory.on(say(code), on);
      if (!found) throw new Error(`${around.path.join('.')}: no territory ${say(code)} on ${on}`);
      return { id: found.id, code: found.code, name: found.name, until: found.until };
    }),
    sites: seat ? [{ site: await around.siteId(seat), role: 'SEAT' }] : [],
  });
  return aChange({
    // A merger of one is a succession.
    kind: template.change === 'MERGE' && sources.length === 1 ? 'ESTABLISH' : template.change,
    on,
    instrument: around.instrumentId(template.instrument ?? around.instrument),
    assumed: template.assumed,
    sources,
    results: [result],
    // Where the territories themselves are replaced, those of the sources end with them.
    passesOn: template.territories.length === 0 && ['MERGE', 'ABSORB', 'ESTABLISH'].includes(template.change),
    path: around.path,
  });
}

function sourcesOf(
  { sources }: ChangeTemplate,
  {
    on,
    directory,
    say,
    territory,
  }: { on: Day; directory: TerritoryDirectory; say: (text: string) => string; territory: StoredTerritory | undefined },
): ChangeSource[] {
  if (Array.isArray(sources)) return sources.map((source) => ({ unit: say(source), extent: 'WHOLE' }));
  if (!territory) return [];
  return directory
    .predecessorsOf(territory.code, on)
    .map(({ code, extent }) => ({ unit: sources.predecessors.replaceAll('{code}', code), extent }));
}

function attributesOf(template: ChangeTemplate, say: (text: string) => string): Partial<UnitAttributes> {
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

function substitute(text: string, territory: StoredTerritory | undefined, directory: TerritoryDirectory): string {
  if (!territory) return text;
  const parent = directory.parentOf(territory);
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
