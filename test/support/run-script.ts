import { execFile } from 'node:child_process';
import path from 'node:path';
import { vi } from 'vitest';

/** How a script ended: its exit code, and all it told. */
interface Ending {
  code: number;
  told: string;
}

const ROOT = path.join(import.meta.dirname, '../..');
let runs = 0;

/** Runs a script of `scripts/` as people do, in a process of its own. */
export function startScript(name: string, args: readonly string[], env: Record<string, string>): Promise<Ending> {
  const command = ['--import', 'tsx', path.join(ROOT, `scripts/${name}.ts`), ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, told: stdout + stderr }),
    );
  });
}

/**
 * Runs a script within this process, which has loaded all it imports: started as people do, each takes over a second to
 * load. One test of a script does that, by `startScript`; the others need not.
 */
export async function runScript(name: string, args: readonly string[], env: Record<string, string>): Promise<Ending> {
  const { argv } = process;
  const told: string[] = [];
  const hear = (...said: unknown[]) => void told.push(`${said.join(' ')}\n`);
  const ears = [vi.spyOn(console, 'log').mockImplementation(hear), vi.spyOn(console, 'error').mockImplementation(hear)];
  for (const [key, value] of Object.entries(env)) vi.stubEnv(key, value);
  process.argv = [...argv.slice(0, 1), name, ...args];
  try {
    runs += 1;
    // A module runs once; under another address it runs again, but not what it imports.
    await import(`${path.join(ROOT, `scripts/${name}.ts`)}?run=${runs}`);
    return { code: Number(process.exitCode ?? 0), told: told.join('') };
  } finally {
    process.exitCode = undefined;
    process.argv = argv;
    vi.unstubAllEnvs();
    for (const ear of ears) ear.mockRestore();
  }
}
