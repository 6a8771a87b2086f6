import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

const ON = '2025-09-01';
const SHOW =
  'code name period { from until } successors { unit { code } on extent event { kind } } history { period { until } }';

const dissolve = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(server, 'dissolveUnit', { instrument: PLAN_29, on: ON, ...input }, { show: SHOW, ...asking });

const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];

/** Points without a territory, which nothing keeps from closing. */
beforeAll(async () => {
  for (const number of [1, 2, 3, 4]) {
    const point = {
      code: `HN-P${number}`,
      name: `Điểm ${number}`,
      kind: 'RECEPTION_POINT',
      parent: 'HN-B01',
      on: '2025-08-01',
    };
    await given(server, 'establishUnit', point);
  }
});

afterAll(() => server.close());

describe('dissolveUnit', () => {
  it('closes a unit of which it is said that nobody takes over', async () => {
    const payload = await dissolve({ unit: 'HN-P1', noSuccessor: true });

    expect(payload).toEqual({
      violations: [],
      rehearsed: false,
      unit: {
        code: 'HN-P1',
        name: 'Điểm 1',
        period: { from: '2025-08-01', until: ON },
        successors: [],
        history: [{ period: { until: ON } }],
      },
    });
    const { eve, day, parent } = await server.query(`{
      eve: unit(code: "HN-P1", asOf: "2025-08-31") { code parent { code } }
      day: unit(code: "HN-P1", asOf: "2025-09-01") { code }
      parent: unit(code: "HN-B01", asOf: "2025-09-01") { children { code } }
    }`);
    expect([eve, day]).toEqual([{ code: 'HN-P1', parent: { code: 'HN-B01' } }, null]);
    expect(parent.children).not.toContainEqual({ code: 'HN-P1' });
  });

  it('names the one that takes over the whole', async () => {
    const { unit } = await dissolve({ unit: 'HN-P2', successors: ['HN-00166'] });

    expect(unit.successors).toEqual([
      { unit: { code: 'HN-00166' }, on: ON, extent: 'WHOLE', event: { kind: 'DISSOLVE' } },
    ]);
  });

  it('names several that take over parts', async () => {
    const { unit } = await dissolve({ unit: 'HN-P3', successors: ['HN-00167', 'HN-00166'] });

    expect(unit.successors.map((line: Data) => [line.unit.code, line.extent])).toEqual([
      ['HN-00166', 'PARTIAL'],
      ['HN-00167', 'PARTIAL'],
    ]);
  });

  it('rehearsed shows the closed unit and writes nothing', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      dissolve({ unit: 'HN-P4', successors: ['HN-00166'], rehearse: true }),
    );

    expect(payload).toMatchObject({
      violations: [],
      rehearsed: true,
      unit: { period: { until: ON }, successors: [{ unit: { code: 'HN-00166' } }] },
    });
    expect(
      (await server.query('{ unit(code: "HN-P4", asOf: "2025-09-01") { period { until } } }')).unit.period.until,
    ).toBeNull();
  });
});

describe('dissolveUnit is refused', () => {
  it('where neither successors nor their absence are said, and where something depends on the unit, both at once', async () => {
    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([
        dissolve({ unit: 'HN-B02' }),
        dissolve({ unit: 'HN-B02' }, { headers: { 'accept-language': 'vi' } }),
      ]),
    );

    expect(told(en)).toEqual([
      null,
      [
        [
          'LINEAGE_REQUIRED',
          ['successors'],
          ON,
          'Closing unit HN-B02 must name its successors or say that there are none.',
        ],
        [
          'UNIT_HAS_DEPENDENTS',
          ['unit'],
          ON,
          `Unit HN-B02 still has 8 units below it, 1 territories and 0 people on ${ON}.`,
        ],
      ],
    ]);
    expect(vi.violations.map(({ message }: Data) => message)).toEqual([
      'Đơn vị HN-B02 chấm dứt phải nêu đơn vị kế thừa hoặc khẳng định không có.',
      `Đơn vị HN-B02 còn 8 đơn vị trực thuộc, 1 địa bàn và 0 người vào ngày ${ON}.`,
    ]);
  });

  it('where both are said', async () => {
    const payload = await dissolve({ unit: 'HN-P4', successors: ['HN-00166'], noSuccessor: true });

    expect(told(payload)).toEqual([
      null,
      [['INPUT_INVALID', ['successors'], null, 'Invalid value; expected successors or noSuccessor, not both.']],
    ]);
  });

  it('with successors that are not others, not there, or named twice', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      dissolve({ unit: 'HN-P4', successors: ['HN-00166', 'HN-P4', 'NOBODY', 'HN-00166', 'HN-005'] }),
    );

    expect(told(payload)).toEqual([
      null,
      [
        ['NOT_FOUND', ['successors', '2'], null, 'NOBODY was not found.'],
        ['FACT_OUTSIDE_UNIT', ['successors', '4'], ON, `Unit HN-005 does not exist on ${ON}.`],
        ['INPUT_INVALID', ['successors', '1'], null, 'Invalid value; expected another unit.'],
        ['INPUT_INVALID', ['successors', '3'], null, 'Invalid value; expected each entry only once.'],
      ],
    ]);
  });

  it('for a unit that is unknown, gone, or begins that very day', async () => {
    const [unknown, gone, first] = await Promise.all([
      dissolve({ unit: 'NOBODY', noSuccessor: true, instrument: null }),
      dissolve({ unit: 'HN-005', noSuccessor: true }),
      dissolve({ unit: 'HN-P4', noSuccessor: true, on: '2025-08-01' }),
    ]);

    expect(told(unknown)[1]).toEqual([
      ['INSTRUMENT_REQUIRED', ['instrument'], ON, 'This decision must cite a legal instrument.'],
      ['NOT_FOUND', ['unit'], null, 'NOBODY was not found.'],
    ]);
    expect(told(gone)[1]).toEqual([['FACT_OUTSIDE_UNIT', ['unit'], ON, `Unit HN-005 does not exist on ${ON}.`]]);
    expect(told(first)[1]).toEqual([
      ['FACT_OUTSIDE_UNIT', ['unit'], '2025-07-31', 'Unit HN-P4 does not exist on 2025-07-31.'],
    ]);
  });

  it('while a unit is to come under it later', async () => {
    await given(server, 'reparentUnit', { unit: 'HN-P4', relation: 'PROFESSIONAL', parent: 'NA-VP', on: '2026-01-01' });

    const payload = await dissolve({ unit: 'NA-VP', noSuccessor: true });

    expect(told(payload)[1]).toEqual([
      [
        'UNIT_HAS_DEPENDENTS',
        ['unit'],
        ON,
        `Unit NA-VP still has 1 units below it, 0 territories and 0 people on ${ON}.`,
      ],
    ]);
  });
});
