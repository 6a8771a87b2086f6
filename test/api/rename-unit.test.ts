import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const HISTORY = 'history { name shortName period { from until } event { kind on } }';

const rename = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(server, 'renameUnit', { instrument: PLAN_29, ...input }, asking);

/** Name, first and following day of each version. */
const story = (unit: Data): string[] =>
  unit.history.map(({ name, period }: Data) => `${name} ${period.from} ${period.until}`);

describe('renameUnit', () => {
  it('gives a unit another name from the day on', async () => {
    const before = await rowCounts(server.databaseUrl);

    const payload = await rename(
      { unit: 'HN-B03', name: '  Chi nhánh Ba Vì  '.normalize('NFD'), on: '2025-09-01' },
      {
        show: `code name parent { code } children { code } territories { code } ${HISTORY}`,
      },
    );

    expect(payload).toMatchObject({
      violations: [],
      rehearsed: false,
      unit: {
        code: 'HN-B03',
        name: 'Chi nhánh Ba Vì',
        parent: { code: 'HN' },
        territories: [{ code: '269' }, { code: '271' }, { code: '276' }],
        history: [
          {
            name: 'Chi nhánh Ba Vì – Sơn Tây – Thạch Thất',
            period: { from: '2025-04-01', until: '2025-09-01' },
            event: { kind: 'MERGE' },
          },
          {
            name: 'Chi nhánh Ba Vì',
            period: { from: '2025-09-01', until: null },
            event: { kind: 'RENAME', on: '2025-09-01' },
          },
        ],
      },
    });
    const after = await rowCounts(server.databaseUrl);
    const written = Object.entries(after).filter(([table, count]) => count !== before[table]);
    expect(Object.fromEntries(written.map(([table, count]) => [table, count - (before[table] ?? 0)]))).toEqual({
      audit_entry: 1,
      change_event: 1,
      unit_version: 2,
    });
  });

  it('keeps a rename that was decided for later', async () => {
    await given(server, 'renameUnit', { unit: 'HN-B04', name: 'Tên năm 2026', on: '2026-01-01' });

    const { unit } = await rename({ unit: 'HN-B04', name: 'Tên mùa thu', on: '2025-09-01' }, { show: HISTORY });

    expect(story(unit)).toEqual([
      'Chi nhánh Đông Anh – Mê Linh – Sóc Sơn 2025-04-01 2025-09-01',
      'Tên mùa thu 2025-09-01 2026-01-01',
      'Tên năm 2026 2026-01-01 null',
    ]);
  });

  it('reaches through a later change of something else', async () => {
    await given(server, 'renameUnit', {
      unit: 'HN-B06',
      name: 'Chi nhánh Hà Đông – Chương Mỹ – Quốc Oai',
      shortName: 'Số 6',
      on: '2026-01-01',
    });

    const { unit } = await rename({ unit: 'HN-B06', name: 'Chi nhánh số 6', on: '2025-09-01' }, { show: HISTORY });

    expect(unit.history.map(({ name, shortName, period }: Data) => [name, shortName, period.from])).toEqual([
      ['Chi nhánh Hà Đông – Chương Mỹ – Quốc Oai', null, '2025-04-01'],
      ['Chi nhánh số 6', null, '2025-09-01'],
      ['Chi nhánh số 6', 'Số 6', '2026-01-01'],
    ]);
  });

  it('sets, keeps and takes away the short name', async () => {
    const base = { unit: 'HN-B07', show: 'shortName' };
    const shortNameAfter = async (input: object) => (await rename({ unit: base.unit, ...input }, base)).unit.shortName;

    expect(await shortNameAfter({ name: 'A', shortName: 'Số 7', on: '2025-09-01' })).toBe('Số 7');
    expect(await shortNameAfter({ name: 'B', on: '2025-10-01' })).toBe('Số 7');
    expect(await shortNameAfter({ name: 'C', shortName: null, on: '2025-11-01' })).toBeNull();
  });

  it('may be on the first day of a version, which it replaces', async () => {
    const { unit } = await rename({ unit: 'HN-B08', name: 'Chi nhánh số 8', on: '2025-04-01' }, { show: HISTORY });

    expect(story(unit)).toEqual(['Chi nhánh số 8 2025-04-01 null']);
    expect(unit.history[0].event.kind).toBe('RENAME');
  });

  it('rehearsed shows what would be, with all that is nested, and writes nothing', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      rename(
        { unit: 'HN-B02', name: 'Chi nhánh Hồ Tây', on: '2025-09-01', rehearse: true },
        { show: `name children { code parent { name } } territories { receivedBy { name } } ${HISTORY}` },
      ),
    );
    const { unit } = await server.query(`{ unit(code: "HN-B02", asOf: "2025-09-01") { ${HISTORY} } }`);

    expect(payload).toMatchObject({
      violations: [],
      rehearsed: true,
      unit: { name: 'Chi nhánh Hồ Tây', territories: [{ receivedBy: { name: 'Chi nhánh Hồ Tây' } }] },
    });
    expect(payload.unit.children).toHaveLength(8);
    expect(payload.unit.children[0].parent).toEqual({ name: 'Chi nhánh Hồ Tây' });
    expect(story(payload.unit)).toEqual(['Chi nhánh Tây Hồ 2024-12-01 2025-09-01', 'Chi nhánh Hồ Tây 2025-09-01 null']);
    expect(story(unit)).toEqual(['Chi nhánh Tây Hồ 2024-12-01 null']);
  });

  it('is marked retroactive where the instrument came after the day', async () => {
    const show = 'history { event { retroactive } }';
    const input = { unit: 'HN-B01', name: 'Chi nhánh thí điểm', rehearse: true };

    const [before, sameDay] = await Promise.all([
      rename({ ...input, on: '2025-01-24' }, { show }),
      rename({ ...input, on: '2025-01-25' }, { show }),
    ]);

    expect(before.unit.history[1].event).toEqual({ retroactive: true });
    expect(sameDay.unit.history[1].event).toEqual({ retroactive: false });
  });

  it('tells who decided where that was not the issuer', async () => {
    const show = 'history { event { decidedBy { code name } } }';
    const input = { unit: 'HN-B05', name: 'Chi nhánh số 5', on: '2025-09-01', rehearse: true };

    const [byIssuer, byCenter] = await Promise.all([
      rename(input, { show }),
      rename({ ...input, decidedBy: 'HN' }, { show }),
    ]);

    expect(byIssuer.unit.history[1].event.decidedBy).toBeNull();
    expect(byCenter.unit.history[1].event.decidedBy).toEqual({
      code: 'HN',
      name: 'Trung tâm Phục vụ hành chính công thành phố Hà Nội',
    });
  });
});

