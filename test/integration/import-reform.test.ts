import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadShippedPlans } from '../../src/app/installation.ts';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { UnitOfWork } from '../../src/db/unit-of-work.ts';
import { importReform } from '../../src/services/reform/import-reform.ts';
import { readReform } from '../../src/services/reform/read-reform.ts';
import { type CountryTotals, writeCountry } from '../support/country.ts';
import { createTestDatabase } from '../support/database.ts';

const SECONDS_FOR_THE_COUNTRY = 60;
const NOTHING = { territories: 0, lineages: 0, changes: 0 };

/** The national figures: 34 provinces, 3,321 communes, 10,052 old units, 9,592 whole and 1,012 partial transfers. */
describe('the reform of 2025-07-01, nationwide', () => {
  let directory: string;
  let test: Awaited<ReturnType<typeof createTestDatabase>>;
  let database: Database;
  let totals: CountryTotals;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'sapxep-reform-'));
    totals = await writeCountry(directory);
    test = await createTestDatabase();
    database = openDatabase(test.url);
    await loadShippedPlans(database, () => {});
  });

  afterAll(async () => {
    await database.close();
    await test.drop();
    await rm(directory, { recursive: true });
  });

  const carryOut = async (rehearse = false) => {
    const { reform, problems } = await readReform(directory);
    expect(problems).toEqual([]);
    const result = await importReform(new UnitOfWork(database, { actor: 'test', requestId: 'reform' }), reform, {
      rehearse,
    });
    return result;
  };
  const count = async (table: string) =>
    Number((await database.reads`SELECT count(*) FROM ${database.reads(table)}`)[0]?.count);

  it('leaves nothing behind when rehearsed', async () => {
    const before = {
      units: await count('unit'),
      territories: await count('territory'),
      audited: await count('audit_entry'),
    };

    const { rehearsed, value } = await carryOut(true);

    expect(rehearsed).toBe(true);
    expect(value?.communes.lines).toBe(10_604);
    expect({
      units: await count('unit'),
      territories: await count('territory'),
      audited: await count('audit_entry'),
    }).toEqual(before);
  }, 120_000);

  it('conserves every unit and is done within a minute', async () => {
    const started = performance.now();

    const { value, violations } = await carryOut();

    expect(violations).toEqual([]);
    expect((performance.now() - started) / 1000).toBeLessThan(SECONDS_FOR_THE_COUNTRY);
    expect(totals).toMatchObject({ whole: 9_592, partial: 1_012 });
    expect(value?.provinces).toEqual({
      before: 63,
      beforeWithSuccessor: 63,
      after: 34,
      afterWithPredecessor: 34,
      lines: 63,
    });
    expect(value?.communes).toEqual({
      before: 10_052,
      beforeWithSuccessor: 10_052,
      after: 3_321,
      afterWithPredecessor: 3_321,
      lines: 10_604,
    });
    expect(value?.units.beforeWithSuccessor).toBe(value?.units.before);
    expect(value?.units.afterWithPredecessor).toBe(value?.units.after);
  }, 120_000);

  it('changes nothing when run again', async () => {
    const before = {
      facts: await count('unit_version'),
      audited: await count('audit_entry'),
      instruments: await count('legal_instrument'),
    };

    const { value } = await carryOut();

    expect(value).toMatchObject(NOTHING);
    expect({
      facts: await count('unit_version'),
      audited: await count('audit_entry'),
      instruments: await count('legal_instrument'),
    }).toEqual(before);
  }, 120_000);

  it('makes no units where a shipped plan has its center', async () => {
    const made = await database.reads`
      SELECT code FROM unit WHERE code IN ('VN-63-01', 'VN-63-24', 'VN-63-27', 'VN-63-40', 'VN-63-74', 'VN-34-01', 'VN-34-24', 'VN-34-40', 'VN-34-79')`;

    expect(made.map((row) => row.code)).toEqual(['VN-34-79']);
  });

  it('tells a reused code apart by validity', async () => {
    const bearers = await database.reads`
      SELECT code FROM territory_version WHERE superseded_at = 'infinity' AND length(code) = 5 AND valid_from IN ('2004-07-08', '2025-07-01')
      GROUP BY code HAVING count(*) = 2 AND count(DISTINCT territory_id) = 2`;

    expect(bearers.length).toBeGreaterThan(3_000);
  });

  it('refuses rows that contradict what is recorded, naming file and line, and writes nothing', async () => {
    const elsewhere = await mkdtemp(path.join(tmpdir(), 'sapxep-reform-'));
    await writeCountry(elsewhere, { provinces: 4 });
    const file = path.join(elsewhere, 'units-2025-03-01.csv');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const [first] = lines.slice(1);
    const [, , , district] = first?.split(',') ?? [];
    await writeFile(file, lines.map((line) => line.replace(`,${district},`, ',718,')).join('\n'));
    const before = await count('territory');

    const { reform } = await readReform(elsewhere);
    const { value, violations } = await importReform(
      new UnitOfWork(database, { actor: 'test', requestId: 'reform' }),
      reform,
    );

    expect(value).toBeNull();
    expect(violations[0]).toMatchObject({
      code: 'TERRITORY_CODE_OVERLAP',
      territory: '718',
      path: ['units-2025-03-01.csv', '2'],
    });
    expect(await count('territory')).toBe(before);
    await rm(elsewhere, { recursive: true });
  });
});
