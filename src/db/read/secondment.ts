import { type SQL, sql } from 'drizzle-orm';
import { type At, known } from './at.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { connection } from './connection.ts';
import { recordedBy, staffById, unitById } from './reference.ts';
import type { DatedRow, SecondmentRow } from './rows.ts';
import { everSees } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { stepFields } from './transfer.ts';
import { treeOf } from './tree.ts';

/** Secondments from or to the caller's scope, recorded by the point, each with what was said of it last; aliases `secondment` and `last`. */
export function secondmentFrom(compiler: Compiler, at: At): { row: SecondmentRow; from: SQL } {
  const row = { secondment: compiler.alias('d'), last: compiler.alias('p'), at };
  const seen = everSees(compiler, sql`d.home_id`, sql`d.host_id`);
  return { row, from: sql`(SELECT * FROM secondment d WHERE ${seen}) AS ${row.secondment} ${lastSaid(row)}` };
}

/** What was said of a secondment last, with everything that was said; that it ends is said from that day on. */
const lastSaid = ({ secondment, last, at }: SecondmentRow): SQL => sql`JOIN LATERAL (
  SELECT p.*, (SELECT array_agg(q.step) FROM secondment_step q WHERE q.secondment_id = ${secondment}.id AND ${recordedBy(sql`q`, at)}
      AND (q.step NOT IN ('RECALLED', 'RETURNED') OR q.on_day <= ${at.asOf})) AS said
  FROM secondment_step p WHERE p.secondment_id = ${secondment}.id AND ${recordedBy(sql`p`, at)} ORDER BY p.id DESC LIMIT 1) AS ${last} ON true`;

const said = ({ last }: SecondmentRow, step: string): SQL => sql`${step}::secondment_step_kind = ANY (${last}.said)`;

export const secondmentFields: Fields<SecondmentRow> = {
  id: ({ secondment }) => globalIdOf('Secondment', sql`${secondment}.id`),
  status: (row) => sql`CASE WHEN ${said(row, 'REJECTED')} THEN 'REJECTED' WHEN ${said(row, 'RECALLED')} THEN 'RECALLED'
    WHEN ${said(row, 'RETURNED')} THEN 'RETURNED'
    WHEN NOT ${said(row, 'DECIDED')} THEN CASE WHEN ${said(row, 'AGREED_HOME')} AND ${said(row, 'AGREED_HOST')} THEN 'AGREED' ELSE 'PROPOSED' END
    WHEN ${row.last}.until_day <= ${row.at.asOf} THEN 'ENDED' WHEN ${said(row, 'EXTENDED')} THEN 'EXTENDED'
    WHEN ${row.secondment}.from_day <= ${row.at.asOf} THEN 'ACTIVE' ELSE 'DECIDED' END`,
  staff: ({ secondment, at }, field, compiler) => staffById(compiler, field, { id: sql`${secondment}.staff_id`, at }),
  home: ({ secondment, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${secondment}.home_id`, at: { ...at, asOf: sql`${secondment}.from_day` } }),
  host: ({ secondment, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${secondment}.host_id`, at: { ...at, asOf: sql`${secondment}.from_day` } }),
  period: ({ secondment, last }, field, compiler) =>
    compiler.part('Period', { from: sql`${secondment}.from_day`, until: sql`${last}.until_day` }, field),
  daysLeft: (
    row,
  ) => sql`CASE WHEN ${said(row, 'REJECTED')} OR ${said(row, 'RECALLED')} OR ${said(row, 'RETURNED')} THEN 0
    ELSE greatest(0, ${row.last}.until_day - ${row.at.asOf}) END`,
  onReturn: ({ secondment, at }) => sql`(
    SELECT p.on_return FROM secondment_step p WHERE p.secondment_id = ${secondment}.id AND p.on_return IS NOT NULL AND ${recordedBy(sql`p`, at)}
    ORDER BY p.id DESC LIMIT 1)`,
  steps: ({ secondment, at }, field, compiler) => {
    const row = compiler.alias('p');
    const from = sql`secondment_step ${row} WHERE ${row}.secondment_id = ${secondment}.id AND ${recordedBy(row, at)}`;
    return compiler.list('SecondmentStep', { row, at }, field, { from, order: sql`${row}.id` });
  },
};

export const secondmentStepFields: Fields<DatedRow> = {
  ...stepFields,
  until: ({ row }) => sql`${row}.until_day`,
  onReturn: ({ row }) => sql`${row}.on_return`,
};

/** Secondments that end before a day and had not ended on the day asked, soonest first. */
export function secondmentsEnding(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { before, unit } = field.args as { before: string; unit?: string | null };
  const { row } = secondmentFrom(compiler, at);
  const root = sql`(SELECT id FROM unit WHERE code = ${unit})`;
  const inUnit = (id: SQL) => (unit == null ? sql`true` : sql`${id} IN ${treeOf(root, at)}`);
  return connection(compiler, field, {
    type: 'Secondment',
    row,
    matching: sql`
      SELECT d.id, w.until_day::text AS name, lpad(d.id::text, 19, '0') AS code FROM secondment d
      JOIN (SELECT secondment_id, max(valid_to) AS until_day FROM workplace w WHERE secondment_id IS NOT NULL AND ${known(sql`w`, at)}
        GROUP BY secondment_id) AS w ON w.secondment_id = d.id
      WHERE w.until_day < ${before}::date AND w.until_day > ${at.asOf}
        AND NOT EXISTS (SELECT FROM secondment_step p WHERE p.secondment_id = d.id AND p.step IN ('RETURNED', 'RECALLED') AND ${recordedBy(sql`p`, at)})
        AND (${inUnit(sql`d.home_id`)} OR ${inUnit(sql`d.host_id`)}) AND ${everSees(compiler, sql`d.home_id`, sql`d.host_id`)}`,
    from: sql`page JOIN secondment ${row.secondment} ON ${row.secondment}.id = page.id ${lastSaid(row)}`,
  });
}
