import { sql } from 'drizzle-orm';
import { instantText } from './at.ts';
import { type Fields, globalIdOf } from './compiler.ts';
import type { DatedRow } from './rows.ts';

/** A row of `legal_instrument`. */
export const instrumentFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('LegalInstrument', sql`${row}.id`),
  number: ({ row }) => sql`${row}.number`,
  kind: ({ row }) => sql`${row}.kind`,
  issuer: ({ row }) => sql`coalesce((SELECT code FROM unit WHERE unit.id = ${row}.issuer_unit_id), ${row}.issuer_name)`,
  issuedOn: ({ row }) => sql`${row}.issued_on`,
  inForceFrom: ({ row }) => sql`${row}.in_force_from`,
  title: ({ row }) => sql`${row}.title`,
  supersedes: ({ row, at }, field, compiler) => {
    const older = compiler.alias('i');
    return compiler.object(
      'LegalInstrument',
      { row: older, at },
      field,
      sql`legal_instrument ${older} WHERE ${older}.id = ${row}.supersedes_id`,
    );
  },
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};
