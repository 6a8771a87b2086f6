import { fillPlaceholders, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { askUntil, type Over } from '../cancel.ts';
import { type Reads, send } from '../replica/routed-reads.ts';

const dialect = new PgDialect({ casing: 'snake_case' });

/** Sends a statement as one that is prepared once for each connection; it is cancelled when `over` is aborted. */
export async function query<Row = Record<string, unknown>>(
  pool: Reads,
  statement: SQL,
  over?: Over,
): Promise<readonly Row[]> {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const rows = await askUntil(() => pool.unsafe(text, params as never[], { prepare: true, over }), over);
  return rows as unknown as readonly Row[];
}

/** A statement as it is sent, with placeholders among its parameters. */
export interface Prepared {
  readonly text: string;
  readonly params: readonly unknown[];
}

export function prepared(statement: SQL): Prepared {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  return sentOnce({ text, params });
}

/** The same parameter cast to the same type is sent once: a statement says what day it is about a dozen times. */
function sentOnce({ text, params }: Prepared): Prepared {
  const positions = new Map<string, number>();
  const sent: unknown[] = [];
  const shared = text.replace(/\$(\d+)(::[a-z_]+(?:\[\])?)?/g, (_, position: string, cast?: string) => {
    const param = params[Number(position) - 1];
    // One without a cast is of whatever type its place asks for.
    const known = cast && positions.get(`${cast} ${JSON.stringify(param)}`);
    if (known) return `$${known}${cast}`;
    sent.push(param);
    if (cast) positions.set(`${cast} ${JSON.stringify(param)}`, sent.length);
    return `$${sent.length}${cast ?? ''}`;
  });
  return { text: shared, params: sent };
}

/** Sends a statement with values for its placeholders; its one row comes as the bytes that PostgreSQL sent. */
export async function askBytes(
  pool: Reads,
  { text, params }: Prepared,
  { values, over }: { values: Record<string, unknown>; over: Over },
): Promise<readonly (Buffer | null)[]> {
  const given = fillPlaceholders([...params], values) as never[];
  const ask = () => send(pool, { text, params: given, prepare: true, over, raw: true });
  const [row] = await askUntil(ask, over);
  return row as unknown as (Buffer | null)[];
}
