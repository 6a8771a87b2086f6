import { type SQL, sql } from 'drizzle-orm';
import { type At, instantText } from './at.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { instrumentById, recordedBy, staffById, unitById } from './reference.ts';
import type { DatedRow, TransferRow } from './rows.ts';
import { everSees } from './scope.ts';

/** Transfers from or to the caller's scope, recorded by the point; alias `transfer`. */
export function transferFrom(compiler: Compiler, at: At): { row: TransferRow; from: SQL } {
  const transfer = compiler.alias('t');
  const seen = everSees(compiler, sql`m.from_unit_id`, sql`m.to_unit_id`);
  const from = sql`(SELECT * FROM transfer m WHERE ${recordedBy(sql`m`, at)} AND ${seen}) AS ${transfer}`;
  return { row: { transfer, at }, from };
}

/** Whether something was said of a transfer by the point. */
const said = ({ transfer, at }: TransferRow, step: string): SQL => sql`EXISTS (
  SELECT FROM transfer_step p WHERE p.transfer_id = ${transfer}.id AND p.step = ${step}::transfer_step_kind AND ${recordedBy(sql`p`, at)})`;

/** Who decided. */
const decider = ({ transfer, at }: TransferRow): SQL =>
  sql`(SELECT p.decided_by_id FROM transfer_step p WHERE p.transfer_id = ${transfer}.id AND p.step = 'DECIDED' AND ${recordedBy(sql`p`, at)})`;

export const transferFields: Fields<TransferRow> = {
  id: ({ transfer }) => globalIdOf('Transfer', sql`${transfer}.id`),
  status: (
    row,
  ) => sql`CASE WHEN ${said(row, 'REJECTED')} THEN 'REJECTED' WHEN ${said(row, 'CANCELLED')} THEN 'CANCELLED'
    WHEN ${said(row, 'DECIDED')} THEN CASE WHEN ${row.transfer}.on_day <= ${row.at.asOf} THEN 'EFFECTIVE' ELSE 'SCHEDULED' END
    WHEN ${said(row, 'AGREED_FROM')} AND ${said(row, 'AGREED_TO')} THEN 'AGREED' ELSE 'PROPOSED' END`,
  staff: ({ transfer, at }, field, compiler) => staffById(compiler, field, { id: sql`${transfer}.staff_id`, at }),
  fromUnit: ({ transfer, at }, field, compiler) =>
    unitById(compiler, field, {
      id: sql`${transfer}.from_unit_id`,
      at: { ...at, asOf: sql`(${transfer}.on_day - 1)` },
    }),
  toUnit: ({ transfer, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${transfer}.to_unit_id`, at: { ...at, asOf: sql`${transfer}.on_day` } }),
  on: ({ transfer }) => sql`${transfer}.on_day`,
  batch: ({ transfer }) => sql`${transfer}.batch_id::text`,
  category: ({ transfer }) => sql`${transfer}.category`,
  decidedBy: (row, field, compiler) => unitById(compiler, field, { id: decider(row), at: row.at }),
  instrument: (row, field, compiler) => {
    const id = sql`(SELECT p.instrument_id FROM transfer_step p WHERE p.transfer_id = ${row.transfer}.id AND p.step = 'DECIDED' AND ${recordedBy(sql`p`, row.at)})`;
    return instrumentById(compiler, field, { id, at: row.at });
  },
  retroactive: ({ transfer, at }) => sql`coalesce((
    SELECT i.issued_on > ${transfer}.on_day FROM transfer_step p JOIN legal_instrument i ON i.id = p.instrument_id
    WHERE p.transfer_id = ${transfer}.id AND p.step = 'DECIDED' AND ${recordedBy(sql`p`, at)}), false)`,
  compensates: ({ transfer, at }, field, compiler) => {
    const { row, from } = transferFrom(compiler, at);
    return compiler.object('Transfer', row, field, sql`${from} WHERE ${row.transfer}.id = ${transfer}.compensates_id`);
  },
  compensatedBy: ({ transfer, at }, field, compiler) => {
    const { row, from } = transferFrom(compiler, at);
    const latest = sql`${row.transfer}.compensates_id = ${transfer}.id ORDER BY ${row.transfer}.id DESC LIMIT 1`;
    return compiler.object('Transfer', row, field, sql`${from} WHERE ${latest}`);
  },
  steps: ({ transfer, at }, field, compiler) => {
    const row = compiler.alias('p');
    const from = sql`transfer_step ${row} WHERE ${row}.transfer_id = ${transfer}.id AND ${recordedBy(row, at)}`;
    return compiler.list('TransferStep', { row, at }, field, { from, order: sql`${row}.id` });
  },
};

/** What was said on a day, by which instrument or letter: of a transfer or a secondment. */
export const stepFields: Fields<DatedRow> = {
  step: ({ row }) => sql`${row}.step`,
  on: ({ row }) => sql`${row}.on_day`,
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  reference: ({ row }) => sql`${row}.reference`,
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};
