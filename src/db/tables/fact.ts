import { sql } from 'drizzle-orm';
import { bigint, customType, date } from 'drizzle-orm/pg-core';

/** An instant with PostgreSQL's microseconds, kept as text: a JavaScript Date would cut it to milliseconds. */
export const instant = customType<{ data: string }>({ dataType: () => 'timestamp with time zone' });

export const identity = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
export const reference = () => bigint({ mode: 'number' });

/** When the database believed a row: set by trigger, never by a writer. */
export const recordTime = () => ({
  recordedAt: instant().notNull().default(sql`clock_timestamp()`),
  supersededAt: instant().notNull().default('infinity'),
});

/** When a statement holds: half-open days, `infinity` for open. */
export const validTime = () => ({
  validFrom: date().notNull(),
  validTo: date().notNull().default('infinity'),
});

/** What partial indexes hold: the rows believed now. */
export const BELIEVED = sql`superseded_at = 'infinity'`;
