import { doublePrecision, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { HANDOVER_STATUSES } from '../../domain/handover.ts';
import { BELIEVED, identity, recordTime, reference } from './fact.ts';
import { statusColumns, thingColumns } from './thing.ts';

export const handoverStatusKind = pgEnum('handover_status_kind', HANDOVER_STATUSES);

/** Premises and assets that one unit hands to another. */
export const handover = pgTable(
  'handover',
  {
    id: identity(),
    title: text().notNull(),
    giverId: reference().notNull(),
    receiverId: reference().notNull(),
    /** The premises, where such are handed over. */
    siteId: reference(),
    ...thingColumns(),
  },
  (table) => [
    index('handover_giver').on(table.giverId),
    index('handover_receiver').on(table.receiverId),
    index('handover_site').on(table.siteId),
    index('handover_phase').on(table.phaseId),
  ],
);

/** What is handed over, and what the inspection found. */
export const handoverItem = pgTable(
  'handover_item',
  {
    id: identity(),
    handoverId: reference().notNull(),
    position: integer().notNull(),
    description: text().notNull(),
    quantity: doublePrecision().notNull(),
    measure: text(),
    condition: text(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [index('handover_item_handover').on(table.handoverId, table.position)],
);

/** Where a handover stands; `unit_id` is the receiver. */
export const handoverStatus = pgTable(
  'handover_status',
  {
    id: identity(),
    handoverId: reference().notNull(),
    status: handoverStatusKind().notNull(),
    /** Who signed for either side. */
    giverSignatory: text(),
    receiverSignatory: text(),
    ...statusColumns(),
  },
  (table) => [
    index('handover_status_handover').on(table.handoverId, table.validFrom, table.validTo).where(BELIEVED),
    index('handover_status_handover_recorded').on(table.handoverId, table.recordedAt),
  ],
);
