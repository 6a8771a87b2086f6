import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CONFIG = '.dependency-cruiser.cjs';
const PROGRAM = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Report {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

/** Checks `src` and `scripts` of a directory with its own configuration, as the command line does. */
async function cruise(directory: string): Promise<Report['summary']> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [PROGRAM, '--config', CONFIG, '--output-type', 'json', 'src', 'scripts'],
    { cwd: directory, maxBuffer: 64 * 1024 * 1024 },
  );
  return (JSON.parse(stdout) as Report).summary;
}

const PACKAGES = ['drizzle-orm', 'fastify', 'graphql', 'graphql-shield', 'postgres', 'type-graphql', 'vitest', 'zod'];
const UNDECLARED = 'left-pad';

/** Files that break no rule, standing for the real ones. */
const INNOCENT: Record<string, string> = {
  'scripts/tool.ts': "import { serve } from '../src/app/server.ts';\nserve();",
  'src/app/server.ts':
    "import { resolve } from '../resolvers/unit.ts';\nimport postgres from 'postgres';\nexport const serve = () => [resolve, postgres];",
  'src/db/reader.ts':
    "import { sql } from 'drizzle-orm';\nimport { WORDS } from '../domain/words.ts';\nexport interface Row { word: string }\nexport const read = () => [sql, WORDS];",
  'src/domain/organization/decide.ts': "import { WORDS } from '../words.ts';\nexport const decide = () => WORDS;",
  'src/domain/words.ts': "export const WORDS = ['unit'];",
  'src/main.ts': "import { serve } from './app/server.ts';\nserve();",
  'src/resolvers/unit.ts':
    "import type { GraphQLSchema } from 'graphql';\nimport type { Row } from '../db/reader.ts';\nimport { Unit } from '../schema/unit.ts';\nimport { rename } from '../services/rename.ts';\nexport const resolve = (row: Row, schema: GraphQLSchema) => [row, schema, Unit, rename];",
  'src/schema/unit.ts':
    "import { Field } from 'type-graphql';\nimport { WORDS } from '../domain/words.ts';\nexport const Unit = [Field, WORDS];",
  'src/services/rename.ts':
    "import { z } from 'zod';\nimport { read } from '../db/reader.ts';\nimport { decide } from '../domain/organization/decide.ts';\nexport const rename = () => [z, read, decide];",
  'test/support.ts': 'export const support = 1;',
};

