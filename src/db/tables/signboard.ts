import { index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { SIGNBOARD_STATUSES } from '../../domain/signboard.ts';
import { BELIEVED, identity, reference } from './fact.ts';
import { statusColumns, thingColumns } from './thing.ts';

export const signboardStatusKind = pgEnum('signboard_status_kind', SIGNBOARD_STATUSES);

/** A board by which a unit is found, made once. */
export const signboard = pgTable(
  'signboard',
  {
    id: identity(),
    unitId: reference().notNull(),
    text: text().notNull(),
    siteId: reference(),
    ...thingColumns(),
  },
  (table) => [index('signboard_unit').on(table.unitId), index('signboard_phase').on(table.phaseId)],
);

export const signboardStatus = pgTable(
  'signboard_status',
  { id: identity(), signboardId: reference().notNull(), status: signboardStatusKind().notNull(), ...statusColumns() },
  (table) => [
    index('signboard_status_signboard').on(table.signboardId, table.validFrom, table.validTo).where(BELIEVED),
    index('signboard_status_unit').on(table.unitId, table.status, table.validFrom, table.validTo).where(BELIEVED),
    index('signboard_status_signboard_recorded').on(table.signboardId, table.recordedAt),
  ],
);
