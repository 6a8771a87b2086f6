import { type SQL, sql } from 'drizzle-orm';
import type { ReadinessItem } from '../../domain/readiness.ts';
import { OPENED_KINDS } from '../../domain/unit.ts';
import { codesIn } from '../json.ts';
import { type At, instantText, valid } from './at.ts';
import { asList, type Compiler, type Fields } from './compiler.ts';
import { instrumentById, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';
import { atMost, rootOf, treeOf } from './tree.ts';

/** Null where there is nothing to do, and so where nothing is said. */
const percentOf = (done: SQL, total: SQL): SQL => sql`floor(${done} * 100.0 / nullif(${total}, 0))::int`;

/** A row of `readiness`. */
export const readinessFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  item: ({ row }) => sql`${row}.item`,
  field: ({ row }) => sql`${row}.field`,
  done: ({ row }) => sql`${row}.done`,
  total: ({ row }) => sql`${row}.total`,
  percent: ({ row }) => percentOf(sql`${row}.done`, sql`${row}.total`),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  source: ({ row }) => sql`${row}.source`,
  assumed: ({ row }) => sql`${row}.assumed`,
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/** What a unit said on the day. */
export function readinessOfUnit(compiler: Compiler, field: SelectedField, { unit, at }: { unit: SQL; at: At }): SQL {
  const row = compiler.alias('y');
  return compiler.list('Readiness', { row, at }, field, {
    from: sql`readiness ${row} WHERE ${row}.unit_id = ${unit}.id AND ${valid(row, at)}`,
    order: sql`${row}.item, ${row}.field NULLS FIRST`,
  });
}

/** All that is said of a unit and an item, added up: a row of done and total, null where nothing is said, and whether all is done. */
export const figuresOf = (unit: SQL, item: SQL, at: At): SQL => sql`(
  SELECT sum(f.done) AS done, sum(f.total) AS total, coalesce(bool_and(f.done >= f.total), false) AS ready
  FROM readiness f WHERE f.unit_id = ${unit} AND f.item = ${item} AND ${valid(sql`f`, at)})`;

/**
 * Whose statements of an item count for a unit. Accounts are each unit's own. Procedures are often configured once for
 * all: a unit that says nothing of its own goes by the nearest unit above it that does.
 */
export const speakerOf = (
  unit: SQL,
  item: SQL,
  at: At,
): SQL => sql`CASE WHEN ${item} <> 'PROCEDURES' THEN ${unit} ELSE (
  WITH RECURSIVE up (id, depth) AS (
    SELECT ${unit}, 0
    UNION SELECT r.parent_id, up.depth + 1 FROM up JOIN unit_relation r ON r.child_id = up.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)})
  SELECT up.id FROM up WHERE EXISTS (SELECT FROM readiness f WHERE f.unit_id = up.id AND f.item = 'PROCEDURES' AND ${valid(sql`f`, at)})
  ORDER BY up.depth LIMIT 1) END`;

export const itemOf = (item: ReadinessItem): SQL => sql.raw(`'${item}'::readiness_item`);

/** How far centers and branches of a tree are, by item; nothing where there is no such unit or plan. */
export function readiness(compiler: Compiler, field: SelectedField, at: At): SQL {
  const row = compiler.alias('q');
  const columns = compiler.row('ReadinessSummary', { row, at }, field);
  return sql`(
    WITH tree AS MATERIALIZED (SELECT id FROM ${treeOf(rootOf(field), at)} AS tree (id)),
    opened AS MATERIALIZED (
      SELECT unit.id, unit.code FROM tree JOIN unit USING (id) JOIN unit_version v ON v.unit_id = unit.id AND ${valid(sql`v`, at)}
      WHERE v.kind::text IN ${codesIn(OPENED_KINDS)}),
    item AS (SELECT unnest(enum_range(NULL::readiness_item)) AS item),
    standing AS MATERIALIZED (
      SELECT item.item, opened.id, opened.code, figures.* FROM item CROSS JOIN opened
      CROSS JOIN LATERAL (SELECT ${speakerOf(sql`opened.id`, sql`item.item`, at)} AS id) AS speaker
      CROSS JOIN LATERAL ${figuresOf(sql`speaker.id`, sql`item.item`, at)} AS figures),
    said AS (
      SELECT f.item, sum(f.done) AS done, sum(f.total) AS total FROM readiness f JOIN tree ON tree.id = f.unit_id
      WHERE ${valid(sql`f`, at)} GROUP BY f.item)
    ${asList(sql`SELECT ${columns} FROM (
      SELECT item.item, coalesce(said.done, 0) AS done, coalesce(said.total, 0) AS total FROM item LEFT JOIN said USING (item)
      WHERE EXISTS (SELECT FROM tree WHERE id IS NOT NULL)) AS ${row} ORDER BY ${row}.item`)})`;
}

/** An item with what was said of it, over `standing`. */
export const readinessSummaryFields: Fields<DatedRow> = {
  item: ({ row }) => sql`${row}.item`,
  ready: ({ row }) => sql`(SELECT count(*) FROM standing WHERE standing.item = ${row}.item AND standing.ready)`,
  units: () => sql`(SELECT count(*) FROM opened)`,
  done: ({ row }) => sql`${row}.done`,
  total: ({ row }) => sql`${row}.total`,
  percent: ({ row }) => percentOf(sql`${row}.done`, sql`${row}.total`),
  behind: ({ row, at }, field, compiler) => {
    const unit = compiler.alias('b');
    const columns = compiler.row('UnitBehind', { row: unit, at }, field);
    return asList(
      sql`SELECT ${columns} FROM standing ${unit} WHERE ${unit}.item = ${row}.item AND NOT ${unit}.ready ORDER BY ${unit}.code ${atMost(field)}`,
    );
  },
};

/** A row of `standing`. */
export const unitBehindFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.id`, at }),
  done: ({ row }) => sql`${row}.done`,
  total: ({ row }) => sql`${row}.total`,
};
