import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/app/embedded-postgres.ts';
import { verified } from '../support/breaches/verified.ts';
import { acknowledged, ask, recorded, recordInstrument, recordMany, type Told } from '../support/instrument-writer.ts';
import { type ProductProcess, startProduct } from '../support/product-process.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { connect } from '../support/writer.ts';

const DEADLINE_MS = 2_000;
/** Nobody waits longer for an answer: silence breaks a connection 2 s after the deadline, on a busy machine later. */
const ANSWERED_WITHIN_MS = 15_000;
const RECOVERED = { timeout: 20_000, interval: 100 };

let directory: string;
let cluster: EmbeddedPostgres;
let proxy: TcpProxy;
let server: ProductProcess;
let sql: Sql;

const portOf = ({ url }: EmbeddedPostgres) => Number(new URL(url).port);

/** A cluster that keeps what it acknowledges, and the product on it across a network of its own. */
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), `sapxep-test-${process.pid}-fault-`));
  await chmod(directory, 0o755);
  cluster = await openEmbeddedPostgres({ directory });
  proxy = await startTcpProxy(portOf(cluster));
  const address = new URL(cluster.url);
  address.port = String(proxy.port);
  sql = connect(cluster.url);
  server = await startProduct({
    DATABASE_URL: address.href,
    DATA_DIRECTORY: path.join(directory, 'product'),
    DATABASE_DEADLINE_MS: String(DEADLINE_MS),
  });
}, 180_000);

afterAll(async () => {
  await server?.stop();
  await sql?.end();
  await proxy?.close();
  await cluster?.stop();
  await rm(directory, { recursive: true, force: true });
});

const ready = async (): Promise<number> => (await fetch(new URL('/ready', server.url))).status;
const mutate = (number: string) => recordInstrument(server, number);
const read = async (): Promise<unknown> => (await ask(server, '{ unit(code: "HN") { code } }'))?.data?.unit;
const HANOI = { code: 'HN' };

/** What somebody was told, within the time in which everybody is. */
async function soon<T>(answer: Promise<T>): Promise<T> {
  const began = Date.now();
  const told = await answer;
  expect(Date.now() - began).toBeLessThan(ANSWERED_WITHIN_MS);
  return told;
}

/** Everything told as done is there, as a whole, and nothing half done; the product answers again. */
async function stands(prefix: string, told: ReadonlyMap<string, Told>): Promise<void> {
  await expect.poll(ready, RECOVERED).toBe(200);
  await expect.poll(async () => (await mutate(`${prefix}-after`)).is, RECOVERED).toBe('DONE');
  const { whole, half } = await recorded(sql, prefix);
  expect(half).toEqual([]);
  expect(acknowledged(told).filter((number) => !whole.includes(number))).toEqual([]);
  expect(server.child.exitCode).toBe(null);
}

/** Clients that record until something is over; begins once some were told that theirs is done. */
async function during(prefix: string, fault: () => Promise<unknown>): Promise<Map<string, Told>> {
  let isOver = false;
  const told = new Map<string, Told>();
  const writing = recordMany(server, { prefix, count: 100_000, clients: 10, isOver: () => isOver }, told);
  await expect.poll(() => acknowledged(told).length, RECOVERED).toBeGreaterThan(20);
  await fault();
  isOver = true;
  await writing;
  return told;
}

it('goes on after the network broke all connections in the middle of mutations', async () => {
  const told = await during('DROP', async () => proxy.drop());

  await stands('DROP', told);
}, 60_000);

it('tells everybody in time that the network is silent, and goes on once it is not', async () => {
  let silent: [number, Told, unknown] | undefined;
  const told = await during('STALL', async () => {
    proxy.stall();
    silent = await Promise.all([soon(ready()), soon(mutate('STALL-silent')), soon(read())]);
    proxy.flow();
  });

  expect(silent).toEqual([503, { is: 'UNAVAILABLE' }, null]);
  expect([...told.values()].every(({ is }) => is !== 'CUT')).toBe(true);
  await stands('STALL', told);
  expect(await read()).toEqual(HANOI);
}, 90_000);

it('does everything on a slow network, only later', async () => {
  proxy.delay(20);
  const told = await recordMany(server, { prefix: 'SLOW', count: 16, clients: 8 });
  const answer = await read();
  proxy.flow();

  expect(acknowledged(told)).toHaveLength(16);
  expect(answer).toEqual(HANOI);
  await stands('SLOW', told);
}, 60_000);

