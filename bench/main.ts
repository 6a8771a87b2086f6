import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOptions, USAGE } from './options.ts';
import { BENCH } from './processes/child.ts';
import { install } from './processes/install.ts';

const WRONG_INPUT = 2;
const DATA = path.join(BENCH, '.data');

async function run(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) {
    console.error(USAGE);
    return WRONG_INPUT;
  }
  if (!existsSync('/proc/self/stat')) {
    console.error('What processes use is read from /proc: Linux only.');
    return WRONG_INPUT;
  }
  const started = performance.now();
  const say = (line: string): void => console.error(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${line}`);
  await install(say);
  // Packages of the contestants are there from here on only.
  const [{ fill }, { compare }, { tables }, { machine }] = await Promise.all([
    import('./data/fill.ts'),
    import('./compare.ts'),
    import('./report/tables.ts'),
    import('./report/machine.ts'),
  ]);
  if (options.task === 'growth') {
    const { growth } = await import('./growth.ts');
    console.log(await growth(DATA, options, say));
    return 0;
  }
  const country = path.join(DATA, 'country');
  await mkdir(country, { recursive: true });
  await fill({ directory: country }, say);
  if (options.task === 'memory') {
    const { memory } = await import('./memory.ts');
    console.log(await memory(country, options, say));
    return 0;
  }
  const comparison = await compare(country, options, say);
  if (options.out !== null) await writeFile(options.out, `${JSON.stringify(comparison.samples)}\n`);
  console.log(`${await machine(options)}\n\n${tables(comparison)}`);
  return 0;
}

process.exitCode = await run();
