import { bigint, customType, index, jsonb, pgTable, primaryKey, smallint, text } from 'drizzle-orm/pg-core';
import { identity, instant, recordTime, reference } from './fact.ts';

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

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
    /** The unit it is about, where it is about one. */
    unitId: reference(),
  },
  (table) => [
    index('audit_entry_subject').on(table.subjectType, table.subject, table.id),
    index('audit_entry_recorded').on(table.recordedAt, table.id),
    index('audit_entry_actor').on(table.actor, table.recordedAt, table.id),
    index('audit_entry_request').on(table.requestId),
  ],
);

/** Where each chain of seals ends; writers take different ones, so that none waits for another. */
export const auditChain = pgTable('audit_chain', {
  chain: smallint().primaryKey(),
  position: bigint({ mode: 'number' }).notNull(),
  hash: bytes().notNull(),
});

/** One statement's audit entries, sealed: a link of a chain. Written by trigger alone. */
export const auditSeal = pgTable(
  'audit_seal',
  {
    chain: smallint().notNull(),
    position: bigint({ mode: 'number' }).notNull(),
    entryIds: bigint({ mode: 'number' }).array().notNull(),
    /** SHA-256 of each entry's text. */
    digests: bytes().array().notNull(),
    /** The hash of the link before, and that of this one with all of the above. */
    previous: bytes().notNull(),
    hash: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.chain, table.position] })],
);

/** Who looked at whom: a root field that showed people. Written soon after, by the process that showed them. */
export const personalRead = pgTable(
  'personal_read',
  {
    id: identity(),
    at: instant().notNull(),
    actor: text().notNull(),
    requestId: text().notNull(),
    /** The name the caller gave the operation. */
    operation: text(),
    field: text().notNull(),
    arguments: jsonb().notNull(),
    /** Codes of the people shown. */
    staff: text().array().notNull(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [
    index('personal_read_staff').using('gin', table.staff),
    index('personal_read_at').on(table.at, table.id),
    index('personal_read_actor').on(table.actor, table.at, table.id),
    index('personal_read_request').on(table.requestId),
  ],
);
