import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { BackupError, type Header, type Manifest, sha256, Tallying } from '../../src/db/backup/format.ts';
import { restoreBackup } from '../../src/db/backup/restore-backup.ts';
import { takeBackup } from '../../src/db/backup/take-backup.ts';
import { migrate, readMigrations } from '../../src/db/migrate.ts';
import { startApiServer } from '../support/api-server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anInstrument } from '../support/organization-builder.ts';
import { onServer } from '../support/test-server.ts';
import { carryOut } from '../support/verbs.ts';
import { connect } from '../support/writer.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const OPERATION = path.join(ROOT, 'test/contract/operations/organization-on-a-day.graphql');

const server = await startApiServer();
const folder = await mkdtemp(path.join(tmpdir(), 'sapxep-backup-'));
const file = path.join(folder, 'plans.backup');
const databases: TestDatabase[] = [];

afterAll(async () => {
  await server.close();
  await Promise.all(databases.map((database) => database.drop()));
  await rm(folder, { recursive: true });
});

async function anEmptyDatabase(): Promise<string> {
  const database = await createTestDatabase({ template: 'empty' });
  databases.push(database);
  return database.url;
}

/** A digest of each table, whatever order its rows lie in, and where each sequence stands. */
function contentOf(url: string): Promise<Record<string, string>> {
  return onServer(url, async (sql) => {
    const named = await sql<{ name: string; kind: string }[]>`
      SELECT c.oid::regclass::text AS name, relkind AS kind FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname IN ('public', 'drizzle') AND relkind IN ('r', 'S') AND relpersistence = 'p' ORDER BY 1`;
    const content: Record<string, string> = {};
    for (const { name, kind } of named) {
      const row = kind === 'S' ? "format('%s %s', last_value, is_called)" : 't::text';
      const [found] = await sql.unsafe(
        `SELECT md5(string_agg(${row}, E'\\n' ORDER BY ${row})) AS digest FROM ${name} t`,
      );
      content[name] = String(found?.digest);
    }
    return content;
  });
}

const REGISTER = 'mutation ($input: RegisterStaffInput!) { registerStaff(input: $input) { violations { code } } }';

async function register(code: string): Promise<void> {
  const input = { code, name: `Người ${code}`, category: 'CIVIL_SERVANT', payrollHome: 'HN-B01', from: '2025-02-01' };
  const { registerStaff } = await server.query(REGISTER, { input });
  expect(registerStaff.violations).toEqual([]);
}

/** Runs one of the scripts as people do. */
function run(script: 'backup' | 'restore', url: string): Promise<{ code: number; told: string }> {
  const env = { ...process.env, DATABASE_URL: url };
  const command = ['--import', 'tsx', path.join(ROOT, `scripts/${script}.ts`), file];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, told: stdout + stderr }),
    );
  });
}

/** A backup with other text in it, as whole as it was. */
async function altered(name: string, change: (text: string) => string): Promise<string> {
  const other = path.join(folder, name);
  await writeFile(other, gzipSync(change(gunzipSync(await readFile(file)).toString())));
  return other;
}

/** What a backup would be that had begun with another line. */
function reheaded(text: string, change: (header: string) => string): string {
  const [header = '', ...rest] = text.trimEnd().split('\n');
  const manifest = JSON.parse(rest.pop() ?? '') as Manifest;
  const other = change(header);
  return [other, ...rest, JSON.stringify({ ...manifest, header: sha256(other) }), ''].join('\n');
}

/** What a backup would be whose rows of a table had been others when it was written. */
function rewritten(text: string, table: string, change: (rows: string) => string): string {
  const [header = '', ...rest] = text.split('\n');
  const position = (JSON.parse(header) as Header).tables.findIndex(({ name }) => name === table);
  const parts = rest.join('\n').split(/(?<=^|\n)\\\.\n/);
  parts[position] = change(parts[position] ?? '');
  const manifest = JSON.parse(parts.pop() ?? '') as Manifest;
  const tallying = new Tallying();
  tallying.add(Buffer.from(parts[position] ?? ''));
  const tables = { ...manifest.tables, [table]: tallying.result };
  return [header, [...parts, JSON.stringify({ tables, header: sha256(header) })].join('\\.\n'), ''].join('\n');
}

