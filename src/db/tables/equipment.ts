import { bigint, boolean, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { NEED_STATUSES } from '../../domain/equipment.ts';
import { READINESS_ITEMS } from '../../domain/readiness.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';
import { statusColumns, thingColumns } from './thing.ts';

export const needStatusKind = pgEnum('equipment_need_status_kind', NEED_STATUSES);
export const readinessItem = pgEnum('readiness_item', READINESS_ITEMS);

/** Equipment that a unit needs; money in dong. */
export const equipmentNeed = pgTable(
  'equipment_need',
  {
    id: identity(),
    unitId: reference().notNull(),
    item: text().notNull(),
    quantity: integer().notNull(),
    unitPrice: bigint({ mode: 'number' }),
    ...thingColumns(),
  },
  (table) => [index('equipment_need_unit').on(table.unitId), index('equipment_need_phase').on(table.phaseId)],
);

export const equipmentNeedStatus = pgTable(
  'equipment_need_status',
  {
    id: identity(),
    equipmentNeedId: reference().notNull(),
    status: needStatusKind().notNull(),
    /** The unit that took the step, and how much it granted or paid, in dong. */
    actedById: reference(),
    amount: bigint({ mode: 'number' }),
    ...statusColumns(),
  },
  (table) => [
    index('equipment_need_status_need').on(table.equipmentNeedId, table.validFrom, table.validTo).where(BELIEVED),
    index('equipment_need_status_need_recorded').on(table.equipmentNeedId, table.recordedAt),
  ],
);

/** How many of something a unit has ready, of how many, from a day on. */
export const readiness = pgTable(
  'readiness',
  {
    id: identity(),
    unitId: reference().notNull(),
    item: readinessItem().notNull(),
    /** The field of procedures it is about; all where left out. */
    field: text(),
    done: integer().notNull(),
    total: integer().notNull(),
    instrumentId: reference(),
    source: text(),
    assumed: boolean().notNull().default(false),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [
    index('readiness_unit').on(table.unitId, table.item, table.validFrom, table.validTo).where(BELIEVED),
    index('readiness_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);
