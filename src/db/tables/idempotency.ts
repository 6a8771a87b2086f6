import { jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { recordTime } from './fact.ts';

/** What a caller's key already did, so that a retry gets the first answer and does nothing. */
export const idempotencyKey = pgTable(
  'idempotency_key',
  {
    actor: text().notNull(),
    key: text().notNull(),
    verb: text().notNull(),
    requestHash: text().notNull(),
    outcome: jsonb(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [primaryKey({ name: 'idempotency_mismatch__key', columns: [table.actor, table.key] })],
);
