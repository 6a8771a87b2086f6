import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';

const server = await startApiServer({ today: '2025-07-01' });

afterAll(() => server.close());

/** One unit on each of several days. */
async function onDays(code: string, days: readonly string[], show: string): Promise<Data[]> {
  const fields = days.map((day, index) => `d${index}: unit(code: "${code}", asOf: "${day}") { ${show} }`);
  return Object.values(await server.query(`{ ${fields.join(' ')} }`));
}

describe('a day', () => {
  it('is covered from the first of a name until the first of the next', async () => {
    const days = ['2024-11-30', '2024-12-01', '2025-06-30', '2025-07-01', '2025-07-02'];

    expect(await onDays('HN-B01', days, 'name')).toEqual([
      null,
      { name: 'Chi nhánh Cầu Giấy' },
      { name: 'Chi nhánh Cầu Giấy' },
      { name: 'Chi nhánh Cầu Giấy – Thanh Xuân' },
      { name: 'Chi nhánh Cầu Giấy – Thanh Xuân' },
    ]);
  });

  it('is the last of a unit before the first it no longer exists on', async () => {
    const days = ['2018-06-20', '2018-06-21', '2025-03-31', '2025-04-01'];

    expect(await onDays('BD-25747', days, 'period { from until }')).toEqual([
      null,
      { period: { from: '2018-06-21', until: '2025-04-01' } },
      { period: { from: '2018-06-21', until: '2025-04-01' } },
      null,
    ]);
  });

  it('decides who stands above, in each respect', async () => {
    const days = ['2024-09-29', '2024-09-30', '2024-12-31', '2025-01-01'];
    const show = 'kind parent { code } staff: parents(relation: STAFF_MANAGEMENT) { unit { code } }';

    expect(await onDays('BD-718', days, show)).toEqual([
      { kind: 'DISTRICT_CENTER', parent: { code: 'PC-718' }, staff: [{ unit: { code: 'PC-718' } }] },
      { kind: 'BRANCH', parent: { code: 'BD' }, staff: [{ unit: { code: 'PC-718' } }] },
      { kind: 'BRANCH', parent: { code: 'BD' }, staff: [{ unit: { code: 'PC-718' } }] },
      { kind: 'BRANCH', parent: { code: 'BD' }, staff: [{ unit: { code: 'BD' } }] },
    ]);
  });

  it('decides how many stand below', async () => {
    const counts = (code: string, days: string[], kinds: string) =>
      onDays(code, days, `descendants(kinds: [${kinds}], first: 1) { totalCount }`).then((units) =>
        units.map((unit) => unit.descendants.totalCount),
      );

    const [hanoi, points, binhDuong, oneStops, bacNinh] = await Promise.all([
      counts('HN', ['2024-11-30', '2024-12-01', '2025-03-01', '2025-03-31', '2025-04-01', '2025-07-01'], 'BRANCH'),
      counts(
        'HN',
        ['2024-11-30', '2024-12-01', '2025-03-31', '2025-04-01', '2025-06-30', '2025-07-01'],
        'RECEPTION_POINT',
      ),
      counts('BD', ['2024-09-29', '2024-09-30', '2025-06-30', '2025-07-01'], 'BRANCH'),
      counts('BD', ['2024-09-29', '2024-09-30', '2025-03-31', '2025-04-01'], 'ONE_STOP'),
      counts('BN', ['2025-06-30', '2025-07-01'], 'COMMUNE_CENTER'),
    ]);

    expect(hanoi).toEqual([0, 2, 2, 2, 12, 12]);
    expect(points).toEqual([0, 16, 16, 517, 517, 526]);
    expect(binhDuong).toEqual([0, 9, 9, 9]);
    expect(oneStops).toEqual([0, 91, 91, 82]);
    expect(bacNinh).toEqual([0, 99]);
  });

  it('is today where none is said', async () => {
    const { unsaid, said } = await server.query(
      '{ unsaid: unit(code: "HN-B01") { name } said: unit(code: "HN-B01", asOf: "2025-07-01") { name } }',
    );

    expect(unsaid).toEqual({ name: 'Chi nhánh Cầu Giấy – Thanh Xuân' });
    expect(said).toEqual(unsaid);
  });
});

