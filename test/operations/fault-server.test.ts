import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate, readMigrations } from '../../src/db/migrate.ts';
import { verified } from '../support/breaches/verified.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { acknowledged, recorded, recordInstrument, recordMany, type Told } from '../support/instrument-writer.ts';
import { type ProductProcess, startProduct } from '../support/product-process.ts';
import { connect } from '../support/writer.ts';

const MIGRATIONS = path.join(import.meta.dirname, '../../migrations');
const MUTATIONS = 1_000;
const CLIENTS = 50;
/** So many are acknowledged when the server is killed. */
const KILLED_AFTER = 300;

let directory: string;
let test: TestDatabase;
let sql: Sql;
let server: ProductProcess;

const start = () => startProduct({ DATABASE_URL: test.url, DATA_DIRECTORY: directory });

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), `sapxep-test-${process.pid}-fault-`));
  test = await createTestDatabase({ template: 'plans' });
  sql = connect(test.url);
  server = await start();
}, 120_000);

afterAll(async () => {
  await server?.stop();
  await sql.end();
  await test.drop();
  await rm(directory, { recursive: true });
});

describe('a server that is killed in the middle of a thousand mutations', () => {
  const told = new Map<string, Told>();

  it('leaves each of them done or not done, and every acknowledged one done', async () => {
    const isOver = () => {
      if (acknowledged(told).length < KILLED_AFTER) return false;
      server.child.kill('SIGKILL');
      return false;
    };

    await recordMany(server, { prefix: 'KILL', count: MUTATIONS, clients: CLIENTS, isOver }, told);
    await server.exited;
    await expect.poll(sessions, { timeout: 15_000 }).toBe(0);
    const { whole, half } = await recorded(sql, 'KILL');

    expect(told.size).toBe(MUTATIONS);
    expect(acknowledged(told).length).toBeGreaterThanOrEqual(KILLED_AFTER);
    expect(acknowledged(told).length).toBeLessThan(MUTATIONS);
    expect(half).toEqual([]);
    expect(acknowledged(told).filter((number) => !whole.includes(number))).toEqual([]);
  }, 60_000);

  it('answers the same where a key is sent again, and does what was not done', async () => {
    const before = new Set((await recorded(sql, 'KILL')).whole);
    server = await start();

    const again = [
      ...acknowledged(told).slice(0, 20),
      ...[...before].filter((number) => told.get(number)?.is !== 'DONE'),
    ];
    const undone = [...told.keys()].filter((number) => !before.has(number)).slice(0, 20);
    const answers = new Map<string, Told>();
    for (const number of [...again, ...undone]) answers.set(number, await recordInstrument(server, number));
    const { whole, half } = await recorded(sql, 'KILL');

    expect([...answers.values()].filter(({ is }) => is !== 'DONE')).toEqual([]);
    for (const [number, first] of told)
      if (first.is === 'DONE' && answers.has(number)) expect(answers.get(number)).toEqual(first);
    expect(half).toEqual([]);
    expect(new Set(whole)).toEqual(new Set([...before, ...undone]));
  }, 120_000);
});

describe('a server that runs while another version expands the schema', () => {
  it('goes on without a mutation failed or lost, and its like start on what is there then', async () => {
    const folder =
      await expanding(`ALTER TABLE legal_instrument ADD COLUMN remark text NOT NULL DEFAULT '–';--> statement-breakpoint
CREATE INDEX legal_instrument_remark ON legal_instrument (remark);`);
    let isMigrated = false;
    const told = new Map<string, Told>();

    const writing = recordMany(server, { prefix: 'EXPAND', count: 10_000, clients: 8, isOver: () => isMigrated }, told);
    await expect.poll(() => acknowledged(told).length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(10);
    await migrate(test.url, readMigrations(folder));
    const during = acknowledged(told).length;
    await expect.poll(() => acknowledged(told).length, { timeout: 15_000, interval: 5 }).toBeGreaterThan(during + 10);
    isMigrated = true;
    await writing;
    const other = await start();
    const served = await recordInstrument(other, 'EXPAND-other').finally(() => other.stop());
    const { whole, half } = await recorded(sql, 'EXPAND');
    const [column] = await sql`SELECT count(*)::int AS rows FROM legal_instrument WHERE remark = '–'`;

    expect([...told.values()].filter(({ is }) => is !== 'DONE')).toEqual([]);
    expect(served.is).toBe('DONE');
    expect(half).toEqual([]);
    expect(whole.sort()).toEqual([...told.keys(), 'EXPAND-other'].sort());
    expect(column?.rows).toBeGreaterThan(told.size);
    await rm(folder, { recursive: true });
  }, 120_000);

  it('breaks no rule of what is on record', async () => {
    expect(await verified(test.url)).toEqual([]);
  }, 60_000);
});

/** How many sessions of the product there are in the database. */
async function sessions(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'sapxep%'`;
  return row?.count ?? 0;
}

/** The product's migrations, and one more. */
async function expanding(text: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sapxep-migrations-'));
  await cp(MIGRATIONS, folder, { recursive: true });
  const journal = path.join(folder, 'meta', '_journal.json');
  const all = JSON.parse(await readFile(journal, 'utf8')) as { entries: { idx: number; when: number }[] };
  const last = all.entries.at(-1);
  const next = {
    idx: (last?.idx ?? 0) + 1,
    version: '7',
    when: (last?.when ?? 0) + 1,
    tag: 'expanding',
    breakpoints: true,
  };
  await writeFile(path.join(folder, 'expanding.sql'), text);
  await writeFile(journal, JSON.stringify({ ...all, entries: [...all.entries, next] }));
  return folder;
}
