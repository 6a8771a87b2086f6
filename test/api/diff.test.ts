import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-12-01' });

afterAll(() => server.close());

const STATE = 'name shortName kind branchType rank entitlements { seal account independentAccounting } parentCode';
const SHOW = `summary { kind count }
  changes { kind unit { code name } before { ${STATE} } after { ${STATE} } event { kind on } }`;

async function diff(root: string, from: object, to: object): Promise<Data> {
  const { organizationDiff } = await server.query(
    `query ($root: String!, $from: PointInput!, $to: PointInput!) {
      organizationDiff(root: $root, from: $from, to: $to) { ${SHOW} } }`,
    { root, from, to },
  );
  return organizationDiff;
}

const days = (root: string, from: string, to: string) => diff(root, { asOf: from }, { asOf: to });
const about = (answer: Data, code: string): Data[] => answer.changes.filter(({ unit }: Data) => unit.code === code);

describe('two days', () => {
  it('of the merger in Binh Duong differ by nine of each', async () => {
    const answer = await days('BD', '2025-03-31', '2025-04-01');

    expect(answer.summary).toEqual([
      { kind: 'CLOSED', count: 9 },
      { kind: 'RENAMED', count: 9 },
      { kind: 'RETYPED', count: 9 },
    ]);
    expect(answer.changes).toHaveLength(27);
    const closed = {
      name: 'Bộ phận Một cửa phường Phú Cường',
      shortName: null,
      kind: 'ONE_STOP',
      branchType: null,
      rank: null,
      entitlements: { seal: false, account: false, independentAccounting: false },
      parentCode: 'BD-718',
    };
    expect(about(answer, 'BD-25747')).toEqual([
      {
        kind: 'CLOSED',
        unit: { code: 'BD-25747', name: 'Bộ phận Một cửa phường Phú Cường' },
        before: closed,
        after: null,
        event: { kind: 'MERGE', on: '2025-04-01' },
      },
    ]);
    expect(
      about(answer, 'BD-718').map(({ kind, before, after }) => [kind, before.branchType, after.branchType]),
    ).toEqual([
      ['RENAMED', null, 1],
      ['RETYPED', null, 1],
    ]);
  });

  it('of one phase do not differ', async () => {
    expect(await days('BD', '2024-10-15', '2024-12-15')).toEqual({ summary: [], changes: [] });
    expect(await days('HN', '2025-05-15', '2025-05-15')).toEqual({ summary: [], changes: [] });
  });

  it('of the third phase of Hanoi show the branch first renamed and nine points moved', async () => {
    const answer = await days('HN', '2025-06-30', '2025-07-01');

    expect(answer.summary).toEqual([
      { kind: 'RENAMED', count: 10 },
      { kind: 'REPARENTED', count: 9 },
      { kind: 'RETYPED', count: 9 },
    ]);
    expect(about(answer, 'HN-B01')).toMatchObject([
      {
        kind: 'RENAMED',
        before: { name: 'Chi nhánh Cầu Giấy', parentCode: 'HN' },
        after: { name: 'Chi nhánh Cầu Giấy – Thanh Xuân', parentCode: 'HN' },
        event: { kind: 'ABSORB', on: '2025-07-01' },
      },
    ]);
    expect(
      about(answer, 'HN-00349').map(({ kind, before, after }) => [kind, before.parentCode, after.parentCode]),
    ).toEqual([
      ['RENAMED', 'PC-009', 'HN-B01'],
      ['REPARENTED', 'PC-009', 'HN-B01'],
      ['RETYPED', 'PC-009', 'HN-B01'],
    ]);
  });

  it('of Bac Ninh show 99 centers established under its own', async () => {
    const answer = await days('BN', '2025-06-30', '2025-07-01');

    expect(answer.summary).toEqual([{ kind: 'ESTABLISHED', count: 99 }]);
    expect(about(answer, 'BN-09187')).toMatchObject([
      {
        before: null,
        after: { name: 'Trung tâm Phục vụ hành chính công phường Kinh Bắc', kind: 'COMMUNE_CENTER', parentCode: 'BN' },
        event: { kind: 'MERGE', on: '2025-07-01' },
      },
    ]);
  });

  it('name the act behind each difference, not the last act on the unit', async () => {
    const answer = await days('PC-74', '2024-09-29', '2025-06-30');

    expect(about(answer, 'BD-718').map(({ kind, event }) => [kind, event.kind, event.on])).toEqual([
      ['RENAMED', 'MERGE', '2025-04-01'],
      ['REPARENTED', 'RETYPE', '2024-09-30'],
      ['RETYPED', 'MERGE', '2025-04-01'],
    ]);
  });

  it('name the act even where another one followed it', async () => {
    await given(server, 'renameUnit', { unit: 'HN-B05', name: 'Chi nhánh số 5', on: '2025-09-01' });
    await given(server, 'correctUnit', { unit: 'HN-B05', rank: 'ban', on: '2025-09-01', reason: 'Ghi thiếu' });
    await given(server, 'renameUnit', { unit: 'HN-B05', name: 'Chi nhánh số 5', shortName: 'Số 5', on: '2025-10-01' });

    const answer = await days('HN', '2025-08-31', '2025-11-01');

    expect(about(answer, 'HN-B05').map(({ kind, event }) => [kind, event.kind, event.on])).toEqual([
      ['RENAMED', 'RENAME', '2025-10-01'],
      ['RETYPED', 'CORRECTION', '2025-09-01'],
    ]);
  });

  it('the other way round are the mirror image, by the same acts', async () => {
    const forward = await days('BD', '2025-03-31', '2025-04-01');

    const backward = await days('BD', '2025-04-01', '2025-03-31');

    expect(backward.summary).toEqual([
      { kind: 'ESTABLISHED', count: 9 },
      { kind: 'RENAMED', count: 9 },
      { kind: 'RETYPED', count: 9 },
    ]);
    const opposite: Record<string, string> = { CLOSED: 'ESTABLISHED' };
    const mirrored = forward.changes.map(({ kind, unit, before, after, event }: Data) => ({
      kind: opposite[kind] ?? kind,
      code: unit.code,
      before: after,
      after: before,
      event,
    }));
    const seen = backward.changes.map(({ unit, ...change }: Data) => ({ ...change, code: unit.code }));
    expect(new Set(seen.map((change: unknown) => JSON.stringify(sorted(change))))).toEqual(
      new Set(mirrored.map((change: unknown) => JSON.stringify(sorted(change)))),
    );
  });

  it('of no unit are null', async () => {
    expect(await days('NOBODY', '2025-03-31', '2025-04-01')).toBeNull();
  });

  it('before the root existed show it established', async () => {
    const answer = await days('NA', '2020-10-01', '2020-10-02');

    expect(answer.summary).toEqual([{ kind: 'ESTABLISHED', count: 1 }]);
    expect(answer.changes[0]).toMatchObject({
      unit: { code: 'NA' },
      before: null,
      event: { kind: 'ESTABLISH', on: '2020-10-02' },
    });
  });
});