describe('what is nested', () => {
  it('is as of the same day', async () => {
    const show = `name parent { code children(kinds: [BRANCH]) { name } }
      children { code } territories { code receivedBy { name } parent { name } }`;

    const [june, july] = await onDays('HN-B01', ['2025-06-30', '2025-07-01'], show);

    expect(june).toMatchObject({
      name: 'Chi nhánh Cầu Giấy',
      territories: [{ code: '005', receivedBy: { name: 'Chi nhánh Cầu Giấy' }, parent: { name: 'Hà Nội' } }],
    });
    expect(july).toMatchObject({
      name: 'Chi nhánh Cầu Giấy – Thanh Xuân',
      territories: [
        { code: '005', receivedBy: { name: 'Chi nhánh Cầu Giấy – Thanh Xuân' } },
        { code: '009', receivedBy: { name: 'Chi nhánh Cầu Giấy – Thanh Xuân' } },
      ],
    });
    expect([june.children.length, july.children.length]).toEqual([8, 8 + 9]);
    const names = (unit: Data) => unit.parent.children.map(({ name }: Data) => name);
    expect(names(june)).toContain('Chi nhánh Cầu Giấy');
    expect(names(june)).not.toContain('Chi nhánh Cầu Giấy – Thanh Xuân');
    expect(names(july)).toContain('Chi nhánh Cầu Giấy – Thanh Xuân');
  });

  it('of a page is as of the same day', async () => {
    const { units } = await server.query(
      '{ units(search: "HN-00349", asOf: "2025-06-30") { nodes { name parent { code } territories { code } } } }',
    );

    expect(units.nodes).toEqual([
      { name: 'Bộ phận Một cửa phường Khương Trung', parent: { code: 'PC-009' }, territories: [{ code: '00349' }] },
    ]);
  });

  it('in the past of a unit is as it was then', async () => {
    const [unit] = await onDays(
      'HN-B01',
      ['2025-07-01'],
      'predecessors { on unit { code name period { until } parent { code } } }',
    );

    expect(unit).toEqual({
      predecessors: [
        {
          on: '2024-12-01',
          unit: {
            code: 'HN-005',
            name: 'Bộ phận Một cửa quận Cầu Giấy',
            period: { until: '2024-12-01' },
            parent: { code: 'PC-005' },
          },
        },
        {
          on: '2025-07-01',
          unit: {
            code: 'HN-009',
            name: 'Bộ phận Một cửa quận Thanh Xuân',
            period: { until: '2025-07-01' },
            parent: { code: 'PC-009' },
          },
        },
      ],
    });
  });
});

describe('history', () => {
  it('is the whole life, whatever the day asked', async () => {
    const show = 'history { name kind branchType period { from until } event { kind on retroactive assumed } }';

    const units = await onDays('BD-718', ['2018-06-21', '2025-07-01'], show);

    const history = [
      {
        name: 'Trung tâm Hành chính công thành phố Thủ Dầu Một',
        kind: 'DISTRICT_CENTER',
        branchType: null,
        period: { from: '2018-06-21', until: '2024-09-30' },
        event: { kind: 'ESTABLISH', on: '2018-06-21', retroactive: false, assumed: true },
      },
      {
        name: 'Trung tâm Hành chính công thành phố Thủ Dầu Một',
        kind: 'BRANCH',
        branchType: null,
        period: { from: '2024-09-30', until: '2025-04-01' },
        event: { kind: 'RETYPE', on: '2024-09-30', retroactive: false, assumed: false },
      },
      {
        name: 'Chi nhánh Trung tâm Phục vụ hành chính công thành phố Thủ Dầu Một',
        kind: 'BRANCH',
        branchType: 1,
        period: { from: '2025-04-01', until: null },
        event: { kind: 'MERGE', on: '2025-04-01', retroactive: false, assumed: true },
      },
    ];
    expect(units).toEqual([{ history }, { history }]);
  });

  it('marks what was decided after it took effect', async () => {
    const [unit] = await onDays(
      'HN-B02',
      ['2025-07-01'],
      'history { event { on retroactive instrument { number issuedOn } } }',
    );

    expect(unit).toEqual({
      history: [
        {
          event: { on: '2024-12-01', retroactive: true, instrument: { number: '29/KH-UBND', issuedOn: '2025-01-25' } },
        },
      ],
    });
  });

  it('of the load shows no corrections: nothing of it was ever believed otherwise', async () => {
    const show =
      'plain: history { name period { from until } } all: history(corrections: true) { name period { from until } }';

    const [unit] = await onDays('HN-B01', ['2025-07-01'], show);

    expect(unit.plain).toHaveLength(2);
    expect(unit.all).toEqual(unit.plain);
  });
});
