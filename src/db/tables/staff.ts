import { sql } from 'drizzle-orm';
import { bigint, boolean, date, index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { LEADER_ROLES, STAFF_CATEGORIES, WORKPLACE_BASES } from '../../domain/staff.ts';
import { BELIEVED, identity, recordTime, reference, validTime } from './fact.ts';

export const staffCategory = pgEnum('staff_category', STAFF_CATEGORIES);
export const workplaceBasis = pgEnum('workplace_basis', WORKPLACE_BASES);
export const leaderRole = pgEnum('leader_role', LEADER_ROLES);

/** The lasting identity of a person; writers of their facts meet on this row. */
export const staff = pgTable('staff', {
  id: identity(),
  code: text().notNull(),
  version: bigint({ mode: 'number' }).notNull().default(0),
  recordedAt: recordTime().recordedAt,
  lastRecordedAt: recordTime().recordedAt,
});

/** What a person is called and is, on every day of their employment. No more personal data than this is kept. */
export const staffVersion = pgTable(
  'staff_version',
  {
    id: identity(),
    staffId: reference().notNull(),
    ...validTime(),
    name: text().notNull(),
    category: staffCategory().notNull(),
    /** Attested: pregnant or nursing a child under 36 months. */
    protected: boolean().notNull().default(false),
    instrumentId: reference(),
    note: text(),
    /** What a search without diacritics looks into. */
    searchText: text().generatedAlwaysAs(sql`fold_text(name)`),
    ...recordTime(),
  },
  (table) => [
    index('staff_version_staff').on(table.staffId, table.validFrom, table.validTo).where(BELIEVED),
    index('staff_version_staff_recorded').on(table.staffId, table.recordedAt),
  ],
);

/** Where a person is counted and paid; the category is the person's, copied so that counting is one look. */
export const payroll = pgTable(
  'payroll',
  {
    id: identity(),
    staffId: reference().notNull(),
    unitId: reference().notNull(),
    category: staffCategory().notNull(),
    ...validTime(),
    instrumentId: reference(),
    transferId: reference(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('payroll_staff').on(table.staffId, table.validFrom, table.validTo).where(BELIEVED),
    index('payroll_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('payroll_staff_recorded').on(table.staffId, table.recordedAt),
    // Holds all that counts people of a unit at any point in both times, so that the index alone is read.
    index('payroll_unit_recorded').on(
      table.unitId,
      table.validFrom,
      table.validTo,
      table.recordedAt,
      table.supersededAt,
    ),
  ],
);

/** Somebody placed somewhere by a decision; on which days is said by its rows of `workplace`. */
export const assignment = pgTable('assignment', {
  id: identity(),
  staffId: reference().notNull(),
  decidedById: reference(),
  instrumentId: reference(),
  recordedAt: recordTime().recordedAt,
});

/** Where a person works, and why: the strongest basis of a day counts. */
export const workplace = pgTable(
  'workplace',
  {
    id: identity(),
    staffId: reference().notNull(),
    unitId: reference().notNull(),
    basis: workplaceBasis().notNull(),
    counter: text(),
    ...validTime(),
    assignmentId: reference(),
    secondmentId: reference(),
    instrumentId: reference(),
    transferId: reference(),
    changeId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('workplace_staff').on(table.staffId, table.validFrom, table.validTo).where(BELIEVED),
    index('workplace_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('workplace_staff_recorded').on(table.staffId, table.recordedAt),
    index('workplace_unit_recorded').on(
      table.unitId,
      table.basis,
      table.validFrom,
      table.validTo,
      table.recordedAt,
      table.supersededAt,
    ),
    index('workplace_secondment').on(table.secondmentId).where(sql`secondment_id IS NOT NULL`),
    index('workplace_assignment').on(table.assignmentId).where(sql`assignment_id IS NOT NULL`),
  ],
);

/** Somebody appointed to lead a unit; on which days is said by its rows of `leadership`. */
export const appointment = pgTable('appointment', {
  id: identity(),
  staffId: reference().notNull(),
  unitId: reference().notNull(),
  role: leaderRole().notNull(),
  /** Beside another post, as a vice-chair who also directs a commune center. */
  concurrent: boolean().notNull().default(false),
  decidedById: reference(),
  instrumentId: reference(),
  recordedAt: recordTime().recordedAt,
});

export const leadership = pgTable(
  'leadership',
  {
    id: identity(),
    appointmentId: reference().notNull(),
    staffId: reference().notNull(),
    unitId: reference().notNull(),
    role: leaderRole().notNull(),
    concurrent: boolean().notNull(),
    ...validTime(),
    instrumentId: reference(),
    ...recordTime(),
  },
  (table) => [
    index('leadership_staff').on(table.staffId, table.validFrom, table.validTo).where(BELIEVED),
    index('leadership_unit').on(table.unitId, table.validFrom, table.validTo).where(BELIEVED),
    index('leadership_appointment').on(table.appointmentId),
    index('leadership_person').on(table.staffId),
  ],
);

/** A certificate by which an official signs; its number, never its key. */
export const digitalSignature = pgTable(
  'digital_signature',
  {
    id: identity(),
    staffId: reference().notNull(),
    serial: text().notNull(),
    issuer: text().notNull(),
    /** Whether it ended before its time because it was taken back. */
    revoked: boolean().notNull().default(false),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('digital_signature_staff').on(table.staffId, table.validFrom, table.validTo)],
);

/** The day on which something was said, and by which instrument or letter. */
export const stepColumns = () => ({
  onDay: date().notNull(),
  instrumentId: reference(),
  reference: text(),
  recordedAt: recordTime().recordedAt,
});
