import { sql } from 'drizzle-orm';
import type { Site } from '../../domain/site.ts';
import type { Transaction } from '../client.ts';
import { idsIn } from '../json.ts';
import { site } from '../tables/site.ts';
import { insertRows } from './facts.ts';

/** Records places and answers their ids in order. */
export const insertSites = (tx: Transaction, sites: readonly Site[]): Promise<number[]> => insertRows(tx, site, sites);

/** Records a place and answers its id. */
export async function insertSite(tx: Transaction, place: Site): Promise<number> {
  const [id = 0] = await insertSites(tx, [place]);
  return id;
}

/** Which of some ids are those of places; nothing is asked of none. */
export async function findSites(tx: Transaction, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.execute<{ id: string }>(sql`SELECT id FROM site WHERE id IN ${idsIn(ids)}`);
  return new Set(rows.map(({ id }) => Number(id)));
}
