import { sql } from 'drizzle-orm';
import { bigint, customType, date, index, integer, pgEnum, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { reference } from './fact.ts';

/** Any days, as half-open spans. */
const days = customType<{ data: string }>({ dataType: () => 'datemultirange' });

/** What is counted of a phase. */
export const progressFigure = pgEnum('progress_figure', ['CHANGES', 'SEALS', 'SIGNBOARDS', 'HANDOVERS', 'TASKS']);

/**
 * What a unit adds to the seals or signboards of a phase, on which days: it is counted, it bears the name by reason of which
 * it is, it is done. Named by its code, since it may not be there yet. Derived from what is believed now, by trigger; nobody
 * else writes it.
 */
export const progressUnit = pgTable(
  'progress_unit',
  {
    figure: progressFigure().notNull(),
    code: text().notNull(),
    phaseId: reference().notNull(),
    counted: days().notNull(),
    borne: days().notNull(),
    done: days().notNull(),
  },
  (table) => [primaryKey({ name: 'progress_unit_pkey', columns: [table.figure, table.code, table.phaseId] })],
);

/**
 * By how much a figure of a phase is more or less from a day on, where the day matters. Added to by trigger, and now and
 * then summed up; nobody else writes it.
 */
export const progressStep = pgTable(
  'progress_step',
  {
    phaseId: reference().notNull(),
    figure: progressFigure().notNull(),
    onDay: date().notNull(),
    done: integer().notNull(),
    total: integer().notNull(),
  },
  (table) => [index('progress_step_phase').on(table.phaseId)],
);

/** Where those meet who write about a unit and a plan that names it, also while it is not there. */
export const progressTurn = pgTable('progress_turn', {
  code: text().primaryKey(),
  turn: bigint({ mode: 'number' }).notNull().default(sql`0`),
});
