import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';

/** Lets the rest of a transaction see all there is: a decision looks beyond what its caller may name and be shown. */
export async function seeEverything(tx: Transaction): Promise<void> {
  await tx.execute(sql`SELECT set_config('sapxep.scope', '*', true)`);
}
