import { inject } from 'vitest';
import { copyDatabase } from './copy-database.ts';
import { plansTemplate } from './plans-template.ts';
import { databaseUrl, onServer, type TestServer } from './test-server.ts';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** What a database of a test begins with: nothing, the product's tables, or these with the four plans loaded. */
export type Template = 'empty' | 'migrated' | 'plans';

let created = 0;

/** A database of the test's own, with the product's tables unless `template` says otherwise. */
export async function createTestDatabase(options: { template?: Template } = {}): Promise<TestDatabase> {
  const server = inject('testServer');
  created += 1;
  const name = `${server.prefix}${process.pid}_${created}`;
  const template = await templateOf(server, options.template ?? 'migrated');
  await onServer(server.adminUrl, (sql) => copyDatabase(sql, name, template));
  return {
    url: databaseUrl(server.adminUrl, name),
    drop: () =>
      onServer(server.adminUrl, async (sql) => {
        await sql`DROP DATABASE IF EXISTS ${sql(name)} WITH (FORCE)`;
      }),
  };
}

async function templateOf(server: TestServer, template: Template): Promise<string> {
  if (template === 'empty') return 'template0';
  return template === 'plans' ? plansTemplate(server) : server.template;
}
