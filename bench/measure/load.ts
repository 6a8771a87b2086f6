import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pinned, ROOT } from '../processes/child.ts';
import type { LoadJob, LoadResult } from './load-process.ts';

/** The load generator, in a process of its own. */
export class Load {
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.child = child;
  }

  static async start(core: number | null): Promise<Load> {
    const command = [process.execPath, '--import', 'tsx', path.join(import.meta.dirname, 'load-process.ts')];
    const [program = '', ...args] = pinned(core, command);
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    return new Load(child);
  }

  async run(job: LoadJob): Promise<LoadResult> {
    const answered = once(this.child, 'message');
    this.child.send(job);
    const [result] = (await answered) as [LoadResult];
    return result;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
