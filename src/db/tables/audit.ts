import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { identity, recordTime, reference } from './fact.ts';

/** Who changed what, on which instrument: written in the transaction of the change itself. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: identity(),
    actor: text().notNull(),
    verb: text().notNull(),
    subjectType: text().notNull(),
    subject: text().notNull(),
    before: jsonb(),
    after: jsonb(),
    instrumentId: reference(),
    changeId: reference(),
    requestId: text().notNull(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [index('audit_entry_subject').on(table.subjectType, table.subject, table.id)],
);
