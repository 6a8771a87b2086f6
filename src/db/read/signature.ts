import { type SQL, sql } from 'drizzle-orm';
import { type At, instantText, known, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { connection } from './connection.ts';
import { staffById, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';
import { rootOf, treeOf } from './tree.ts';

/** A row of `digital_signature`. */
export const digitalSignatureFields: Fields<DatedRow> = {
  serial: ({ row }) => sql`${row}.serial`,
  issuer: ({ row }) => sql`${row}.issuer`,
  status: ({
    row,
    at,
  }) => sql`CASE WHEN ${at.asOf} < ${row}.valid_from THEN 'PENDING' WHEN ${at.asOf} < ${row}.valid_to THEN 'VALID'
    WHEN ${row}.revoked THEN 'REVOKED' ELSE 'EXPIRED' END`,
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/** All certificates of a person, by their first days. */
export function signaturesOf(compiler: Compiler, field: SelectedField, { staff, at }: { staff: SQL; at: At }): SQL {
  const row = compiler.alias('g');
  return compiler.list('DigitalSignature', { row, at }, field, {
    from: sql`digital_signature ${row} WHERE ${row}.staff_id = ${staff}.id AND ${known(row, at)}`,
    order: sql`${row}.valid_from, ${row}.id`,
  });
}

/**
 * Officials whose secondment covers the day, with nothing to sign by: `lent`, the row of `workplace` by which they are
 * lent, and `official`, what they are. They count for the host, and for the unit at which the host has placed them.
 */
export const unsigned = (root: SQL, at: At): SQL => sql`
  workplace lent JOIN staff_version official ON official.staff_id = lent.staff_id AND ${valid(sql`official`, at)}
    AND official.category IN ('CIVIL_SERVANT', 'PUBLIC_EMPLOYEE')
  WHERE lent.basis = 'SECONDMENT' AND ${valid(sql`lent`, at)}
    AND EXISTS (
      SELECT FROM workplace place WHERE place.staff_id = lent.staff_id AND place.basis IN ('SECONDMENT', 'SECONDED_ASSIGNMENT')
        AND ${valid(sql`place`, at)} AND place.unit_id IN ${treeOf(root, at)})
    AND NOT EXISTS (SELECT FROM digital_signature g WHERE g.staff_id = lent.staff_id AND ${valid(sql`g`, at)})`;

/** Seconded officials of a tree who cannot sign on the day, page by page. */
export function signaturesDue(compiler: Compiler, field: SelectedField, at: At): SQL {
  const row = compiler.alias('w');
  return connection(compiler, field, {
    type: 'SignatureDue',
    row: { row, at },
    matching: sql`SELECT lent.id, official.name, (SELECT code FROM staff WHERE staff.id = lent.staff_id) AS code FROM ${unsigned(rootOf(field), at)}`,
    from: sql`page JOIN workplace ${row} ON ${row}.id = page.id`,
  });
}

/** The unit that pays somebody on the day: it owes them a certificate. */
export const homeOn = (staff: SQL, at: At): SQL =>
  sql`(SELECT home.unit_id FROM payroll home WHERE home.staff_id = ${staff} AND ${valid(sql`home`, at)})`;

/** A row of `workplace` by which somebody is lent. */
export const signatureDueFields: Fields<DatedRow> = {
  staff: ({ row, at }, field, compiler) => staffById(compiler, field, { id: sql`${row}.staff_id`, at }),
  home: ({ row, at }, field, compiler) => unitById(compiler, field, { id: homeOn(sql`${row}.staff_id`, at), at }),
  host: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  since: ({ row }) => sql`${row}.valid_from`,
  last: ({ row, at }, field, compiler) => {
    const held = compiler.alias('g');
    const from = sql`digital_signature ${held} WHERE ${held}.staff_id = ${row}.staff_id AND ${known(held, at)} ORDER BY ${held}.valid_from DESC, ${held}.id DESC LIMIT 1`;
    return compiler.object('DigitalSignature', { row: held, at }, field, from);
  },
};