it('reads while every connection for mutations is taken, and tells who waits too long', async () => {
  const told = new Map<string, Told>();
  await sql.begin(async (holder) => {
    await holder`LOCK TABLE legal_instrument IN EXCLUSIVE MODE`;
    const writing = recordMany(server, { prefix: 'FULL', count: 30, clients: 30 }, told);
    await expect.poll(waiting, RECOVERED).toBeGreaterThanOrEqual(8);
    expect(await soon(read())).toEqual(HANOI);
    await soon(writing);
  });

  expect([...told.values()].filter(({ is }) => is !== 'UNAVAILABLE')).toEqual([]);
  expect((await recorded(sql, 'FULL')).whole).toEqual([]);
  await stands('FULL', told);
}, 60_000);

it('gives up what exceeds the deadline, a read and a mutation, and leaves nothing of it', async () => {
  // PostgreSQL gives up no commit: that one is told of in time as well, and is done, as its key says afterwards.
  await sql.unsafe(`
    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(TG_ARGV[0]::float); RETURN NULL; END $$;
    CREATE TRIGGER linger AFTER INSERT ON audit_entry FOR EACH ROW WHEN (NEW.subject = 'LATE-write') EXECUTE FUNCTION linger(${DEADLINE_MS / 500});
    CREATE CONSTRAINT TRIGGER linger_at_commit AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      WHEN (NEW.subject = 'LATE-commit') EXECUTE FUNCTION linger(${DEADLINE_MS / 300});
    ALTER FUNCTION fold_text(text) RENAME TO fold_at_once;
    CREATE FUNCTION fold_text(folded text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(${DEADLINE_MS / 500}); RETURN folded; END $$`);
  const search = '{ instruments(search: "x") { totalCount } }';

  const [write, commit, reading] = await Promise.all([
    soon(mutate('LATE-write')),
    soon(mutate('LATE-commit')),
    soon(ask(server, search)),
  ]);
  await sql.unsafe(`
    DROP FUNCTION linger CASCADE; DROP FUNCTION fold_text(text); ALTER FUNCTION fold_at_once(text) RENAME TO fold_text`);
  const { whole } = await recorded(sql, 'LATE');

  expect([write, commit]).toEqual([{ is: 'UNAVAILABLE' }, { is: 'UNAVAILABLE' }]);
  expect(reading?.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAVAILABLE']);
  expect(whole).toEqual(['LATE-commit']);
  await stands('LATE', new Map());
  expect((await mutate('LATE-commit')).is).toBe('DONE');
}, 60_000);

it('goes on by itself after PostgreSQL was killed and started again, with all it acknowledged', async () => {
  const told = await during('CRASH', async () => {
    await killPostgres();
    expect(await soon(ready())).toBe(503);
    expect((await soon(mutate('CRASH-down'))).is).toBe('UNAVAILABLE');
    await sql.end({ timeout: 1 });
    cluster = await openEmbeddedPostgres({ directory });
    sql = connect(cluster.url);
    proxy.leadTo(portOf(cluster));
  });

  const [setting] = await sql`SELECT current_setting('fsync') AS fsync`;
  expect(setting?.fsync).toBe('on');
  expect([...told.values()].every(({ is }) => is !== 'CUT')).toBe(true);
  await stands('CRASH', told);
}, 120_000);

it('breaks no rule of what is on record after all of that', async () => {
  expect(await verified(cluster.url)).toEqual([]);
}, 60_000);

it('ends where it is its own PostgreSQL that was killed, and is there again once it is started again', async () => {
  await server.stop();
  const settings = { DATA_DIRECTORY: directory };
  server = await startProduct(settings);
  const told = await during('OWN', async () => {
    await killPostgres();
    expect(await server.exited).toBe(1);
  });
  const complained = server.complained();
  server = await startProduct(settings);
  await sql.end({ timeout: 1 });
  cluster = await openEmbeddedPostgres({ directory });
  sql = connect(cluster.url);

  expect(complained).toContain('The embedded PostgreSQL has ended.');
  await stands('OWN', told);
}, 180_000);

/** Sessions that wait for a lock. */
async function waiting(): Promise<number> {
  const observer = connect(cluster.url);
  try {
    const rows =
      await observer`SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'sapxep'`;
    return rows.length;
  } finally {
    await observer.end();
  }
}

/** Kills every process of the server at once, as a machine that loses power does. */
async function killPostgres(): Promise<void> {
  const data = await realpath(path.join(directory, 'postgres'));
  const postmaster = Number.parseInt(await readFile(path.join(data, 'postmaster.pid'), 'utf8'), 10);
  const sessions = await sql<{ pid: number }[]>`SELECT pid FROM pg_stat_activity`;
  const children = sessions.map(({ pid }) => pid);
  for (const pid of [postmaster, ...children]) process.kill(pid, 'SIGKILL');
}
