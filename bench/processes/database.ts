import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { openEmbeddedPostgres } from '../../src/app/embedded-postgres.ts';
import { BENCH } from './child.ts';

const FUNCTIONS = ['functions.sql', 'rollout.sql', 'product-statements.sql'];

/** The database that is measured over, with what the peers call. */
export interface Measured {
  ownerUrl: string;
  appUrl: string;
  /** The process of PostgreSQL whose children serve the connections. */
  pid: number;
  /** Drops what was made for the run and stops the server. */
  close(): Promise<void>;
}

export async function openMeasured(directory: string, core: number | null): Promise<Measured> {
  const server = await openEmbeddedPostgres({ directory });
  const pid = Number((await readFile(path.join(directory, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
  if (core !== null) await holdTo(core, pid);
  const password = randomBytes(12).toString('hex');
  const appUrl = new URL(server.url);
  appUrl.username = 'sapxep_app';
  appUrl.password = password;
  const files = await Promise.all(FUNCTIONS.map((name) => readFile(path.join(BENCH, 'sql', name), 'utf8')));
  await run(server.url, [`ALTER ROLE sapxep_app LOGIN PASSWORD '${password}'`, ...files, 'VACUUM ANALYZE']);
  return {
    ownerUrl: server.url,
    appUrl: appUrl.href,
    pid,
    close: async () => {
      await run(server.url, ['DROP SCHEMA IF EXISTS bench CASCADE', 'ALTER ROLE sapxep_app NOLOGIN']);
      await server.stop();
    },
  };
}

/** New connections inherit the core of the process that accepts them. */
async function holdTo(core: number, pid: number): Promise<void> {
  const child = spawn('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
  await Promise.race([once(child, 'exit'), once(child, 'error')]);
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    for (const statement of statements) await sql.unsafe(statement);
  } finally {
    await sql.end();
  }
}
