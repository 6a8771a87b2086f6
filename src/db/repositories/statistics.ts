import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';

/** Brings the statistics from which statements on some tables are planned up to date; on all tables where none are named. */
export async function refreshStatistics(tx: Transaction, tables: readonly string[] = []): Promise<void> {
  await tx.execute(sql`SELECT refresh_statistics(${`{${tables.join()}}`}::text[])`);
}
