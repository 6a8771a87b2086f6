import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../..');

export interface Running {
  /** Where it answers. */
  url: string;
  child: ChildProcess;
  /** Every line of its log so far. */
  logged: Record<string, unknown>[];
  /** All it wrote so far, log and else. */
  told(): string;
  /** Settles with how it ended: an exit code or a signal. */
  ended: Promise<number | NodeJS.Signals>;
  /** Settles once something it told matches. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts the product in a process of its own, as `npm start` does, and waits until it says where it answers. */
export async function startProcess(env: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    cwd: ROOT,
    env: { ...process.env, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const logged: Record<string, unknown>[] = [];
  let partial = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => hear(chunk));
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (partial + chunk).split('\n');
    partial = lines.pop() ?? '';
    logged.push(...lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)));
    hear(chunk);
  });
  const hear = (chunk: string) => {
    text += chunk;
    child.emit('told');
  };
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const says = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(text);
      if (found) return found;
      const over = await Promise.race([once(child, 'told').then(() => false), ended.then(() => true)]);
      if (over && !pattern.test(text)) throw new Error(`it ended without saying ${pattern}: ${text}`);
    }
  };
  const running = { url: '', child, logged, told: () => text, ended, says };
  const [, url] = await says(/Sapxep answers at (\S+)\n/);
  return { ...running, url: `${url}` };
}
