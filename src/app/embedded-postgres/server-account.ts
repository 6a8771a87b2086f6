import { chmod, mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** The operating system's account the server runs under; undefined means the one of this process. */
export type ServerAccount = { uid: number; gid: number } | undefined;

/** Where root keeps what the server's account could not reach elsewhere; both directories above it are world-readable. */
export const SHARED_HOME = '/var/lib/sapxep';

/** "nobody" on Linux: PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** The account for a new cluster, or for the one at `cluster`, whose owner alone may start it. */
export async function serverAccount(cluster?: string): Promise<ServerAccount> {
  if (process.getuid?.() !== 0) return undefined;
  if (cluster === undefined) return NOBODY;
  const { uid, gid } = await stat(cluster);
  return uid === 0 ? NOBODY : { uid, gid };
}

/** Whether an account without any rights of its own can use `target`, through all the directories above it. */
export async function isReachable(target: string): Promise<boolean> {
  const found = await stat(target);
  const needed = found.isDirectory() ? 0o005 : 0o004;
  if ((found.mode & needed) !== needed) return false;
  for (let directory = path.dirname(target); ; directory = path.dirname(directory)) {
    if (((await stat(directory)).mode & 0o001) === 0) return false;
    if (directory === path.dirname(directory)) return true;
  }
}

/** Makes a directory every account can read, whatever the umask. */
export async function makeReadableDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755);
}

/** Lets every account read a tree, whatever umask it was made under; symbolic links have no mode of their own. */
export async function makeReadable(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const target = path.join(directory, entry.name);
    if (entry.isDirectory()) await makeReadable(target);
    else if (entry.isFile()) await chmod(target, ((await stat(target)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
