import { type SQL, sql } from 'drizzle-orm';
import type { At } from './at.ts';
import { asList, asObject, type Compiler, type Fields, inVietnamese } from './compiler.ts';
import { amountOf, costOf } from './equipment.ts';
import { letteredText } from './lettering.ts';
import { knownUnit, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';
import { thingFrom } from './thing.ts';
import { atMost, treeOf } from './tree.ts';

/** One bucket of figures, as JSON; all zero where nothing is in it. */
export const equipmentFiguresFields: Fields<SQL> = {
  needs: (figures) => sql`coalesce((${figures} ->> 'needs')::int, 0)`,
  units: (figures) => sql`coalesce((${figures} ->> 'units')::int, 0)`,
  quantity: (figures) => sql`coalesce((${figures} ->> 'quantity')::bigint, 0)`,
  money: (figures) => sql`coalesce((${figures} ->> 'money')::numeric, 0)`,
};

/** Figures of all statuses, as JSON by status. */
const standing = <Row>(figuresOf: (row: Row) => SQL): Fields<Row> => {
  const bucket = (name: string) => (row: Row, field: SelectedField, compiler: Compiler) =>
    compiler.part('EquipmentFigures', sql`(${figuresOf(row)} -> ${sql.raw(`'${name}'`)})`, field);
  return {
    total: bucket('TOTAL'),
    registered: bucket('REGISTERED'),
    consolidated: bucket('CONSOLIDATED'),
    funded: bucket('FUNDED'),
    purchased: bucket('PURCHASED'),
    refused: bucket('REFUSED'),
  };
};

/** A row of `by_item`. */
export const equipmentItemFields: Fields<DatedRow> = {
  ...standing(({ row }: DatedRow) => sql`${row}.figures`),
  item: ({ row }) => sql`${row}.item`,
  byUnit: ({ row, at }, field, compiler) => {
    const unit = compiler.alias('n');
    const columns = compiler.row('EquipmentOfUnit', { row: unit, at }, field);
    return asList(
      sql`SELECT ${columns} FROM by_unit ${unit} WHERE ${unit}.key = ${row}.key ORDER BY ${unit}.code ${atMost(field)}`,
    );
  },
};

/** A row of `by_unit`. */
export const equipmentOfUnitFields: Fields<DatedRow> = {
  ...standing(({ row }: DatedRow) => sql`${row}.figures`),
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
};

/** What a center and the units below it need, by item; null where there is no such unit. */
export function equipmentConsolidation(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { center } = field.args as { center: string };
  const root = sql`(SELECT id FROM unit WHERE code = ${center})`;
  const fields: Fields<null> = {
    ...standing(() => sql`(SELECT figures FROM over_all)`),
    center: (_, child, inner) => unitById(inner, child, { id: root, at }),
    items: () => sql`(SELECT count(*) FROM by_item)`,
    rows: (_, child, inner) => {
      const row = inner.alias('i');
      const columns = inner.row('EquipmentItem', { row, at }, child);
      return asList(
        sql`SELECT ${columns} FROM by_item ${row} ORDER BY ${inVietnamese(sql`${row}.item`)}, ${row}.key ${atMost(child)}`,
      );
    },
  };
  return sql`(
    WITH need AS MATERIALIZED (${needsBelow(compiler, field, { root, at })}),
    bucketed AS (SELECT need.*, status::text AS bucket FROM need UNION ALL SELECT need.*, 'TOTAL' FROM need WHERE status <> 'REFUSED'),
    counted AS (
      SELECT key, unit_id, bucket, GROUPING(key, unit_id) AS level, jsonb_build_object(
        'needs', count(*), 'units', count(DISTINCT unit_id), 'quantity', sum(quantity), 'money', coalesce(sum(money), 0)) AS figures
      FROM bucketed GROUP BY GROUPING SETS ((bucket, key, unit_id), (bucket, key), (bucket))),
    by_unit AS MATERIALIZED (
      SELECT key, unit_id, (SELECT code FROM unit WHERE unit.id = unit_id) AS code, jsonb_object_agg(bucket, figures) AS figures
      FROM counted WHERE level = 0 GROUP BY key, unit_id),
    worded AS (SELECT DISTINCT ON (key) key, item FROM need ORDER BY key, id),
    by_item AS MATERIALIZED (
      SELECT key, worded.item, jsonb_object_agg(bucket, figures) AS figures
      FROM counted JOIN worded USING (key) WHERE level = 1 GROUP BY key, worded.item),
    over_all AS MATERIALIZED (SELECT jsonb_object_agg(bucket, figures) AS figures FROM counted WHERE level = 3)
    ${asObject(sql`SELECT ${compiler.columns('EquipmentConsolidation', fields, null, field)} FROM ${knownUnit(center, at)}`)})`;
}

/** Needs of a unit and those below it with how they stand; worded alike, whatever the case of letters and the spaces, they are one item. */
function needsBelow(compiler: Compiler, { args }: SelectedField, { root, at }: { root: SQL; at: At }): SQL {
  const { plan, phase } = args as { plan?: string | null; phase?: number | null };
  const { row, from } = thingFrom(compiler, 'EquipmentNeed', at);
  const { thing, state } = row;
  const conditions = [
    sql`${state}.unit_id IN ${treeOf(root, at)}`,
    ...(plan == null ? [] : [sql`${thing}.plan_id = (SELECT id FROM plan WHERE code = ${plan})`]),
    ...(phase == null ? [] : [sql`${thing}.phase_id IN (SELECT id FROM phase WHERE ordinal = ${phase})`]),
  ];
  const [funded, paid] = [amountOf(thing, 'FUNDED', at), amountOf(thing, 'PURCHASED', at)];
  return sql`
    SELECT ${thing}.id, ${thing}.item, ${letteredText(sql`${thing}.item`)} AS key, ${state}.unit_id, ${state}.status, ${thing}.quantity,
      CASE ${state}.status WHEN 'FUNDED' THEN ${funded} WHEN 'PURCHASED' THEN coalesce(${paid}, ${funded}) ELSE ${costOf(thing)} END AS money
    FROM ${from} WHERE ${sql.join(conditions, sql` AND `)}`;
}
