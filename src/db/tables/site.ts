import { boolean, doublePrecision, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { SITE_ROLES } from '../../domain/unit.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';

export const siteRole = pgEnum('site_role', SITE_ROLES);

/** A place; what is corrected about it is a new site. */
export const site = pgTable('site', {
  id: identity(),
  address: text().notNull(),
  latitude: doublePrecision(),
  longitude: doublePrecision(),
  areaM2: doublePrecision('area_m2'),
  recordedAt: recordTime().recordedAt,
});

export const unitSite = pgTable(
  'unit_site',
  {
    id: identity(),
    unitId: reference().notNull(),
    siteId: reference().notNull(),
    role: siteRole().notNull(),
    ...validTime(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [index('unit_site_unit').on(table.unitId, table.validFrom, table.validTo)],
);

/** Who holds a site on which days, and by what: signed minutes, an act of reorganization or an instrument. */
export const premises = pgTable(
  'premises',
  {
    id: identity(),
    siteId: reference().notNull(),
    unitId: reference().notNull(),
    /** What ends it, where no day is known. */
    untilEvent: text(),
    handoverId: reference(),
    instrumentId: reference(),
    assumed: boolean().notNull().default(false),
    changeId: reference(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [
    index('premises_site').on(table.siteId, table.validFrom, table.validTo).where(BELIEVED),
    index('premises_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('premises_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);
