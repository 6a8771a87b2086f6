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
    await loadShippedPlans(database, '2026-11-23', () => {});
  });

  afterAll(async () => {
    await database.close();
    await test.drop();
    await rm(directory, { recursive: true });
  });

  const carryOut = async (options: { directory?: string; rehearse?: boolean } = {}) => {
    const { reform, problems } = await readReform(options.directory ?? directory);
    expect(problems).toEqual([]);
    const result = await importReform(new UnitOfWork(database, { actor: 'test', requestId: 'reform' }), reform, {
      rehearse: options.rehearse,
    });
    return result;
  };
  const count = async (table: string) =>
    Number((await database.reads`SELECT count(*) FROM ${database.reads(table)}`)[0]?.count);

  it('leaves nothing behind when rehearsed', async () => {
    const few = await mkdtemp(path.join(tmpdir(), 'sapxep-reform-'));
    const { whole, partial } = await writeCountry(few, { provinces: 8 });
    const before = {
      units: await count('unit'),
      territories: await count('territory'),
      audited: await count('audit_entry'),
    };

    const { rehearsed, value } = await carryOut({ directory: few, rehearse: true });

    expect(rehearsed).toBe(true);
    expect(value?.communes.lines).toBe(whole + partial);
    expect(value?.changes).toBeGreaterThan(1_000);
    expect({
      units: await count('unit'),
      territories: await count('territory'),
      audited: await count('audit_entry'),
    }).toEqual(before);
    await rm(few, { recursive: true });
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

  it('takes a province that a plan holds into a new one that none does, codes reused', async () => {
    const merged = await mkdtemp(path.join(tmpdir(), 'sapxep-reform-'));
    const communes = await binhDuongCommunes();
    await writeMerger(merged, communes);
    const fresh = await createTestDatabase();
    const own = openDatabase(fresh.url);
    await loadShippedPlans(own, '2026-11-23', () => {});

    const { reform, problems } = await readReform(merged);
    const { value, violations } = await importReform(
      new UnitOfWork(own, { actor: 'test', requestId: 'reform' }),
      reform,
    );

    expect([problems, violations]).toEqual([[], []]);
    expect(value?.communes).toMatchObject({ before: 92, beforeWithSuccessor: 92, after: 92, afterWithPredecessor: 92 });
    expect(value?.fromHeld).toBe(91);
    expect(value?.heldBy).toEqual(['Tỉnh Bình Dương (74) before the reform: plan BD']);
    const [reused] = await own.reads`
      SELECT count(DISTINCT territory_id) AS bearers, min(valid_to) AS ended FROM territory_version WHERE code = '25747' AND superseded_at = 'infinity'`;
    expect(reused).toMatchObject({ bearers: '2', ended: '2025-07-01' });
    const [made] = await own.reads`SELECT count(*) AS centers FROM unit WHERE code LIKE 'VN-C-%'`;
    expect(made?.centers).toBe('92');
    await own.close();
    await fresh.drop();
    await rm(merged, { recursive: true });
  });
});

interface Commune {
  code: string;
  kind: string;
  name: string;
  district: { code: string; kind: string; name: string };
}

/** The 91 communes of Binh Duong as they ship with its plan. */
async function binhDuongCommunes(): Promise<Commune[]> {
  const text = await readFile(new URL('../../data/territories/BD.csv', import.meta.url), 'utf8');
  const rows = text.split('\n').map((line) => line.split(','));
  const places = new Map(rows.map(([code = '', , kind = '', name = '']) => [code, { code, kind, name }]));
  return rows
    .filter(([, level]) => level === 'COMMUNE')
    .map(([code = '', , kind = '', name = '', parent = '']) => ({
      code,
      kind,
      name,
      district: places.get(parent) ?? { code: '', kind: '', name: '' },
    }));
}

/** Binh Duong and one commune of Ho Chi Minh City become Ho Chi Minh City, each commune keeping its code. */
async function writeMerger(directory: string, communes: readonly Commune[]): Promise<void> {
  const write = (file: string, lines: string[]) => writeFile(path.join(directory, file), `${lines.join('\n')}\n`);
  await write('units-2025-03-01.csv', [
    'province_code,province_kind,province_name,district_code,district_kind,district_name,unit_code,unit_kind,unit_name',
    ...communes.map(({ code, kind, name, district }) =>
      ['74', 'Tỉnh', 'Bình Dương', district.code, district.kind, district.name, code, kind, name].join(','),
    ),
    '79,Thành phố,Hồ Chí Minh,787,Huyện,Cần Giờ,27676,Xã,Thạnh An',
  ]);
  await write('provinces-2025-07-01.csv', [
    'province_code,province_name,merged_from',
    '79,Thành phố Hồ Chí Minh,Tỉnh Bình Dương; Thành phố Hồ Chí Minh',
  ]);
  await write('communes-2025-07-01.csv', [
    'province_code,commune_code,commune_name,lat,lon,area_km2',
    ...communes.map(({ code, name }) => `79,${code},Xã ${name},11.0,106.6,20.5`),
    '79,27676,Xã Thạnh An,10.5,107.0,109.4',
  ]);
  await write('mapping-2025-07-01.csv', [
    'new_province_code,new_commune_code,old_unit_code,extent',
    ...[...communes.map(({ code }) => code), '27676'].map((code) => `79,${code},${code},full`),
  ]);
}
