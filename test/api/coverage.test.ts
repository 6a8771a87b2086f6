import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = `territories uncovered { territory { code name } period { from until } }
  overlapping { territory { code } period { from until } units { code } }`;

async function coverage(plan: string, from: string, until: string): Promise<Data> {
  const document = `query ($plan: String!, $from: Date!, $until: Date!) {
    coverage(plan: $plan, from: $from, until: $until) { ${SHOW} } }`;
  return (await server.query(document, { plan, from, until })).coverage;
}

const gaps = (answer: Data): string[] =>
  answer.uncovered.map(({ territory, period }: Data) => `${territory.name} ${period.from} ${period.until}`);

describe('coverage', () => {
  it('of Hanoi lacks Thanh Xuân for exactly three months', async () => {
    const answer = await coverage('HN', '2025-04-01', '2025-08-01');

    expect(answer).toEqual({
      territories: 30,
      uncovered: [
        { territory: { code: '009', name: 'Thanh Xuân' }, period: { from: '2025-04-01', until: '2025-07-01' } },
      ],
      overlapping: [],
    });
  });

  it('during the pilot lacks all but two districts, in Vietnamese order', async () => {
    const answer = await coverage('HN', '2024-12-01', '2025-03-02');

    expect(answer.uncovered).toHaveLength(28);
    expect(gaps(answer).slice(0, 6)).toEqual(
      ['Ba Đình', 'Ba Vì', 'Bắc Từ Liêm', 'Chương Mỹ', 'Đan Phượng', 'Đông Anh'].map(
        (name) => `${name} 2024-12-01 2025-03-02`,
      ),
    );
    expect(gaps(answer).some((gap) => /^(Cầu Giấy|Tây Hồ) /.test(gap))).toBe(false);
  });

  it('tells the exact days of each gap within those asked', async () => {
    const answer = await coverage('HN', '2024-11-15', '2025-07-02');

    expect(answer.uncovered).toHaveLength(30);
    expect(gaps(answer)).toContain('Cầu Giấy 2024-11-15 2024-12-01');
    expect(gaps(answer)).toContain('Long Biên 2024-11-15 2025-04-01');
    expect(gaps(answer)).toContain('Thanh Xuân 2024-11-15 2025-07-01');
  });

  it('of Binh Duong lacks every district until the branches come under the center', async () => {
    const answer = await coverage('BD', '2024-09-01', '2024-12-31');

    expect(answer.territories).toBe(9);
    expect(gaps(answer)).toEqual(
      [
        'Bàu Bàng',
        'Bắc Tân Uyên',
        'Bến Cát',
        'Dầu Tiếng',
        'Dĩ An',
        'Phú Giáo',
        'Tân Uyên',
        'Thủ Dầu Một',
        'Thuận An',
      ].map((name) => `${name} 2024-09-01 2024-09-30`),
    );
    expect((await coverage('BD', '2024-09-30', '2026-01-01')).uncovered).toEqual([]);
  });

  it('of Bac Ninh covers its 99 new communes from their first day', async () => {
    const before = await coverage('BN', '2025-06-30', '2025-07-01');
    const after = await coverage('BN', '2025-07-01', '2025-08-01');

    expect([before.territories, before.uncovered.length]).toEqual([99, 99]);
    expect(after).toEqual({ territories: 99, uncovered: [], overlapping: [] });
  });

  it('of Nghe An begins with the center', async () => {
    expect(gaps(await coverage('NA', '2020-09-01', '2022-01-01'))).toEqual(['Nghệ An 2020-09-01 2020-10-02']);
  });

  it('of no plan is null', async () => {
    expect(await coverage('ZZ', '2025-04-01', '2025-08-01')).toBeNull();
  });

  it.each([
    ['2025-04-01', '2025-04-01'],
    ['2025-04-02', '2025-04-01'],
  ])('from %s until %s is no period', async (from, until) => {
    const { data, errors } = await server.ask(
      `{ coverage(plan: "HN", from: "${from}", until: "${until}") { territories } }`,
    );

    expect(data).toEqual({ coverage: null });
    expect(
      errors?.map(({ message, extensions }) => [message, extensions?.code, extensions?.field, extensions?.expected]),
    ).toEqual([['until: expected a day after from.', 'BAD_USER_INPUT', 'until', 'a day after from']]);
  });
});

describe('coverage after changes', () => {
  const LEAVE = 'HN-B02';

  beforeAll(async () => {
    await given(server, 'reparentUnit', { unit: LEAVE, parent: null, on: '2025-09-01' });
    await given(server, 'reparentUnit', { unit: LEAVE, parent: 'HN', on: '2025-09-11' });
    await given(server, 'extendTerritory', { unit: 'HN-B03', territories: ['005'], on: '2025-10-01', takeOver: true });
  });

  it('counts a unit only for the days on which it stands in the tree', async () => {
    const answer = await coverage('HN', '2025-08-01', '2025-10-01');

    expect(gaps(answer)).toEqual(['Tây Hồ 2025-09-01 2025-09-11']);
  });

  it('has no gap where one unit takes over from another', async () => {
    const answer = await coverage('HN', '2025-09-11', '2026-01-01');

    expect([answer.uncovered, answer.overlapping]).toEqual([[], []]);
  });

  it('as it was known before the change knows nothing of it', async () => {
    // Plans are loaded one after the other, that of Nghe An last.
    const { instruments } = await server.query('{ instruments(number: "NA/2022") { nodes { recordedAt } } }');

    const { before } = await server.query(
      `query ($knownAt: DateTime) {
        before: coverage(plan: "HN", from: "2025-08-01", until: "2025-10-01", knownAt: $knownAt) { ${SHOW} } }`,
      { knownAt: instruments.nodes[0].recordedAt },
    );

    expect(gaps(before)).toEqual([]);
  });
});
