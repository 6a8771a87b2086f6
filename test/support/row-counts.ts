import { expect } from 'vitest';
import { onServer } from './test-server.ts';

/** How many rows each table of a database holds: equal before and after what wrote nothing. */
export function rowCounts(databaseUrl: string): Promise<Record<string, number>> {
  return onServer(databaseUrl, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`;
    const counts = tables.map(({ name }) => sql`SELECT ${name} AS name, count(*)::int AS count FROM ${sql(name)}`);
    const rows = await sql<
      { name: string; count: number }[]
    >`${counts.reduce((all, one) => sql`${all} UNION ALL ${one}`)}`;
    return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
  });
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
