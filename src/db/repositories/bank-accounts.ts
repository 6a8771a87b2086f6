import { sql } from 'drizzle-orm';
import type { NumberHolder } from '../../domain/bank-account.ts';
import type { Transaction } from '../client.ts';
import { codesIn } from '../json.ts';

/** Everybody believed to hold one of some account numbers, at whatever bank and on whatever day; one statement. */
export async function loadNumberHolders(tx: Transaction, numbers: readonly string[]): Promise<NumberHolder[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.execute<Record<string, unknown>>(sql`
    SELECT s.bank_account_id::int AS account, unit.code AS unit, s.bank, s.number, s.valid_from AS "from", s.valid_to AS until
    FROM bank_account_status s JOIN unit ON unit.id = s.unit_id
    WHERE s.number IN ${codesIn(numbers)} AND s.status = 'OPENED' AND s.superseded_at = 'infinity' ORDER BY s.valid_from, s.id`);
  return rows as unknown as NumberHolder[];
}
