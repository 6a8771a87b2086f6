import { date, index, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';
import { staffCategory } from './staff.ts';

/** Posts of a category granted to a unit and those below it, on days of one year. */
export const quota = pgTable(
  'quota',
  {
    id: identity(),
    unitId: reference().notNull(),
    category: staffCategory().notNull(),
    year: integer().notNull(),
    ceiling: integer().notNull(),
    minimum: integer(),
    /** The unit out of whose total it is granted: itself where it is that total. */
    centerId: reference().notNull(),
    ...validTime(),
    instrumentId: reference(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('quota_unit').on(table.unitId, table.category, table.validFrom).where(BELIEVED),
    index('quota_center').on(table.centerId, table.category, table.validFrom).where(BELIEVED),
    index('quota_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);

/**
 * How many people a unit itself has from a day on until the next such day: those paid there, and those seconded to it.
 * Derived from what is believed now, by trigger; nobody else writes it.
 */
export const unitHeadcount = pgTable(
  'unit_headcount',
  {
    unitId: reference().notNull(),
    fromDay: date().notNull(),
    payroll: integer().notNull(),
    secondedIn: integer().notNull(),
  },
  (table) => [primaryKey({ name: 'unit_headcount_pkey', columns: [table.unitId, table.fromDay] })],
);
