import { sql } from 'drizzle-orm';
import { addDays, covers, type Day, overlaps, type Period } from '../../domain/day.ts';
import type { TerritoryLevel, TerritoryRef } from '../../domain/territory.ts';
import type { LineageExtent } from '../../domain/unit.ts';
import type { Transaction } from '../client.ts';
import { codesIn, idsIn, json } from '../json.ts';
import { territoryVersion } from '../tables/territory.ts';
import { restateRows } from './facts.ts';

/** A territory as a list of official units states it; the parent is the code of the territory it lies in. */
export interface TerritoryRecord {
  code: string;
  level: TerritoryLevel;
  kind: string;
  name: string;
  parent: string | null;
  from: Day;
  until: Day;
  latitude: number | null;
  longitude: number | null;
  areaKm2: number | null;
}

export interface TerritoryLineageRecord {
  source: string;
  target: string;
  extent: LineageExtent;
  on: Day;
}

/** A believed version of a territory. */
export interface StoredTerritory extends TerritoryRef {
  version: number;
  level: TerritoryLevel;
  kind: string;
  parent: number | null;
  from: Day;
  until: Day;
}

/** Every believed territory that bears one of the codes, on whatever day; all there are where no codes are given. */
export async function findTerritoriesByCode(
  tx: Transaction,
  codes: readonly string[] | null,
): Promise<StoredTerritory[]> {
  const borne = codes === null ? sql`true` : sql`v.code IN ${codesIn(codes)}`;
  const rows = await tx.execute<Record<string, unknown>>(sql`
    SELECT v.id AS version, v.territory_id AS id, v.code, v.name, v.kind, t.level, v.parent_id AS parent, v.valid_from AS "from", v.valid_to AS until
    FROM territory_version v JOIN territory t ON t.id = v.territory_id
    WHERE ${borne} AND v.superseded_at = 'infinity'`);
  return rows.map(
    (row) =>
      ({
        ...row,
        id: Number(row.id),
        version: Number(row.version),
        parent: row.parent === null ? null : Number(row.parent),
      }) as StoredTerritory,
  );
}

/** The territories that bear these official codes on a day; a code that none bears is missing from the answer. */
export async function findTerritories(
  tx: Transaction,
  codes: readonly string[],
  on: Day,
): Promise<Map<string, TerritoryRef>> {
  const found = await findTerritoriesByCode(tx, codes);
  return new Map(
    found
      .filter((territory) => covers(territory, on))
      .map(({ id, code, name, until }) => [code, { id, code, name, until }]),
  );
}

/** Territories by code, each code with all that ever bore it. */
export class TerritoryIndex<T extends Pick<StoredTerritory, 'code' | 'from' | 'until'>> {
  private readonly byCode = new Map<string, T[]>();

  constructor(territories: readonly T[]) {
    for (const territory of territories) this.add(territory);
  }

  add(territory: T): void {
    const bearers = this.byCode.get(territory.code);
    if (bearers) bearers.push(territory);
    else this.byCode.set(territory.code, [territory]);
  }

  on(code: string | null, day: Day): T | undefined {
    return this.byCode.get(code ?? '')?.find((territory) => covers(territory, day));
  }

  during(code: string, period: Period): T | undefined {
    return this.byCode.get(code)?.find((territory) => overlaps(territory, period));
  }
}

/**
 * Records territories that are not there yet: one whose code is borne on any of its days is taken to be the one
 * recorded. Parents are found among both, on the first day of the child. Answers how many were recorded.
 */
export async function storeTerritories(
  tx: Transaction,
  records: readonly TerritoryRecord[],
  instrument: number | null,
): Promise<number> {
  const codes = new Set(records.flatMap(({ code, parent }) => (parent === null ? [code] : [code, parent])));
  const known = new TerritoryIndex<Pick<StoredTerritory, 'id' | 'code' | 'from' | 'until'>>(
    await findTerritoriesByCode(tx, [...codes]),
  );
  const fresh = records.filter((record) => !known.during(record.code, record));
  if (fresh.length === 0) return 0;
  const ids = await tx.execute<{ id: string }>(sql`
    INSERT INTO territory (code, level)
    SELECT n ->> 'code', (n ->> 'level')::territory_level FROM jsonb_array_elements(${json(fresh)}) WITH ORDINALITY AS given (n, position)
    ORDER BY position RETURNING id`);
  const numbered = fresh.map((record, index) => ({ ...record, id: Number(ids[index]?.id) }));
  for (const territory of numbered) known.add(territory);
  await insertVersions(
    tx,
    numbered.map((record) => ({ ...record, parent: known.on(record.parent, record.from)?.id ?? null })),
    instrument,
  );
  return fresh.length;
}