// A restore reads all back and takes statistics: on a busy machine that takes its time.
describe('a backup', { timeout: 60_000 }, () => {
  it('taken while others write is restored as of its moment, to the last row, and answers', async () => {
    await register('TRUOC');
    const before = await contentOf(server.databaseUrl);
    const question = { document: await readFile(OPERATION, 'utf8'), variables: { code: 'HN', asOf: '2025-05-15' } };
    const written: string[] = [];

    await takeBackup(server.databaseUrl, file, async (table) => {
      if (written.length < 3) await register(`TRONG-${written.push(table)}`);
    });
    const again = await run('backup', server.databaseUrl);
    const target = await anEmptyDatabase();
    const restored = await run('restore', target);

    expect(written).toHaveLength(3);
    expect([again.code, again.told]).toEqual([2, `${file} is there already; name another file.\n`]);
    expect([restored.code, restored.told]).toEqual([0, expect.stringMatching(/ unit: \d+ rows[\s\S]*Restored as of /)]);
    expect(await contentOf(target)).toEqual(before);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual([path.basename(file)]);

    const other = await startApiServer({ databaseUrl: target });
    const [ours, theirs] = await Promise.all(
      [server, other].map(({ query }) => query(question.document, question.variables)),
    );
    const { violations } = await carryOut(other, 'renameUnit', {
      unit: 'HN-B01',
      name: 'Chi nhánh số 1',
      on: '2025-07-15',
      instrument: '29/KH-UBND',
    });
    await other.close();
    expect(theirs).toEqual(ours);
    expect(violations).toEqual([]);
  }, 120_000);

  it('goes back only into an empty database', async () => {
    const restoring = restoreBackup(server.databaseUrl, file, () => {});

    await expect(restoring).rejects.toThrow(/The database is not empty \(it has \S+\); restore into a new one\./);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    ['cut off', async () => part(0.6), /damaged or not a backup: unexpected end of file/],
    ['with a bit turned', () => flipped(), /damaged or not a backup|not a backup|altered|not whole/],
    [
      'with another row',
      () => altered('row', (text) => text.replace('Chi nhánh Cầu Giấy', 'Chi nhánh Cầu Đất')),
      /was altered: \w+ has \d+ rows that are not those/,
    ],
    [
      'with another first line',
      () => altered('first', (text) => text.replace('"format":1', '"format":1,"more":1')),
      /was altered: its first line/,
    ],
    [
      'without its last line',
      () => altered('last', (text) => text.slice(0, text.lastIndexOf('{"tables"'))),
      /not whole/,
    ],
    [
      'of another version',
      () =>
        altered('version', (text) => reheaded(text, (header) => header.replace(/"hash":"[^"]+"/, '"hash":"other"'))),
      /was made by another version/,
    ],
    [
      'that never was one',
      async () => path.join(ROOT, 'package.json'),
      /damaged or not a backup: incorrect header check/,
    ],
  ])('%s is refused, and nothing is restored', async (_what, make, refusal) => {
    const target = await anEmptyDatabase();

    const restoring = restoreBackup(target, await make(), () => {});

    await expect(restoring).rejects.toThrow(BackupError);
    await expect(restoring).rejects.toThrow(refusal);
    expect(await contentOf(target)).toEqual({});
  });

  it('whose rows contradict each other leaves nothing, however well it is made', async () => {
    const target = await anEmptyDatabase();
    const withoutUnit = await altered('contradiction', (text) =>
      rewritten(text, 'unit', (rows) => rows.slice(rows.indexOf('\n') + 1)),
    );

    await expect(restoreBackup(target, withoutUnit, () => {})).rejects.toThrow();

    expect(await contentOf(target)).toEqual({});
  });

  it('of an older version is restored with that schema, and then migrated as ever', async () => {
    const [source, target] = [await anEmptyDatabase(), await anEmptyDatabase()];
    const older = readMigrations().slice(0, 6);
    await migrate(source, older);
    const sql = connect(source);
    await anInstrument(sql);
    await sql.end();
    const old = path.join(folder, 'old');
    await takeBackup(source, old, () => {});

    await restoreBackup(target, old, () => {});

    expect(await contentOf(target)).toEqual(await contentOf(source));
    expect(await migrate(target)).toEqual({ applied: readMigrations().length - older.length, unknown: 0 });
  });
});

async function part(share: number): Promise<string> {
  const whole = await readFile(file);
  const other = path.join(folder, 'part');
  await writeFile(other, whole.subarray(0, Math.floor(whole.length * share)));
  return other;
}

async function flipped(): Promise<string> {
  const whole = await readFile(file);
  const middle = Math.floor(whole.length / 2);
  whole[middle] = (whole[middle] ?? 0) ^ 8;
  const other = path.join(folder, 'flipped');
  await writeFile(other, whole);
  return other;
}
