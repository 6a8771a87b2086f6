import { bigint, boolean, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { identity, recordTime, reference, validTime } from './fact.ts';

/** A number, approver or deadline that a rule reads, where it applies and where it comes from. */
export const policy = pgTable(
  'policy',
  {
    id: identity(),
    key: text().notNull(),
    value: text().notNull(),
    /** The unit below which it applies; null applies everywhere. */
    scopeId: reference(),
    instrumentId: reference(),
    article: text(),
    /** Whether a lawyer of the province confirmed it. */
    confirmed: boolean().notNull().default(false),
    note: text(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('policy_scope').on(table.scopeId, table.key, table.validFrom, table.validTo)],
);

/** Somebody competent lets a rule be broken within a scope; writers meet on this row. */
export const waiver = pgTable(
  'waiver',
  {
    id: identity(),
    code: text().notNull(),
    /** The unit in whose tree it works, and the plan, phase and gate it is for; null does not ask. */
    unitId: reference(),
    planId: reference(),
    phase: integer(),
    gate: text(),
    reason: text().notNull(),
    approvedById: reference(),
    instrumentId: reference(),
    version: bigint({ mode: 'number' }).notNull().default(0),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [index('waiver_code').on(table.code)],
);

/** On which days a waiver works; it always ends. */
export const waiverTerm = pgTable(
  'waiver_term',
  {
    id: identity(),
    waiverId: reference().notNull(),
    instrumentId: reference(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('waiver_term_waiver').on(table.waiverId)],
);

/** What a waiver lifted, and for which act. */
export const waiverUse = pgTable(
  'waiver_use',
  {
    id: identity(),
    waiverId: reference().notNull(),
    verb: text().notNull(),
    subject: text().notNull(),
    onDay: date().notNull(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [index('waiver_use_waiver').on(table.waiverId)],
);
