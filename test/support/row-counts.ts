import postgres from 'postgres';
import { expect } from 'vitest';

/** Connections stay open from one count to the next, and close by themselves before their database is dropped. */
const connections = new Map<string, postgres.Sql>();
const IDLE_SECONDS = 2;

/** What is written whenever there is time, and what triggers write along with others. */
const BESIDE = [
  'personal_read',
  'audit_seal',
  'unit_above',
  'unit_headcount',
  'unit_child',
  'write_mark',
  'progress_unit',
  'progress_step',
  'progress_turn',
];

/** One statement that counts the rows of every table; all databases of a run have the same. */
let counting: string | null = null;

async function countingOf(sql: postgres.Sql): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`;
  return tables
    .filter(({ name }) => !BESIDE.includes(name))
    .map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS count FROM "${name}"`)
    .join(' UNION ALL ');
}

/** How many rows each table of a database holds: equal before and after what wrote nothing. */
export async function rowCounts(databaseUrl: string): Promise<Record<string, number>> {
  const sql =
    connections.get(databaseUrl) ??
    postgres(databaseUrl, { max: 1, onnotice: () => {}, fetch_types: false, idle_timeout: IDLE_SECONDS });
  connections.set(databaseUrl, sql);
  counting ??= await countingOf(sql);
  const rows = await sql.unsafe<{ name: string; count: number }[]>(counting, [], { prepare: true });
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

/** Does something that must leave every table as it was, and answers what came of it. */
export async function withoutWriting<T>(databaseUrl: string, act: () => Promise<T>): Promise<T> {
  const before = await rowCounts(databaseUrl);
  const result = await act();
  expect(await rowCounts(databaseUrl)).toEqual(before);
  return result;
}

/** Does something that must add one row to each of some tables and leave every other as it was, and answers what came of it. */
export async function writingARowEach<T>(databaseUrl: string, tables: string[], act: () => Promise<T>): Promise<T> {
  const before = await rowCounts(databaseUrl);
  const result = await act();
  expect(await rowCounts(databaseUrl)).toEqual({
    ...before,
    ...Object.fromEntries(tables.map((table) => [table, (before[table] ?? 0) + 1])),
  });
  return result;
}
