import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const ROOT = path.join(import.meta.dirname, '../..');
export const BENCH = path.join(ROOT, 'bench');

const TASKSET = ['/usr/bin/taskset', '/bin/taskset'].find(existsSync);
const STARTS_WITHIN_MS = 120_000;

/** A server that is measured, in a process of its own. */
export interface Served {
  pid: number;
  /** The address that it told. */
  url: string;
  stop(): Promise<void>;
}

export interface Serving {
  /** The program and its arguments. */
  command: readonly [string, ...string[]];
  env: Record<string, string>;
  /** The core it is held to, where the system can do that. */
  core: number | null;
  /** What it says once it answers; the first group is its address. */
  announces: RegExp;
}

/** Puts a program on one core, where the system can. */
export const pinned = (core: number | null, command: readonly string[]): string[] =>
  core === null || TASKSET === undefined ? [...command] : [TASKSET, '-c', String(core), ...command];

/** Starts a server and waits until it says where it answers. */
export async function serve({ command, env, core, announces }: Serving): Promise<Served> {
  const [program = '', ...args] = pinned(core, command);
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr?.on('data', (piece) => {
    complaints = `${complaints}${piece}`.slice(-10_000);
  });
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STARTS_WITHIN_MS);
  const url = await Promise.race([
    announced(child, announces),
    ended.then(([code]) => Promise.reject(new Error(`${args.join(' ')} ended with ${code}: ${complaints}`))),
  ]);
  clearTimeout(timer);
  return {
    pid: child.pid ?? 0,
    url,
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(late);
    },
  };
}

async function announced(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (!child.stdout) throw new Error('a server has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = pattern.exec(line)?.[1];
    if (found === undefined) continue;
    child.stdout.resume();
    return found;
  }
  throw new Error('a server ended without saying where it answers');
}