describe('renameUnit is refused', () => {
  const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];

  it('with every violation at once, in English and Vietnamese', async () => {
    const input = {
      unit: 'HN-B01',
      name: '  ',
      shortName: 'x'.repeat(201),
      on: '1899-12-31',
      instrument: '404/QĐ',
      decidedBy: 'NOBODY',
      expectedVersion: 0,
    };

    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([rename(input), rename(input, { headers: { 'accept-language': 'vi-VN' } })]),
    );

    const version = (await server.query('{ unit(code: "HN-B01") { version } }')).unit.version;
    expect(told(en)).toEqual([
      null,
      [
        ['NOT_FOUND', ['instrument'], null, '404/QĐ was not found.'],
        ['VERSION_CONFLICT', ['expectedVersion'], null, `Unit HN-B01 has changed: its version is ${version}, not 0.`],
        ['PERIOD_INVALID', ['on'], '1899-12-31', 'Invalid period; expected a day from 1900 on.'],
        ['FACT_OUTSIDE_UNIT', ['unit'], '1899-12-31', 'Unit HN-B01 does not exist on 1899-12-31.'],
        ['INPUT_INVALID', ['name'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        ['INPUT_INVALID', ['shortName'], null, 'Invalid value; expected text of 1 to 200 characters.'],
        ['NOT_FOUND', ['decidedBy'], null, 'NOBODY was not found.'],
      ],
    ]);
    expect(told(vi)[1].map(([, , , message]: string[]) => message)).toEqual([
      'Không tìm thấy 404/QĐ.',
      `Đơn vị HN-B01 đã thay đổi: phiên bản hiện tại là ${version}, không phải 0.`,
      'Khoảng thời gian không hợp lệ; cần một ngày từ năm 1900.',
      'Đơn vị HN-B01 không tồn tại vào ngày 1899-12-31.',
      'Giá trị không hợp lệ; cần văn bản từ 1 đến 500 ký tự.',
      'Giá trị không hợp lệ; cần văn bản từ 1 đến 200 ký tự.',
      'Không tìm thấy NOBODY.',
    ]);
    expect(vi.violations.map(({ code, path }: Data) => [code, path])).toEqual(
      en.violations.map(({ code, path }: Data) => [code, path]),
    );
  });

  it('for a unit that nobody knows', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      rename({ unit: 'NOBODY', name: 'A', on: '2025-09-01' }),
    );

    expect(payload).toEqual({
      unit: null,
      rehearsed: false,
      violations: [
        {
          __typename: 'UnitViolation',
          code: 'NOT_FOUND',
          severity: 'BLOCKING',
          path: ['unit'],
          on: null,
          message: 'NOBODY was not found.',
          expected: null,
          waivable: false,
          unit: null,
        },
      ],
    });
  });

  it('without an instrument', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      rename({ unit: 'HN-B05', name: 'Chi nhánh số 5', on: '2025-05-20', instrument: undefined }),
    );

    expect(told(payload)).toEqual([
      null,
      [['INSTRUMENT_REQUIRED', ['instrument'], '2025-05-20', 'This decision must cite a legal instrument.']],
    ]);
  });

  it.each([
    ['the day before it exists', '2024-11-30'],
    ['the day it closes', '2025-04-01'],
  ])('on %s', async (_what, on) => {
    const unit = on === '2024-11-30' ? 'HN-B02' : 'BD-25747';

    const payload = await rename({ unit, name: 'A', on });

    expect(told(payload)).toEqual([
      null,
      [['FACT_OUTSIDE_UNIT', ['unit'], on, `Unit ${unit} does not exist on ${on}.`]],
    ]);
    expect(payload.violations[0]).toMatchObject({ __typename: 'UnitViolation', unit: { code: unit } });
  });
});
