import { sql } from 'drizzle-orm';
import { boolean, date, index, pgEnum, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { CHANGE_KINDS } from '../../domain/change.ts';
import { identity, recordTime, reference } from './fact.ts';

export const changeKind = pgEnum('change_kind', CHANGE_KINDS);

/** One decided act on the organization; every structural fact names the act it comes from. */
export const changeEvent = pgTable(
  'change_event',
  {
    id: identity(),
    kind: changeKind().notNull(),
    onDay: date().notNull(),
    instrumentId: reference(),
    decidedById: reference(),
    noSuccessor: boolean().notNull().default(false),
    assumed: boolean().notNull().default(false),
    note: text(),
    /** The plan and phase under which it was carried out, and the planned change it carries out. */
    planId: reference(),
    phaseId: reference(),
    plannedChangeId: reference(),
    /** The act that it undoes. */
    compensatesId: reference(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [
    index('change_event_phase').on(table.phaseId),
    index('change_event_planned_change').on(table.plannedChangeId).where(sql`planned_change_id IS NOT NULL`),
    uniqueIndex('already_done__compensation').on(table.compensatesId).where(sql`compensates_id IS NOT NULL`),
  ],
);
