import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRelation, type Dates, fourUnits, supersede } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { outcomeOf } from '../support/writer.ts';

const CYCLE = 'unit_cycle__relation';

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

/** Puts each unit under the next one. */
async function aChain(units: readonly string[], dates: Dates = {}): Promise<void> {
  for (const [index, parent] of units.slice(1).entries()) {
    await aRelation(sql, { child: units[index] ?? '', parent, ...dates });
  }
}

describe('a unit below itself', () => {
  it('is refused directly', async () => {
    const [unit] = await fourUnits(sql);

    const outcome = await outcomeOf(aRelation(sql, { child: unit, parent: unit }));

    expect(outcome).toBe('unit_cycle__self');
  });

  it('is refused through one other', async () => {
    const [a, b] = await fourUnits(sql);
    await aChain([a, b]);

    const outcome = await outcomeOf(aRelation(sql, { child: b, parent: a }));

    expect(outcome).toBe(CYCLE);
  });

  it('is refused through many others, wherever the ring is closed', async () => {
    const [a, b, c, d] = await fourUnits(sql);
    const [e, f, g, h] = await fourUnits(sql);
    await aChain([a, b, c, d]);
    await aChain([e, f, g, h]);
    await aRelation(sql, { child: d, parent: e });

    const outcomes = [
      await outcomeOf(aRelation(sql, { child: h, parent: a })),
      await outcomeOf(aRelation(sql, { child: h, parent: d })),
      await outcomeOf(aRelation(sql, { child: h, parent: g })),
    ];

    expect(outcomes).toEqual([CYCLE, CYCLE, CYCLE]);
  });

  it('is refused within one statement', async () => {
    const [a, b, c] = await fourUnits(sql);

    const outcome = await outcomeOf(sql`
      INSERT INTO unit_relation (child_id, kind, parent_id, valid_from, change_id)
      SELECT child.id, 'PROFESSIONAL', parent.id, '2025-01-01', (SELECT min(id) FROM change_event)
      FROM (VALUES (${a}, ${b}), (${b}, ${c}), (${c}, ${a})) AS ring (child, parent)
      JOIN unit AS child ON child.code = ring.child JOIN unit AS parent ON parent.code = ring.parent`);

    expect(outcome).toBe(CYCLE);
  });

  it('is refused in the statement that closes the ring within one transaction', async () => {
    const [a, b, c] = await fourUnits(sql);
    const { first } = scene;
    await first.begin('READ COMMITTED');
    await aRelation(first.sql, { child: a, parent: b });
    await aRelation(first.sql, { child: b, parent: c });

    const outcome = await first.finish((tx) => aRelation(tx, { child: c, parent: a }));

    expect(outcome).toBe(CYCLE);
  });

  it('tells which unit and on which day', async () => {
    const [a, b] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b, from: '2026-03-01', until: '2026-09-01' });

    const refusal = aRelation(sql, { child: b, parent: a, until: '2027-01-01' });

    await expect(refusal).rejects.toMatchObject({
      code: '23000',
      detail: expect.stringMatching(new RegExp(`^{"on": "2026-03-01", "unit": "${b}"}$`)),
    });
  });
});

describe('a ring of relations', () => {
  it('is refused when all of them hold on a single day', async () => {
    const [a, b, c] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b, from: '2025-01-01', until: '2026-01-01' });
    await aRelation(sql, { child: b, parent: c, from: '2025-12-31', until: '2027-01-01' });

    const outcome = await outcomeOf(aRelation(sql, { child: c, parent: a, from: '2025-06-01', until: '2026-06-01' }));

    expect(outcome).toBe(CYCLE);
  });

  it('is fine when two of them hold on each day but never all', async () => {
    const [a, b, c] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b, from: '2025-01-01', until: '2026-01-01' });
    await aRelation(sql, { child: b, parent: c, from: '2025-07-01', until: '2026-07-01' });

    const outcome = await outcomeOf(aRelation(sql, { child: c, parent: a, from: '2026-01-01' }));

    expect(outcome).toBe('done');
  });

  it('is fine when a unit and its parent change places on a day', async () => {
    const [a, b] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b, until: '2025-07-01' });

    const outcome = await outcomeOf(aRelation(sql, { child: b, parent: a, from: '2025-07-01' }));

    expect(outcome).toBe('done');
  });

  it('is refused on a later day although the first days are free', async () => {
    const [a, b] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b, from: '2030-01-01', until: '2030-01-02' });

    const outcomes = [
      await outcomeOf(aRelation(sql, { child: b, parent: a })),
      await outcomeOf(aRelation(sql, { child: b, parent: a, until: '2030-01-01' })),
      await outcomeOf(aRelation(sql, { child: b, parent: a, from: '2030-01-02' })),
    ];

    expect(outcomes).toEqual([CYCLE, 'done', 'done']);
  });

  it('is fine when the relations are of different kinds', async () => {
    const [a, b] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b, kind: 'ESTABLISHMENT' });

    const outcome = await outcomeOf(aRelation(sql, { child: b, parent: a, kind: 'STAFF_MANAGEMENT' }));

    expect(outcome).toBe('done');
  });

  it('is fine when one of them is no longer believed', async () => {
    const [a, b] = await fourUnits(sql);
    await aRelation(sql, { child: a, parent: b });
    await supersede(sql, 'unit_relation', a);

    const outcome = await outcomeOf(aRelation(sql, { child: b, parent: a }));

    expect(outcome).toBe('done');
  });
});
