import { type SQL, sql } from 'drizzle-orm';

/** A value as one parameter: a statement's text, and so its plan, does not depend on how many rows it is given. */
export const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::text::jsonb`;

/** Codes, for `IN`. */
export const codesIn = (codes: readonly string[]): SQL =>
  sql`(SELECT value FROM jsonb_array_elements_text(${json(codes)}))`;

/** A value that is given each time a fixed statement is sent, as JSON text. */
export const given = (name: string): SQL => sql`${sql.placeholder(name)}::text::jsonb`;

/** Codes that are given each time a fixed statement is sent, for `IN`. */
export const codesGiven = (name: string): SQL => sql`(SELECT value FROM jsonb_array_elements_text(${given(name)}))`;

/** Ids that are given each time a fixed statement is sent, for `IN`. */
export const idsGiven = (name: string): SQL =>
  sql`(SELECT value::bigint FROM jsonb_array_elements_text(${given(name)}))`;

/** Ids, for `IN`. */
export const idsIn = (ids: readonly number[]): SQL =>
  sql`(SELECT value::bigint FROM jsonb_array_elements_text(${json(ids)}))`;
