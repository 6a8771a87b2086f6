import { date, index, pgEnum, pgTable } from 'drizzle-orm/pg-core';
import { TRANSFER_STEPS } from '../../domain/transfer.ts';
import { identity, recordTime, reference } from './fact.ts';
import { staffCategory, stepColumns } from './staff.ts';

export const transferStepKind = pgEnum('transfer_step_kind', TRANSFER_STEPS);

/** Moves decided together. */
export const transferBatch = pgTable('transfer_batch', { id: identity(), recordedAt: recordTime().recordedAt });

/** A person's payroll home is to become another from a day on; where it stands is said by its steps. */
export const transfer = pgTable(
  'transfer',
  {
    id: identity(),
    staffId: reference().notNull(),
    fromUnitId: reference(),
    toUnitId: reference().notNull(),
    /** Where the person works from then on; as before where null. */
    workplaceId: reference(),
    /** The category from then on; as before where null. */
    category: staffCategory(),
    onDay: date().notNull(),
    batchId: reference().notNull(),
    compensatesId: reference(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [
    index('transfer_staff').on(table.staffId, table.onDay),
    index('transfer_from').on(table.fromUnitId),
    index('transfer_to').on(table.toUnitId),
    index('transfer_batch_transfers').on(table.batchId),
  ],
);

/** What was said about a transfer, once each. */
export const transferStep = pgTable(
  'transfer_step',
  {
    id: identity(),
    transferId: reference().notNull(),
    step: transferStepKind().notNull(),
    ...stepColumns(),
    /** Who decided, of a decision. */
    decidedById: reference(),
  },
  (table) => [index('transfer_step_transfer').on(table.transferId)],
);
