import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { InstrumentKind } from '../../domain/instrument.ts';
import type { Transaction } from '../client.ts';
import { codesIn } from '../json.ts';

/** What an instrument says of itself; the issuer is a unit's code or, for bodies that are no unit here, a name. */
export interface InstrumentRecord {
  number: string;
  kind: InstrumentKind;
  issuer: string;
  issuedOn: Day;
  inForceFrom: Day;
  title: string;
  supersedes: number | null;
}

export interface StoredInstrument extends InstrumentRecord {
  id: number;
}

/** All instruments that bear a number, or the one with an id. */
export async function findInstruments(tx: Transaction, reference: string | number): Promise<StoredInstrument[]> {
  const match = typeof reference === 'number' ? sql`i.id = ${reference}` : sql`i.number = ${reference}`;
  const rows = await tx.execute<Record<string, unknown>>(sql`
    SELECT i.id, i.number, i.kind, coalesce(u.code, i.issuer_name) AS issuer, i.issued_on AS "issuedOn",
           i.in_force_from AS "inForceFrom", i.title, i.supersedes_id AS supersedes
    FROM legal_instrument i LEFT JOIN unit u ON u.id = i.issuer_unit_id WHERE ${match} ORDER BY i.id`);
  return rows.map(
    (row) =>
      ({
        ...row,
        id: Number(row.id),
        supersedes: row.supersedes === null ? null : Number(row.supersedes),
      }) as StoredInstrument,
  );
}

/** Records an instrument; the issuer is stored as a unit where one has that code. */
export async function insertInstrument(tx: Transaction, record: InstrumentRecord): Promise<number> {
  const [row] = await tx.execute<{ id: string }>(sql`
    INSERT INTO legal_instrument (number, kind, issuer_unit_id, issuer_name, issued_on, in_force_from, title, supersedes_id)
    SELECT ${record.number}, ${record.kind}, u.id, CASE WHEN u.id IS NULL THEN ${record.issuer}::text END,
           ${record.issuedOn}::date, ${record.inForceFrom}::date, ${record.title}, ${record.supersedes}::bigint
    FROM (SELECT 1) AS one LEFT JOIN unit u ON u.code = ${record.issuer}
    RETURNING id`);
  return Number(row?.id);
}

/** Instruments by their numbers, each number with the days of issue and ids of all that bear it. */
export async function findInstrumentIds(
  tx: Transaction,
  numbers: readonly string[],
): Promise<Map<string, { id: number; issuedOn: Day }[]>> {
  const rows = await tx.execute<{ id: string; number: string; issuedOn: Day }>(sql`
    SELECT id, number, issued_on AS "issuedOn" FROM legal_instrument
    WHERE number IN ${codesIn(numbers)} ORDER BY id`);
  const found = new Map<string, { id: number; issuedOn: Day }[]>();
  for (const { id, number, issuedOn } of rows)
    found.set(number, [...(found.get(number) ?? []), { id: Number(id), issuedOn }]);
  return found;
}
