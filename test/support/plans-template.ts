import postgres from 'postgres';
import { loadShippedPlans } from '../../src/app/installation.ts';
import { openDatabase } from '../../src/db/client.ts';
import { copyDatabase } from './copy-database.ts';
import { databaseUrl, onServer, type TestServer } from './test-server.ts';

/** Any constant: test files that need the plans at the same time load them once between them. */
const LOCK = 20_250_702;

/** The database with the four shipped plans, loaded by the first test file of the run that asks for it. */
export async function plansTemplate({ adminUrl, template, prefix }: TestServer): Promise<string> {
  const plans = `${prefix}plans`;
  await onServer(adminUrl, async (sql) => {
    await sql`SELECT pg_advisory_lock(${LOCK})`;
    const [found] = await sql`SELECT FROM pg_database WHERE datname = ${plans}`;
    if (found) return;
    // Loaded under another name, so that a run cut off here leaves nothing that looks complete.
    const draft = `${prefix}plans_draft`;
    await copyDatabase(sql, draft, template);
    await load(databaseUrl(adminUrl, draft));
    await sql`ALTER DATABASE ${sql(draft)} RENAME TO ${sql(plans)}`;
  });
  return plans;
}

async function load(url: string): Promise<void> {
  const database = openDatabase(url);
  try {
    await loadShippedPlans(database, '2025-07-15', () => {});
  } finally {
    await database.close();
  }
  await vacuum(url);
}

/** Statistics are copied with the database, so that no test waits on a plan made for empty tables. */
async function vacuum(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    await sql`VACUUM (ANALYZE)`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
