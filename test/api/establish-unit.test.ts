import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { carryOut, given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = `code name shortName kind branchType rank version
  entitlements { seal account independentAccounting }
  period { from until } parent { code } parents { relation unit { code } period { from until } untilEvent }
  territories { code } children { code } seat { address latitude longitude areaM2 }
  predecessors { on extent unit { code period { until } } event { kind } } history { period { from until } }`;

const BRANCH = { kind: 'BRANCH', parent: 'HN', on: '2025-09-01' };

const establish = (input: object, asking?: Parameters<typeof carryOut>[3]) =>
  carryOut(server, 'establishUnit', { instrument: PLAN_29, ...input }, { show: SHOW, ...asking });

const told = ({ unit, violations }: Data) => [unit, violations.map((v: Data) => [v.code, v.path, v.on, v.message])];

describe('establishUnit', () => {
  it('brings a unit into being with nothing but what is said', async () => {
    const payload = await establish({ ...BRANCH, code: 'HN-A1', name: ' Chi nhánh mới ' });

    expect(payload).toEqual({
      violations: [],
      rehearsed: false,
      unit: {
        code: 'HN-A1',
        name: 'Chi nhánh mới',
        shortName: null,
        kind: 'BRANCH',
        branchType: null,
        rank: null,
        version: expect.any(Number),
        entitlements: { seal: false, account: false, independentAccounting: false },
        period: { from: '2025-09-01', until: null },
        parent: { code: 'HN' },
        parents: [
          {
            relation: 'ESTABLISHMENT',
            unit: { code: 'HN' },
            period: { from: '2025-09-01', until: null },
            untilEvent: null,
          },
        ],
        territories: [],
        children: [],
        seat: null,
        predecessors: [],
        history: [{ period: { from: '2025-09-01', until: null } }],
      },
    });
  });

  it('gives it entitlements, relations, a seat and territories nobody receives for', async () => {
    const seat = { address: '1 Tràng Tiền', latitude: 21.0245, longitude: 105.8572, areaM2: 120.5 };

    const { unit, violations } = await establish({
      ...BRANCH,
      code: 'HN-A2',
      name: 'Chi nhánh đủ',
      shortName: 'Đủ',
      branchType: 9,
      rank: 'phòng',
      entitlements: { seal: true, independentAccounting: true },
      relations: [
        { relation: 'STAFF_MANAGEMENT', unit: 'HN' },
        { relation: 'FACILITY_MANAGEMENT', unit: 'PC-01', untilEvent: 'Mua xong trụ sở' },
      ],
      territories: ['24'],
      seat,
    });

    expect(violations).toEqual([]);
    expect(unit).toMatchObject({
      shortName: 'Đủ',
      branchType: 9,
      rank: 'phòng',
      entitlements: { seal: true, account: false, independentAccounting: true },
      parents: [
        { relation: 'ESTABLISHMENT', unit: { code: 'HN' }, untilEvent: null },
        { relation: 'STAFF_MANAGEMENT', unit: { code: 'HN' }, untilEvent: null },
        { relation: 'FACILITY_MANAGEMENT', unit: { code: 'PC-01' }, untilEvent: 'Mua xong trụ sở' },
      ],
      territories: [{ code: '24' }],
      seat,
    });
  });

  it('in succession closes the other, whose territories and units pass to it', async () => {
    await given(server, 'renameUnit', { unit: 'HN-B02', name: 'Tên cuối', on: '2025-08-01' });

    const { unit, violations } = await establish({
      ...BRANCH,
      code: 'HN-A3',
      name: 'Chi nhánh kế thừa',
      succeeds: 'HN-B02',
    });
    const { old, eve } = await server.query(`{
      old: unit(code: "HN-B02", asOf: "2025-09-01") { code }
      eve: unit(code: "HN-B02", asOf: "2025-08-31") {
        period { until } territories { code } children { code } successors { unit { code } on extent } }
    }`);

    expect(violations).toEqual([]);
    expect(unit.territories).toEqual([{ code: '003' }]);
    expect(unit.children).toHaveLength(8);
    expect(unit.predecessors).toEqual([
      {
        on: '2025-09-01',
        extent: 'WHOLE',
        unit: { code: 'HN-B02', period: { until: '2025-09-01' } },
        event: { kind: 'ESTABLISH' },
      },
    ]);
    expect(old).toBeNull();
    expect(eve).toEqual({
      period: { until: '2025-09-01' },
      territories: [{ code: '003' }],
      children: unit.children,
      successors: [{ unit: { code: 'HN-A3' }, on: '2025-09-01', extent: 'WHOLE' }],
    });
  });

  it('rehearsed shows the succession with all that is nested, and writes nothing', async () => {
    const input = {
      ...BRANCH,
      code: 'HN-A4',
      name: 'Thử',
      succeeds: 'HN-B01',
      seat: { address: 'Ở đây' },
      rehearse: true,
    };

    const { unit, violations, rehearsed } = await withoutWriting(server.databaseUrl, () => establish(input));

    expect([violations, rehearsed]).toEqual([[], true]);
    expect(unit).toMatchObject({
      code: 'HN-A4',
      territories: [{ code: '005' }, { code: '009' }],
      seat: { address: 'Ở đây', latitude: null, longitude: null, areaM2: null },
      predecessors: [{ unit: { code: 'HN-B01', period: { until: '2025-09-01' } } }],
    });
    expect(unit.children).toHaveLength(17);
    expect((await server.query('{ unit(code: "HN-B01") { period { until } } }')).unit.period.until).toBeNull();
  });

  it('writes one act and one audit entry', async () => {
    const before = await rowCounts(server.databaseUrl);

    await establish({ ...BRANCH, code: 'HN-A5', name: 'Chi nhánh năm' });

    const after = await rowCounts(server.databaseUrl);
    const grown = Object.entries(after).flatMap(([table, count]) => {
      const more = count - (before[table] ?? 0);
      return more === 0 ? [] : [[table, more]];
    });
    expect(Object.fromEntries(grown)).toEqual({
      audit_entry: 1,
      change_event: 1,
      unit: 1,
      unit_life: 1,
      unit_relation: 1,
      unit_version: 1,
    });
  });
});

describe('establishUnit is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const input = {
      code: 'hn a9',
      name: ' ',
      kind: 'BRANCH',
      branchType: 10,
      rank: 'x'.repeat(201),
      parent: 'PC-01',
      on: '2025-09-01',
      instrument: undefined,
      decidedBy: 'NOBODY',
      succeeds: 'NADA',
      territories: ['005', '999', '005'],
      relations: [
        { relation: 'STAFF_MANAGEMENT', unit: 'HN' },
        { relation: 'PROFESSIONAL', unit: 'NOPE' },
        { relation: 'STAFF_MANAGEMENT', unit: 'PC-01' },
      ],
      seat: { address: '', latitude: 21, areaM2: 0 },
    };

    const [en, vi] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([establish(input), establish(input, { headers: { 'accept-language': 'vi' } })]),
    );

    expect(told(en)).toEqual([
      null,
      [
        ['NOT_FOUND', ['territories', '1'], '2025-09-01', '999 was not found.'],
        ['INPUT_INVALID', ['territories', '2'], null, 'Invalid value; expected each entry only once.'],
        ['INPUT_INVALID', ['seat', 'address'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        [
          'INPUT_INVALID',
          ['seat'],
          null,
          'Invalid value; expected both latitude (-90 to 90) and longitude (-180 to 180), or neither.',
        ],
        ['INPUT_INVALID', ['seat', 'areaM2'], null, 'Invalid value; expected an area above 0 m².'],
        ['INSTRUMENT_REQUIRED', ['instrument'], '2025-09-01', 'This decision must cite a legal instrument.'],
        ['NOT_FOUND', ['succeeds'], null, 'NADA was not found.'],
        ['INPUT_INVALID', ['code'], null, 'Invalid value; expected a code of capitals A-Z, digits, hyphens and dots.'],
        ['INPUT_INVALID', ['name'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        ['INPUT_INVALID', ['rank'], null, 'Invalid value; expected text of 1 to 200 characters.'],
        ['INPUT_INVALID', ['branchType'], null, 'Invalid value; expected a branch type from 1 to 9.'],
        [
          'UNIT_KIND_PARENT',
          ['parent'],
          '2025-09-01',
          'Unit hn a9 of kind BRANCH cannot stand under PC-01 of kind PEOPLES_COMMITTEE; expected PROVINCIAL_CENTER.',
        ],
        ['NOT_FOUND', ['relations', '1', 'unit'], null, 'NOPE was not found.'],
        [
          'UNIT_PARENT_OVERLAP',
          ['relations', '2', 'unit'],
          '2025-09-01',
          'Unit hn a9 already has a parent of this relation on 2025-09-01.',
        ],
        [
          'TERRITORY_OVERLAP',
          ['territories', '0'],
          '2025-09-01',
          'Territory 005 is already received for by HN-B01 from 2025-09-01.',
        ],
        ['NOT_FOUND', ['decidedBy'], null, 'NOBODY was not found.'],
      ],
    ]);
    const messages = vi.violations.map(({ message }: Data) => message);
    expect(messages).toContain('Địa bàn 005 đã do đơn vị HN-B01 tiếp nhận từ ngày 2025-09-01.');
    expect(messages).toContain(
      'Đơn vị hn a9 loại BRANCH không được đặt dưới PC-01 loại PEOPLES_COMMITTEE; cần PROVINCIAL_CENTER.',
    );
    expect(messages).toContain('Giá trị không hợp lệ; cần mã gồm chữ hoa A-Z, số, dấu gạch nối và dấu chấm.');
    expect(vi.violations.map(({ code, path }: Data) => [code, path])).toEqual(
      en.violations.map(({ code, path }: Data) => [code, path]),
    );
  });

  it('where the code is taken, with what else is wrong', async () => {
    const payload = await withoutWriting(server.databaseUrl, () =>
      establish({ ...BRANCH, code: 'HN-B05', name: '', parent: 'NOPE', territories: ['999'] }),
    );

    expect(told(payload)).toEqual([
      null,
      [
        ['NOT_FOUND', ['territories', '0'], '2025-09-01', '999 was not found.'],
        ['ALREADY_EXISTS', ['code'], null, 'HN-B05 already exists.'],
        ['INPUT_INVALID', ['name'], null, 'Invalid value; expected text of 1 to 500 characters.'],
        ['NOT_FOUND', ['parent'], null, 'NOPE was not found.'],
      ],
    ]);
  });

  it('where the code was borne by a unit that closed', async () => {
    const payload = await establish({ ...BRANCH, code: 'HN-005', name: 'Lại' });

    expect(told(payload)).toEqual([null, [['ALREADY_EXISTS', ['code'], null, 'HN-005 already exists.']]]);
  });

  it('under a parent that does not exist yet, or not for as long', async () => {
    const early = await establish({ ...BRANCH, code: 'HN-C1', name: 'Sớm', on: '2018-06-20' });
    const point = {
      code: 'HN-C2',
      name: 'Điểm',
      kind: 'RECEPTION_POINT',
      on: '2025-03-01',
      parent: 'BD-25747',
      relations: [],
    };
    const brief = await establish({ ...point, kind: 'OUTSIDE_BODY' });

    expect(told(early)).toEqual([
      null,
      [['FACT_OUTSIDE_UNIT', ['parent'], '2018-06-20', 'Unit HN does not exist on 2018-06-20.']],
    ]);
    expect(told(brief)).toEqual([
      null,
      [
        ['FACT_OUTSIDE_UNIT', ['parent'], '2025-04-01', 'Unit BD-25747 does not exist on 2025-04-01.'],
        [
          'UNIT_KIND_PARENT',
          ['parent'],
          '2025-03-01',
          'Unit HN-C2 of kind OUTSIDE_BODY cannot stand under BD-25747 of kind ONE_STOP; expected OUTSIDE_BODY.',
        ],
      ],
    ]);
  });

  it('in succession of a unit that is gone, or begins that very day', async () => {
    await given(server, 'establishUnit', { ...BRANCH, code: 'HN-D1', name: 'Mới' });

    const gone = await establish({ ...BRANCH, code: 'HN-D2', name: 'A', succeeds: 'HN-009' });
    const born = await establish({ ...BRANCH, code: 'HN-D2', name: 'A', succeeds: 'HN-D1' });

    expect(told(gone)[1]).toEqual([
      ['FACT_OUTSIDE_UNIT', ['succeeds'], '2025-09-01', 'Unit HN-009 does not exist on 2025-09-01.'],
    ]);
    expect(told(born)[1]).toEqual([
      ['FACT_OUTSIDE_UNIT', ['succeeds'], '2025-08-31', 'Unit HN-D1 does not exist on 2025-08-31.'],
    ]);
  });
});
