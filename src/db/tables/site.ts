import { doublePrecision, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { SITE_ROLES } from '../../domain/unit.ts';
import { identity, recordTime, reference, validTime } from './fact.ts';

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
