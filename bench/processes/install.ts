import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { BENCH } from './child.ts';

/** Installs what the contestants need into `bench/`, unless exactly that is there. */
export async function install(say: (line: string) => void): Promise<void> {
  const [wanted, there] = await Promise.all([
    packagesOf(path.join(BENCH, 'package-lock.json')),
    packagesOf(path.join(BENCH, 'node_modules/.package-lock.json')).catch(() => null),
  ]);
  if (
    there !== null &&
    Object.entries(there).every(([name, version]) => wanted[name] === version) &&
    'node_modules/postgraphile' in there
  )
    return;
  say('Installing the contestants (npm ci in bench/)');
  const child = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: BENCH, stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`npm ci in bench/ ended with ${code}`);
}

async function packagesOf(file: string): Promise<Record<string, string>> {
  const lock = JSON.parse(await readFile(file, 'utf8')) as { packages: Record<string, { version?: string }> };
  return Object.fromEntries(Object.entries(lock.packages).map(([name, { version = '' }]) => [name, version]));
}
