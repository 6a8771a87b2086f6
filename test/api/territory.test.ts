import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';

const server = await startApiServer();

afterAll(() => server.close());

describe('a territory', () => {
  it('tells all of itself', async () => {
    const { territory } = await server.query(`{ territory(code: "009", asOf: "2025-05-15") {
      code name kind level period { from until } latitude longitude areaKm2
      parent { code name level parent { code } } children { code } receivedBy { code } predecessors { on } successors { on }
    } }`);

    expect(territory).toMatchObject({
      code: '009',
      name: 'Thanh Xuân',
      kind: 'Quận',
      level: 'DISTRICT',
      period: { from: '2004-07-08', until: null },
      parent: { code: '01', name: 'Hà Nội', level: 'PROVINCE', parent: null },
      receivedBy: { code: 'HN-009' },
      predecessors: [],
      successors: [],
    });
    expect(territory.children).toHaveLength(9);
  });

  it('has its place and size where they are known', async () => {
    const { territory } = await server.query('{ territory(code: "09187") { latitude longitude areaKm2 } }');

    expect(territory).toEqual({
      latitude: expect.any(Number),
      longitude: expect.any(Number),
      areaKm2: expect.any(Number),
    });
    expect(Math.round(territory.latitude)).toBe(21);
    expect(Math.round(territory.longitude)).toBe(106);
  });

  it('is received for by one unit a day', async () => {
    const received = await server.query(`{
      before: territory(code: "005", asOf: "2024-11-30") { receivedBy { code parent { code } } }
      after: territory(code: "005", asOf: "2024-12-01") { receivedBy { code parent { code } } }
      june: territory(code: "009", asOf: "2025-06-30") { receivedBy { code } }
      july: territory(code: "009", asOf: "2025-07-01") { receivedBy { code } }
      nobody: territory(code: "27", asOf: "2025-06-30") { receivedBy { code } }
    }`);

    expect(received).toEqual({
      before: { receivedBy: { code: 'HN-005', parent: { code: 'PC-005' } } },
      after: { receivedBy: { code: 'HN-B01', parent: { code: 'HN' } } },
      june: { receivedBy: { code: 'HN-009' } },
      july: { receivedBy: { code: 'HN-B01' } },
      nobody: { receivedBy: null },
    });
  });

  it('may bear a code that another bore before: the day decides', async () => {
    const { before, after, unknown } = await server.query(`{
      before: territory(code: "24", asOf: "2025-06-30") { id name period { from until } }
      after: territory(code: "24", asOf: "2025-07-01") { id name period { from until } }
      unknown: territory(code: "99") { name }
    }`);

    expect([before.name, before.period]).toEqual(['Bắc Giang', { from: '2004-07-08', until: '2025-07-01' }]);
    expect([after.name, after.period]).toEqual(['Bắc Ninh', { from: '2025-07-01', until: null }]);
    expect(before.id).not.toBe(after.id);
    expect(unknown).toBeNull();
  });

  it('knows what it was made of and what it became', async () => {
    const { commune, old, province } = await server.query(`{
      commune: territory(code: "09187") { name predecessors { on extent territory { code name parent { name } } } }
      old: territory(code: "09172", asOf: "2025-06-30") { successors { on extent territory { code name } } }
      province: territory(code: "24") { predecessors { territory { code name } } }
    }`);

    expect(commune.name).toBe('Kinh Bắc');
    expect(commune.predecessors.map(({ territory, on, extent }: Data) => [territory.code, on, extent])).toEqual(
      ['09172', '09184', '09187', '09214', '09226', '09235'].map((code) => [code, '2025-07-01', 'WHOLE']),
    );
    expect(commune.predecessors[0].territory).toEqual({
      code: '09172',
      name: 'Kinh Bắc',
      parent: { name: 'Bắc Ninh' },
    });
    expect(old.successors).toEqual([
      { on: '2025-07-01', extent: 'WHOLE', territory: { code: '09187', name: 'Kinh Bắc' } },
    ]);
    expect(province.predecessors).toEqual([
      { territory: { code: '24', name: 'Bắc Giang' } },
      { territory: { code: '27', name: 'Bắc Ninh' } },
    ]);
  });
});

describe('territories', () => {
  it('come in Vietnamese order', async () => {
    const { territories } = await server.query(
      '{ territories(level: DISTRICT, parent: "01", first: 100) { totalCount nodes { name } } }',
    );

    expect(territories.totalCount).toBe(30);
    expect(territories.nodes.map(({ name }: Data) => name)).toEqual(
      `Ba Đình|Ba Vì|Bắc Từ Liêm|Cầu Giấy|Chương Mỹ|Đan Phượng|Đông Anh|Đống Đa|Gia Lâm|Hà Đông|Hai Bà Trưng|Hoài Đức
        |Hoàn Kiếm|Hoàng Mai|Long Biên|Mê Linh|Mỹ Đức|Nam Từ Liêm|Phú Xuyên|Phúc Thọ|Quốc Oai|Sóc Sơn|Sơn Tây|Tây Hồ
        |Thạch Thất|Thanh Oai|Thanh Trì|Thanh Xuân|Thường Tín|Ứng Hòa`.split(/\s*\|/),
    );
  });

  it.each([
    ['level: PROVINCE, asOf: "2025-06-30"', 5],
    ['level: PROVINCE, asOf: "2025-07-01"', 4],
    ['level: COMMUNE, parent: "24", asOf: "2025-07-01"', 99],
    ['level: COMMUNE, parent: "24", asOf: "2025-06-30"', 0],
    ['parent: "24", asOf: "2025-06-30"', 10],
    ['parent: "NOWHERE"', 0],
    ['search: "thanh xuan", asOf: "2025-05-15"', 4],
    ['search: "%"', 0],
    ['level: DISTRICT, search: "đa ĐỐNG", asOf: "2025-05-15"', 1],
  ])('(%s) are %i', async (args, count) => {
    const { territories } = await server.query(`{ territories(${args}, first: 1) { totalCount } }`);

    expect(territories.totalCount).toBe(count);
  });

  it('come page by page, each once', async () => {
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { territories }: Data = await server.query(
        `query ($after: String) { territories(level: COMMUNE, parent: "24", first: 20, after: $after) {
          nodes { code } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      seen.push(...territories.nodes.map(({ code }: Data) => code));
      ({ endCursor: after, hasNextPage: more } = territories.pageInfo);
    }

    expect(seen).toHaveLength(99);
    expect(new Set(seen).size).toBe(99);
  });
});
