import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { A_SCANNER, advanced, FINANCE, finance, needsOf, STEPS } from '../support/equipment-scene.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { instantNow, sendStaffVerb, toldInFull } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

beforeAll(() => finance(server));
afterAll(() => server.close());

const SHOWN = 'needs { status since item quantity unitPrice cost fundedAmount paidAmount by { code } reference }';
const register = (needs: readonly object[], input: object = {}) =>
  sendStaffVerb(server, 'registerEquipmentNeeds', { needs, ...input }, { show: SHOWN });
const advance = (steps: readonly object[], input: object = {}) =>
  sendStaffVerb(server, 'advanceEquipmentNeeds', { steps, instrument: PLAN_29, ...input }, { show: SHOWN });
const refused = (act: () => Promise<Data>): Promise<Data> => withoutWriting(server.databaseUrl, act);
const told = (payload: Data) => toldInFull(payload).map(([code, path, on]) => [code, path, on]);

/** A need, where it stands before a step to a status. */
async function aNeedBefore(status: keyof typeof STEPS): Promise<string> {
  const [need = ''] = await needsOf(server, [{}]);
  const before = {
    CONSOLIDATED: [],
    FUNDED: ['CONSOLIDATED'],
    PURCHASED: ['CONSOLIDATED', 'FUNDED'],
    REFUSED: [],
  } as const;
  await advanced(server, [need], ...before[status].map((step) => STEPS[step]));
  return need;
}

describe('registerEquipmentNeeds', () => {
  it('registers what units need, by themselves', async () => {
    const payload = await register([A_SCANNER, { unit: 'HN-B03', item: ' Ghế chờ ', quantity: 20, on: '2025-05-05' }]);

    expect(payload).toEqual({
      needs: [
        {
          status: 'REGISTERED',
          since: '2025-05-05',
          item: 'Máy quét',
          quantity: 3,
          unitPrice: 12_000_000,
          cost: 36_000_000,
          fundedAmount: null,
          paidAmount: null,
          by: { code: 'HN-B02' },
          reference: null,
        },
        expect.objectContaining({ item: 'Ghế chờ', unitPrice: null, cost: null, by: { code: 'HN-B03' } }),
      ],
      violations: [],
      rehearsed: false,
    });
  });

  it('takes one for a unit that begins later', async () => {
    const { violations } = await register([{ ...A_SCANNER, unit: 'BN-07432', on: '2025-06-01' }]);

    expect(violations).toEqual([]);
  });

  it('refuses all where any is wrong, and tells everything', async () => {
    const payload = await refused(() =>
      register([
        A_SCANNER,
        { ...A_SCANNER, item: ' ', quantity: 0, unitPrice: -1 },
        { ...A_SCANNER, unit: 'NOBODY', on: '1899-12-31' },
        { ...A_SCANNER, unit: 'BN-OS-07210', on: '2025-07-02' },
      ]),
    );

    expect(payload.needs).toBeNull();
    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'needs.1.item', null],
      ['INPUT_INVALID', 'needs.1.quantity', null],
      ['INPUT_INVALID', 'needs.1.unitPrice', null],
      ['PERIOD_INVALID', 'needs.2.on', '1899-12-31'],
      ['NOT_FOUND', 'needs.2.unit', '1899-12-31'],
      ['FACT_OUTSIDE_UNIT', 'needs.3.unit', '2025-07-02'],
    ]);
  });

  it('sends as many statements for many as for one', async () => {
    const sent = async (count: number) =>
      (await statementsOf(server, () => register(Array.from({ length: count }, () => A_SCANNER)))).statements.length;

    expect([await sent(1), await sent(1_000)]).toEqual([10, 10]);
  });
});

