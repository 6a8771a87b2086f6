import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

const COPY_WITHIN_MS = 20_000;
const RETRY_MS = 50;

/**
 * Copies file by file: copying through the server's buffers takes twice the time, and again when the copy is dropped.
 *
 * PostgreSQL copies no database another session is connected to (55006), autovacuum's included: that passes.
 */
export async function copyDatabase(sql: postgres.Sql, name: string, template: string): Promise<void> {
  for (const deadline = Date.now() + COPY_WITHIN_MS; ; await sleep(RETRY_MS)) {
    try {
      await sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(template)} ENCODING 'UTF8' STRATEGY FILE_COPY`;
      return;
    } catch (error) {
      const inUse = error instanceof postgres.PostgresError && error.code === '55006';
      if (!inUse || Date.now() > deadline) throw error;
    }
  }
}
