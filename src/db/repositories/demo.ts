import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';

/** Whether anybody has a code that begins with a text. */
export async function hasStaffOfSeries(tx: Transaction, prefix: string): Promise<boolean> {
  const rows = await tx.execute(sql`SELECT FROM staff WHERE starts_with(code, ${prefix}) LIMIT 1`);
  return rows.length > 0;
}

/** Brings the statistics of everything about people and units up to date, from which statements are planned. */
export async function refreshStatistics(tx: Transaction): Promise<void> {
  await tx.execute(sql`ANALYZE`);
}
