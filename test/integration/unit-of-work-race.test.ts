import { sql as query } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, type Transaction } from '../../src/db/client.ts';
import { ConflictError, StaleFactsError } from '../../src/db/errors.ts';
import { done, refused, UnitOfWork } from '../../src/db/unit-of-work.ts';
import { violation } from '../../src/domain/violation.ts';
import { extendTerritory } from '../../src/services/territory/extend-territory.ts';
import { renameUnit } from '../../src/services/unit/rename-unit.ts';
import { meeting } from '../support/meeting.ts';
import { aRelation, aService, aTerritory, aUnit } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { waiters } from '../support/writer.ts';

const ON = '2025-07-01';
const INSTRUMENT = '1/QĐ';

let scene: Scene;
let sql: Sql;
let database: Database;
let work: UnitOfWork;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
  database = openDatabase(scene.url, { reads: 1, writes: 4 });
  work = new UnitOfWork(database, { actor: 'lan', requestId: '1' });
});

afterAll(async () => {
  await database.close();
  await scene.close();
});

const touch = (tx: Transaction, unit: string) =>
  tx.execute(query`UPDATE unit SET tree_version = tree_version + 1 WHERE code = ${unit}`);

async function treeVersionsOf(...units: string[]): Promise<number[]> {
  const rows = await sql<{ version: number }[]>`
    SELECT tree_version::int AS version FROM unit JOIN jsonb_array_elements_text(${JSON.stringify(units)}::text::jsonb)
      WITH ORDINALITY AS named (code, position) USING (code) ORDER BY position`;
  return rows.map(({ version }) => version);
}

describe('a collision', () => {
  it('by serialization failure is tried again on what is there by then', async () => {
    const unit = await aUnit(sql);
    const seen: unknown[] = [];

    const result = await work.run('test', {}, async ({ tx }) => {
      await tx.execute(query`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`);
      const [row] = await tx.execute(query`SELECT tree_version::int AS version FROM unit WHERE code = ${unit}`);
      if (seen.push(row?.version) === 1)
        await sql`UPDATE unit SET tree_version = tree_version + 1 WHERE code = ${unit}`;
      await touch(tx, unit);
      return done(unit);
    });

    expect(result).toMatchObject({ value: unit, violations: [] });
    expect(seen).toEqual([0, 1]);
    expect(await treeVersionsOf(unit)).toEqual([2]);
  });

  it('by deadlock is tried again by its victim, and both come through', async () => {
    const [one, other] = [await aUnit(sql), await aUnit(sql)];
    const bothHoldOne = meeting(2);
    let attempts = 0;
    const inOrder = (units: string[]) =>
      work.run('test', {}, async ({ tx }) => {
        attempts += 1;
        await touch(tx, units[0] ?? '');
        await bothHoldOne();
        await touch(tx, units[1] ?? '');
        return done(units);
      });

    const results = await Promise.all([inOrder([one, other]), inOrder([other, one])]);

    expect(results.map(({ violations }) => violations)).toEqual([[], []]);
    expect(attempts).toBe(3);
    expect(await treeVersionsOf(one, other)).toEqual([2, 2]);
  });

  it('with facts that another has superseded since they were read is tried again', async () => {
    let attempts = 0;

    const result = await work.run('test', {}, async () => {
      attempts += 1;
      if (attempts < 3) throw new StaleFactsError('unit_life');
      return done('at last');
    });

    expect(result.value).toBe('at last');
    expect(attempts).toBe(3);
  });

  it('that never ends is given up after six attempts, with nothing written', async () => {
    const unit = await aUnit(sql);
    let attempts = 0;

    const result = work.run('test', {}, async ({ tx }) => {
      attempts += 1;
      await touch(tx, unit);
      throw new StaleFactsError('unit_life');
    });

    await expect(result).rejects.toBeInstanceOf(ConflictError);
    expect(attempts).toBe(6);
    expect(await treeVersionsOf(unit)).toEqual([0]);
  });
});

