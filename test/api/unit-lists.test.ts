import { afterAll, describe, expect, it } from 'vitest';
import { startApiServer } from '../support/api-server.ts';

const server = await startApiServer();

afterAll(() => server.close());

describe('units', () => {
  it.each([
    ['[BRANCH]', 21],
    ['[PROVINCIAL_CENTER]', 4],
    ['[BRANCH, PROVINCIAL_CENTER, BRANCH]', 25],
    ['[]', 0],
    ['null', 1021],
  ])('of kinds %s are %i on 2025-05-15', async (kinds, count) => {
    const { units } = await server.query(`{ units(kinds: ${kinds}, asOf: "2025-05-15") { totalCount } }`);

    expect(units.totalCount).toBe(count);
  });

  it('under a unit are all below it, itself not among them', async () => {
    const { center, committee, branch, nobody, unknown } = await server.query(`{
      center: units(under: "HN", asOf: "2025-07-01") { totalCount }
      committee: units(under: "PC-01", asOf: "2025-07-01") { totalCount }
      branch: units(under: "HN-B02", asOf: "2025-07-01") { totalCount }
      nobody: units(under: "HN-00091", asOf: "2025-07-01") { totalCount }
      unknown: units(under: "NOBODY", asOf: "2025-07-01") { totalCount }
    }`);

    expect(center).toEqual({ totalCount: 538 });
    expect(committee).toEqual({ totalCount: 538 + 31 });
    expect(branch).toEqual({ totalCount: 8 });
    expect(nobody).toEqual({ totalCount: 0 });
    expect(unknown).toEqual({ totalCount: 0 });
  });
});

describe('a unit', () => {
  it('tells all of itself', async () => {
    const { unit } = await server.query(`{ unit(code: "HN-B01", asOf: "2025-07-01") {
      code version name shortName kind branchType rank
      entitlements { seal account independentAccounting }
      period { from until } parent { code } seat { address } leaders { role } seals { engravedName status } signboards { id }
    } }`);

    expect(unit).toEqual({
      code: 'HN-B01',
      version: expect.any(Number),
      name: 'Chi nhánh Cầu Giấy – Thanh Xuân',
      shortName: null,
      kind: 'BRANCH',
      branchType: null,
      rank: 'phòng',
      entitlements: { seal: true, account: true, independentAccounting: true },
      period: { from: '2024-12-01', until: null },
      parent: { code: 'HN' },
      seat: null,
      leaders: [],
      seals: [{ engravedName: 'Chi nhánh Cầu Giấy', status: 'IN_USE' }],
      signboards: [],
    });
  });

  it('has its seat', async () => {
    const { center, commune } = await server.query(`{
      center: unit(code: "NA", asOf: "2022-09-01") { seat { address latitude longitude areaM2 } }
      commune: unit(code: "BN-07432", asOf: "2025-07-01") { seat { address areaM2 } }
    }`);

    expect(center.seat).toEqual({
      address: '16 Trường Thi, thành phố Vinh',
      latitude: null,
      longitude: null,
      areaM2: null,
    });
    expect(commune.seat).toEqual({ address: 'Xã Tân Dĩnh', areaM2: 200 });
  });

  it('stands under others in several respects, each with its days and the event that may end it', async () => {
    const { unit } = await server.query(`{ unit(code: "BD-718", asOf: "2024-11-01") {
      parents { relation unit { code name } period { from until } untilEvent event { kind on } }
      staff: parents(relation: STAFF_MANAGEMENT) { unit { code } }
      professional: parents(relation: PROFESSIONAL) { unit { code } }
    } }`);

    expect(unit.parents).toEqual([
      {
        relation: 'ESTABLISHMENT',
        unit: { code: 'BD', name: 'Trung tâm Phục vụ hành chính công tỉnh Bình Dương' },
        period: { from: '2024-09-30', until: null },
        untilEvent: null,
        event: { kind: 'RETYPE', on: '2024-09-30' },
      },
      {
        relation: 'STAFF_MANAGEMENT',
        unit: { code: 'PC-718', name: 'Ủy ban nhân dân thành phố Thủ Dầu Một' },
        period: { from: '2018-06-21', until: '2025-01-01' },
        untilEvent: null,
        event: { kind: 'ESTABLISH', on: '2018-06-21' },
      },
      {
        relation: 'FACILITY_MANAGEMENT',
        unit: { code: 'PC-718', name: 'Ủy ban nhân dân thành phố Thủ Dầu Một' },
        period: { from: '2018-06-21', until: null },
        untilEvent: 'Thực hiện xong kế hoạch mua hoặc thuê trụ sở cho các chi nhánh',
        event: { kind: 'ESTABLISH', on: '2018-06-21' },
      },
    ]);
    expect(unit.staff).toEqual([{ unit: { code: 'PC-718' } }]);
    expect(unit.professional).toEqual([]);
  });

  it('has children and descendants in each respect', async () => {
    const { establishment, staff, kinds, facilities } = await server.query(`{
      establishment: unit(code: "HN", asOf: "2025-07-01") { children { code } descendants { totalCount } }
      staff: unit(code: "HN", asOf: "2025-07-01") {
        children(relation: STAFF_MANAGEMENT) { code } descendants(relation: STAFF_MANAGEMENT) { totalCount } }
      kinds: unit(code: "HN-B02", asOf: "2025-07-01") {
        points: children(kinds: [RECEPTION_POINT]) { code } oneStops: children(kinds: [ONE_STOP]) { code } }
      facilities: unit(code: "PC-718", asOf: "2025-05-01") { children(relation: FACILITY_MANAGEMENT) { code } }
    }`);

    expect(establishment.children).toHaveLength(12);
    expect(establishment.descendants.totalCount).toBe(538);
    expect(staff.children).toEqual(establishment.children);
    expect(staff.descendants.totalCount).toBe(12);
    expect([kinds.points.length, kinds.oneStops.length]).toEqual([8, 0]);
    expect(facilities.children).toEqual([{ code: 'BD-718' }]);
  });

  it('that is not known is null', async () => {
    const data = await server.query('{ unknown: unit(code: "NOBODY") { code } lower: unit(code: "hn") { code } }');

    expect(data).toEqual({ unknown: null, lower: null });
  });
});
