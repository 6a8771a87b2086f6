import { sql } from 'drizzle-orm';
import { known } from './at.ts';
import type { Fields } from './compiler.ts';
import type { DatedRow, ThingRow } from './rows.ts';
import { thingFields, thingStepFields } from './thing.ts';

export const bankAccountFields: Fields<ThingRow> = {
  ...thingFields('BankAccount'),
  bank: ({ thing }) => sql`${thing}.bank`,
  purpose: ({ thing }) => sql`${thing}.purpose`,
  // It keeps its number once it is closed.
  number: ({
    thing,
    at,
  }) => sql`(SELECT p.number FROM bank_account_status p WHERE p.bank_account_id = ${thing}.id AND p.number IS NOT NULL
    AND ${known(sql`p`, at)} ORDER BY p.id DESC LIMIT 1)`,
};

/** A row of `bank_account_status`. */
export const bankAccountStepFields: Fields<DatedRow> = { ...thingStepFields, number: ({ row }) => sql`${row}.number` };