describe('advanceEquipmentNeeds', () => {
  it('goes from the unit over its center and Finance to the purchase', async () => {
    const need = await aNeedBefore('CONSOLIDATED');

    const consolidated = await advance([{ need, ...STEPS.CONSOLIDATED }]);
    const funded = await advance([{ need, ...STEPS.FUNDED }]);
    const bought = await advance([{ need, ...STEPS.PURCHASED }], { instrument: null });

    expect(
      [consolidated, funded, bought].map(({ needs: [{ status, since, by }] }) => [status, since, by.code]),
    ).toEqual([
      ['CONSOLIDATED', '2025-05-10', 'HN'],
      ['FUNDED', '2025-05-20', FINANCE],
      ['PURCHASED', '2025-06-01', 'HN-B02'],
    ]);
    expect(bought.needs[0]).toMatchObject({ fundedAmount: 30_000_000, paidAmount: 29_500_000, reference: '15/HĐ' });
  });

  it('keeps each step, and shows the day and the belief that are asked for', async () => {
    const need = await aNeedBefore('FUNDED');
    const instant = await instantNow(server);
    await advanced(server, [need], STEPS.FUNDED);
    const asked = (args: string) =>
      server.query(
        `{ node(id: "${need}", ${args}) { ... on EquipmentNeed { status fundedAmount steps { status amount by { code } period { from until } } } } }`,
      );

    const [now, then] = [await asked('asOf: "2025-05-15"'), await asked(`asOf: "2025-05-20", knownAt: "${instant}"`)];

    expect(now.node).toEqual({
      status: 'CONSOLIDATED',
      fundedAmount: null,
      steps: [
        {
          status: 'REGISTERED',
          amount: null,
          by: { code: 'HN-B02' },
          period: { from: '2025-05-05', until: '2025-05-10' },
        },
        {
          status: 'CONSOLIDATED',
          amount: null,
          by: { code: 'HN' },
          period: { from: '2025-05-10', until: '2025-05-20' },
        },
        { status: 'FUNDED', amount: 30_000_000, by: { code: FINANCE }, period: { from: '2025-05-20', until: null } },
      ],
    });
    expect(then.node).toMatchObject({ status: 'CONSOLIDATED', steps: [{}, { period: { until: null } }] });
  });

  it.each([
    ['CONSOLIDATED', 'HN-B02', 'CONSOLIDATED is not for HN-B02 to take, but for HN.'],
    ['CONSOLIDATED', 'NA', 'CONSOLIDATED is not for NA to take, but for HN.'],
    ['FUNDED', 'HN-B02', 'FUNDED is not for HN-B02 to take, but for HN, PC-01, a department under PC-01.'],
    ['FUNDED', 'NA-STC', 'FUNDED is not for NA-STC to take, but for HN, PC-01, a department under PC-01.'],
    ['FUNDED', null, 'FUNDED is for HN, PC-01, a department under PC-01 to take; name who takes the step (by).'],
    ['PURCHASED', 'HN', 'PURCHASED is not for HN to take, but for HN-B02.'],
    ['REFUSED', 'HN-B02', 'REFUSED is not for HN-B02 to take, but for HN, PC-01, a department under PC-01.'],
  ] as const)('refuses %s by %s', async (to, by, message) => {
    const need = await aNeedBefore(to);

    const payload = await refused(() => advance([{ need, ...STEPS[to], by }]));

    expect(toldInFull(payload)).toEqual([['EQUIPMENT_AUTHORITY', 'steps.0.by', STEPS[to].on, message]]);
  });

  it.each([
    ['HN', 'FUNDED'],
    ['PC-01', 'FUNDED'],
    [FINANCE, 'REFUSED'],
    [undefined, 'REFUSED'],
  ] as const)('lets %s take it to %s', async (by, to) => {
    const need = await aNeedBefore(to);

    const { needs, violations } = await advance([{ need, ...STEPS[to], by }]);

    expect([needs[0].by.code, violations]).toEqual([by ?? 'HN', []]);
  });

  it('asks for instrument and amount where money is granted, and tells what else is wrong', async () => {
    const [one, two] = [await aNeedBefore('FUNDED'), await aNeedBefore('CONSOLIDATED')];

    const payload = await refused(() =>
      advance(
        [
          { need: one, ...STEPS.FUNDED, amount: null },
          { need: two, ...STEPS.FUNDED, on: '2025-05-04', by: 'NOBODY', amount: -1 },
          { need: one, ...STEPS.FUNDED },
          { need: 'bm9ib2R5', ...STEPS.FUNDED },
        ],
        { instrument: null },
      ),
    );

    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'steps.2.need', null],
      ['NOT_FOUND', 'steps.3.need', null],
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-05-20'],
      ['INPUT_INVALID', 'steps.0.amount', '2025-05-20'],
      ['PERIOD_INVALID', 'steps.1.on', '2025-05-04'],
      ['TRANSITION_INVALID', 'steps.1.to', '2025-05-04'],
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-05-04'],
      ['NOT_FOUND', 'steps.1.by', '2025-05-04'],
      ['INPUT_INVALID', 'steps.1.amount', null],
    ]);
  });

  it('warns of a purchase above the funds, which it records', async () => {
    const need = await aNeedBefore('PURCHASED');

    const { needs, violations } = await advance([{ need, ...STEPS.PURCHASED, amount: 30_000_001 }]);

    expect(needs[0]).toMatchObject({ status: 'PURCHASED', paidAmount: 30_000_001 });
    expect(violations).toMatchObject([
      {
        code: 'INPUT_INVALID',
        severity: 'WARNING',
        path: ['steps', '0', 'amount'],
        on: '2025-06-01',
        unit: { code: 'HN-B02' },
      },
    ]);
  });

  it('sends as many statements for many as for one', async () => {
    const needs = await needsOf(
      server,
      Array.from({ length: 51 }, () => ({})),
    );
    const sent = async (some: readonly string[]) =>
      (await statementsOf(server, () => advance(some.map((need) => ({ need, ...STEPS.CONSOLIDATED }))))).statements
        .length;

    expect([await sent(needs.slice(0, 1)), await sent(needs.slice(1))]).toEqual([12, 12]);
  });

  it('writes a status, restates the one before and tells the audit', async () => {
    const need = await aNeedBefore('CONSOLIDATED');
    const before = await rowCounts(server.databaseUrl);

    await advance([{ need, ...STEPS.CONSOLIDATED }]);

    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      equipment_need_status: (before.equipment_need_status ?? 0) + 2,
      audit_entry: (before.audit_entry ?? 0) + 1,
    });
  });
});

