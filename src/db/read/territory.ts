import { type SQL, sql } from 'drizzle-orm';
import { type At, known, onDay, valid } from './at.ts';
import { type Compiler, type Fields, globalIdOf, inVietnamese } from './compiler.ts';
import { connection } from './connection.ts';
import { liveUnits, nearestTerritory } from './nearest.ts';
import type { TerritoryLineageRow, TerritoryRow } from './rows.ts';
import { holdsWords, typed } from './search.ts';
import type { SelectedField } from './selection.ts';

export const territoryFields: Fields<TerritoryRow> = {
  id: ({ version }) => globalIdOf('Territory', sql`${version}.territory_id`),
  code: ({ version }) => sql`${version}.code`,
  name: ({ version }) => sql`${version}.name`,
  kind: ({ version }) => sql`${version}.kind`,
  level: ({ version }) => sql`(SELECT level FROM territory WHERE territory.id = ${version}.territory_id)`,
  period: ({ version }, field, compiler) =>
    compiler.part('Period', { from: sql`${version}.valid_from`, until: sql`${version}.valid_to` }, field),
  latitude: ({ version }) => sql`${version}.latitude`,
  longitude: ({ version }) => sql`${version}.longitude`,
  areaKm2: ({ version }) => sql`${version}.area_km2`,
  parent: ({ version, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`${version}.parent_id`);
    return compiler.object('Territory', territory, field, from);
  },
  children: ({ version, at }, field, compiler) => {
    const below = compiler.alias('t');
    const from = sql`territory_version ${below} WHERE ${below}.parent_id = ${version}.territory_id AND ${valid(below, at)}`;
    return compiler.list('Territory', { version: below, at }, field, {
      from,
      order: sql`${inVietnamese(sql`${below}.name`)}, ${below}.code`,
    });
  },
  receivedBy: ({ version, at }, field, compiler) => {
    const service = compiler.alias('s');
    const { unit, from } = liveUnits(compiler, at);
    const receives = sql`${service}.unit_id = ${unit.unit}.id AND ${service}.territory_id = ${version}.territory_id AND ${valid(service, at)}`;
    return compiler.object('OrgUnit', unit, field, sql`${from} JOIN service_territory ${service} ON ${receives}`);
  },
  predecessors: ({ version, at }, field, compiler) =>
    lineage(compiler, field, {
      at,
      territory: sql`${version}.territory_id`,
      own: sql.raw('target_id'),
      other: sql.raw('source_id'),
      dayShift: sql`- 1`,
    }),
  successors: ({ version, at }, field, compiler) =>
    lineage(compiler, field, {
      at,
      territory: sql`${version}.territory_id`,
      own: sql.raw('source_id'),
      other: sql.raw('target_id'),
      dayShift: sql``,
    }),
};

export const territoryLineageFields: Fields<TerritoryLineageRow> = {
  on: ({ lineage }) => sql`${lineage}.on_day`,
  extent: ({ lineage }) => sql`${lineage}.extent`,
  territory: ({ lineage, other, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`${lineage}.${other}`);
    return compiler.object('Territory', territory, field, from);
  },
};

function lineage(
  compiler: Compiler,
  field: SelectedField,
  { at, territory, own, other, dayShift }: { at: At; territory: SQL; own: SQL; other: SQL; dayShift: SQL },
): SQL {
  const row = compiler.alias('l');
  const there = onDay(at, sql`(${row}.on_day ${dayShift})`);
  return compiler.list('TerritoryLineage', { lineage: row, other, at: there }, field, {
    from: sql`territory_lineage ${row} JOIN territory ON territory.id = ${row}.${other} WHERE ${row}.${own} = ${territory} AND ${known(row, at)}`,
    order: sql`${row}.on_day, territory.code`,
  });
}

/** Territories of a day, by level, by the territory above, by text without diacritics. */
export function territories(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { level, parent } = field.args as { level?: string; parent?: string };
  const text = typed(field.args.search);
  const version = compiler.alias('t');
  const conditions = [
    valid(version, at),
    ...(level ? [sql`territory.level = ${level}::territory_level`] : []),
    ...(parent
      ? [
          sql`${version}.parent_id IN (SELECT territory_id FROM territory_version p WHERE p.code = ${parent} AND ${valid(sql`p`, at)})`,
        ]
      : []),
    ...(text ? [holdsWords(sql`fold_text(${version}.name)`, text)] : []),
  ];
  const row = compiler.alias('t');
  return connection(compiler, field, {
    type: 'Territory',
    row: { version: row, at },
    matching: sql`SELECT ${version}.id, ${version}.name, ${version}.code FROM territory_version ${version}
      JOIN territory ON territory.id = ${version}.territory_id WHERE ${sql.join(conditions, sql` AND `)}`,
    from: sql`page JOIN territory_version ${row} ON ${row}.id = page.id`,
  });
}
