import { mkdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, OWNER, openCluster } from './embedded-postgres/cluster.ts';
import { withFileLock } from './embedded-postgres/file-lock.ts';
import { runningPostmaster, startPostmaster, stopPostmaster } from './embedded-postgres/postmaster.ts';
import { enter, type Presence } from './embedded-postgres/presence.ts';

export interface EmbeddedPostgresOptions {
  /** Holds the data in `postgres` and the server's log in `postgres.log`; made when absent. */
  directory: string;
  /** False gives up safety against crashes of the machine for speed, for tests. True by default. */
  durable?: boolean;
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  /** `postgres://sapxep:<password>@127.0.0.1:<port>/sapxep`; the port changes with every start of the server. */
  url: string;
  /** Settles when the server died although nobody stopped it. */
  ended: Promise<void>;
  /** Ends this use, and the server when nobody else is connected; close your own connections first. */
  stop(): Promise<void>;
}

const DATABASE = 'sapxep';
const LOOKS = 3;
/** The sessions of a server go a moment before it does. */
const DIES_WITHIN_MS = 500;

/**
 * Opens the PostgreSQL that came with npm on a directory. A server left by a process that was killed, or used by another
 * one now, is adopted; otherwise one is started. Several processes may use one directory at once. The server listens on
 * the loopback address with a password of its own: postgres.js takes no Unix socket in a URL.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.directory, { recursive: true });
  const directory = await realpath(options.directory);
  const lock = path.join(directory, 'postgres.lock');
  return withFileLock(lock, async () => {
    const cluster = await openCluster(directory, options.durable ?? true);
    const { url, presence } = await join(cluster, { ...options, directory });
    await presence.ensureDatabase(DATABASE);
    let stopping: Promise<void> | undefined;
    return {
      url: url.href,
      ended: presence.lost.then(() => died(cluster, () => stopping !== undefined)),
      stop() {
        stopping ??= withFileLock(lock, () => leave(cluster, presence));
        return stopping;
      },
    };
  });
}

/** Connects to the server; one that was just killed may take a connection once more, so another look is worth it. */
async function join(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<{ url: URL; presence: Presence }> {
  for (let looks = 1; ; looks += 1) {
    const url = await serverUrl(cluster, options);
    try {
      return { url, presence: await enter(url) };
    } catch (error) {
      if (looks === LOOKS) throw error;
    }
  }
}

async function serverUrl(cluster: Cluster, options: EmbeddedPostgresOptions): Promise<URL> {
  const { directory, durable = true, log = () => {} } = options;
  const running = await runningPostmaster(cluster.data);
  const logFile = path.join(directory, 'postgres.log');
  const { pid, port } = running ?? (await startPostmaster({ cluster, logFile, durable }));
  log(
    `PostgreSQL ${running ? 'was already running' : 'started'} on port ${port} (process ${pid}), data in ${cluster.data}`,
  );
  return new URL(`postgres://${OWNER}:${cluster.password}@127.0.0.1:${port}/${DATABASE}`);
}

/** Settles if the server is gone; one that lost a session only, to which all others went as well, starts them anew. */
async function died(cluster: Cluster, isStopping: () => boolean): Promise<void> {
  await sleep(DIES_WITHIN_MS, undefined, { ref: false });
  if (isStopping() || (await runningPostmaster(cluster.data))) await new Promise(() => {});
}

/** The last one out turns off the light. */
async function leave(cluster: Cluster, presence: Presence): Promise<void> {
  // A server that died meanwhile answers nothing, and needs no stopping.
  const wasLast = await presence.leave().catch(() => false);
  if (wasLast) await stopPostmaster(cluster);
}
