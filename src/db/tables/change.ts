import { boolean, date, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { CHANGE_KINDS } from '../../domain/change.ts';
import { identity, recordTime, reference } from './fact.ts';

export const changeKind = pgEnum('change_kind', CHANGE_KINDS);

/** One decided act on the organization; every structural fact names the act it comes from. */
export const changeEvent = pgTable('change_event', {
  id: identity(),
  kind: changeKind().notNull(),
  onDay: date().notNull(),
  instrumentId: reference(),
  decidedById: reference(),
  noSuccessor: boolean().notNull().default(false),
  assumed: boolean().notNull().default(false),
  note: text(),
  recordedAt: recordTime().recordedAt,
});
