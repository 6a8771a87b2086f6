import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Day } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';
import { StaleFactsError } from '../errors.ts';
import { eachOnce, fixed } from '../fixed.ts';
import { given, idsGiven, json } from '../json.ts';

/** PostgreSQL takes 65,534 parameters in a statement; no table here has more than 16 columns. */
const ROWS_PER_STATEMENT = 4_000;

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
  const ended = await endedIn(table)(tx, { ids: JSON.stringify(rows) });
  if (ended.count !== rows.length) throw new StaleFactsError(table);
}

const ending = (table: string, ids: string): SQL => sql`
      UPDATE ${sql.identifier(table)} SET superseded_at = clock_timestamp()
      WHERE id = ANY (ARRAY${idsGiven(ids)}) AND superseded_at = 'infinity'`;

const endedIn = eachOnce((table: string) => fixed(() => ending(table, 'ids')));

/** The same for rows of several tables, by one statement. */
export async function supersedeAll(
  tx: Transaction,
  rows: readonly { table: string; superseded: readonly number[] }[],
): Promise<void> {
  const concerned = rows.filter(({ superseded }) => superseded.length > 0);
  const [first, second] = concerned;
  if (!first) return;
  if (!second) return supersedeRows(tx, first.table, first.superseded);
  const asked = Object.fromEntries(concerned.map(({ table, superseded }) => [table, JSON.stringify(superseded)]));
  const [ended] = await endedInAll(concerned.map(({ table }) => table).join())(tx, asked);
  for (const { table, superseded } of concerned)
    if (ended?.[table] !== superseded.length) throw new StaleFactsError(table);
}

const endedInAll = eachOnce((names: string) =>
  fixed<Record<string, number>>(() => {
    const tables = names.split(',');
    const name = (table: string) => sql.identifier(`ended_${table}`);
    const parts = tables.map((table) => sql`${name(table)} AS (${ending(table, table)} RETURNING id)`);
    const counts = tables.map((table) => sql`(SELECT count(*)::int FROM ${name(table)}) AS ${sql.identifier(table)}`);
    return sql`WITH ${sql.join(parts, sql`, `)} SELECT ${sql.join(counts, sql`, `)}`;
  }),
);

/** Where facts of a kind go: column values as expressions over `n`, the new fact as JSON. */
export interface FactTable {
  table: string;
  values: Readonly<Record<string, SQL>>;
}

/** A part of the new fact `n`. */
export const plain = (key: string, type: string): SQL => sql`(n ->> ${sql.raw(`'${key}'`)})::${sql.raw(type)}`;

/** The id of the unit whose code is a part of the new fact. */
export const unitId = (key: string): SQL => sql`(SELECT id FROM unit WHERE code = n ->> ${sql.raw(`'${key}'`)})`;

/** The days of the new fact. */
export const PERIOD = { valid_from: plain('from', 'date'), valid_to: plain('until', 'date') };

/** Inserts facts, however many, by one statement; `beside` joins what the values need besides `n`. */
export async function insertFacts(
  tx: Transaction,
  into: FactTable,
  { added, beside }: { added: readonly object[]; beside?: SQL },
): Promise<void> {
  if (added.length === 0) return;
  if (beside) await tx.execute(insertion(into, sql`${json(added)}) AS n${beside}`));
  else await insertedInto(into)(tx, { added: JSON.stringify(added) });
}

const insertion = ({ table, values }: FactTable, from: SQL): SQL => sql`
    INSERT INTO ${sql.identifier(table)} (${sql.join(
      Object.keys(values).map((column) => sql.identifier(column)),
      sql`, `,
    )})
    SELECT ${sql.join(Object.values(values), sql`, `)} FROM jsonb_array_elements(${from}`;
const insertedInto = eachOnce((into: FactTable) => fixed(() => insertion(into, sql`${given('added')}) AS n`)));

/** The same for facts of several kinds, by one statement. */
export async function insertAllFacts(
  tx: Transaction,
  facts: readonly { into: FactTable; added: readonly object[] }[],
): Promise<void> {
  const concerned = facts.filter(({ added }) => added.length > 0);
  const [first, second] = concerned;
  if (!first) return;
  if (!second) return insertFacts(tx, first.into, { added: first.added });
  const asked = Object.fromEntries(concerned.map(({ into, added }) => [into.table, JSON.stringify(added)]));
  const known = concerned.map(({ into }) => into.table).join();
  const insert = insertedIntoAll.get(known) ?? fixed(() => insertions(concerned.map(({ into }) => into)));
  insertedIntoAll.set(known, insert);
  await insert(tx, asked);
}

const insertedIntoAll = new Map<string, ReturnType<typeof fixed>>();
const insertions = (tables: readonly FactTable[]): SQL => {
  const parts = tables.map(
    (into) => sql`${sql.identifier(`added_${into.table}`)} AS (${insertion(into, sql`${given(into.table)}) AS n`)})`,
  );
  return sql`WITH ${sql.join(parts, sql`, `)} SELECT 1`;
};

/** What a restated row does not take from the one it stands for. */
const OWN_COLUMNS = new Set(['id', 'recordedAt', 'supersededAt']);

/**
 * Ends the belief in statements and restates them with some columns otherwise; where `kept` says so, only those. Answers
 * how many were restated.
 */
export async function restateRows(
  tx: Transaction,
  {
    table,
    where,
    kept = sql`true`,
    columns,
  }: { table: PgTable & { id: PgColumn }; where: SQL; kept?: SQL; columns: Readonly<Record<string, SQL>> },
): Promise<number> {
  const names = Object.entries(getTableColumns(table))
    .filter(([key]) => !OWN_COLUMNS.has(key))
    .map(([key, column]) => (column.keyAsName ? toSnakeCase(key) : column.name));
  const list = (parts: readonly SQL[]) => sql.join([...parts], sql`, `);
  const restated = await tx.execute(sql`
    WITH ended AS (
      UPDATE ${table} SET superseded_at = clock_timestamp() WHERE ${where} AND superseded_at = 'infinity' RETURNING *)
    INSERT INTO ${table} (${list(names.map((name) => sql`${sql.identifier(name)}`))})
    SELECT ${list(names.map((name) => columns[name] ?? sql`${sql.identifier(name)}`))} FROM ended WHERE ${kept}`);
  return restated.count;
}

/** Ends believed statements on a day: those that begin later are no longer believed, one that spans it is restated shorter. */
export async function cutRows(
  tx: Transaction,
  { table, where, on }: { table: PgTable & { id: PgColumn }; where: SQL; on: Day },
): Promise<void> {
  const [ending, kept] = [sql`${where} AND valid_to > ${on}`, sql`valid_from < ${on}`];
  await restateRows(tx, { table, where: ending, kept, columns: { valid_to: sql`${on}::date` } });
}
