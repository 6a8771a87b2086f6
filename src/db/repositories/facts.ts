import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Day } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';
import { StaleFactsError } from '../errors.ts';

/** PostgreSQL takes 65,534 parameters in a statement; no table here has more than 16 columns. */
const ROWS_PER_STATEMENT = 4_000;

export const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::text::jsonb`;
export const codesIn = (values: readonly string[]): SQL =>
  sql`(SELECT value FROM jsonb_array_elements_text(${json(values)}))`;
export const idsIn = (values: readonly number[]): SQL =>
  sql`(SELECT value::bigint FROM jsonb_array_elements_text(${json(values)}))`;

/** Inserts rows in their order and answers their ids in that order. */
export async function insertRows<T extends PgTable & { id: PgColumn }>(
  tx: Transaction,
  table: T,
  rows: readonly T['$inferInsert'][],
): Promise<number[]> {
  const ids: number[] = [];
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const inserted = await tx
      .insert(table as PgTable & { id: PgColumn })
      .values([...rows.slice(start, start + ROWS_PER_STATEMENT)])
      .returning({ id: table.id });
    ids.push(...inserted.map(({ id }) => Number(id)));
  }
  return ids;
}

/** Ends the belief in rows; one that is no longer believed was changed by somebody else since it was read. */
export async function supersedeRows(tx: Transaction, table: string, rows: readonly number[]): Promise<void> {
  if (rows.length === 0) return;
  const ended = await tx.execute(sql`
    UPDATE ${sql.identifier(table)} SET superseded_at = clock_timestamp()
    WHERE id IN ${idsIn(rows)} AND superseded_at = 'infinity'`);
  if (ended.count !== rows.length) throw new StaleFactsError(table);
}

const RESTATED_APART = new Set(['id', 'recorded_at', 'superseded_at', 'valid_to']);
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Ends believed statements on a day: those that begin later are no longer believed, one that spans it is restated shorter. */
export async function cutRows(
  tx: Transaction,
  { table, where, on }: { table: PgTable & { id: PgColumn }; where: SQL; on: Day },
): Promise<void> {
  const names = Object.keys(getTableColumns(table)).map(snake);
  const kept = sql.join(
    names.filter((name) => !RESTATED_APART.has(name)).map((name) => sql.identifier(name)),
    sql`, `,
  );
  await tx.execute(sql`
    WITH ended AS (
      UPDATE ${table} SET superseded_at = clock_timestamp()
      WHERE ${where} AND valid_to > ${on} AND superseded_at = 'infinity' RETURNING *)
    INSERT INTO ${table} (${kept}, valid_to) SELECT ${kept}, ${on}::date FROM ended WHERE valid_from < ${on}`);
}
