import { index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { SEAL_KINDS, SEAL_STATUSES } from '../../domain/seal.ts';
import { BELIEVED, identity, reference } from './fact.ts';
import { statusColumns, thingColumns } from './thing.ts';

export const sealKind = pgEnum('seal_kind', SEAL_KINDS);
export const sealStatusKind = pgEnum('seal_status_kind', SEAL_STATUSES);

/** A seal of a unit, engraved once. */
export const seal = pgTable(
  'seal',
  {
    id: identity(),
    unitId: reference().notNull(),
    kind: sealKind().notNull(),
    engravedName: text().notNull(),
    /** By which a further wet seal is allowed. */
    permissionId: reference(),
    ...thingColumns(),
  },
  (table) => [index('seal_unit').on(table.unitId), index('seal_phase').on(table.phaseId)],
);

export const sealStatus = pgTable(
  'seal_status',
  {
    id: identity(),
    sealId: reference().notNull(),
    kind: sealKind().notNull(),
    status: sealStatusKind().notNull(),
    /** The unit that has it in its keeping, and who took it. */
    holderId: reference(),
    receivedBy: text(),
    ...statusColumns(),
  },
  (table) => [
    index('seal_status_seal').on(table.sealId, table.validFrom, table.validTo).where(BELIEVED),
    index('seal_status_unit').on(table.unitId, table.status, table.validFrom, table.validTo).where(BELIEVED),
    index('seal_status_seal_recorded').on(table.sealId, table.recordedAt),
  ],
);
