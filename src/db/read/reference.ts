import { type SQL, sql } from 'drizzle-orm';
import { type At, known } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { nearestStaff, nearestUnit } from './nearest.ts';
import type { SelectedField } from './selection.ts';

/** A row that is said once: there from the instant it was recorded. */
export const recordedBy = (alias: SQL, at: At): SQL =>
  at.knownAt === null ? sql`true` : sql`${alias}.recorded_at <= ${at.knownAt}`;

/** An act that nobody undid by the point. */
export const standing = (event: SQL, at: At): SQL => {
  const recorded = at.knownAt === null ? sql`` : sql` AND undoing.recorded_at <= ${at.knownAt}`;
  return sql`NOT EXISTS (
    SELECT FROM change_event undoing WHERE undoing.compensates_id = ${event}.id AND undoing.on_day <= ${at.asOf}${recorded}
      AND NOT EXISTS (SELECT FROM change_event redoing WHERE redoing.compensates_id = undoing.id AND redoing.on_day <= ${at.asOf}))`;
};

/** A unit by its id, as it is on the day or nearest to it. */
export function unitById(compiler: Compiler, field: SelectedField, { id, at }: { id: SQL; at: At }): SQL {
  const { unit, from } = nearestUnit(compiler, at);
  return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.id = ${id}`);
}

/** The unit of a code, where it was known at the point on whatever day: only then can `unitById` show it. */
export const knownUnit = (code: SQL | string, at: At): SQL =>
  sql`unit WHERE code = ${code} AND EXISTS (SELECT FROM unit_version told WHERE told.unit_id = unit.id AND ${known(sql`told`, at)})`;

/** A person by their id, as described on the day or nearest to it. */
export function staffById(compiler: Compiler, field: SelectedField, { id, at }: { id: SQL; at: At }): SQL {
  const { row, from } = nearestStaff(compiler, at);
  return compiler.object('Staff', row, field, sql`${from} WHERE ${row.staff}.id = ${id}`);
}

/** An instrument by its id. */
export function instrumentById(compiler: Compiler, field: SelectedField, { id, at }: { id: SQL; at: At }): SQL {
  const row = compiler.alias('i');
  return compiler.object('LegalInstrument', { row, at }, field, sql`legal_instrument ${row} WHERE ${row}.id = ${id}`);
}

/** Where something was published, kept as JSON. */
export function sourceOf(compiler: Compiler, field: SelectedField, source: SQL): SQL {
  const row = compiler.alias('x');
  return compiler.object(
    'Source',
    row,
    field,
    sql`(SELECT ${source} AS value) AS ${row} WHERE ${row}.value IS NOT NULL AND ${row}.value <> 'null'`,
  );
}

export const sourceFields: Fields<SQL> = {
  publication: (row) => sql`${row}.value ->> 'publication'`,
  reference: (row) => sql`${row}.value ->> 'reference'`,
  paraphrase: (row) => sql`${row}.value ->> 'paraphrase'`,
};
