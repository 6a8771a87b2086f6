import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/app/embedded-postgres/file-lock.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from '../../src/app/embedded-postgres.ts';
import { onServer } from '../support/test-server.ts';

const WRAPPER = fileURLToPath(new URL('../../src/app/embedded-postgres.ts', import.meta.url));

const aDirectory = async () => {
  const directory = await mkdtemp(path.join(tmpdir(), `sapxep-test-${process.pid}-embedded-`));
  await chmod(directory, 0o755);
  return directory;
};

let directory: string;
let opened: EmbeddedPostgres[];

beforeEach(() => {
  opened = [];
});

async function open(): Promise<EmbeddedPostgres> {
  const server = await openEmbeddedPostgres({ directory });
  opened.push(server);
  return server;
}

async function stopAll(): Promise<void> {
  for (const server of opened) await server.stop();
}

describe.skipIf(process.env.DATABASE_URL)('the embedded PostgreSQL on a directory without one', () => {
  beforeEach(async () => {
    directory = await aDirectory();
  });

  afterEach(async () => {
    await stopAll();
    await rm(directory, { recursive: true, force: true });
  });

  it('is made once when two begin at the same instant, answers in UTF-8 and UTC, and is safe', async () => {
    const [first, second] = await Promise.all([open(), open()]);

    const [row] = await onServer(first.url, (sql) => {
      return sql`SELECT lower('ĐÀ NẴNG') AS place, current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync`;
    });

    expect(second.url).toBe(first.url);
    expect(row).toEqual({ place: 'đà nẵng', zone: 'UTC', fsync: 'on' });
  });

  it('is made again when making it was interrupted', async () => {
    const child = openInChild(directory);
    await expect
      .poll(() => readdir(directory), { timeout: 20_000 })
      .toContainEqual(expect.stringMatching(/^postgres\.making-/));
    child.kill('SIGKILL');
    await once(child, 'exit');

    const server = await open();

    expect(await onServer(server.url, (sql) => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  it('shows the end of its log when it does not come up', async () => {
    const server = await open();
    await server.stop();
    await rm(path.join(directory, 'postgres', 'global', 'pg_control'));

    await expect(open()).rejects.toThrow(/did not come up[\s\S]*could not find the database system/);
  });
});

describe.skipIf(process.env.DATABASE_URL)('the embedded PostgreSQL on a directory that holds one', () => {
  beforeAll(async () => {
    directory = await aDirectory();
    const server = await openEmbeddedPostgres({ directory });
    await server.stop();
  });

  afterEach(stopAll);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('ends with its only user, data and all else at rest', async () => {
    const server = await open();
    const pid = await postmasterPid(directory);

    await server.stop();

    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
    await expect(postmasterPid(directory)).rejects.toThrow('ENOENT');
  });

  it('keeps running for the first user when a second one stops', async () => {
    const first = await open();
    const second = await open();
    const pid = await postmasterPid(directory);

    await second.stop();

    expect(await onServer(first.url, (sql) => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
    expect(await postmasterPid(directory)).toBe(pid);
  });

  it('is adopted after the process that opened it was killed', async () => {
    const child = openInChild(directory);
    await once(child, 'message');
    const pid = await postmasterPid(directory);
    child.kill('SIGKILL');
    await once(child, 'exit');

    const server = await open();

    expect(await postmasterPid(directory)).toBe(pid);
    expect(await onServer(server.url, (sql) => sql`SELECT 1 AS one`)).toEqual([{ one: 1 }]);
  });

  it('starts anew with all that was committed after the server was killed', async () => {
    const killed = await open();
    await onServer(killed.url, (sql) => sql`CREATE TABLE kept AS SELECT 42 AS answer`);
    const pid = await postmasterPid(directory);
    process.kill(pid, 'SIGKILL');

    const server = await open();

    expect(await postmasterPid(directory)).not.toBe(pid);
    expect(await onServer(server.url, (sql) => sql`SELECT answer FROM kept`)).toEqual([{ answer: 42 }]);
  });
});

async function postmasterPid(directory: string): Promise<number> {
  const data = await realpath(path.join(directory, 'postgres'));
  return Number.parseInt(await readFile(path.join(data, 'postmaster.pid'), 'utf8'), 10);
}

/** Opens the cluster in a process of its own, which says when it is open and then waits to be killed. */
function openInChild(directory: string): ChildProcess {
  const script = `
    import { openEmbeddedPostgres } from ${JSON.stringify(WRAPPER)};
    await openEmbeddedPostgres({ directory: ${JSON.stringify(directory)} });
    process.send('open');
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
