import type postgres from 'postgres';
import { SCHEMA_LOCK } from './migrate.ts';

const ROWS_AT_ONCE = 500;
/** Queries over everything sort and hash more than those of a request. */
const WORK_MEMORY = '64MB';

/** Answers a query row by row, all of them from one instant. */
export type Snapshot = <Row>(text: string) => AsyncIterable<Row>;

/**
 * Reads one instant of the database, however long it takes, and writes nothing. No row is locked and nobody waits: a
 * migration, which would, waits outside for the snapshot to end, with nobody behind it.
 */
export async function withSnapshot<T>(client: postgres.Sql, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const result = await client.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
    await tx.unsafe(`SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '${WORK_MEMORY}'; SET LOCAL jit = off`);
    // Whoever may not see every row is told so: what is hidden from them would seem to break no rule.
    await tx`SET LOCAL row_security = off`;
    await tx`SELECT pg_advisory_xact_lock_shared(${SCHEMA_LOCK})`;
    return { value: await work((text) => rowsOf(tx, text)) };
  });
  return result.value as T;
}

async function* rowsOf<Row>(tx: postgres.TransactionSql, text: string): AsyncGenerator<Row> {
  for await (const rows of tx.unsafe(text).cursor(ROWS_AT_ONCE)) for (const row of rows) yield row as Row;
}