describe('equipmentConsolidation', () => {
  const FIGURES = '{ needs units quantity money }';
  const consolidation = async (args: string): Promise<Data> =>
    (
      await server.query(`{ equipmentConsolidation(center: "BN"${args}) { center { code } items total ${FIGURES}
        rows { item total ${FIGURES} registered ${FIGURES} consolidated ${FIGURES} funded ${FIGURES} purchased ${FIGURES} refused ${FIGURES}
          byUnit { unit { code } total ${FIGURES} } } } }`)
    ).equipmentConsolidation;
  const figures = (needs: number, units: number, quantity: number, money: number) => ({
    needs,
    units,
    quantity,
    money,
  });
  const none = figures(0, 0, 0, 0);

  it('adds up what the units of a center need, by item and status', async () => {
    const on = '2025-08-01';
    const chairs = { item: 'Ghế đôi', quantity: 10, unitPrice: 1_000_000, on };
    const under = { plan: 'BN', phase: 1 };
    const ids = await needsOf(
      server,
      [
        { ...chairs, unit: 'BN-07210' },
        { ...chairs, unit: 'BN-07432' },
        { ...chairs, unit: 'BN-07432', item: '  GHẾ   ĐÔI ', quantity: 5 },
        { ...chairs, unit: 'BN-07432', quantity: 2 },
        { ...chairs, unit: 'BN', quantity: 1 },
      ],
      under,
    );
    await needsOf(server, [{ unit: 'BN-07210', item: 'Máy in', quantity: 1, unitPrice: null, on }]);
    const [one = '', two = '', three = '', four = ''] = ids;
    await advanced(server, [one, two, three], { to: 'CONSOLIDATED', on });
    const instant = await instantNow(server);
    await advanced(server, [one, two], { to: 'FUNDED', on, by: 'PC-24', amount: 9_000_000 });
    await advanced(server, [one], { to: 'PURCHASED', on, amount: 8_000_000 });
    await advanced(server, [four], { to: 'REFUSED', on });

    const all = await consolidation(', asOf: "2025-08-01"');
    const ofPhase = await consolidation(', plan: "BN", phase: 1, asOf: "2025-08-01"');
    const before = await consolidation(`, asOf: "2025-08-01", knownAt: "${instant}"`);

    expect(all).toMatchObject({ center: { code: 'BN' }, items: 3, total: figures(6, 3, 30, 59_000_000) });
    expect(all.rows.map(({ item }: Data) => item)).toEqual(['Ghế đôi', 'Máy in', 'Máy quét']);
    expect(all.rows[0]).toEqual({
      item: 'Ghế đôi',
      total: figures(4, 3, 26, 23_000_000),
      registered: figures(1, 1, 1, 1_000_000),
      consolidated: figures(1, 1, 5, 5_000_000),
      funded: figures(1, 1, 10, 9_000_000),
      purchased: figures(1, 1, 10, 8_000_000),
      refused: figures(1, 1, 2, 2_000_000),
      byUnit: [
        { unit: { code: 'BN' }, total: figures(1, 1, 1, 1_000_000) },
        { unit: { code: 'BN-07210' }, total: figures(1, 1, 10, 8_000_000) },
        { unit: { code: 'BN-07432' }, total: figures(2, 1, 15, 14_000_000) },
      ],
    });
    expect(ofPhase).toMatchObject({ items: 1, total: figures(4, 3, 26, 23_000_000) });
    expect(before.rows[0]).toMatchObject({ consolidated: figures(3, 2, 25, 25_000_000), funded: none, refused: none });
  });

  it('is null of a unit that nobody knows, bounded in what it lists, and one statement', async () => {
    const { statements, result } = await statementsOf(server, () =>
      server.query(
        '{ equipmentConsolidation(center: "HN", asOf: "2025-06-01") { items rows(first: 1) { item byUnit(first: 1) { unit { code } } } } }',
      ),
    );
    const { data, errors } = await server.ask('{ equipmentConsolidation(center: "HN") { rows(first: 0) { item } } }');

    expect([statements.length, result.equipmentConsolidation.rows.length]).toEqual([1, 1]);
    expect([data, errors?.[0]?.extensions?.code]).toEqual([{ equipmentConsolidation: null }, 'BAD_USER_INPUT']);
    expect(
      (await server.query('{ equipmentConsolidation(center: "NOBODY") { items } }')).equipmentConsolidation,
    ).toBeNull();
  });
});

describe('equipmentNeeds', () => {
  it('lists needs by unit, narrowed by tree and status, and beside the unit', async () => {
    const need = await aNeedBefore('FUNDED');
    const { equipmentNeeds, unit } = await server.query(`{
      equipmentNeeds(under: "HN", statuses: [CONSOLIDATED], asOf: "2025-05-12", first: 100) { nodes { id unit { code } } }
      unit(code: "HN-B02", asOf: "2025-05-12") { equipmentNeeds { id status } }
    }`);

    expect(equipmentNeeds.nodes).toContainEqual({ id: need, unit: { code: 'HN-B02' } });
    expect(unit.equipmentNeeds).toContainEqual({ id: need, status: 'CONSOLIDATED' });
  });
});
