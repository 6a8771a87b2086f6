import { boolean, date, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { BELIEVED, identity, recordTime, reference } from './fact.ts';

/** Dossiers of a unit, or of one of its counters, on a day. */
export const dossierLoad = pgTable(
  'dossier_load',
  {
    id: identity(),
    unitId: reference().notNull(),
    counterId: reference(),
    day: date().notNull(),
    received: integer().notNull(),
    /** Where only a range was published: the most it may have been. */
    receivedAtMost: integer(),
    resolvedOnTime: integer(),
    late: integer(),
    supplementAsked: integer(),
    withdrawn: integer(),
    digitized: integer(),
    archived: integer(),
    published: integer(),
    /** People asked whether they were satisfied, and those who were. */
    surveyed: integer(),
    satisfied: integer(),
    source: text(),
    assumed: boolean().notNull().default(false),
    ...recordTime(),
  },
  (table) => [
    index('dossier_load_unit').on(table.unitId, table.day).where(BELIEVED),
    index('dossier_load_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);
