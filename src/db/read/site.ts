import { type SQL, sql } from 'drizzle-orm';
import { type Fields, globalIdOf } from './compiler.ts';

/** Alias of a `site` row. */
export const siteFields: Fields<SQL> = {
  id: (site) => globalIdOf('Site', sql`${site}.id`),
  address: (site) => sql`${site}.address`,
  latitude: (site) => sql`${site}.latitude`,
  longitude: (site) => sql`${site}.longitude`,
  areaM2: (site) => sql`${site}.area_m2`,
};
