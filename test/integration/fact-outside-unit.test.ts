import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aCode,
  aLineage,
  aRelation,
  aService,
  aSite,
  aTerritory,
  aUnit,
  aVersion,
  type Dates,
  moveLife,
  supersede,
} from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { outcomeOf } from '../support/writer.ts';

const LIFE = { from: '2025-01-01', until: '2026-01-01' };
const GAP = 'unit_version_gap__version';

/** Facts about a unit that hold from one day until another. */
const FACTS: [string, string, (sql: Sql, unit: string, dates: Dates) => Promise<unknown>][] = [
  [
    'a relation to a parent',
    'fact_outside_unit__unit_relation',
    async (sql, child, dates) => aRelation(sql, { child, parent: await aUnit(sql, { from: '2020-01-01' }), ...dates }),
  ],
  [
    'a relation of a child',
    'fact_outside_unit__unit_relation',
    async (sql, parent, dates) => aRelation(sql, { parent, child: await aUnit(sql, { from: '2020-01-01' }), ...dates }),
  ],
  ['a seat', 'fact_outside_unit__unit_site', (sql, unit, dates) => aSite(sql, { unit, ...dates })],
  ['premises', 'fact_outside_unit__unit_site', (sql, unit, dates) => aSite(sql, { unit, role: 'PREMISES', ...dates })],
  [
    'a territory',
    'fact_outside_unit__service_territory',
    async (sql, unit, dates) => aService(sql, { unit, territory: await aTerritory(sql), ...dates }),
  ],
];

let scene: Scene;
let sql: Sql;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

describe.each(FACTS)('%s', (_what, constraint, state) => {
  it.each([
    ['from the first day of the unit to its last', { from: '2025-01-01', until: '2026-01-01' }, 'done'],
    ['on a single day of the unit', { from: '2025-12-31', until: '2026-01-01' }, 'done'],
    ['from the day before the unit', { from: '2024-12-31', until: '2026-01-01' }, constraint],
    ['until the day after the unit', { from: '2025-01-01', until: '2026-01-02' }, constraint],
    ['without an end, of a unit that closes', { from: '2025-06-01', until: 'infinity' }, constraint],
    ['all before the unit', { from: '2024-01-01', until: '2025-01-01' }, constraint],
    ['all after the unit', { from: '2026-01-01', until: '2027-01-01' }, constraint],
  ])('that holds %s', async (_when, dates, expected) => {
    const unit = await aUnit(sql, LIFE);

    const outcome = await outcomeOf(state(sql, unit, dates));

    expect(outcome).toBe(expected);
  });

  it.each([
    ['closes on the day before it ends', { ...LIFE, until: '2025-12-31' }, constraint],
    ['opens on the day after it begins', { ...LIFE, from: '2025-01-02' }, constraint],
    ['lives longer', { from: '2024-01-01', until: '2027-01-01' }, 'done'],
  ])('keeps its unit from another life when that %s', async (_when, dates, expected) => {
    const unit = await aUnit(sql, LIFE);
    await state(sql, unit, LIFE);

    const outcome = await outcomeOf(moveLife(sql, unit, dates));

    expect(outcome).toBe(expected);
  });
});

describe('the parent of a relation', () => {
  it('must live as long, also where the child does', async () => {
    const child = await aUnit(sql, { from: '2020-01-01' });
    const parent = await aUnit(sql, LIFE);

    const refusal = aRelation(sql, { child, parent, from: '2025-06-01', until: '2027-01-01' });

    await expect(refusal).rejects.toMatchObject({
      constraint_name: 'fact_outside_unit__unit_relation',
      detail: `{"on": "2026-01-01", "unit": "${parent}"}`,
    });
  });
});

