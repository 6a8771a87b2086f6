import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 50;
/** Longer than anything done under the lock, so an older one was left by a process whose id is somebody else's now. */
const ABANDONED_AFTER_MS = 180_000;
/** A holder writes its id right after it created the file; an empty file older than this lost its writer. */
const UNWRITTEN_AFTER_MS = 5_000;

/** Runs `work` while no other process, and no other call in this one, holds the lock file at `file`. */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const ticket = `${process.pid} ${randomUUID()}`;
  while (!(await take(file, ticket))) {
    const abandoned = await abandonedTicket(file);
    if (abandoned === undefined) await sleep(POLL_MS);
    else await clear(file, abandoned);
  }
  try {
    return await work();
  } finally {
    if ((await read(file)) === ticket) await rm(file, { force: true });
  }
}

/** True while a process of this id exists, whoever it belongs to. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** The `code` Node and PostgreSQL put on their errors. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

async function take(file: string, ticket: string): Promise<boolean> {
  try {
    await writeFile(file, ticket, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What stands in a lock nobody holds any more; undefined while somebody may. */
async function abandonedTicket(file: string): Promise<string | undefined> {
  const ticket = await read(file);
  const age = await stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (ticket === undefined) return undefined;
  const pid = Number.parseInt(ticket, 10);
  const held = Number.isNaN(pid) ? age < UNWRITTEN_AFTER_MS : isAlive(pid) && age < ABANDONED_AFTER_MS;
  return held ? undefined : ticket;
}

/** Of several that find the same abandoned lock one moves it away, and puts it back if it is a newer one after all. */
async function clear(file: string, abandoned: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await read(aside);
  if (moved !== undefined && moved !== abandoned) await take(file, moved);
  await rm(aside, { force: true });
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
