import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { inject } from 'vitest';
import { databaseUrl, onServer } from './test-server.ts';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

const COPY_WITHIN_MS = 20_000;
const RETRY_MS = 50;
let created = 0;

/** A database of the test's own, with the product's tables unless `empty` is asked for. */
export async function createTestDatabase(options: { template?: 'empty' | 'migrated' } = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  created += 1;
  const name = `${server.prefix}${process.pid}_${created}`;
  const template = options.template === 'empty' ? 'template0' : server.template;
  await onServer(server.adminUrl, (sql) => copyDatabase(sql, name, template));
  return {
    url: databaseUrl(server.adminUrl, name),
    drop: () =>
      onServer(server.adminUrl, async (sql) => {
        await sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`;
      }),
  };
}

/** PostgreSQL copies no database another session is connected to (55006), autovacuum's included: that passes. */
async function copyDatabase(sql: postgres.Sql, name: string, template: string): Promise<void> {
  for (const deadline = Date.now() + COPY_WITHIN_MS; ; await sleep(RETRY_MS)) {
    try {
      await sql`CREATE DATABASE ${sql(name)} TEMPLATE ${sql(template)} ENCODING 'UTF8'`;
      return;
    } catch (error) {
      const inUse = error instanceof postgres.PostgresError && error.code === '55006';
      if (!inUse || Date.now() > deadline) throw error;
    }
  }
}
