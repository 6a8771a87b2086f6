import { type SQL, sql } from 'drizzle-orm';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { nearestUnit } from './nearest.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** A row of `change_event`. */
export const changeFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('ChangeEvent', sql`${row}.id`),
  kind: ({ row }) => sql`${row}.kind`,
  on: ({ row }) => sql`${row}.on_day`,
  instrument: ({ row, at }, field, compiler) => {
    const instrument = compiler.alias('i');
    return compiler.object(
      'LegalInstrument',
      { row: instrument, at },
      field,
      sql`legal_instrument ${instrument} WHERE ${instrument}.id = ${row}.instrument_id`,
    );
  },
  decidedBy: ({ row, at }, field, compiler) => {
    const { unit, from } = nearestUnit(compiler, { ...at, asOf: sql`${row}.on_day` });
    return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.id = ${row}.decided_by_id`);
  },
  retroactive: ({ row }) =>
    sql`(SELECT issued_on > ${row}.on_day FROM legal_instrument WHERE id = ${row}.instrument_id)`,
  assumed: ({ row }) => sql`${row}.assumed`,
  note: ({ row }) => sql`${row}.note`,
};

/** The act that a fact comes from. */
export function changeOf(
  compiler: Compiler,
  field: SelectedField,
  { row, column }: { row: DatedRow; column: string },
): SQL {
  const event = compiler.alias('e');
  return compiler.object(
    'ChangeEvent',
    { row: event, at: row.at },
    field,
    sql`change_event ${event} WHERE ${event}.id = ${row.row}.${sql.raw(column)}`,
  );
}
