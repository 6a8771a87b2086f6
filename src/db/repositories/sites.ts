import { sql } from 'drizzle-orm';
import type { Site } from '../../domain/site.ts';
import type { Transaction } from '../client.ts';

/** Records a place and answers its id. */
export async function insertSite(tx: Transaction, site: Site): Promise<number> {
  const [row] = await tx.execute<{ id: string }>(sql`
    INSERT INTO site (address, latitude, longitude, area_m2)
    VALUES (${site.address}, ${site.latitude}::float8, ${site.longitude}::float8, ${site.areaM2}::float8) RETURNING id`);
  return Number(row?.id);
}
