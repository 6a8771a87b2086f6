import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAlive } from '../../src/app/embedded-postgres/file-lock.ts';
import { openEmbeddedPostgres } from '../../src/app/embedded-postgres.ts';
import { migrate } from '../../src/db/migrate.ts';
import { databaseUrl, onServer, type TestServer } from './test-server.ts';

const DIRECTORY_PREFIX = 'sapxep-test-';
/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm';
/** What the server writes in a run, several times over. */
const ROOM_BYTES = 6 * 2 ** 30;
const endings: (() => Promise<void>)[] = [];

/** Gives the run one server with one migrated database, from which each test file copies its own. */
export async function setup(project: TestProject): Promise<void> {
  try {
    const adminUrl = process.env.DATABASE_URL || (await ownServer());
    project.provide('testServer', await prepareServer(adminUrl));
  } catch (error) {
    // Vitest does not tear down what failed to set up.
    await teardown();
    throw error;
  }
}

/** Undoes the setup, last thing first. */
export async function teardown(): Promise<void> {
  for (const end of endings.splice(0).reverse()) await end();
}

async function ownServer(): Promise<string> {
  await removeAbandoned();
  const directory = await mkdtemp(path.join(await roomiest(), `${DIRECTORY_PREFIX}${process.pid}-`));
  // Run by root the server has another account, and its data is to stay where we remove it.
  await chmod(directory, 0o755);
  endings.push(() => rm(directory, { recursive: true, force: true }));
  const server = await openEmbeddedPostgres({ directory, durable: false });
  endings.push(() => server.stop());
  return server.url;
}

/** Data that nobody keeps needs no disk, where memory has room for it. */
async function roomiest(): Promise<string> {
  const memory = await statfs(MEMORY).catch(() => null);
  return memory && Math.min(memory.bavail * memory.bsize, freemem()) > ROOM_BYTES ? MEMORY : tmpdir();
}

async function prepareServer(adminUrl: string): Promise<TestServer> {
  const prefix = `sapxep_test_${randomBytes(4).toString('hex')}_`;
  const template = `${prefix}template`;
  endings.push(() => dropDatabases(adminUrl, prefix));
  await onServer(adminUrl, async (sql) => {
    const [server] = await sql`SELECT current_setting('server_version_num')::int AS version`;
    if (server?.version < 150_000) throw new Error(`The tests need PostgreSQL 15, the server is ${server?.version}.`);
    await sql`CREATE DATABASE ${sql(template)} TEMPLATE template0 ENCODING 'UTF8'`;
  });
  await migrate(databaseUrl(adminUrl, template));
  return { adminUrl, template, prefix };
}

async function dropDatabases(adminUrl: string, prefix: string): Promise<void> {
  await onServer(adminUrl, async (sql) => {
    const rows = await sql`SELECT datname FROM pg_database WHERE starts_with(datname, ${prefix})`;
    for (const { datname } of rows) await sql`DROP DATABASE ${sql(datname)} WITH (FORCE)`;
  });
}

/** Runs that were killed leave their directory; a server still running on one ends itself when its data is gone. */
async function removeAbandoned(): Promise<void> {
  for (const parent of [tmpdir(), MEMORY]) {
    for (const name of await readdir(parent).catch(() => [])) {
      const pid = name.startsWith(DIRECTORY_PREFIX)
        ? Number.parseInt(name.slice(DIRECTORY_PREFIX.length), 10)
        : Number.NaN;
      if (Number.isNaN(pid) || isAlive(pid)) continue;
      await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => {});
    }
  }
}
