import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile, rename, rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cluster, surroundings } from './cluster.ts';
import { isAlive } from './file-lock.ts';

/** A running server, as PostgreSQL itself describes it in postmaster.pid. */
export interface Postmaster {
  pid: number;
  port: number;
}

export interface Start {
  cluster: Cluster;
  logFile: string;
  durable: boolean;
}

const UP_WITHIN_MS = 30_000;
const STOP_WITHIN_S = 60;
const POLL_MS = 20;
const RETRY_MS = 200;
const LOG_LIMIT_BYTES = 10_000_000;
const SHOWN_LINES = 20;
/** What passes by itself: backends that outlive a killed postmaster for a moment, and a port taken meanwhile. */
const PASSING = /still in use|could not bind|could not create any TCP/;

const ALWAYS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The server that already runs on this cluster, waiting for one that starts or stops; undefined when there is none. */
export async function runningPostmaster(data: string): Promise<Postmaster | undefined> {
  const deadline = Date.now() + UP_WITHIN_MS;
  while (Date.now() < deadline) {
    const found = await readPidFile(data);
    if (!found || !isAlive(found.pid)) return undefined;
    if (!(await isPostgres(found.pid))) {
      // The id went to another program since, and PostgreSQL would take that one for a running server.
      await rm(path.join(data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    // One that was just killed is alive for a moment more, but takes no connections.
    if (found.status === 'ready' && (await accepts(found.port))) return found;
    await sleep(POLL_MS);
  }
  throw new Error(`A PostgreSQL on ${data} has been starting or stopping for ${UP_WITHIN_MS / 1000} s.`);
}

/** Starts a server and waits until it takes connections; it outlives this process. */
export async function startPostmaster(start: Start): Promise<Postmaster> {
  await keepLogSmall(start.logFile);
  const deadline = Date.now() + UP_WITHIN_MS;
  for (;;) {
    const written = await sizeOf(start.logFile);
    const child = await spawnServer(start);
    const postmaster = await waitUntilReady(child, start.cluster.data, deadline);
    if (postmaster) return postmaster;
    const log = await logSince(start.logFile, written);
    if (!PASSING.test(log) || Date.now() > deadline) throw new Error(failure(start, log));
    await sleep(RETRY_MS);
  }
}

/** Ends the server, open sessions included, and waits until it is gone. */
export async function stopPostmaster({ data, programs, account }: Cluster): Promise<void> {
  const flags = ['stop', '--pgdata', data, '--mode=fast', '--wait', `--timeout=${STOP_WITHIN_S}`];
  await promisify(execFile)(programs.pgCtl, flags, surroundings(account));
}

async function spawnServer({ cluster, logFile, durable }: Start): Promise<ChildProcess> {
  const settings = { ...ALWAYS, port: String(await freePort()), ...(durable ? {} : FORGETFUL) };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(cluster.programs.postgres, ['-D', cluster.data, ...flags], {
      ...surroundings(cluster.account),
      // A session of its own: Ctrl-C reaches only us, and we stop the server after the last request.
      detached: true,
      stdio: ['ignore', log, log],
    });
    await once(child, 'spawn');
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

async function waitUntilReady(child: ChildProcess, data: string, deadline: number): Promise<Postmaster | undefined> {
  while (Date.now() < deadline) {
    const found = await readPidFile(data);
    if (found?.pid === child.pid && found?.status === 'ready') return found;
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    await sleep(POLL_MS);
  }
  return undefined;
}

/** Lines of postmaster.pid: 1 process id, 4 port, 8 status; a server that just began has not written them all. */
async function readPidFile(data: string): Promise<(Postmaster & { status: string }) | undefined> {
  const text = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (!text) return undefined;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Only Linux tells without another program; elsewhere a process of this id counts as the server. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!existsSync('/proc/self/cmdline')) return true;
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres');
  return commandLine.includes('postgres');
}

/** Another program may take the port before the server does; then the start is tried again. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no free TCP port.');
  return address.port;
}

function failure({ cluster, logFile }: Start, log: string): string {
  const last = log.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
  return `PostgreSQL on ${cluster.data} did not come up; the end of ${logFile}:\n${last}`;
}

async function logSince(logFile: string, offset: number): Promise<string> {
  const bytes = await readFile(logFile);
  return bytes.subarray(offset).toString('utf8');
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

async function keepLogSmall(logFile: string): Promise<void> {
  if ((await sizeOf(logFile)) > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.1`);
}
