import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts } from '../support/row-counts.ts';
import { carryOut } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const DECISION = {
  number: '7/QĐ-UBND',
  kind: 'DECISION',
  issuer: 'PC-01',
  issuedOn: '2025-06-20',
  inForceFrom: '2025-07-01',
  title: 'Về tổ chức các chi nhánh',
};
const SHOW = 'number kind issuer issuedOn inForceFrom title supersedes { number }';

describe('instruments', () => {
  it('are those the plans cite, by number', async () => {
    const { instruments } = await server.query('{ instruments { totalCount nodes { number issuer } } }');

    expect(instruments).toEqual({
      totalCount: 13,
      nodes: [
        { number: '118/2025/NĐ-CP', issuer: 'Chính phủ' },
        { number: '124/2004/QĐ-TTg', issuer: 'Thủ tướng Chính phủ' },
        { number: '138/2020/NĐ-CP', issuer: 'Chính phủ' },
        { number: '1654–1687/NQ-UBTVQH15', issuer: 'Ủy ban Thường vụ Quốc hội' },
        { number: '170/2025/NĐ-CP', issuer: 'Chính phủ' },
        { number: '29/KH-UBND', issuer: 'PC-01' },
        { number: '61/2018/NĐ-CP', issuer: 'Chính phủ' },
        { number: '77/2015/QH13', issuer: 'Quốc hội' },
        { number: '9494/BTC-CT', issuer: 'Bộ Tài chính' },
        { number: '99/2016/NĐ-CP', issuer: 'Chính phủ' },
        { number: 'BD/2024', issuer: 'PC-74' },
        { number: 'BN/2025', issuer: 'PC-24' },
        { number: 'NA/2022', issuer: 'PC-40' },
      ],
    });
  });

  it.each([
    ['number: "29/KH-UBND"', ['29/KH-UBND']],
    ['number: "29"', []],
    ['search: "kh-ubnd"', ['29/KH-UBND']],
    ['search: "MOT CUA"', ['118/2025/NĐ-CP', '61/2018/NĐ-CP']],
    ['search: "cửa một", number: "61/2018/NĐ-CP"', ['61/2018/NĐ-CP']],
    ['search: "_"', []],
    ['first: 2', ['118/2025/NĐ-CP', '124/2004/QĐ-TTg']],
  ])('(%s) are %j', async (args, numbers) => {
    const { instruments } = await server.query(`{ instruments(${args}) { nodes { number } } }`);

    expect(instruments.nodes.map(({ number }: Data) => number)).toEqual(numbers);
  });

  it('come page by page', async () => {
    const { first } = await server.query('{ first: instruments(first: 9) { pageInfo { hasNextPage endCursor } } }');
    const { rest } = await server.query(
      'query ($after: String) { rest: instruments(first: 9, after: $after) { nodes { number } pageInfo { hasNextPage } } }',
      { after: first.pageInfo.endCursor },
    );

    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(rest.nodes.map(({ number }: Data) => number)).toEqual(['99/2016/NĐ-CP', 'BD/2024', 'BN/2025', 'NA/2022']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});

describe('recordInstrument', () => {
  it('rehearsed shows what would be recorded and records nothing', async () => {
    const before = await rowCounts(server.databaseUrl);

    const payload = await carryOut(server, 'recordInstrument', { ...DECISION, rehearse: true }, { show: SHOW });

    expect(payload).toEqual({ instrument: { ...DECISION, supersedes: null }, violations: [], rehearsed: true });
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
  });

  it('records what it is given, the issuer as a unit or a name', async () => {
    const before = await rowCounts(server.databaseUrl);

    const decision = await carryOut(server, 'recordInstrument', DECISION, { show: SHOW });
    const law = {
      ...DECISION,
      number: ' 9/2025/QH15 ',
      issuer: ' Quốc hội '.normalize('NFD'),
      kind: 'LAW',
      supersedes: '77/2015/QH13',
    };
    const other = await carryOut(server, 'recordInstrument', law, { show: SHOW });

    expect(decision).toEqual({ instrument: { ...DECISION, supersedes: null }, violations: [], rehearsed: false });
    expect(other.instrument).toEqual({
      ...DECISION,
      number: '9/2025/QH15',
      issuer: 'Quốc hội',
      kind: 'LAW',
      supersedes: { number: '77/2015/QH13' },
    });
    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      legal_instrument: (before.legal_instrument ?? 0) + 2,
      audit_entry: (before.audit_entry ?? 0) + 2,
    });
  });

  it('answers the one recorded where it is the very same', async () => {
    const first = await carryOut(server, 'recordInstrument', { ...DECISION, number: '8/QĐ' }, { show: 'id' });
    const before = await rowCounts(server.databaseUrl);

    const again = await carryOut(server, 'recordInstrument', { ...DECISION, number: '8/QĐ' }, { show: 'id' });

    expect(again).toEqual(first);
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
  });

  it('refuses another one of the same number, issuer and day', async () => {
    await carryOut(server, 'recordInstrument', { ...DECISION, number: '10/QĐ' });
    const before = await rowCounts(server.databaseUrl);

    const payload = await carryOut(server, 'recordInstrument', { ...DECISION, number: '10/QĐ', title: 'Khác' });

    expect(payload).toMatchObject({
      instrument: null,
      violations: [
        { __typename: 'InputViolation', code: 'ALREADY_EXISTS', path: ['number'], message: '10/QĐ already exists.' },
      ],
    });
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
  });

  it('refuses with every violation at once, in either language', async () => {
    const input = { ...DECISION, number: ' ', issuer: '', title: 'x'.repeat(1001), supersedes: '404/QĐ' };
    const before = await rowCounts(server.databaseUrl);

    const [en, vi] = await Promise.all(
      ['en', 'vi'].map((language) =>
        carryOut(server, 'recordInstrument', input, { headers: { 'accept-language': language } }),
      ),
    );

    const told = ({ instrument, violations }: Data) => [
      instrument,
      violations.map((v: Data) => [v.code, v.path, v.message]),
    ];
    expect(told(en)).toEqual([
      null,
      [
        ['INPUT_INVALID', ['number'], 'Invalid value; expected text of 1 to 100 characters.'],
        ['INPUT_INVALID', ['issuer'], 'Invalid value; expected text of 1 to 300 characters.'],
        ['INPUT_INVALID', ['title'], 'Invalid value; expected text of 1 to 1000 characters.'],
        ['NOT_FOUND', ['supersedes'], '404/QĐ was not found.'],
      ],
    ]);
    expect(told(vi)).toEqual([
      null,
      [
        ['INPUT_INVALID', ['number'], 'Giá trị không hợp lệ; cần văn bản từ 1 đến 100 ký tự.'],
        ['INPUT_INVALID', ['issuer'], 'Giá trị không hợp lệ; cần văn bản từ 1 đến 300 ký tự.'],
        ['INPUT_INVALID', ['title'], 'Giá trị không hợp lệ; cần văn bản từ 1 đến 1000 ký tự.'],
        ['NOT_FOUND', ['supersedes'], 'Không tìm thấy 404/QĐ.'],
      ],
    ]);
    expect(await rowCounts(server.databaseUrl)).toEqual(before);
  });
});

describe('an instrument cited', () => {
  it('by a number that several bear must be told apart by id', async () => {
    const input = { ...DECISION, number: '11/QĐ' };
    const { instrument } = await carryOut(server, 'recordInstrument', input, { show: 'id' });
    await carryOut(server, 'recordInstrument', { ...input, issuer: 'PC-74' });
    const rename = { unit: 'HN-B05', name: 'Chi nhánh số 5', on: '2025-09-01', rehearse: true };
    const event = { show: 'history { event { instrument { id } } }' };

    const byNumber = await carryOut(server, 'renameUnit', { ...rename, instrument: '11/QĐ' });
    const byId = await carryOut(server, 'renameUnit', { ...rename, instrument: instrument.id }, event);

    expect(byNumber.violations).toMatchObject([
      {
        code: 'INSTRUMENT_AMBIGUOUS',
        path: ['instrument'],
        message: 'Several instruments bear the number 11/QĐ; refer to one by its id.',
      },
    ]);
    expect(byId.violations).toEqual([]);
    expect(byId.unit.history.at(-1).event.instrument).toEqual(instrument);
  });

  it('by the id of something else is not found', async () => {
    const { unit } = await server.query('{ unit(code: "HN") { id } }');

    const payload = await carryOut(server, 'renameUnit', {
      unit: 'HN-B05',
      name: 'Chi nhánh số 5',
      on: '2025-09-01',
      instrument: unit.id,
    });

    expect(payload.violations).toMatchObject([{ code: 'NOT_FOUND', path: ['instrument'] }]);
  });
});
