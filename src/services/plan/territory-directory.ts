import {
  type StoredTerritory,
  TerritoryIndex,
  type TerritoryLineageRecord,
} from '../../db/repositories/territories.ts';
import { covers, type Day } from '../../domain/day.ts';
import { groupRows } from '../reform/group-rows.ts';
import type { TerritorySelector } from './plan-words.ts';

/** The territories a plan talks about, as its templates ask for them. */
export class TerritoryDirectory {
  private readonly all: readonly StoredTerritory[];
  private readonly byId: ReadonlyMap<number, StoredTerritory>;
  private readonly index: TerritoryIndex<StoredTerritory>;
  private readonly lineages: ReadonlyMap<string, TerritoryLineageRecord[]>;

  constructor(all: readonly StoredTerritory[], lineages: readonly TerritoryLineageRecord[]) {
    this.all = all;
    this.byId = new Map(all.map((territory) => [territory.id, territory]));
    this.index = new TerritoryIndex(all);
    this.lineages = groupRows(lineages, ({ target }) => target);
  }

  on(code: string, day: Day): StoredTerritory | undefined {
    return this.index.on(code, day);
  }

  parentOf(territory: StoredTerritory): StoredTerritory | undefined {
    return territory.parent === null ? undefined : this.byId.get(territory.parent);
  }

  /** In the order of codes, so that a plan is carried out in the same order every time. */
  select({ level, codes, within, under }: TerritorySelector, day: Day): StoredTerritory[] {
    return this.all
      .filter((territory) => territory.level === level && covers(territory, day))
      .filter((territory) => !codes || codes.includes(territory.code))
      .filter((territory) => !within || within.includes(this.parentOf(territory)?.code ?? ''))
      .filter((territory) => !under || this.liesUnder(territory, under))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
  }

  /** What a territory of the day was made of. */
  predecessorsOf(code: string, day: Day): { code: string; extent: TerritoryLineageRecord['extent'] }[] {
    return (this.lineages.get(code) ?? [])
      .filter((line) => line.on === day)
      .map(({ source, extent }) => ({ code: source, extent }));
  }

  private liesUnder(territory: StoredTerritory, codes: readonly string[]): boolean {
    const parent = this.parentOf(territory);
    return parent !== undefined && (codes.includes(parent.code) || this.liesUnder(parent, codes));
  }
}
