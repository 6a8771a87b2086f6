import { index, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { ACCOUNT_STATUSES } from '../../domain/bank-account.ts';
import { BELIEVED, identity, reference } from './fact.ts';
import { statusColumns, thingColumns } from './thing.ts';

export const accountStatusKind = pgEnum('bank_account_status_kind', ACCOUNT_STATUSES);

/** An account of a unit at a bank or the State Treasury; its number is said once it is opened. */
export const bankAccount = pgTable(
  'bank_account',
  { id: identity(), unitId: reference().notNull(), bank: text().notNull(), purpose: text(), ...thingColumns() },
  (table) => [index('bank_account_unit').on(table.unitId), index('bank_account_phase').on(table.phaseId)],
);

export const bankAccountStatus = pgTable(
  'bank_account_status',
  {
    id: identity(),
    bankAccountId: reference().notNull(),
    status: accountStatusKind().notNull(),
    bank: text().notNull(),
    number: text(),
    ...statusColumns(),
  },
  (table) => [
    index('bank_account_status_account').on(table.bankAccountId, table.validFrom, table.validTo).where(BELIEVED),
    index('bank_account_status_unit').on(table.unitId, table.status, table.validFrom, table.validTo).where(BELIEVED),
    index('bank_account_status_account_recorded').on(table.bankAccountId, table.recordedAt),
  ],
);