describe('a line of descent', () => {
  it.each([
    ['on the day its source closes', '2026-01-01', {}, 'done'],
    ['on the second day of its source', '2025-01-02', {}, 'done'],
    ['on the first day of its source', '2025-01-01', {}, 'fact_outside_unit__unit_lineage'],
    ['on the day after its source closed', '2026-01-02', {}, 'fact_outside_unit__unit_lineage'],
    ['on the first day of its target', '2026-01-01', { from: '2026-01-01' }, 'done'],
    ['on the day before its target', '2025-12-31', { from: '2026-01-01' }, 'fact_outside_unit__unit_lineage'],
    ['on the last day of its target', '2025-12-31', { until: '2026-01-01' }, 'done'],
    ['on the day its target closes', '2026-01-01', { until: '2026-01-01' }, 'fact_outside_unit__unit_lineage'],
  ])('%s', async (_when, on, life, expected) => {
    const source = await aUnit(sql, LIFE);
    const target = await aUnit(sql, life);

    const outcome = await outcomeOf(aLineage(sql, { source, target, on }));

    expect(outcome).toBe(expected);
  });
});

describe('a version', () => {
  it.each([
    ['before its unit', { from: '2024-01-01', until: '2025-01-01' }],
    ['after its unit', { from: '2026-01-01', until: '2027-01-01' }],
  ])('is refused %s', async (_when, dates) => {
    const unit = await aUnit(sql, LIFE);

    const outcome = await outcomeOf(aVersion(sql, { unit, ...dates }));

    expect(outcome).toBe('fact_outside_unit__unit_version');
  });

  it.each([
    ['on the first day', [{ from: '2025-01-02', until: '2026-01-01' }], GAP],
    ['on the last day', [{ from: '2025-01-01', until: '2025-12-31' }], GAP],
    [
      'in between',
      [
        { from: '2025-01-01', until: '2025-06-01' },
        { from: '2025-06-02', until: '2026-01-01' },
      ],
      GAP,
    ],
    ['on no day at all', [], GAP],
    [
      'nowhere, in two pieces',
      [
        { from: '2025-06-01', until: '2026-01-01' },
        { from: '2025-01-01', until: '2025-06-01' },
      ],
      'done',
    ],
  ])('is missed %s', async (_when, pieces, expected) => {
    const unit = await aUnit(sql, LIFE);

    const outcome = await scene.first.run(async (tx) => {
      await supersede(tx, 'unit_version', unit);
      for (const dates of pieces) await aVersion(tx, { unit, ...dates });
    });

    expect(outcome).toBe(expected);
  });
});

describe('a unit without a life', () => {
  it('is refused when it is made', async () => {
    const outcome = await outcomeOf(sql`INSERT INTO unit (code) VALUES (${aCode()})`);

    expect(outcome).toBe('fact_outside_unit__no_life');
  });

  it('is refused when its life is no longer believed and none is put in its place', async () => {
    const unit = await aUnit(sql);

    const outcome = await scene.first.run(async (tx) => {
      await supersede(tx, 'unit_version', unit);
      await supersede(tx, 'unit_life', unit);
    });

    expect(outcome).toBe('fact_outside_unit__no_life');
  });

  it('is refused with two lives as well', async () => {
    const unit = await aUnit(sql, LIFE);

    const outcome = await outcomeOf(sql`
      INSERT INTO unit_life (unit_id, valid_from, opened_by)
      SELECT id, '2027-01-01', (SELECT min(id) FROM change_event) FROM unit WHERE code = ${unit}`);

    expect(outcome).toBe('already_exists__unit_life');
  });
});

describe('a period', () => {
  it.each([
    ['without a day', { from: '2025-06-01', until: '2025-06-01' }],
    ['that ends before it begins', { from: '2025-06-02', until: '2025-06-01' }],
    ['that begins before all records', { from: '1899-12-31', until: '2025-06-01' }],
    ['without a beginning', { from: '-infinity', until: '2025-06-01' }],
    ['that only begins at the end of time', { from: 'infinity', until: 'infinity' }],
    ['that ends in a year of five digits', { from: '2025-06-01', until: '10000-01-01' }],
  ])('%s is refused', async (_what, dates) => {
    const unit = await aUnit(sql, { from: '1900-01-01' });

    const outcome = await outcomeOf(aSite(sql, { unit, ...dates }));

    expect(outcome).toBe('period_invalid__unit_site');
  });
});
