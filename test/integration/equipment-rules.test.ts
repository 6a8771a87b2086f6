import type { Sql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aCode, aUnit } from '../support/organization-builder.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { outcomeOf } from '../support/writer.ts';

let scene: Scene;
let sql: Sql;
let unit: string;
let other: string;

beforeAll(async () => {
  scene = await openScene();
  ({ sql } = scene);
});

afterAll(() => scene.close());

beforeEach(async () => {
  unit = await aUnit(sql);
  other = await aUnit(sql);
});

const unitId = (code: string) => sql`(SELECT id FROM unit WHERE code = ${code})`;
const instrument = () => sql`(SELECT min(id) FROM legal_instrument)`;

/** A need of the unit; answers its id. */
async function aNeed(parts: { item?: string; quantity?: number; price?: number } = {}): Promise<number> {
  const { item = 'Máy in', quantity = 1, price = 1 } = parts;
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO equipment_need (unit_id, item, quantity, unit_price) VALUES (${unitId(unit)}, ${item}, ${quantity}, ${price}) RETURNING id`;
  return Number(row?.id);
}

const state = (
  need: number,
  parts: { status?: string; from?: string; until?: string; of?: string; amount?: number; cites?: boolean },
) => {
  const { status = 'REGISTERED', from = '2025-02-01', until = 'infinity', of = unit, amount = 1, cites = true } = parts;
  return outcomeOf(sql`
    INSERT INTO equipment_need_status (equipment_need_id, status, unit_id, acted_by_id, amount, instrument_id, valid_from, valid_to)
    VALUES (${need}, ${status}, ${unitId(of)}, ${unitId(of)}, ${amount}, ${cites ? instrument() : null}, ${from}, ${until})`);
};

describe('a need for equipment', () => {
  it.each([[{ item: '' }], [{ quantity: 0 }], [{ price: -1 }]])(
    'is named, counted and priced: not %o',
    async (parts) => {
      expect(await outcomeOf(aNeed(parts))).toBe('input_invalid__equipment_need');
    },
  );

  it('has one status a day, which may be passed on that day', async () => {
    const need = await aNeed();

    const outcomes = [
      await state(need, { until: '2025-03-01' }),
      await state(need, { status: 'CONSOLIDATED', from: '2025-03-01', until: '2025-03-01' }),
      await state(need, { status: 'REFUSED', from: '2025-03-01' }),
      await state(need, { status: 'REFUSED', from: '2025-02-28' }),
    ];

    expect(outcomes).toEqual(['done', 'done', 'done', 'status_overlap__equipment_need']);
  });

  it('is funded by an instrument, with no less than nothing, and stays its unit’s', async () => {
    const need = await aNeed();

    const outcomes = [
      await state(need, { status: 'FUNDED', cites: false }),
      await state(need, { status: 'FUNDED', amount: -1 }),
      await state(need, { of: other }),
      await state(need, { status: 'FUNDED' }),
    ];

    expect(outcomes).toEqual([
      'instrument_required__equipment_funds',
      'input_invalid__equipment_amount',
      'not_found__equipment_need_status_need',
      'done',
    ]);
  });

  it('is never changed, only restated', async () => {
    const need = await aNeed();
    await state(need, {});

    expect([
      await outcomeOf(sql`UPDATE equipment_need SET quantity = 2 WHERE id = ${need}`),
      await outcomeOf(sql`UPDATE equipment_need_status SET amount = 2 WHERE equipment_need_id = ${need}`),
      await outcomeOf(sql`DELETE FROM equipment_need_status WHERE equipment_need_id = ${need}`),
    ]).toEqual([
      'history_immutable__equipment_need',
      'history_immutable__equipment_need_status',
      'history_immutable__equipment_need_status',
    ]);
  });
});

describe('a statement of readiness', () => {
  const say = (parts: { field?: string | null; done?: number; from?: string; until?: string } = {}) => {
    const { field = null, done = 1, from = '2025-02-01', until = 'infinity' } = parts;
    return outcomeOf(sql`INSERT INTO readiness (unit_id, item, field, done, total, valid_from, valid_to)
      VALUES (${unitId(unit)}, 'PROCEDURES', ${field}, ${done}, 2, ${from}, ${until})`);
  };

  it('is one a day of a unit, item and field', async () => {
    expect([
      await say(),
      await say({ from: '2025-01-01' }),
      await say({ field: 'Đất đai' }),
      await say({ field: 'Đất đai' }),
    ]).toEqual(['done', 'status_overlap__readiness', 'done', 'status_overlap__readiness']);
  });

  it('counts no more than there are, on days that are some', async () => {
    expect([await say({ done: 3 }), await say({ done: -1 }), await say({ until: '2025-02-01' })]).toEqual([
      'input_invalid__readiness',
      'input_invalid__readiness',
      'period_invalid__readiness',
    ]);
  });

  it('raises the version of what is said of its unit', async () => {
    await say();

    const [row] = await sql`SELECT thing_version::int AS version FROM unit WHERE code = ${unit}`;

    expect(row).toEqual({ version: 1 });
  });
});

describe('an account number', () => {
  /** An account of a unit, open under a number on some days. */
  const open = async (
    holder: string,
    number: string,
    days: { from?: string; until?: string } = {},
  ): Promise<string> => {
    const { from = '2025-02-01', until = 'infinity' } = days;
    return outcomeOf(sql`
      WITH account AS (INSERT INTO bank_account (unit_id, bank) VALUES (${unitId(holder)}, 'Kho bạc') RETURNING id, unit_id, bank)
      INSERT INTO bank_account_status (bank_account_id, unit_id, bank, status, number, valid_from, valid_to)
      SELECT id, unit_id, bank, 'OPENED', ${number}, ${from}, ${until} FROM account`);
  };

  it('is one holder’s a day', async () => {
    const number = aCode();

    expect([
      await open(unit, number, { until: '2025-03-01' }),
      await open(other, number, { from: '2025-02-28' }),
      await open(other, number, { from: '2025-03-01' }),
    ]).toEqual(['done', 'account_overlap__number', 'done']);
  });

  it('is written as banks write it', async () => {
    expect([await open(unit, 'ab'), await open(unit, 'một hai ba')]).toEqual([
      'input_invalid__bank_account_number',
      'input_invalid__bank_account_number',
    ]);
  });
});
