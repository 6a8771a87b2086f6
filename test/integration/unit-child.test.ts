import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { organizationProofs } from '../../src/services/verify/organization.ts';
import { aRelation, aUnit, aVersion, moveLife } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { anEmployee } from '../support/staff-builder.ts';
import { aSeal } from '../support/thing-builder.ts';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});
afterAll(() => scene.close());

/** What the model says and facts do not, or the reverse. */
const stale = async (): Promise<unknown[]> => {
  const proofs = organizationProofs.filter(({ code }) => code === 'TREE_STALE');
  return (await Promise.all(proofs.map((proof) => sql.unsafe(proof.sql)))).flat();
};

const rowsOf = (unit: string) => sql`
  SELECT valid_from::text AS from, valid_to::text AS until, has_people AS people, has_seals AS seals FROM unit_child WHERE code = ${unit} ORDER BY valid_from`;

/** Belief in how a unit is called ends. */
const forget = (by: Sql, unit: string) =>
  by`UPDATE unit_version SET superseded_at = now() WHERE superseded_at = 'infinity' AND unit_id = (SELECT id FROM unit WHERE code = ${unit})`;

describe('what a tree is read from', () => {
  it('has a row for each span of days on which neither name nor parent changes', async () => {
    const [child, one, other] = [await aUnit(sql), await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent: one, until: '2025-06-01' });
    await aRelation(sql, { child, parent: other, from: '2025-06-01' });
    await sql.begin(async (tx) => {
      await forget(tx as unknown as Sql, child);
      await aVersion(tx as unknown as Sql, { unit: child, until: '2025-03-01' });
      await aVersion(tx as unknown as Sql, { unit: child, from: '2025-03-01' });
    });

    expect((await rowsOf(child)).map(({ from, until }) => [from, until])).toEqual([
      ['2025-01-01', '2025-03-01'],
      ['2025-03-01', '2025-06-01'],
      ['2025-06-01', 'infinity'],
    ]);
    expect(await stale()).toEqual([]);
  });

  it('ends with the life of a unit', async () => {
    const [child, parent] = [await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent, until: '2025-08-01' });
    await moveLife(sql, child, { until: '2025-08-01' });

    expect((await rowsOf(child)).map(({ until }) => until)).toEqual(['2025-08-01']);
    expect(await stale()).toEqual([]);
  });

  it('notes who has people and who has seals', async () => {
    const [child, parent] = [await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent });
    expect((await rowsOf(child))[0]).toMatchObject({ people: false, seals: false });

    await anEmployee(sql, { unit: child });
    await aSeal(sql, child);

    expect((await rowsOf(child))[0]).toMatchObject({ people: true, seals: true });
    expect(await stale()).toEqual([]);
  });

  it('loses no seal that is recorded while the unit is described anew', async () => {
    const [child, parent] = [await aUnit(sql), await aUnit(sql)];
    await aRelation(sql, { child, parent });
    const { first, second } = scene;

    await first.begin('READ COMMITTED');
    await second.begin('READ COMMITTED');
    await forget(first.sql, child);
    await aVersion(first.sql, { unit: child });
    const late = second.finish((by) => aSeal(by, child));
    await second.waits(sql);
    await first.commit();

    expect(await late).toBe('done');
    expect((await rowsOf(child))[0]).toMatchObject({ seals: true });
    expect(await stale()).toEqual([]);
  });

  it('is nothing that the application could write', async () => {
    const refused = sql.begin(async (tx) => {
      await tx`SET LOCAL ROLE sapxep_app`;
      await tx`UPDATE unit_child SET name = 'x'`;
    });

    await expect(refused).rejects.toThrow('permission denied');
  });
});
