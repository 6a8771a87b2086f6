import { sql as query } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/db/client.ts';
import { type CommandOptions, done, refused, UnitOfWork } from '../../src/db/unit-of-work.ts';
import { violation } from '../../src/domain/violation.ts';
import { renameUnit } from '../../src/services/unit/rename-unit.ts';
import { meeting } from '../support/meeting.ts';
import { aUnit } from '../support/organization-builder.ts';
import { rowCounts } from '../support/row-counts.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { waiters } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;
let database: Database;
let work: UnitOfWork;
let unit: string;
let key: string;

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

beforeEach(async () => {
  unit = await aUnit(sql);
  key = `key-${unit}`;
});

const MISMATCH = violation('IDEMPOTENCY_MISMATCH', { path: ['idempotencyKey'] });

const rename = (parts: { name?: string; rehearse?: boolean } = {}) => ({
  unit,
  name: 'New name',
  on: '2025-07-01',
  instrument: '1/QĐ',
  idempotencyKey: key,
  ...parts,
});

/** How often the unit was really renamed. */
async function renamings(): Promise<number> {
  const [row] = await sql<{ count: number }[]>`SELECT count(*)::int FROM audit_entry WHERE subject = ${unit}`;
  return row?.count ?? 0;
}

describe('the same command under the same key', () => {
  it('answers the same and is done once', async () => {
    const first = await renameUnit(work, rename());
    const afterFirst = await rowCounts(scene.url);

    const { unit: _unit, ...rest } = rename();
    const second = await renameUnit(work, { ...rest, unit });

    expect(first).toEqual({ value: { unit, on: '2025-07-01' }, violations: [], rehearsed: false, shown: null });
    expect(second).toEqual(first);
    expect(await rowCounts(scene.url)).toEqual(afterFirst);
    expect(await renamings()).toBe(1);
  });

  it('is shown as things are when it is repeated', async () => {
    const versionOf = async (): Promise<number> => {
      const [row] = await sql<{ version: number }[]>`SELECT version::int FROM unit WHERE code = ${unit}`;
      return row?.version ?? 0;
    };
    const showing = new UnitOfWork(database, { actor: 'lan', requestId: '1' }, versionOf);
    await renameUnit(work, rename());
    await renameUnit(work, { ...rename({ name: 'Another' }), idempotencyKey: null });

    const again = await renameUnit(showing, rename());

    expect(again.shown).toBe(await versionOf());
  });

  it('is done once when both run at the same time, and both get the answer', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => renameUnit(work, rename())));

    const answer = { value: { unit, on: '2025-07-01' }, violations: [], rehearsed: false, shown: null };
    expect(results).toEqual([answer, answer, answer, answer]);
    expect(await renamings()).toBe(1);
  });

  it('is done by the second when the first of two at the same time fails', async () => {
    const command: CommandOptions = { idempotencyKey: key };
    const [entered, released] = [meeting(2), meeting(2)];
    const first = work.run('test', command, async () => {
      await entered();
      await released();
      throw new Error('crash');
    });
    await entered();

    const second = work.run('test', command, async () => done('second'));
    await expect.poll(() => waiters(sql)).toBe(1);
    await released();

    await expect(first).rejects.toThrow('crash');
    expect((await second).value).toBe('second');
  });

  it('repeats warnings with the answer', async () => {
    const warning = violation('NOT_FOUND', { severity: 'WARNING', words: { what: 'x' } });
    const tell = () =>
      work.run('test', { idempotencyKey: key }, async () => done({ some: ['value', 1, null] }, [warning]));

    const results = [await tell(), await tell()];

    expect(results[1]).toEqual(results[0]);
    expect(results[0]).toMatchObject({ value: { some: ['value', 1, null] }, violations: [warning] });
  });
});

describe('another command under the same key', () => {
  it.each([
    ['with other input', () => renameUnit(work, rename({ name: 'Another' }))],
    ['by another verb', () => work.run('other', rename(), async () => done('other'))],
  ])('%s is refused and writes nothing', async (_what, other) => {
    await renameUnit(work, rename());
    const before = await rowCounts(scene.url);

    const result = await other();

    expect(result).toEqual({ value: null, violations: [MISMATCH], rehearsed: false, shown: null });
    expect(await rowCounts(scene.url)).toEqual(before);
  });

  it('of another caller has nothing to do with it', async () => {
    const other = new UnitOfWork(database, { actor: 'minh', requestId: '2' });
    await renameUnit(work, rename());

    const result = await renameUnit(other, rename({ name: 'Another' }));

    expect(result).toMatchObject({ value: { unit }, violations: [] });
    expect(await renamings()).toBe(2);
  });

  it('at the same time: one is done, the other refused', async () => {
    const results = await Promise.all([renameUnit(work, rename()), renameUnit(work, rename({ name: 'Another' }))]);

    expect(results.flatMap(({ violations }) => violations)).toEqual([MISMATCH]);
    expect(await renamings()).toBe(1);
  });
});

describe('a key', () => {
  it('is not used up by a refusal', async () => {
    const refusal = await renameUnit(work, rename({ name: ' ' }));
    const [kept] = await sql`SELECT count(*)::int FROM idempotency_key WHERE key = ${key}`;

    const result = await renameUnit(work, rename());

    expect(refusal.violations.map(({ code }) => code)).toEqual(['INPUT_INVALID']);
    expect(kept).toEqual({ count: 0 });
    expect(result.violations).toEqual([]);
  });

  it('is not used up by a crash', async () => {
    const crash = work.run('test', { idempotencyKey: key }, async ({ tx }) => {
      await tx.execute(query`SELECT 1 / 0`);
      return refused([]);
    });
    await expect(crash).rejects.toMatchObject({ cause: { code: '22012' } });

    const result = await renameUnit(work, rename());

    expect(result.violations).toEqual([]);
  });

  it('is not used up by a rehearsal, and does not keep one from being heard', async () => {
    const rehearsal = await renameUnit(work, rename({ rehearse: true }));
    const result = await renameUnit(work, rename());
    const another = await renameUnit(work, rename({ rehearse: true, name: 'Another' }));

    expect([rehearsal, another]).toMatchObject([
      { rehearsed: true, violations: [] },
      { rehearsed: true, violations: [] },
    ]);
    expect(result).toMatchObject({ rehearsed: false, violations: [] });
    expect(await renamings()).toBe(1);
  });
});
