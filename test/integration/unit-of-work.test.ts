import { sql as query } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Transaction } from '../../src/db/client.ts';
import { done, refused, UnitOfWork } from '../../src/db/unit-of-work.ts';
import { violation } from '../../src/domain/violation.ts';
import { dissolveUnit } from '../../src/services/unit/dissolve-unit.ts';
import { renameUnit } from '../../src/services/unit/rename-unit.ts';
import { aUnit } from '../support/organization-builder.ts';
import { rowCounts } from '../support/row-counts.ts';
import { openScene, type Scene } from '../support/scene.ts';

const ON = '2025-07-01';
const INSTRUMENT = '1/QĐ';

let scene: Scene;
let sql: Sql;
let database: Database;
let work: UnitOfWork;
let unit: string;
let before: Record<string, number>;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  database = openDatabase(scene.url, { reads: 1, writes: 4 });
  work = new UnitOfWork(database, { actor: 'lan', requestId: 'request-1' });
});

afterAll(async () => {
  await database.close();
  await scene.close();
});

beforeEach(async () => {
  unit = await aUnit(sql);
  before = await rowCounts(scene.url);
});

/** Shows a unit by the names it has had or will have, in the order of days. */
async function namesOf(tx: Transaction, value: unknown): Promise<string[]> {
  const rows = await tx.execute<{ name: string }>(query`
    SELECT name FROM unit_version WHERE unit_id = (SELECT id FROM unit WHERE code = ${(value as { unit: string }).unit})
      AND superseded_at = 'infinity' ORDER BY valid_from`);
  return rows.map(({ name }) => name);
}

const rename = (name: string) => ({ unit, name, on: ON, instrument: INSTRUMENT });

describe('a command that is carried out', () => {
  it('answers its value and writes one audit entry in its own transaction', async () => {
    const result = await renameUnit(work, rename('New name'));

    expect(result).toEqual({ value: { unit, on: ON }, violations: [], rehearsed: false, shown: null });
    const entries = await sql`
      SELECT a.actor, a.verb, a.subject_type, a.subject, a.request_id, a.before ->> 'name' AS was, a.after ->> 'name' AS is,
             a.xmin = c.xmin AND a.xmin = v.xmin AS together, a.recorded_at = v.recorded_at AS at_once
      FROM audit_entry a JOIN change_event c ON c.id = a.change_id JOIN unit_version v ON v.change_id = c.id
      WHERE a.subject = ${unit}`;
    expect(entries).toEqual([
      {
        actor: 'lan',
        verb: 'renameUnit',
        subject_type: 'OrgUnit',
        subject: unit,
        request_id: 'request-1',
        was: unit,
        is: 'New name',
        together: true,
        at_once: true,
      },
    ]);
  });

  it('shows its value as it now is', async () => {
    const showing = new UnitOfWork(database, { actor: 'lan', requestId: '1' }, namesOf);

    const { shown } = await renameUnit(showing, rename('New name'));

    expect(shown).toEqual([unit, 'New name']);
  });
});

describe('a command that is refused', () => {
  it('answers every violation and writes nothing', async () => {
    const result = await renameUnit(work, { ...rename(' '), instrument: 'unknown', expectedVersion: 99 });

    expect(result.violations.map(({ code }) => code).sort()).toEqual([
      'INPUT_INVALID',
      'NOT_FOUND',
      'VERSION_CONFLICT',
    ]);
    expect(result).toMatchObject({ value: null, rehearsed: false, shown: null });
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('takes back what it had written before', async () => {
    const result = await work.run('test', {}, async ({ tx, audit }) => {
      await tx.execute(query`INSERT INTO site (address) VALUES ('1 Test')`);
      await audit([
        { subjectType: 'OrgUnit', subject: unit, before: null, after: null, instrument: null, change: null },
      ]);
      return refused([violation('NOT_FOUND')]);
    });

    expect(result).toEqual({ value: null, violations: [violation('NOT_FOUND')], rehearsed: false, shown: null });
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('is refused by PostgreSQL at commit as well, by the name of its rule', async () => {
    let attempts = 0;

    const result = await work.run('test', {}, async ({ tx }) => {
      attempts += 1;
      await tx.execute(query`
        UPDATE unit_version SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit})`);
      return done(unit);
    });

    expect(result).toEqual({
      value: null,
      violations: [violation('UNIT_VERSION_GAP', { unit })],
      rehearsed: false,
      shown: null,
    });
    expect(attempts).toBe(2);
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('goes through with a warning', async () => {
    const warning = violation('NOT_FOUND', { severity: 'WARNING' });

    const result = await work.run('test', {}, async ({ tx }) => {
      await tx.execute(query`INSERT INTO site (address) VALUES ('1 Test')`);
      return done(unit, [warning]);
    });

    expect(result).toEqual({ value: unit, violations: [warning], rehearsed: false, shown: null });
    expect(await rowCounts(scene.url)).toEqual({ ...before, site: (before.site ?? 0) + 1 });
  });
});

describe('a rehearsal', () => {
  it('shows what would be and writes nothing', async () => {
    const showing = new UnitOfWork(database, { actor: 'lan', requestId: '1' }, namesOf);

    const result = await renameUnit(showing, { ...rename('New name'), rehearse: true });

    expect(result).toEqual({ value: { unit, on: ON }, violations: [], rehearsed: true, shown: [unit, 'New name'] });
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('answers what would be refused', async () => {
    const result = await dissolveUnit(work, {
      unit,
      successors: [],
      noSuccessor: true,
      on: '2024-07-01',
      instrument: INSTRUMENT,
      rehearse: true,
    });

    expect(result).toMatchObject({ value: null, rehearsed: true, shown: null });
    expect(result.violations.map(({ code }) => code)).toEqual(['FACT_OUTSIDE_UNIT']);
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('finds what PostgreSQL would refuse only at commit', async () => {
    const result = await work.run('test', { rehearse: true }, async ({ tx }) => {
      await tx.execute(query`
        UPDATE unit_version SET superseded_at = now() WHERE unit_id = (SELECT id FROM unit WHERE code = ${unit})`);
      return done(unit);
    });

    expect(result).toEqual({
      value: null,
      violations: [violation('UNIT_VERSION_GAP', { unit })],
      rehearsed: true,
      shown: null,
    });
    expect(await rowCounts(scene.url)).toEqual(before);
  });
});

describe('a crash', () => {
  it('in the middle takes back what was written and is passed on', async () => {
    const crash = new Error('crash');

    const result = work.run('test', {}, async ({ tx, audit }) => {
      await tx.execute(query`INSERT INTO site (address) VALUES ('1 Test')`);
      await audit([
        { subjectType: 'OrgUnit', subject: unit, before: null, after: null, instrument: null, change: null },
      ]);
      throw crash;
    });

    await expect(result).rejects.toBe(crash);
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('while showing takes back what was written', async () => {
    const crash = new Error('crash');
    const crashing = new UnitOfWork(database, { actor: 'lan', requestId: '1' }, () => Promise.reject(crash));

    const result = renameUnit(crashing, rename('New name'));

    await expect(result).rejects.toBe(crash);
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('of a statement is passed on, once, and leaves the pool as it was', async () => {
    let attempts = 0;

    const result = work.run('test', {}, async ({ tx }) => {
      attempts += 1;
      await tx.execute(query`SELECT 1 / 0`);
      return done(null);
    });

    await expect(result).rejects.toMatchObject({ cause: { code: '22012' } });
    expect(attempts).toBe(1);
    expect((await renameUnit(work, rename('New name'))).violations).toEqual([]);
  });
});
