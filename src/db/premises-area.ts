import { type SQL, sql } from 'drizzle-orm';

/** Square meters of the places where a unit sits or that it holds; null where no area is known. `valid` picks the rows of the day. */
export const premisesArea = (unit: SQL, valid: (row: SQL) => SQL): SQL => sql`(
  SELECT sum(site.area_m2) FROM site WHERE site.id IN (
    SELECT u.site_id FROM unit_site u WHERE u.unit_id = ${unit} AND u.role = 'SEAT' AND ${valid(sql`u`)}
    UNION SELECT p.site_id FROM premises p WHERE p.unit_id = ${unit} AND ${valid(sql`p`)}))`;
