import { sql } from 'drizzle-orm';
import type { Change } from '../../domain/change.ts';
import type { Transaction } from '../client.ts';

/** Records acts in the order given and answers their ids in that order. */
export async function insertChanges(tx: Transaction, changes: readonly Change[]): Promise<number[]> {
  const acts = changes.map(({ kind, on, instrument, decidedBy, noSuccessor, assumed, note }) => ({
    kind,
    on,
    instrument,
    decidedBy,
    noSuccessor,
    assumed,
    note,
  }));
  const rows = await tx.execute<{ id: string }>(sql`
    INSERT INTO change_event (kind, on_day, instrument_id, decided_by_id, no_successor, assumed, note)
    SELECT (n ->> 'kind')::change_kind, (n ->> 'on')::date, (n ->> 'instrument')::bigint,
           (SELECT id FROM unit WHERE code = n ->> 'decidedBy'), (n ->> 'noSuccessor')::boolean, (n ->> 'assumed')::boolean, n ->> 'note'
    FROM jsonb_array_elements(${JSON.stringify(acts)}::text::jsonb) WITH ORDINALITY AS given (n, position)
    ORDER BY position
    RETURNING id`);
  return rows.map((row) => Number(row.id));
}

/** The instrument that an act cites. */
export async function findChangeInstrument(tx: Transaction, change: number): Promise<number | null> {
  const [row] = await tx.execute<{ instrument: string }>(
    sql`SELECT instrument_id AS instrument FROM change_event WHERE id = ${change}`,
  );
  return row ? Number(row.instrument) : null;
}
