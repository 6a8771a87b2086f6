import { type SQL, sql } from 'drizzle-orm';

/** A value as one parameter: a statement's text, and so its plan, does not depend on how many rows it is given. */
export const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::text::jsonb`;

/** Codes, for `IN`. */
export const codesIn = (codes: readonly string[]): SQL =>
  sql`(SELECT value FROM jsonb_array_elements_text(${json(codes)}))`;

/** Ids, for `IN`. */
export const idsIn = (ids: readonly number[]): SQL =>
  sql`(SELECT value::bigint FROM jsonb_array_elements_text(${json(ids)}))`;