describe('a constraint hit in a race', () => {
  it('comes back as the full violation of the domain', async () => {
    const [holder, late, territory] = [await aUnit(sql), await aUnit(sql), await aTerritory(sql)];
    await scene.first.begin('READ COMMITTED');
    await aService(scene.first.sql, { unit: holder, territory, from: '2025-09-01' });

    const result = extendTerritory(work, {
      unit: late,
      territories: [territory],
      takeOver: false,
      on: ON,
      instrument: INSTRUMENT,
    });
    await expect.poll(() => waiters(sql)).toBe(1);
    await scene.first.commit();

    expect((await result).violations).toMatchObject([
      {
        code: 'TERRITORY_OVERLAP',
        severity: 'BLOCKING',
        unit: late,
        territory,
        on: '2025-09-01',
        words: { holder },
      },
    ]);
  });

  it('is decided again also when other collisions came before', async () => {
    const [child, parent] = [await aUnit(sql), await aUnit(sql)];
    const full = violation('UNIT_PARENT_OVERLAP', { unit: child, on: ON, path: ['parent'] });
    let attempts = 0;

    const result = await work.run('test', {}, async ({ tx }) => {
      attempts += 1;
      if (attempts === 1) throw new StaleFactsError('unit_relation');
      if (attempts === 3) return refused([full]);
      await aRelation(sql, { child, parent });
      await tx.execute(query`
        INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, change_id)
        SELECT child_id, kind, parent_id, valid_from, change_id FROM unit_relation
        WHERE child_id = (SELECT id FROM unit WHERE code = ${child})`);
      return done(child);
    });

    expect(result.violations).toEqual([full]);
    expect(attempts).toBe(3);
  });

  it('comes back by its code when the decision does not see it the second time either', async () => {
    const [child, parent] = [await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent });
    let attempts = 0;

    const result = await work.run('test', {}, async ({ tx }) => {
      attempts += 1;
      await tx.execute(query`
        INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, change_id)
        SELECT parent_id, kind, child_id, valid_from, change_id FROM unit_relation
        WHERE child_id = (SELECT id FROM unit WHERE code = ${child})`);
      return done(child);
    });

    expect(result.violations).toEqual([violation('UNIT_CYCLE', { unit: parent, on: '2025-01-01' })]);
    expect(attempts).toBe(2);
  });
});

describe('two who rename a unit of the same version', () => {
  it('at once: exactly one wins, the other is told of the new version', async () => {
    const unit = await aUnit(sql);
    const [row] = await sql<{ version: number }[]>`SELECT version::int FROM unit WHERE code = ${unit}`;
    const rename = (name: string) =>
      renameUnit(work, { unit, name, on: ON, instrument: INSTRUMENT, expectedVersion: row?.version });

    const results = await Promise.all([rename('One'), rename('Two'), rename('Three'), rename('Four')]);

    const winners = results.filter(({ value }) => value !== null);
    const codes = results.flatMap(({ violations }) => violations.map(({ code }) => code));
    expect(winners).toHaveLength(1);
    expect(codes).toEqual(['VERSION_CONFLICT', 'VERSION_CONFLICT', 'VERSION_CONFLICT']);
    const [entries] = await sql`SELECT count(*)::int FROM audit_entry WHERE subject = ${unit}`;
    expect(entries).toEqual({ count: 1 });
  });

  it('without saying which version come one after the other', async () => {
    const unit = await aUnit(sql);
    const rename = (name: string) => renameUnit(work, { unit, name, on: ON, instrument: INSTRUMENT });

    const results = await Promise.all([rename('One'), rename('Two')]);

    expect(results.map(({ violations }) => violations)).toEqual([[], []]);
    const [entries] = await sql`SELECT count(*)::int FROM audit_entry WHERE subject = ${unit}`;
    expect(entries).toEqual({ count: 2 });
  });
});
