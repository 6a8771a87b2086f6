import { type SQL, sql } from 'drizzle-orm';
import { isStorable } from '../../domain/text.ts';
import { instantText } from './at.ts';
import { asList, asObject, type Compiler, type Fields, inVietnamese } from './compiler.ts';
import type { Rows } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

const MAX_PAGE = 100;

/** Two keys as a cursor holds them. */
type Keys = [string, string];

/** In which order a list is read: by two columns that `matching` yields, unique together. */
interface PageOrder {
  by: SQL;
  /** Whether a row comes after that of a cursor. */
  beyond(after: Keys): SQL;
  /** The keys of a row of `page`, as text. */
  keys: [SQL, SQL];
  isKeys(keys: Keys): boolean;
}

/** By `name`, as a Vietnamese dictionary has it, then `code`. */
const BY_NAME: PageOrder = {
  by: sql`${inVietnamese(sql`name`)}, code`,
  beyond: ([name, code]) =>
    sql`(${inVietnamese(sql`name`)}, code) > (${inVietnamese(sql`${name}::text`)}, ${code}::text)`,
  keys: [sql`page.name`, sql`page.code`],
  isKeys: ([name, code]) => isStorable(name + code),
};

/** By `at`, an instant, and then `id`, the newest first. */
export const NEWEST_FIRST: PageOrder = {
  by: sql`at DESC, id DESC`,
  beyond: ([at, id]) => sql`(at, id) < (${at}::timestamptz, ${id}::bigint)`,
  keys: [instantText(sql`page.at`), sql`page.id::text`],
  isKeys: ([at, id]) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) && !Number.isNaN(Date.parse(at)) && /^[1-9]\d{0,17}$/.test(id),
};

/** A list read page by page. `matching` yields the columns of the order (by name where none is said) and what `from` joins by. */
export interface Paged<Type extends keyof Rows> {
  type: Type;
  row: Rows[Type];
  order?: PageOrder;
  matching: SQL;
  /** Joins the rows of the node's tables to `page`, the rows of this page. */
  from: SQL;
}

const cursorOf = ({ keys: [first, second] }: PageOrder): SQL =>
  sql`translate(encode(convert_to(json_build_array(${first}, ${second})::text, 'UTF8'), 'base64'), E'\n', '')`;

/** A Relay connection by keyset: the cost of a page does not grow with its distance from the first. */
export function connection<Type extends keyof Rows>(compiler: Compiler, field: SelectedField, paged: Paged<Type>): SQL {
  const { order = BY_NAME } = paged;
  const { first, after } = pageOf(field, order);
  const beyond = after === null ? sql`` : sql`WHERE ${order.beyond(after)}`;
  const cursor = cursorOf(order);
  const listed = { from: sql`${paged.from} WHERE page.position <= ${first}`, order: sql`page.position` };
  const edge: Fields<null> = { cursor: () => cursor, node: (_, child) => compiler.part(paged.type, paged.row, child) };
  const fields: Fields<null> = {
    totalCount: () => sql`(SELECT count(*) FROM matching)`,
    nodes: (_, child) => compiler.list(paged.type, paged.row, child, listed),
    edges: (_, child) => {
      const columns = compiler.columns(`${paged.type}Edge`, edge, null, child);
      return asList(sql`SELECT ${columns} FROM ${listed.from} ORDER BY ${listed.order}`);
    },
    pageInfo: (_, child) => compiler.part('PageInfo', { first, isFirst: after === null, cursor }, child),
  };
  return sql`(
    WITH RECURSIVE matching AS (${paged.matching}),
    page AS (SELECT *, row_number() OVER (ORDER BY ${order.by}) AS position FROM (SELECT * FROM matching ${beyond} ORDER BY ${order.by} LIMIT ${first + 1}) AS first)
    ${asObject(sql`SELECT ${compiler.columns(`${paged.type}Connection`, fields, null, field)}`)})`;
}

export const pageInfoFields: Fields<Rows['PageInfo']> = {
  hasNextPage: ({ first }) => sql`(SELECT count(*) > ${first} FROM page)`,
  hasPreviousPage: ({ isFirst }) => (isFirst ? sql`false` : sql`true`),
  startCursor: ({ cursor }) => sql`(SELECT ${cursor} FROM page WHERE position = 1)`,
  endCursor: ({ first, cursor }) =>
    sql`(SELECT ${cursor} FROM page WHERE position <= ${first} ORDER BY position DESC LIMIT 1)`,
};

function pageOf({ args }: SelectedField, order: PageOrder): { first: number; after: Keys | null } {
  const first = Number(args.first ?? 20);
  if (first < 1 || first > MAX_PAGE) throw new ArgumentError('first', `a number from 1 to ${MAX_PAGE}`);
  return { first, after: args.after == null ? null : parseCursor(String(args.after), order) };
}

function parseCursor(value: string, { isKeys }: PageOrder): Keys {
  const [first, second] = keysOf(value);
  if (typeof first === 'string' && typeof second === 'string' && isKeys([first, second])) return [first, second];
  throw new ArgumentError('after', 'a cursor that a page of this list ended with');
}

function keysOf(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
