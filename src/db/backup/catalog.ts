import type postgres from 'postgres';
import type { BackedUpTable, Header } from './format.ts';

type Tx = postgres.TransactionSql;

/** What COPY writes depends on these; so do digests. */
export async function fixTextForms(tx: Tx): Promise<void> {
  for (const [name, value] of Object.entries({
    TimeZone: 'UTC',
    DateStyle: 'ISO, YMD',
    IntervalStyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '1',
    // A scan that joins another one midway would tell the same rows in another order.
    synchronize_seqscans: 'off',
    // Rows that a policy hides are to be an error, not missing.
    row_security: 'off',
    statement_timeout: '0',
  }))
    await tx`SELECT set_config(${name}, ${value}, true)`;
}

/** Copies a table out, in the order in which its rows lie. */
export async function* copyOut(tx: Tx, { name, columns }: BackedUpTable): AsyncGenerator<Buffer> {
  const stream = await tx`COPY ${tx(name)} (${tx(columns as string[])}) TO STDOUT`.readable();
  yield* stream as AsyncIterable<Buffer>;
  // postgres.js pauses its socket where rows come faster than they are read, also with the last of them: then nobody
  // reads on, and the next statement would wait for ever. Its `read` does nothing but resume it.
  stream._read(0);
}

/** The product's tables with what is stored of them, each after those it refers to. */
export async function tablesOf(tx: Tx): Promise<BackedUpTable[]> {
  const tables = await tx<BackedUpTable[]>`
    SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p' AND a.attgenerated = ''
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
    GROUP BY c.relname ORDER BY c.relname`;
  const references = await tx<{ from: string; to: string }[]>`
    SELECT f.relname AS from, t.relname AS to
    FROM pg_constraint k JOIN pg_class f ON f.oid = k.conrelid JOIN pg_class t ON t.oid = k.confrelid
    WHERE k.contype = 'f' AND k.conrelid <> k.confrelid`;
  return inOrderOfReference(tables, references);
}

export async function sequencesOf(tx: Tx): Promise<Header['sequences']> {
  const names = await tx<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' ORDER BY c.relname`;
  const sequences: Header['sequences'][number][] = [];
  for (const { name } of names) {
    const [row] = await tx<{ last: string; called: boolean }[]>`
      SELECT last_value::text AS last, is_called AS called FROM ${tx(name)}`;
    if (row) sequences.push({ name, lastValue: row.last, isCalled: row.called });
  }
  return sequences;
}

/** Puts each table behind those it refers to; a circle, of which there is none, would come last and fail to load. */
function inOrderOfReference(
  tables: readonly BackedUpTable[],
  references: readonly { from: string; to: string }[],
): BackedUpTable[] {
  const ordered: BackedUpTable[] = [];
  let left = [...tables];
  while (left.length > 0) {
    const waiting = new Set(left.map(({ name }) => name));
    const free = left.filter(({ name }) => !references.some(({ from, to }) => from === name && waiting.has(to)));
    if (free.length === 0) return [...ordered, ...left];
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}
