import { bigint, date, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const reference = (name: string) => bigint(name, { mode: 'number' }).notNull();
const optional = (name: string) => bigint(name, { mode: 'number' });
const dated = () => ({
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to').notNull(),
  supersededAt: timestamp('superseded_at', { mode: 'string' }).notNull().default('infinity'),
});

/** The columns that are asked for, as somebody would declare them who writes an API over these tables. */
export const unit = pgTable('unit', { id: id(), code: text().notNull() });
export const unitVersion = pgTable('unit_version', {
  id: id(),
  unitId: reference('unit_id'),
  name: text().notNull(),
  kind: text().notNull(),
  searchText: text('search_text').notNull(),
  ...dated(),
});
export const unitRelation = pgTable('unit_relation', {
  id: id(),
  childId: reference('child_id'),
  parentId: reference('parent_id'),
  kind: text().notNull(),
  ...dated(),
});
export const staff = pgTable('staff', { id: id(), code: text().notNull() });
export const staffVersion = pgTable('staff_version', {
  id: id(),
  staffId: reference('staff_id'),
  name: text().notNull(),
  category: text().notNull(),
  ...dated(),
});
export const payroll = pgTable('payroll', {
  id: id(),
  staffId: reference('staff_id'),
  unitId: reference('unit_id'),
  category: text().notNull(),
  instrumentId: optional('instrument_id'),
  transferId: optional('transfer_id'),
  ...dated(),
});
export const workplace = pgTable('workplace', {
  id: id(),
  staffId: reference('staff_id'),
  unitId: reference('unit_id'),
  basis: text().notNull(),
  assignmentId: optional('assignment_id'),
  instrumentId: optional('instrument_id'),
  transferId: optional('transfer_id'),
  ...dated(),
});
export const assignment = pgTable('assignment', {
  id: id(),
  staffId: reference('staff_id'),
  decidedById: optional('decided_by_id'),
  instrumentId: optional('instrument_id'),
});
export const seal = pgTable('seal', { id: id(), unitId: reference('unit_id'), kind: text().notNull() });
export const sealStatus = pgTable('seal_status', {
  id: id(),
  sealId: reference('seal_id'),
  status: text().notNull(),
  ...dated(),
});
export const instrument = pgTable('legal_instrument', { id: id(), number: text().notNull() });
