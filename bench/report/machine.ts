import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Options } from '../options.ts';
import { BENCH } from '../processes/child.ts';

const PACKAGES = [
  'postgraphile',
  '@apollo/server',
  'type-graphql',
  'drizzle-orm',
  'mercurius',
  'graphql-jit',
  'postgres',
  'graphql',
];

/** What was measured on, by cores, memory and versions only. */
export async function machine({ rounds, seconds, connections }: Options): Promise<string> {
  const lock = JSON.parse(await readFile(path.join(BENCH, 'package-lock.json'), 'utf8'));
  const version = (name: string): string => `${name} ${lock.packages[`node_modules/${name}`]?.version}`;
  const newer = await promisify(execFile)(path.join(BENCH, 'node_modules/node/bin/node'), ['--version']);
  return [
    `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB; Node.js ${process.version} (PostGraphile: ${newer.stdout.trim()});`,
    `${PACKAGES.map(version).join(', ')}.`,
    `${rounds} rounds of ${seconds} s, medians; ${connections} connections.`,
    'Cells: requests a second · p50 / p99 · CPU ms for a request in the server + in PostgreSQL.',
  ].join(' ');
}
