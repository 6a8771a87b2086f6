import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any constant: processes that start together migrate one after the other, since drizzle's migrate takes no lock. */
export const SCHEMA_LOCK = 20_250_701;

/** Brings the database at `url` to this version's schema, or another's; safe to call from several processes at once. */
export async function migrate(url: string, migrationsFolder: string = FOLDER): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await client`SELECT pg_advisory_lock(${SCHEMA_LOCK})`;
    await applyMigrations(drizzle(client), { migrationsFolder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
