import type { SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { askUntil } from '../cancel.ts';
import type { Reads } from '../replica/routed-reads.ts';

const dialect = new PgDialect({ casing: 'snake_case' });

/** Sends a statement as one that is prepared once for each connection; it is cancelled when `over` is aborted. */
export async function query<Row = Record<string, unknown>>(
  pool: Reads,
  statement: SQL,
  over?: AbortSignal,
): Promise<readonly Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const rows = await askUntil(() => pool.unsafe(text, params as never[], { prepare: true, over }), over);
  return rows as unknown as readonly Row[];
}
