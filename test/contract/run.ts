// Runs scenarios of the contract against any server: npm run contract -- URL [scenario.json …], with a token in TOKEN.
// A scenario that writes needs a freshly loaded database. Exit 1 where any step differs.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { differences, fill, type Kept } from '../support/matching.ts';

interface Scenario {
  title: string;
  steps: {
    title?: string;
    operation: string;
    document?: string;
    variables?: object;
    expect?: unknown;
    errors?: unknown;
  }[];
}

const [url, ...named] = process.argv.slice(2);
const folder = path.join(import.meta.dirname, 'scenarios');
const files = named.length > 0 ? named : readdirSync(folder).map((file) => path.join(folder, file));
const token = process.env.TOKEN;

async function ask(query: string, variables: unknown): Promise<{ data?: unknown; errors?: unknown[] }> {
  const response = await fetch(url ?? '', {
    method: 'POST',
    signal: AbortSignal.timeout(30_000),
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data?: unknown; errors?: unknown[] };
}

async function differencesOf(step: Scenario['steps'][number], file: string, kept: Kept): Promise<string[]> {
  const operation = path.join(path.dirname(file), '..', 'operations', `${step.operation}.graphql`);
  const { data, errors } = await ask(
    step.document ?? readFileSync(operation, 'utf8'),
    fill(step.variables ?? {}, kept),
  );
  if (errors && !step.errors) return [`errors: ${JSON.stringify(errors).slice(0, 500)}`];
  return [
    ...(step.errors ? differences(step.errors, errors, 'errors', kept) : []),
    ...(step.expect ? differences(step.expect, data, 'data', kept) : []),
  ];
}

if (!url) {
  console.error('usage: npm run contract -- URL [scenario.json …]');
  process.exit(2);
}
const totals = { passed: 0, failed: 0 };
for (const file of files) {
  const { title, steps } = JSON.parse(readFileSync(file, 'utf8')) as Scenario;
  const kept: Kept = {};
  for (const [index, step] of steps.entries()) {
    const found = await differencesOf(step, file, kept).catch((error: unknown) => [String(error)]);
    totals[found.length > 0 ? 'failed' : 'passed'] += 1;
    if (found.length === 0) continue;
    console.log([`FAIL ${title} / ${index + 1} ${step.title ?? step.operation}`, ...found.slice(0, 6)].join('\n  '));
  }
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed > 0 ? 1 : 0);
