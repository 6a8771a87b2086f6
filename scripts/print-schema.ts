import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Change, CriticalityLevel, diff } from '@graphql-inspector/core';
import { type GraphQLSchema, lexicographicSortSchema, printSchema, buildSchema as readSchema } from 'graphql';
import { buildSchema } from '../src/resolvers/build-schema.ts';
import { planSchemaJson } from '../src/services/plan/plan-schema.ts';

const USAGE = `Usage: npm run schema                                  writes schema.graphql and data/plans/plan.schema.json
       npm run --silent schema -- --check            fails where one of them is not what the code says
       npm run --silent schema -- --against FILE     lists what changed since an older schema.graphql`;
const DRIFT = 1;
const WRONG_INPUT = 2;

const API = 'schema.graphql';
const PLANS = 'data/plans/plan.schema.json';
const fileOf = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

const HEADER =
  '# The API of Sapxep, printed by `npm run schema` from src/schema and src/resolvers. Do not edit by hand.\n\n';

const HEADINGS = [
  [CriticalityLevel.Breaking, 'Breaking: documents that work today may fail'],
  [CriticalityLevel.Dangerous, 'Dangerous: documents stay valid, but clients may meet what they do not expect'],
  [CriticalityLevel.NonBreaking, 'Safe'],
] as const;

/** Thrown for what the person typing can put right. */
class UsageError extends Error {}

async function run(args: string[]): Promise<number> {
  const { check, against } = readArguments(args);
  const schema = lexicographicSortSchema(buildSchema());
  if (against !== undefined) {
    console.log(describe(await diff(await readOlder(against), schema), against));
    return 0;
  }
  const texts = { [API]: `${HEADER}${printSchema(schema)}\n`, [PLANS]: planSchemaJson() };
  if (check) return reportDrift(texts, schema);
  for (const [name, text] of Object.entries(texts)) {
    await writeFile(fileOf(name), text);
    console.log(`${name} is written.`);
  }
  return 0;
}

function readArguments(args: string[]): { check?: boolean; against?: string } {
  try {
    const { values } = parseArgs({ args, options: { check: { type: 'boolean' }, against: { type: 'string' } } });
    if (values.check && values.against !== undefined) throw new Error('--check and --against are two questions.');
    return values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function readOlder(file: string): Promise<GraphQLSchema> {
  try {
    return readSchema(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as a schema: ${(error as Error).message}`);
  }
}

async function reportDrift(texts: Record<string, string>, schema: GraphQLSchema): Promise<number> {
  let result = 0;
  for (const [name, text] of Object.entries(texts)) {
    const committed = await readFile(fileOf(name), 'utf8').catch(() => null);
    if (committed === text) continue;
    result = DRIFT;
    const problem = committed === null ? 'is missing' : 'is not what the code says';
    console.error(`${name} ${problem}. Run "npm run schema" and commit the file with the change.`);
    if (committed !== null && name === API) {
      console.error(`\n${describe(await diff(await readOlder(fileOf(API)), schema), API)}\n`);
    }
  }
  return result;
}

function describe(changes: readonly Change[], since: string): string {
  if (changes.length === 0) return `No change of the API since ${since}.`;
  return HEADINGS.map(([level, heading]) => {
    const lines = changes.filter(({ criticality }) => criticality.level === level).map(({ message }) => `  ${message}`);
    return `${heading} (${lines.length})\n${lines.join('\n')}`.trimEnd();
  }).join('\n\n');
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = WRONG_INPUT;
}
