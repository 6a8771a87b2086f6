import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

const FOLDER = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any constant: processes that start together do the same one after the other, since drizzle's migrate takes no lock. */
export const SCHEMA_LOCK = 20_250_701;

/** Brings the database at `url` to this version's schema, or another's; safe to call from several processes at once. */
export function migrate(url: string, migrationsFolder: string = FOLDER): Promise<void> {
  return alone(url, (client) => applyMigrations(drizzle(client), { migrationsFolder }));
}

/** Does `work` while no other process that asked for the same does; `url` leads past any pooler, which would mix sessions. */
export async function alone<T>(url: string, work: (client: postgres.Sql) => Promise<T>): Promise<T> {
  const client = postgres(url, { max: 1, max_lifetime: null, onnotice: () => {} });
  try {
    await client`SELECT pg_advisory_lock(${SCHEMA_LOCK})`;
    return await work(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}
