import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Sql } from 'postgres';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Migration, migrate, readMigrations, SchemaError } from '../../src/db/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { anInstrument, aUnit } from '../support/organization-builder.ts';
import { connect } from '../support/writer.ts';

const MIGRATE = fileURLToPath(new URL('../../src/db/migrate.ts', import.meta.url));
const JOURNAL = new URL('../../migrations/meta/_journal.json', import.meta.url);

let database: TestDatabase;
let sql: Sql;

beforeEach(async () => {
  database = await createTestDatabase({ template: 'empty' });
  sql = connect(database.url);
});

afterEach(async () => {
  await sql.end();
  await database.drop();
});

/** How often each migration was carried out, in order. */
async function timesApplied(): Promise<number[]> {
  const rows = await sql<{ times: number }[]>`
    SELECT count(*)::int AS times FROM drizzle.__drizzle_migrations GROUP BY created_at ORDER BY created_at`;
  return rows.map(({ times }) => times);
}

async function eachOnce(): Promise<number[]> {
  const { entries } = JSON.parse(await readFile(JOURNAL, 'utf8')) as { entries: unknown[] };
  return entries.map(() => 1);
}

/** Migrates in a process of its own; answers how it ended. */
async function migrateInProcess(url: string): Promise<unknown> {
  const script = `import { migrate } from ${JSON.stringify(MIGRATE)}; await migrate(${JSON.stringify(url)});`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  return code;
}

describe('migrate', () => {
  it('brings an empty database to a schema that takes facts', async () => {
    await migrate(database.url);

    await anInstrument(sql);
    const unit = await aUnit(sql);

    expect(await sql`SELECT code FROM unit`).toEqual([{ code: unit }]);
  });

  it('changes nothing when it runs again, and keeps what is there', async () => {
    await migrate(database.url);
    await anInstrument(sql);
    const unit = await aUnit(sql);

    await migrate(database.url);

    expect(await timesApplied()).toEqual(await eachOnce());
    expect(await sql`SELECT code FROM unit`).toEqual([{ code: unit }]);
  });

  it('runs once when several connections begin together', async () => {
    await Promise.all([1, 2, 3, 4].map(() => migrate(database.url)));

    expect(await timesApplied()).toEqual(await eachOnce());
  });

  it('runs once when two processes begin together', async () => {
    const codes = await Promise.all([migrateInProcess(database.url), migrateInProcess(database.url)]);

    expect(codes).toEqual([0, 0]);
    expect(await timesApplied()).toEqual(await eachOnce());
  });

  it('leaves nothing behind when it fails, and can then be done', async () => {
    await sql`CREATE TABLE unit_life (in_the_way int)`;

    const failure = migrate(database.url);

    await expect(failure).rejects.toMatchObject({ code: '42P07' });
    await sql`DROP TABLE unit_life`;
    await migrate(database.url);
    expect(await timesApplied()).toEqual(await eachOnce());
  });

  it('lets an older version go on after a newer one, unless that said it must not', async () => {
    const known = readMigrations();
    const later = (table: string, isBreaking: boolean): Migration => ({
      madeAt: (known.at(-1)?.madeAt ?? 0) + (isBreaking ? 2 : 1),
      hash: table,
      statements: [`CREATE TABLE ${table} ()`],
      isBreaking,
    });
    const [leavesRoom, breaking] = [later('leaves_room', false), later('breaking', true)];

    expect(await migrate(database.url, [...known, leavesRoom])).toEqual({ applied: known.length + 1, unknown: 0 });
    expect(await migrate(database.url)).toEqual({ applied: 0, unknown: 1 });
    await migrate(database.url, [...known, leavesRoom, breaking]);
    await expect(migrate(database.url)).rejects.toThrow(SchemaError);
    await expect(migrate(database.url)).rejects.toThrow(/migrated by a newer version, and this one must not run on it/);
    expect(await migrate(database.url, [...known, leavesRoom, breaking])).toEqual({ applied: 0, unknown: 0 });
  });
});
