import { execFile } from 'node:child_process';
import { chown, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { surroundings } from '../../src/app/embedded-postgres/cluster.ts';
import type { ServerAccount } from '../../src/app/embedded-postgres/server-account.ts';
import { launch, type Running } from './process.ts';
import type { ClusterPrograms } from './programs.ts';

const OWNER = 'sapxep';
/** As which the product works where it cannot take that role itself, which a pooler does not let it. */
export const APPLICATION = 'sapxep_app';
const run = promisify(execFile);

/** What servers of one cluster share. */
export interface Ground {
  programs: ClusterPrograms;
  /** Of the operating system: PostgreSQL and pgbouncer refuse to run as root. */
  account: ServerAccount;
  directory: string;
  password: string;
  /** False gives up safety against crashes of the machine for speed. */
  durable: boolean;
}

export interface PostgresPlace {
  name: 'primary' | 'replica';
  port: number;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '64MB',
  timezone: 'UTC',
  wal_level: 'replica',
  // What the replica still needs is kept for a while, and what its readers still see is not removed.
  wal_keep_size: '512MB',
  hot_standby_feedback: 'on',
};
const FORGETFUL = { fsync: 'off', full_page_writes: 'off' };

/** Makes the data of a primary. */
export async function makePrimary(ground: Ground): Promise<void> {
  const { programs, account, directory, password } = ground;
  const pwfile = path.join(directory, 'password');
  await writeFile(pwfile, password, { mode: 0o600 });
  await ownedDirectory(ground, 'primary');
  if (account) await chown(pwfile, account.uid, account.gid);
  const flags = [`--pgdata=${directory}/primary`, `--username=${OWNER}`, `--pwfile=${pwfile}`, '--auth=scram-sha-256'];
  flags.push('--encoding=UTF8', '--locale=C.UTF-8', ...(ground.durable ? [] : ['--no-sync']));
  await run(programs.postgres('initdb'), flags, surroundings(account));
}

/** Makes the data of a streaming replica from the primary, which must be up. */
export async function makeReplica(ground: Ground, primary: PostgresPlace): Promise<void> {
  const { programs, account, directory } = ground;
  await ownedDirectory(ground, 'replica');
  const flags = ['-D', `${directory}/replica`, '-R', '-X', 'stream', '-c', 'fast', '-d', postgresUrl(ground, primary)];
  await run(programs.postgres('pg_basebackup'), [...flags, ...(ground.durable ? [] : ['-N'])], surroundings(account));
}

/** Starts a server and waits until it takes connections. */
export function startPostgres(ground: Ground, place: PostgresPlace): Promise<Running> {
  const { programs, account, directory, durable } = ground;
  const settings = Object.entries({ ...SETTINGS, ...(durable ? {} : FORGETFUL), port: String(place.port) });
  const flags = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return launch(
    [programs.postgres('postgres'), '-D', `${directory}/${place.name}`, ...flags],
    { ...surroundings(account), logFile: `${directory}/${place.name}.log` },
    () => isUp(postgresUrl(ground, place)),
  );
}

/** Lets the application's role log in, which must be there before pgbouncer connects as it. */
export async function makeApplicationRole(ground: Ground, primary: PostgresPlace): Promise<void> {
  const sql = postgres(postgresUrl(ground, primary), { max: 1, fetch_types: false, onnotice: () => {} });
  await sql.unsafe(`CREATE ROLE ${APPLICATION} LOGIN NOBYPASSRLS PASSWORD '${ground.password}'`);
  await sql.end({ timeout: 5 });
}

export function postgresUrl({ password }: Ground, { port }: { port: number }): string {
  return `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`;
}

/** Whether a server takes connections. */
export async function isUp(url: string): Promise<boolean> {
  const client = postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, prepare: false, onnotice: () => {} });
  try {
    await client`SELECT 1`;
    return true;
  } catch {
    return false;
  } finally {
    await client.end({ timeout: 1 });
  }
}

async function ownedDirectory({ directory, account }: Ground, name: string): Promise<void> {
  const made = path.join(directory, name);
  await mkdir(made, { mode: 0o700 });
  if (account) await chown(made, account.uid, account.gid);
}
