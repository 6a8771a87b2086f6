import { type SQL, sql } from 'drizzle-orm';
import type { At } from './at.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** A row of `site`, in so far as it says where it is; who holds it is read with the premises. */
export const placeFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('Site', sql`${row}.id`),
  address: ({ row }) => sql`${row}.address`,
  latitude: ({ row }) => sql`${row}.latitude`,
  longitude: ({ row }) => sql`${row}.longitude`,
  areaM2: ({ row }) => sql`${row}.area_m2`,
};

/** A place by its id. */
export function siteById(compiler: Compiler, field: SelectedField, { id, at }: { id: SQL; at: At }): SQL {
  const row = compiler.alias('p');
  return compiler.object('Site', { row, at }, field, sql`site ${row} WHERE ${row}.id = ${id}`);
}
