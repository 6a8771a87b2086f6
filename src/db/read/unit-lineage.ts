import { type SQL, sql } from 'drizzle-orm';
import { known, onDay } from './at.ts';
import { changeOf } from './change.ts';
import type { Compiler, Fields } from './compiler.ts';
import { nearestUnit } from './nearest.ts';
import type { UnitLineageRow, UnitRow } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

const MAX_STEPS = 100;

export const unitLineageFields: Fields<UnitLineageRow> = {
  unit: ({ row, at, there }, field, compiler) => {
    const { unit, from } = nearestUnit(compiler, onDay(at, there));
    return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.id = ${row}.other_id`);
  },
  on: ({ row }) => sql`${row}.on_day`,
  extent: ({ row }) => sql`${row}.extent`,
  step: ({ row }) => sql`${row}.step`,
  event: (row, field, compiler) => changeOf(compiler, field, { row, column: 'change_id' }),
};

/** Whom a unit came from by the day asked, or who succeeded it on any day; over as many steps as asked. */
export function unitLineage(
  compiler: Compiler,
  field: SelectedField,
  { row, towards }: { row: UnitRow; towards: 'predecessors' | 'successors' },
): SQL {
  const steps = field.args.steps === null ? MAX_STEPS : Number(field.args.steps ?? 1);
  if (steps < 1 || steps > MAX_STEPS)
    throw new ArgumentError('steps', `a number from 1 to ${MAX_STEPS}, or null for all`);
  const back = towards === 'predecessors';
  const [own, other] = back
    ? [sql.raw('target_id'), sql.raw('source_id')]
    : [sql.raw('source_id'), sql.raw('target_id')];
  const path = compiler.alias('path');
  const link = compiler.alias('l');
  const by = back ? sql`AND ${link}.on_day <= ${row.at.asOf}` : sql``;
  const order = back ? sql`${link}.on_day <= ${path}.on_day` : sql`${link}.on_day >= ${path}.on_day`;
  const columns = (step: SQL) =>
    sql`${link}.${other} AS other_id, ${link}.on_day, ${link}.extent, ${link}.change_id, ${step} AS step`;
  const from = sql`(
    WITH RECURSIVE ${path} AS (
      SELECT ${columns(sql`1`)} FROM unit_lineage ${link} WHERE ${link}.${own} = ${row.unit}.id AND ${known(link, row.at)} ${by}
      UNION SELECT ${columns(sql`${path}.step + 1`)} FROM ${path} JOIN unit_lineage ${link} ON ${link}.${own} = ${path}.other_id AND ${known(link, row.at)}
      WHERE ${path}.step < ${steps} AND ${order}
    ) SELECT DISTINCT ON (${path}.other_id, ${path}.on_day) ${path}.*, unit.code FROM ${path} JOIN unit ON unit.id = ${path}.other_id
      ORDER BY ${path}.other_id, ${path}.on_day, ${path}.step)`;
  const found = compiler.alias('lineage');
  const there = back ? sql`(${found}.on_day - 1)` : sql`${found}.on_day`;
  return compiler.list('UnitLineage', { row: found, at: row.at, there }, field, {
    from: sql`${from} AS ${found}`,
    order: sql`${found}.step, ${found}.on_day, ${found}.code`,
  });
}
