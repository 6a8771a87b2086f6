import { sql } from 'drizzle-orm';
import { bigint, boolean, date, index, integer, jsonb, pgEnum, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { GATE_KINDS, GATE_MOMENTS } from '../../domain/gate.ts';
import { PHASE_STATUSES, PLAN_STATUSES } from '../../domain/plan.ts';
import { changeKind } from './change.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';

export const planStatus = pgEnum('plan_status_kind', PLAN_STATUSES);
export const phaseStatus = pgEnum('phase_status_kind', PHASE_STATUSES);
export const gateKind = pgEnum('gate_kind', GATE_KINDS);
export const gateMoment = pgEnum('gate_moment', GATE_MOMENTS);

/** The lasting identity. `version` grows with every fact of the plan; writers of one plan meet on this row. */
export const plan = pgTable('plan', {
  id: identity(),
  code: text().notNull(),
  centerId: reference().notNull(),
  version: bigint({ mode: 'number' }).notNull().default(0),
  recordedAt: recordTime().recordedAt,
  lastRecordedAt: recordTime().recordedAt,
});

/** What the plan says from a day on; an amendment begins a new one. The document is kept as it was sent. */
export const planVersion = pgTable(
  'plan_version',
  {
    id: identity(),
    planId: reference().notNull(),
    number: integer().notNull(),
    title: text().notNull(),
    instrumentId: reference(),
    source: jsonb(),
    document: text(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('plan_version_plan').on(table.planId, table.validFrom, table.validTo)],
);

export const planState = pgTable(
  'plan_status',
  {
    id: identity(),
    planId: reference().notNull(),
    status: planStatus().notNull(),
    instrumentId: reference(),
    note: text(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('plan_status_plan').on(table.planId, table.validFrom, table.validTo)],
);

/** The territories the plan must see received by exactly one unit of its center each day. */
export const planTerritory = pgTable(
  'plan_territory',
  { planId: reference().notNull(), territoryId: reference().notNull() },
  (table) => [primaryKey({ name: 'already_exists__plan_territory', columns: [table.planId, table.territoryId] })],
);

export const phase = pgTable('phase', {
  id: identity(),
  planId: reference().notNull(),
  ordinal: integer().notNull(),
  recordedAt: recordTime().recordedAt,
});

/** What the plan says of a phase from a day on: an extension or an amendment begins a new one. */
export const phaseVersion = pgTable(
  'phase_version',
  {
    id: identity(),
    phaseId: reference().notNull(),
    planId: reference().notNull(),
    title: text().notNull(),
    windowFrom: date().notNull(),
    windowTo: date().notNull().default('infinity'),
    /** First day on which its days are no longer its own, where it was cancelled or superseded. */
    liveUntil: date().notNull().default('infinity'),
    allowed: changeKind().array().notNull(),
    source: jsonb(),
    assumed: boolean().notNull().default(false),
    instrumentId: reference(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('phase_version_phase').on(table.phaseId, table.validFrom, table.validTo)],
);

export const phaseState = pgTable(
  'phase_status',
  {
    id: identity(),
    phaseId: reference().notNull(),
    planId: reference().notNull(),
    status: phaseStatus().notNull(),
    instrumentId: reference(),
    assumed: boolean().notNull().default(false),
    note: text(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [
    index('phase_status_phase').on(table.phaseId, table.validFrom, table.validTo),
    index('phase_status_plan').on(table.planId, table.validFrom, table.validTo).where(BELIEVED),
  ],
);

/** What must hold before a phase is ready, or completed. */
export const gate = pgTable(
  'gate',
  {
    id: identity(),
    phaseId: reference().notNull(),
    planId: reference().notNull(),
    code: text().notNull(),
    title: text().notNull(),
    kind: gateKind().notNull(),
    moment: gateMoment().notNull(),
    mandatory: boolean().notNull(),
    ownerId: reference(),
    due: date(),
    source: jsonb(),
    assumed: boolean().notNull().default(false),
    ...recordTime(),
  },
  (table) => [index('gate_phase').on(table.phaseId)],
);

/** Somebody stated, with evidence, that a gate is met from a day on. */
export const gateAttestation = pgTable(
  'gate_attestation',
  {
    id: identity(),
    phaseId: reference().notNull(),
    planId: reference().notNull(),
    gateCode: text().notNull(),
    evidence: text().notNull(),
    attestedBy: text().notNull(),
    instrumentId: reference(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('gate_attestation_gate').on(table.phaseId, table.gateCode)],
);

/** A change the plan foresees; `change` is what the engine will be given. Carried out by at most one change event. */
export const plannedChange = pgTable(
  'planned_change',
  {
    id: identity(),
    phaseId: reference().notNull(),
    planId: reference().notNull(),
    position: integer().notNull(),
    kind: changeKind().notNull(),
    onDay: date().notNull(),
    change: jsonb().notNull(),
    ...recordTime(),
  },
  (table) => [
    index('planned_change_phase').on(table.phaseId, table.position).where(BELIEVED),
    // By the units that it brings about. Not partial: another index of what is believed would be taken for it.
    index('planned_change_units')
      .using('gin', sql`jsonb_path_query_array(change, '$.results[*].unit')`)
      .with({ fastupdate: false }),
  ],
);

/** The unit keeps its name during the phase. */
export const phaseFreeze = pgTable(
  'phase_freeze',
  {
    id: identity(),
    phaseId: reference().notNull(),
    planId: reference().notNull(),
    unitId: reference().notNull(),
    source: jsonb(),
    ...recordTime(),
  },
  (table) => [
    index('phase_freeze_unit').on(table.unitId).where(BELIEVED),
    index('phase_freeze_phase').on(table.phaseId),
  ],
);
