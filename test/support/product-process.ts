import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = path.join(import.meta.dirname, '../..');

/** The product in a process of its own, as people start it. */
export interface ProductProcess {
  url: string;
  child: ChildProcess;
  /** Settles with its exit code, or null where it was killed. */
  exited: Promise<number | null>;
  token: string;
  /** What it wrote to stderr. */
  complained(): string;
  stop(): Promise<void>;
}

/** Starts the product by its settings, on a free port; answers once it does. */
export async function startProduct(settings: Record<string, string>): Promise<ProductProcess> {
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: '0',
    LOG_LEVEL: 'error',
    TODAY: '2025-07-15',
    ...settings,
  };
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (piece) => {
    stderr += piece;
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const url = await Promise.race([
    announced(child),
    exited.then((code) => Promise.reject(new Error(`the product ended with ${code} before it answered: ${stderr}`))),
  ]);
  const page = await (await fetch(url, { headers: { accept: 'text/html' } })).text();
  const token = /Bearer ([\w.-]+)/.exec(page)?.[1] ?? '';
  return {
    url,
    child,
    exited,
    token,
    complained: () => stderr,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function announced(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the product has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = /answers at (\S+)/.exec(line)?.[1];
    if (found) {
      child.stdout.resume();
      return found;
    }
  }
  throw new Error('the product never said that it answers');
}