/** Each rule, with files that break it by the import they consist of. */
const GUILTY: Record<string, { in: string; import: string }[]> = {
  'no-cycles': [
    { in: 'src/app/one.ts', import: "import { other } from './other.ts';\nexport const one = () => other" },
    {
      in: 'src/schema/child.ts',
      import: "import type { Parent } from './parent.ts';\nexport interface Child extends Parent {}",
    },
  ],
  'everything-resolves': [{ in: 'src/app/lost.ts', import: "import './nowhere.ts'" }],
  'declared-packages-only': [{ in: 'src/app/undeclared.ts', import: `import '${UNDECLARED}'` }],
  'no-dev-packages-in-src': [{ in: 'src/app/dev.ts', import: "import 'vitest'" }],
  'no-test-code-in-the-product': [
    { in: 'src/app/tested.ts', import: "export { support } from '../../test/support.ts'" },
    { in: 'scripts/tested.ts', import: "await import('../test/support.ts')" },
  ],
  'scripts-are-entries': [{ in: 'src/app/scripted.ts', import: "import '../../scripts/tool.ts'" }],
  'main-is-an-entry': [{ in: 'scripts/start.ts', import: "import '../src/main.ts'" }],
  'domain-imports-only-domain': [
    { in: 'src/domain/reads.ts', import: "import type { Row } from '../db/reader.ts'" },
    { in: 'src/domain/files.ts', import: "import { readFile } from 'node:fs/promises'" },
    { in: 'src/domain/checks.ts', import: "import { z } from 'zod'" },
  ],
  'db-knows-only-domain': [
    { in: 'src/db/serves.ts', import: "import { rename } from '../services/rename.ts'" },
    { in: 'src/db/shows.ts', import: "import type { Unit } from '../schema/unit.ts'" },
  ],
  'db-uses-only-database-packages': [{ in: 'src/db/asks.ts', import: "import type { GraphQLSchema } from 'graphql'" }],
  'sql-only-in-db': [
    { in: 'src/services/queries.ts', import: "import { sql } from 'drizzle-orm'" },
    { in: 'src/resolvers/queries.ts', import: "import postgres from 'postgres'" },
  ],
  'services-know-only-db-and-domain': [
    { in: 'src/services/shows.ts', import: "import { Unit } from '../schema/unit.ts'" },
    { in: 'src/services/resolves.ts', import: "import { resolve } from '../resolvers/unit.ts'" },
    { in: 'src/services/listens.ts', import: "import { serve } from '../app/server.ts'" },
  ],
  'services-know-no-graphql': [
    { in: 'src/services/fails.ts', import: "import { GraphQLError } from 'graphql'" },
    { in: 'src/services/permits.ts', import: "import { shield } from 'graphql-shield'" },
    { in: 'src/services/decorates.ts', import: "import { Field } from 'type-graphql'" },
  ],
  'schema-has-no-behaviour': [
    { in: 'src/schema/decides.ts', import: "import { decide } from '../domain/organization/decide.ts'" },
    { in: 'src/schema/reads.ts', import: "import type { Row } from '../db/reader.ts'" },
    { in: 'src/schema/does.ts', import: "import { rename } from '../services/rename.ts'" },
    { in: 'src/schema/permits.ts', import: "import { shield } from 'graphql-shield'" },
  ],
  'resolvers-only-translate': [
    { in: 'src/resolvers/serves.ts', import: "import type { serve } from '../app/server.ts'" },
  ],
  'resolvers-reach-db-for-types-only': [
    { in: 'src/resolvers/reads.ts', import: "import { read } from '../db/reader.ts'" },
    { in: 'src/resolvers/mixes.ts', import: "import { read, type Row } from '../db/reader.ts'" },
  ],
  'app-is-the-top': [
    { in: 'src/resolvers/climbs.ts', import: "import { serve } from '../app/server.ts'" },
    { in: 'src/schema/climbs.ts', import: "import { serve } from '../app/server.ts'" },
    { in: 'src/domain/climbs.ts', import: "import { serve } from '../app/server.ts'" },
  ],
};

/** The other halves of the cycles. */
const ACCOMPLICES: Record<string, string> = {
  'src/app/other.ts': "import { one } from './one.ts';\nexport const other = () => one;",
  'src/schema/parent.ts': "import type { Child } from './child.ts';\nexport interface Parent { child: Child }",
};

/** A tree with the layout of the real one, which breaks every rule. */
async function plant(directory: string): Promise<void> {
  const { dependencies, devDependencies } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
  const guilty = Object.values(GUILTY).flatMap((files) => files.map((file) => [file.in, `${file.import};`]));
  const stubs = [...PACKAGES, UNDECLARED].flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'module.exports = {};'],
  ]);
  const files = {
    'package.json': JSON.stringify({ name: 'planted', type: 'module', dependencies, devDependencies }),
    ...INNOCENT,
    ...ACCOMPLICES,
    ...Object.fromEntries([...guilty, ...stubs]),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.join(directory, path.dirname(name)), { recursive: true });
    await writeFile(path.join(directory, name), `${text}\n`);
  }
  for (const name of [CONFIG, 'tsconfig.json']) await copyFile(path.join(ROOT, name), path.join(directory, name));
}

describe('the direction of imports', () => {
  let directory: string;
  let planted: Report['summary'];
  const rulesBrokenIn = (file: string) =>
    planted.violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name);

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sapxep-imports-'));
    await plant(directory);
    planted = await cruise(directory);
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  test('is kept by the whole product', async () => {
    const { totalCruised, violations } = await cruise(ROOT);

    expect(violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
    expect(totalCruised).toBeGreaterThan(50);
  });

  test('has no rule that nothing here breaks', () => {
    const { forbidden } = createRequire(import.meta.url)(path.join(ROOT, CONFIG)) as { forbidden: { name: string }[] };

    expect(forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(GUILTY).sort());
  });

  test.each(
    Object.entries(GUILTY).flatMap(([rule, files]) =>
      files.map((file) => ({ rule, file: file.in, text: file.import })),
    ),
  )('$rule: $text in $file is told', ({ rule, file }) => {
    expect(rulesBrokenIn(file)).toContain(rule);
  });

  test.each(Object.keys(INNOCENT))('%s is let through', (file) => {
    expect(rulesBrokenIn(file)).toEqual([]);
  });
});
