import { type SQL, sql } from 'drizzle-orm';
import { isStorable } from '../../domain/text.ts';
import { asList, asObject, type Compiler, type Fields, inVietnamese } from './compiler.ts';
import type { Rows } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

const MAX_PAGE = 100;

/** A list read page by page. `matching` yields `name` and `code` (the order, unique together) and what `from` joins by. */
export interface Paged<Type extends keyof Rows> {
  type: Type;
  row: Rows[Type];
  matching: SQL;
  /** Joins the rows of the node's tables to `page`, the rows of this page. */
  from: SQL;
}

const cursor = sql`translate(encode(convert_to(json_build_array(page.name, page.code)::text, 'UTF8'), 'base64'), E'\n', '')`;

/** A Relay connection by keyset: the cost of a page does not grow with its distance from the first. */
export function connection<Type extends keyof Rows>(compiler: Compiler, field: SelectedField, paged: Paged<Type>): SQL {
  const { first, after } = pageOf(field);
  const order = sql`${inVietnamese(sql`name`)}, code`;
  const beyond =
    after === null
      ? sql``
      : sql`WHERE (${inVietnamese(sql`name`)}, code) > (${inVietnamese(sql`${after[0]}::text`)}, ${after[1]}::text)`;
  const listed = { from: sql`${paged.from} WHERE page.position <= ${first}`, order: sql`page.position` };
  const edge: Fields<null> = { cursor: () => cursor, node: (_, child) => compiler.part(paged.type, paged.row, child) };
  const fields: Fields<null> = {
    totalCount: () => sql`(SELECT count(*) FROM matching)`,
    nodes: (_, child) => compiler.list(paged.type, paged.row, child, listed),
    edges: (_, child) => {
      const columns = compiler.columns(`${paged.type}Edge`, edge, null, child);
      return asList(sql`SELECT ${columns} FROM ${listed.from} ORDER BY ${listed.order}`);
    },
    pageInfo: (_, child) => compiler.part('PageInfo', { first, isFirst: after === null }, child),
  };
  return sql`(
    WITH RECURSIVE matching AS (${paged.matching}),
    page AS (SELECT *, row_number() OVER (ORDER BY ${order}) AS position FROM matching ${beyond} ORDER BY ${order} LIMIT ${first + 1})
    ${asObject(sql`SELECT ${compiler.columns(`${paged.type}Connection`, fields, null, field)}`)})`;
}

export const pageInfoFields: Fields<Rows['PageInfo']> = {
  hasNextPage: ({ first }) => sql`(SELECT count(*) > ${first} FROM page)`,
  hasPreviousPage: ({ isFirst }) => (isFirst ? sql`false` : sql`true`),
  startCursor: () => sql`(SELECT ${cursor} FROM page WHERE position = 1)`,
  endCursor: ({ first }) => sql`(SELECT ${cursor} FROM page WHERE position <= ${first} ORDER BY position DESC LIMIT 1)`,
};

function pageOf({ args }: SelectedField): { first: number; after: [string, string] | null } {
  const first = Number(args.first ?? 20);
  if (first < 1 || first > MAX_PAGE) throw new ArgumentError('first', `a number from 1 to ${MAX_PAGE}`);
  return { first, after: args.after == null ? null : parseCursor(String(args.after)) };
}

function parseCursor(value: string): [string, string] {
  const [name, code] = namesOf(value);
  if (typeof name === 'string' && typeof code === 'string' && isStorable(name + code)) return [name, code];
  throw new ArgumentError('after', 'a cursor that a page of this list ended with');
}

function namesOf(cursor: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString());
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
