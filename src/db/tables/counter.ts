import { boolean, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { COUNTER_KINDS } from '../../domain/counter.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';

export const counterKind = pgEnum('counter_kind', COUNTER_KINDS);

/** A place at which a unit receives dossiers; what it is on some days is said by its versions. */
export const counter = pgTable('counter', { id: identity(), recordedAt: recordTime().recordedAt });

/** A counter on the days on which it is open; none is a day on which it is closed. */
export const counterVersion = pgTable(
  'counter_version',
  {
    id: identity(),
    counterId: reference().notNull(),
    unitId: reference().notNull(),
    label: text().notNull(),
    kind: counterKind().notNull(),
    /** Days of the week on which it opens, Monday is 1. */
    weekdays: integer().array().notNull(),
    siteId: reference(),
    instrumentId: reference(),
    assumed: boolean().notNull().default(false),
    changeId: reference(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [
    index('counter_version_counter').on(table.counterId, table.validFrom, table.validTo).where(BELIEVED),
    index('counter_version_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('counter_version_counter_recorded').on(table.counterId, table.recordedAt),
    index('counter_version_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);