type VersionRecord = Omit<TerritoryRecord, 'parent'> & { id: number; parent: number | null };

async function insertVersions(
  tx: Transaction,
  versions: readonly VersionRecord[],
  instrument: number | null,
): Promise<void> {
  await tx.execute(sql`
    INSERT INTO territory_version (territory_id, code, valid_from, valid_to, name, kind, parent_id, latitude, longitude, area_km2, instrument_id)
    SELECT (n ->> 'id')::bigint, n ->> 'code', (n ->> 'from')::date, (n ->> 'until')::date, n ->> 'name', n ->> 'kind', (n ->> 'parent')::bigint,
           (n ->> 'latitude')::float8, (n ->> 'longitude')::float8, (n ->> 'areaKm2')::float8, ${instrument}::bigint
    FROM jsonb_array_elements(${json(versions)}) AS n`);
}

/** Ends the validity of territories on a day, where it goes beyond; what they were before stays. Answers how many ended. */
export async function endTerritories(
  tx: Transaction,
  ids: readonly number[],
  { on, instrument }: { on: Day; instrument: number },
): Promise<number> {
  const spanning = sql`territory_id IN ${idsIn(ids)} AND valid_from < ${on} AND valid_to > ${on}`;
  const columns = { valid_to: sql`${on}::date`, instrument_id: sql`${instrument}::bigint` };
  return restateRows(tx, { table: territoryVersion, where: spanning, columns });
}

/** Records what became of territories, unless recorded; answers how many lines were new. */
export async function storeTerritoryLineages(
  tx: Transaction,
  lineages: readonly TerritoryLineageLink[],
  instrument: number | null,
): Promise<number> {
  const stored = await tx.execute(sql`
    INSERT INTO territory_lineage (source_id, target_id, extent, on_day, instrument_id)
    SELECT (n ->> 'source')::bigint, (n ->> 'target')::bigint, (n ->> 'extent')::lineage_extent, (n ->> 'on')::date, ${instrument}::bigint
    FROM jsonb_array_elements(${json(lineages)}) AS n
    ON CONFLICT (source_id, target_id, on_day) WHERE superseded_at = 'infinity' DO NOTHING`);
  return stored.count;
}

/** Every line of descent on record, by code. */
export async function findTerritoryLineages(tx: Transaction): Promise<TerritoryLineageRecord[]> {
  const rows = await tx.execute<{ [K in keyof TerritoryLineageRecord]: TerritoryLineageRecord[K] }>(sql`
    SELECT source.code AS source, target.code AS target, l.extent, l.on_day AS "on"
    FROM territory_lineage l JOIN territory source ON source.id = l.source_id JOIN territory target ON target.id = l.target_id
    WHERE l.superseded_at = 'infinity'`);
  return [...rows];
}

/** Links lines given by code: a source bears its code until the day, a target from it. */
export async function linkTerritories(
  tx: Transaction,
  records: readonly TerritoryLineageRecord[],
): Promise<TerritoryLineageLink[]> {
  const codes = new Set(records.flatMap(({ source, target }) => [source, target]));
  const known = new TerritoryIndex(await findTerritoriesByCode(tx, [...codes]));
  return records.map(({ source, target, extent, on }) => {
    const from = known.on(source, addDays(on, -1));
    const to = known.on(target, on);
    if (!from || !to) throw new Error(`no territory ${from ? target : source} around ${on}`);
    return { source: from.id, target: to.id, extent, on };
  });
}

/** A line of descent between territories by their ids. */
export interface TerritoryLineageLink {
  source: number;
  target: number;
  extent: LineageExtent;
  on: Day;
}
