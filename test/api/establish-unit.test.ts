import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';
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
