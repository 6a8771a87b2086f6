import { fillPlaceholders, type SQL } from 'drizzle-orm';
import type { RowList, Sql } from 'postgres';
import type { Transaction } from './client.ts';
import { type Prepared, prepared } from './read/statement.ts';

export type Given = Readonly<Record<string, string | number | boolean | null>>;
type Rows<Row> = Promise<RowList<(Row & Iterable<unknown>)[]>>;

/**
 * A statement of transactions whose text is composed once, when it is first sent: with placeholders (`sql.placeholder`)
 * for what is given each time. Composing the long ones took as long as carrying them out.
 */
export function fixed<Row = Record<string, unknown>>(
  compose: () => SQL,
): (tx: Transaction, given?: Given) => Rows<Row> {
  let composed: Prepared | undefined;
  return (tx, given = {}) => {
    composed ??= prepared(compose());
    return sendComposed(tx, composed, given);
  };
}

/** Sends within a transaction what was composed before. */
export function sendComposed<Row>(tx: Transaction, { text, params }: Prepared, given: Given): Rows<Row> {
  // The client is looked up each time: who watches a transaction has put themselves in its place.
  const { client } = (tx as unknown as { session: { client: Pick<Sql, 'unsafe'> } }).session;
  return send(client, text, fillPlaceholders([...params], { ...given }) as never[]) as never;
}

/** What is made of each key once; keys are few. */
export function eachOnce<Key, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new Map<Key, Made>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}

/** Sent at once, so that statements go out in the order in which they were asked for, whoever waits for which of them first. */
async function send(client: Pick<Sql, 'unsafe'>, text: string, params: never[]) {
  const query: PromiseLike<unknown> & { execute?(): unknown } = client.unsafe(text, params);
  query.execute?.();
  return await query;
}
