import { sql } from 'drizzle-orm';
import { bigint, boolean, date, index, integer, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { LINEAGE_EXTENTS, RELATION_KINDS, UNIT_KINDS } from '../../domain/unit.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';

export const unitKind = pgEnum('unit_kind', UNIT_KINDS);
export const relationKind = pgEnum('relation_kind', RELATION_KINDS);
export const lineageExtent = pgEnum('lineage_extent', LINEAGE_EXTENTS);

/**
 * The lasting identity. `version` grows with every fact of the unit, `tree_version` with every relation below it,
 * `staff_version` with every fact of staff and headcount here or, where a ceiling counts it, below, `thing_version` with
 * every fact about its things; `last_recorded_at` is when that last was, so that record time does not run backwards on a unit.
 */
export const unit = pgTable(
  'unit',
  {
    id: identity(),
    code: text().notNull(),
    version: bigint({ mode: 'number' }).notNull().default(0),
    treeVersion: bigint({ mode: 'number' }).notNull().default(0),
    staffVersion: bigint({ mode: 'number' }).notNull().default(0),
    thingVersion: bigint({ mode: 'number' }).notNull().default(0),
    recordedAt: recordTime().recordedAt,
    lastRecordedAt: recordTime().recordedAt,
  },
  // What begins with some text is a range only where letters are ordered by their bytes.
  () => [index('unit_code_prefix').on(sql`code COLLATE "C"`)],
);

/** From when until when the unit exists; one believed row per unit. */
export const unitLife = pgTable(
  'unit_life',
  {
    id: identity(),
    unitId: reference().notNull(),
    ...validTime(),
    openedBy: reference(),
    closedBy: reference(),
    ...recordTime(),
  },
  (table) => [index('unit_life_unit').on(table.unitId, table.validFrom, table.validTo)],
);

/** What a unit is called and may have. */
const description = () => ({
  name: text().notNull(),
  shortName: text(),
  kind: unitKind().notNull(),
  branchType: integer(),
  rank: text(),
  ownSeal: boolean().notNull(),
  ownAccount: boolean().notNull(),
  independentAccounting: boolean().notNull(),
});

export const unitVersion = pgTable(
  'unit_version',
  {
    id: identity(),
    unitId: reference().notNull(),
    ...validTime(),
    ...description(),
    changeId: reference(),
    /** What a search without diacritics looks into. */
    searchText: text().generatedAlwaysAs(sql`fold_text(name || ' ' || coalesce(short_name, ''))`),
    ...recordTime(),
  },
  (table) => [
    index('unit_version_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('unit_version_kind').on(table.kind, table.unitId).where(BELIEVED),
    index('unit_version_unit_recorded').on(table.unitId, table.recordedAt),
  ],
);

export const unitRelation = pgTable(
  'unit_relation',
  {
    id: identity(),
    childId: reference().notNull(),
    kind: relationKind().notNull(),
    parentId: reference().notNull(),
    ...validTime(),
    untilEvent: text(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('unit_relation_child').on(table.childId, table.kind, table.validFrom, table.validTo).where(BELIEVED),
    index('unit_relation_parent').on(table.parentId, table.kind, table.validFrom, table.validTo).where(BELIEVED),
    index('unit_relation_child_recorded').on(table.childId, table.recordedAt),
    index('unit_relation_parent_recorded').on(table.parentId, table.recordedAt),
  ],
);

/** `source` was succeeded by `target` on `on_day`, wholly or in part. */
export const unitLineage = pgTable(
  'unit_lineage',
  {
    id: identity(),
    sourceId: reference().notNull(),
    targetId: reference().notNull(),
    extent: lineageExtent().notNull(),
    onDay: date().notNull(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('unit_lineage_source').on(table.sourceId, table.onDay),
    index('unit_lineage_target').on(table.targetId, table.onDay),
  ],
);

/**
 * Under which units a unit stands, itself included, on which days: followed up by ESTABLISHMENT, and from each of these
 * one step by STAFF_MANAGEMENT. Derived from what is believed now, by trigger; nobody else writes it.
 */
export const unitAbove = pgTable(
  'unit_above',
  {
    unitId: reference().notNull(),
    aboveId: reference().notNull(),
    relation: relationKind().notNull(),
    ...validTime(),
  },
  (table) => [
    index('unit_above_unit').on(table.unitId, table.aboveId, table.validFrom, table.validTo),
    index('unit_above_above').on(table.aboveId, table.unitId),
  ],
);

/**
 * Units directly below others, by ESTABLISHMENT: a row for each span of days on which neither the relation nor the unit's
 * version changes, with all that a tree shows of it. Derived from what is believed now, by trigger; nobody else writes it.
 */
export const unitChild = pgTable(
  'unit_child',
  {
    parentId: reference().notNull(),
    id: reference().notNull(),
    code: text().notNull(),
    ...validTime(),
    ...description(),
    /** Whether anybody was ever, or will be, counted or seconded there. */
    hasPeople: boolean().notNull(),
    hasSeals: boolean().notNull(),
  },
  (table) => [
    index('unit_child_parent').on(table.parentId, sql`name COLLATE "vi-x-icu"`, table.code),
    index('unit_child_unit').on(table.id),
  ],
);
