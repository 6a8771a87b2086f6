import { sql } from 'drizzle-orm';
import type { HandedItem } from '../../domain/handover.ts';
import type { Transaction } from '../client.ts';
import { idsIn } from '../json.ts';
import { handoverItem } from '../tables/handover.ts';
import { insertRows } from './facts.ts';

/** Codes of the units that give in some handovers. */
export async function findGivers(tx: Transaction, handovers: readonly number[]): Promise<string[]> {
  const rows = await tx.execute<{ code: string }>(sql`
    SELECT DISTINCT unit.code FROM handover JOIN unit ON unit.id = handover.giver_id WHERE handover.id IN ${idsIn(handovers)}`);
  return rows.map(({ code }) => code);
}

/** Records what is handed over, in the order in which it was listed. */
export async function insertHandoverItems(
  tx: Transaction,
  lists: readonly { handover: number; items: readonly HandedItem[] }[],
): Promise<void> {
  const rows = lists.flatMap(({ handover, items }) =>
    items.map((item, position) => ({ handoverId: handover, position, ...item, description: item.description.trim() })),
  );
  await insertRows(tx, handoverItem, rows);
}
