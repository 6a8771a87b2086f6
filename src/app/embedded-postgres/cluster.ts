import { execFile } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, lstat, mkdir, open, readdir, readFile, realpath, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { findPrograms, type Programs } from './programs.ts';
import {
  isReachable,
  makeReadableDirectory,
  type ServerAccount,
  SHARED_HOME,
  serverAccount,
} from './server-account.ts';

/** The data of one server, with all it takes to run it. */
export interface Cluster {
  /** The real path of the data directory. */
  data: string;
  password: string;
  programs: Programs;
  account: ServerAccount;
}

export const OWNER = 'sapxep';
const NAME = 'postgres';
/** Kept inside the data directory, so that a cluster and its password cannot part. */
const PASSWORD_FILE = 'sapxep.password';
const INITDB_LIMIT_MS = 60_000;

/** Opens the cluster at `<directory>/postgres`, making it when there is none; call it under the lock. */
export async function openCluster(directory: string, durable: boolean): Promise<Cluster> {
  const existing = await realpath(path.join(directory, NAME)).catch(() => undefined);
  const account = await serverAccount(existing);
  const programs = await findPrograms(directory, account);
  const data = existing ?? (await makeCluster(directory, { programs, account, durable }));
  return { data, password: await readPassword(data), programs, account };
}

/** What a program of PostgreSQL is started with, so that neither our environment nor our directory bears on it. */
export function surroundings(account: ServerAccount) {
  // macOS refuses to start a server without a locale; Windows finds its own libraries through the environment.
  const env = process.platform === 'win32' ? {} : { env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
  return { ...account, ...env, cwd: path.parse(import.meta.dirname).root, windowsHide: true };
}

async function readPassword(data: string): Promise<string> {
  try {
    return await readFile(path.join(data, PASSWORD_FILE), 'utf8');
  } catch (cause) {
    throw new Error(`${data} holds no database of ours, or one this account may not read: move it away.`, { cause });
  }
}

interface Making {
  programs: Programs;
  account: ServerAccount;
  durable: boolean;
}

/** Makes the cluster beside its place and renames it: what stands in the place is never half-made. */
async function makeCluster(directory: string, making: Making): Promise<string> {
  const place = path.join(directory, NAME);
  const home = await clusterHome(directory, making.account);
  await sweepUnfinished(home);
  const work = path.join(home, `${NAME}.making-${randomUUID()}`);
  await mkdir(work, { mode: 0o700 });
  const pwfile = path.join(work, PASSWORD_FILE);
  const cluster = path.join(work, NAME);
  await writeForServer(pwfile, randomBytes(24).toString('base64url'), making.account);
  if (making.account) await chown(work, making.account.uid, making.account.gid);
  await initdb(cluster, pwfile, making);
  await rename(pwfile, path.join(cluster, PASSWORD_FILE));

  const data = path.join(home, NAME);
  await rename(cluster, data);
  await rm(work, { recursive: true });
  if (data !== place) await replaceLink(data, place);
  if (making.durable) for (const changed of new Set([data, home, directory])) await syncDirectory(changed);
  return data;
}

async function initdb(cluster: string, pwfile: string, { programs, account, durable }: Making): Promise<void> {
  const flags = [`--pgdata=${cluster}`, `--username=${OWNER}`, `--pwfile=${pwfile}`, '--auth=scram-sha-256'];
  flags.push('--encoding=UTF8', ...localeFlags(), '--no-instructions');
  if (!durable) flags.push('--no-sync');
  await promisify(execFile)(programs.initdb, flags, { ...surroundings(account), timeout: INITDB_LIMIT_MS });
}

/** C.UTF-8 is on every Linux; macOS knows only the character types, and Windows has PostgreSQL's own (neither tried). */
function localeFlags(): string[] {
  if (process.platform === 'darwin') return ['--locale=C', '--lc-ctype=UTF-8'];
  if (process.platform === 'win32') return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  return ['--locale=C.UTF-8'];
}

/**
 * The directory for a new cluster: the one asked for, else, when the server's account cannot reach that, one of its own.
 * That one is never an older cluster's: where the link to that one is gone, its owner wanted to begin afresh.
 */
async function clusterHome(directory: string, account: ServerAccount): Promise<string> {
  if (account === undefined || (await isReachable(directory))) return directory;
  const key = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  await makeReadableDirectory(SHARED_HOME);
  const earlier = (await readdir(SHARED_HOME)).filter((name) => name.startsWith(`${key}-`));
  const unfinished = earlier.find((name) => !existsSync(path.join(SHARED_HOME, name, NAME)));
  const home = path.join(SHARED_HOME, unfinished ?? `${key}-${randomUUID().slice(0, 8)}`);
  await makeReadableDirectory(home);
  return home;
}

async function replaceLink(target: string, place: string): Promise<void> {
  const dangling = await lstat(place).catch(() => undefined);
  if (dangling?.isSymbolicLink()) await rm(place);
  await symlink(target, place);
}

/** What a process killed in the middle left; an initdb that outlived it may still be writing, so failing is no harm. */
async function sweepUnfinished(home: string): Promise<void> {
  const names = (await readdir(home)).filter((name) => name.startsWith(`${NAME}.making-`));
  await Promise.all(names.map((name) => rm(path.join(home, name), { recursive: true, force: true }).catch(() => {})));
}

async function writeForServer(file: string, text: string, account: ServerAccount): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  await handle.writeFile(text);
  if (account) await handle.chown(account.uid, account.gid);
  await handle.sync();
  await handle.close();
}

/** A crash of the machine must not undo a rename: the next start would throw the unfinished-looking data away. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  await handle.sync();
  await handle.close();
}
