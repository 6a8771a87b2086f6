import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { identity, recordTime, reference } from './fact.ts';

export const plan = pgTable('plan', {
  id: identity(),
  code: text().notNull(),
  title: text().notNull(),
  centerId: reference().notNull(),
  instrumentId: reference(),
  recordedAt: recordTime().recordedAt,
});

/** The territories the plan must see received by exactly one unit of its center each day. */
export const planTerritory = pgTable(
  'plan_territory',
  { planId: reference().notNull(), territoryId: reference().notNull() },
  (table) => [primaryKey({ name: 'already_exists__plan_territory', columns: [table.planId, table.territoryId] })],
);
