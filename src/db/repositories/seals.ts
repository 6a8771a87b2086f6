import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { OldSeal } from '../../domain/seal.ts';
import type { Transaction } from '../client.ts';
import { oldSeals } from '../read/renewal.ts';

/** Old seals that a phase leaves out on a day. */
export async function findOldSeals(tx: Transaction, phase: number, on: Day): Promise<OldSeal[]> {
  const at = { asOf: sql`${on}::date`, knownAt: null };
  const rows = await tx.execute<Record<string, unknown>>(sql`
    SELECT unit.code AS unit, old.engraved_name AS engraved, old.status
    FROM (${oldSeals((id) => sql`${id} = ${phase}`, at)}) AS old JOIN unit ON unit.id = old.unit_id ORDER BY unit.code, old.id`);
  return rows as unknown as OldSeal[];
}
