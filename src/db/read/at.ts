import { type SQL, sql } from 'drizzle-orm';

/** A point in both times: the day asked about, and the instant of belief (null: what is believed now). */
export interface At {
  asOf: SQL;
  knownAt: SQL | null;
}

/** The rows believed at the point. Current belief is asked by its own predicate, which the partial indexes answer. */
export function known(alias: SQL, at: At): SQL {
  if (at.knownAt === null) return sql`${alias}.superseded_at = 'infinity'`;
  return sql`${alias}.recorded_at <= ${at.knownAt} AND ${alias}.superseded_at > ${at.knownAt}`;
}

/** The rows believed at the point or at any time before it; what one transaction wrote and restated never was. */
export function everKnown(alias: SQL, at: At): SQL {
  const sometime = sql`${alias}.superseded_at > ${alias}.recorded_at`;
  return at.knownAt === null ? sometime : sql`${sometime} AND ${alias}.recorded_at <= ${at.knownAt}`;
}

/** The rows believed at the point that hold on its day. */
export function valid(alias: SQL, at: At): SQL {
  return sql`${alias}.valid_from <= ${at.asOf} AND ${alias}.valid_to > ${at.asOf} AND ${known(alias, at)}`;
}

/** The same belief on another day. */
export const onDay = (at: At, day: SQL): At => ({ ...at, asOf: day });

/** The open end of a period is null to callers. */
export const openEnd = (day: SQL): SQL => sql`nullif(${day}, 'infinity')`;

/** An instant in UTC with microseconds: exact enough to be sent back as `knownAt`. */
export const instantText = (instant: SQL): SQL =>
  sql`to_char(nullif(${instant}, 'infinity') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
