import { date, doublePrecision, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { TERRITORY_LEVELS } from '../../domain/territory.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';
import { lineageExtent } from './unit.ts';

export const territoryLevel = pgEnum('territory_level', TERRITORY_LEVELS);

/** Official codes are reused, so the identity is the code and the day it came into being. */
export const territory = pgTable('territory', {
  id: identity(),
  code: text().notNull(),
  level: territoryLevel().notNull(),
  recordedAt: recordTime().recordedAt,
});

export const territoryVersion = pgTable(
  'territory_version',
  {
    id: identity(),
    territoryId: reference().notNull(),
    code: text().notNull(),
    ...validTime(),
    name: text().notNull(),
    kind: text().notNull(),
    parentId: reference(),
    latitude: doublePrecision(),
    longitude: doublePrecision(),
    areaKm2: doublePrecision('area_km2'),
    instrumentId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('territory_version_territory').on(table.territoryId, table.validFrom, table.validTo).where(BELIEVED),
    index('territory_version_code').on(table.code, table.validFrom, table.validTo),
    index('territory_version_parent').on(table.parentId, table.validFrom, table.validTo),
  ],
);

export const territoryLineage = pgTable(
  'territory_lineage',
  {
    id: identity(),
    sourceId: reference().notNull(),
    targetId: reference().notNull(),
    extent: lineageExtent().notNull(),
    onDay: date().notNull(),
    instrumentId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('territory_lineage_source').on(table.sourceId, table.onDay),
    index('territory_lineage_target').on(table.targetId, table.onDay),
  ],
);

/** The unit receives dossiers for the territory. */
export const serviceTerritory = pgTable(
  'service_territory',
  {
    id: identity(),
    unitId: reference().notNull(),
    territoryId: reference().notNull(),
    ...validTime(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('service_territory_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('service_territory_territory').on(table.territoryId, table.validFrom, table.validTo).where(BELIEVED),
    index('service_territory_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);
