import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const UP_WITHIN_MS = 60_000;
const POLL_MS = 25;
const SHOWN_LINES = 20;

/** A program under way, whose output goes to a file. */
export interface Running {
  logFile: string;
  pid: number;
  /** Sends a signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<void>;
}

const alive = new Set<ChildProcess>();
// Whoever is ended in the middle leaves nothing behind.
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts a program and waits until it is up; throws with the end of what it wrote where it is not. */
export async function launch(
  command: readonly [program: string, ...flags: string[]],
  options: SpawnOptions & { logFile: string },
  isUp: () => Promise<boolean>,
): Promise<Running> {
  const { logFile, ...surroundings } = options;
  const [program, ...flags] = command;
  const log = openSync(logFile, 'a');
  // A session of its own: Ctrl-C reaches only us, and we end one after the other.
  const child = spawn(program, flags, { ...surroundings, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'spawn');
  alive.add(child);
  const exited = once(child, 'exit').then(() => alive.delete(child));

  const deadline = Date.now() + UP_WITHIN_MS;
  while (!(await isUp())) {
    if (!alive.has(child) || Date.now() > deadline) throw new Error(await failure(program, logFile));
    await sleep(POLL_MS);
  }
  return {
    logFile,
    pid: child.pid ?? 0,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}

/** Sends a signal to a process and to those it started. */
export async function signalFamily(pid: number, signal: 'STOP' | 'CONT'): Promise<void> {
  process.kill(pid, `SIG${signal}`);
  await promisify(execFile)('pkill', [`-${signal}`, '-P', String(pid)]);
}

/** So many ports that nobody listens on now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function failure(program: string, logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8')).trimEnd().split('\n').slice(-SHOWN_LINES);
  return [`${program} did not come up; the end of ${logFile}:`, ...lines].join('\n');
}
