import { sql } from 'drizzle-orm';
import type { Site } from '../../domain/site.ts';
import type { Transaction } from '../client.ts';
import { idsIn } from '../json.ts';

/** Records a place and answers its id. */
export async function insertSite(tx: Transaction, site: Site): Promise<number> {
  const [row] = await tx.execute<{ id: string }>(sql`
    INSERT INTO site (address, latitude, longitude, area_m2)
    VALUES (${site.address}, ${site.latitude}::float8, ${site.longitude}::float8, ${site.areaM2}::float8) RETURNING id`);
  return Number(row?.id);
}

/** Which of some ids are those of places. */
export async function findSites(tx: Transaction, ids: readonly number[]): Promise<Set<number>> {
  const rows = await tx.execute<{ id: string }>(sql`SELECT id FROM site WHERE id IN ${idsIn(ids)}`);
  return new Set(rows.map(({ id }) => Number(id)));
}