describe('two beliefs about one day', () => {
  const DAY = '2025-09-15';
  let before: string;

  beforeAll(async () => {
    await given(server, 'renameUnit', { unit: 'HN-B02', name: 'Chi nhánh Hồ Tay', on: '2025-09-01' });
    const { unit } = await server.query(`{ unit(code: "HN-B02", asOf: "${DAY}") { history { recordedAt } } }`);
    before = unit.history.at(-1).recordedAt;
    await given(server, 'correctUnit', { unit: 'HN-B02', name: 'Chi nhánh Hồ Tây', on: DAY, reason: 'Gõ sai' });
  });

  it('differ by the correction', async () => {
    const answer = await diff('HN', { asOf: DAY, knownAt: before }, { asOf: DAY });

    expect(answer.summary).toEqual([{ kind: 'RENAMED', count: 1 }]);
    expect(answer.changes[0]).toMatchObject({
      unit: { code: 'HN-B02', name: 'Chi nhánh Hồ Tây' },
      before: { name: 'Chi nhánh Hồ Tay' },
      after: { name: 'Chi nhánh Hồ Tây' },
      event: { kind: 'CORRECTION', on: DAY },
    });
  });

  it('differ by it the other way round too', async () => {
    const answer = await diff('HN', { asOf: DAY }, { asOf: DAY, knownAt: before });

    expect(answer.changes[0]).toMatchObject({
      unit: { code: 'HN-B02', name: 'Chi nhánh Hồ Tay' },
      before: { name: 'Chi nhánh Hồ Tây' },
      after: { name: 'Chi nhánh Hồ Tay' },
      event: { kind: 'CORRECTION', on: DAY },
    });
  });

  it('one of which knew nothing differ by everything', async () => {
    const unknown = { asOf: DAY, knownAt: '2020-01-01T00:00:00Z' };

    const [learnt, forgotten] = await Promise.all([
      diff('NA', unknown, { asOf: DAY }),
      diff('NA', { asOf: DAY }, unknown),
    ]);

    expect(learnt).toMatchObject({ summary: [{ kind: 'ESTABLISHED', count: 1 }], changes: [{ unit: { code: 'NA' } }] });
    expect(forgotten).toMatchObject({ summary: [{ kind: 'CLOSED', count: 1 }], changes: [{ unit: { code: 'NA' } }] });
  });

  it('are of today where no day is said', async () => {
    const answer = await diff('HN', { knownAt: before }, {});

    expect(answer.changes.map(({ kind, after }: Data) => [kind, after.name])).toEqual([
      ['RENAMED', 'Chi nhánh Hồ Tây'],
    ]);
  });
});

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .map(([key, part]) => [key, sorted(part)])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
