import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../../src/domain/actor.ts';
import { CHANGE_KINDS } from '../../src/domain/change.ts';
import { GATE_KINDS, GATE_MOMENTS } from '../../src/domain/gate.ts';
import { HANDOVER_STATUSES } from '../../src/domain/handover.ts';
import { INSTRUMENT_KINDS } from '../../src/domain/instrument.ts';
import { KPI_KINDS } from '../../src/domain/kpi.ts';
import { PHASE_STATUSES, PLAN_STATUSES } from '../../src/domain/plan.ts';
import { PLAN_EVENT_KINDS } from '../../src/domain/plan-notice.ts';
import { RETURNS, SECONDMENT_STATUSES } from '../../src/domain/secondment.ts';
import { LEADER_ROLES, STAFF_CATEGORIES, WORKPLACE_BASES } from '../../src/domain/staff.ts';
import { DUE_PRECISIONS, TASK_STATUSES } from '../../src/domain/task.ts';
import { TERRITORY_LEVELS } from '../../src/domain/territory.ts';
import { TRANSFER_STATUSES } from '../../src/domain/transfer.ts';
import { LINEAGE_EXTENTS, RELATION_KINDS, SITE_ROLES, UNIT_KINDS } from '../../src/domain/unit.ts';
import { CATEGORIES_EXPECTED } from '../../src/services/staff/staff-words.ts';
import { type ApiServer, startApiServer } from '../support/api-server.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Page {
  name: string;
  text: string;
}

interface Example {
  page: string;
  document: string;
  /** What the page says comes back, where it says so. */
  answer: unknown;
}

async function readPages(): Promise<Page[]> {
  const docs = await readdir(path.join(ROOT, 'docs'), { recursive: true });
  const names = ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => path.join('docs', name))];
  return Promise.all(names.sort().map(async (name) => ({ name, text: await readFile(path.join(ROOT, name), 'utf8') })));
}

/** Blocks marked `graphql runnable`, each with the `json` block right behind it. */
function examplesOf({ name, text }: Page): Example[] {
  const blocks = text.matchAll(/^```graphql runnable\n(.*?)^```\n(?:\s*^```json\n(.*?)^```\n)?/gms);
  return [...blocks].map(([, document = '', answer]) => ({
    page: name,
    document,
    answer: answer === undefined ? undefined : JSON.parse(answer),
  }));
}

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, found = '']) => found);

async function missing(files: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, index) => !found[index]);
}

const WORDS = [
  ...CHANGE_KINDS,
  ...DUE_PRECISIONS,
  ...GATE_KINDS,
  ...GATE_MOMENTS,
  ...HANDOVER_STATUSES,
  ...INSTRUMENT_KINDS,
  ...KPI_KINDS,
  ...LEADER_ROLES,
  ...LINEAGE_EXTENTS,
  ...PHASE_STATUSES,
  ...PLAN_EVENT_KINDS,
  ...PLAN_STATUSES,
  ...RELATION_KINDS,
  ...RETURNS,
  ...ROLES,
  ...SECONDMENT_STATUSES,
  ...SITE_ROLES,
  ...STAFF_CATEGORIES,
  ...TASK_STATUSES,
  ...TERRITORY_LEVELS,
  ...TRANSFER_STATUSES,
  ...UNIT_KINDS,
  ...WORKPLACE_BASES,
];

const pages = await readPages();
const examples = pages.flatMap(examplesOf);

describe('what the documentation shows', () => {
  let server: ApiServer;

  beforeAll(async () => {
    server = await startApiServer({ template: 'plans' });
  });

  afterAll(() => server?.close());

  test.each(examples)('answers as $page says: $document', async ({ document, answer }) => {
    const data = await server.query(document);

    expect(data).toEqual(answer ?? expect.anything());
  });

  test('includes three queries in the README', () => {
    expect(examples.filter(({ page }) => page === 'README.md').length).toBeGreaterThanOrEqual(3);
  });

  test.each(pages)('$name names files and commands that exist', async ({ name, text }) => {
    const { scripts } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
    const links = all(text, /\]\((?!https?:|#)([^)#]+)/g).map((link) => path.resolve(ROOT, path.dirname(name), link));
    const files = all(text, /`((?:src|scripts|migrations|data|test|docs)\/[\w./-]*)`/g).map((file) =>
      path.join(ROOT, file),
    );
    const commands = all(text, /npm run (?:--silent )?([\w:-]+)/g);

    expect(await missing([...links, ...files])).toEqual([]);
    expect(commands.filter((command) => !(command in scripts))).toEqual([]);
  });

  test('has a Vietnamese term for every word of the domain', async () => {
    const glossary = await readFile(path.join(ROOT, 'docs/glossary.md'), 'utf8');
    const explained = new Set(glossary.match(/\b[A-Z_]+\b/g));

    expect(WORDS.filter((word) => !explained.has(word))).toEqual([]);
  });

  test('calls the categories of a staff file as the import does', async () => {
    const [readme, glossary] = await Promise.all(
      ['README.md', 'docs/glossary.md'].map((name) => readFile(path.join(ROOT, name), 'utf8')),
    );
    const named = all(readme?.match(/^\| `Đối tượng`.*$/m)?.[0] ?? '', /`([^`]+)`/g).map((word) => word.toLowerCase());
    const words = all(CATEGORIES_EXPECTED, /\(([^)]+)\)/g);

    expect(named).toEqual(['đối tượng', 'loại', 'category', ...words]);
    expect(words.filter((word) => !glossary?.includes(word))).toEqual([]);
  });
});
