import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import { anAssignment, aPerson, aSecondment, instantNow, sendStaffVerb, toldInFull } from '../support/staff-verbs.ts';
import { statementsOf } from '../support/statements-of.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOWN =
  'readiness { unit { code } item field done total percent period { from until } source instrument { number } }';
const ACCOUNTS = { unit: 'HN-B05', item: 'OFFICIAL_ACCOUNTS', done: 3, total: 4, on: '2025-05-05' };
const PROCEDURES = { ...ACCOUNTS, item: 'PROCEDURES' };
const record = (items: readonly object[], input: object = {}) =>
  sendStaffVerb(server, 'recordReadiness', { items, instrument: PLAN_29, ...input }, { show: SHOWN });
const carried = async (...items: object[]): Promise<Data> => {
  const payload = await record(items);
  expect(payload.violations).toEqual([]);
  return payload;
};
const refused = (items: readonly object[], input: object = {}): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => record(items, input));
const told = (payload: Data) => toldInFull(payload).map(([code, path, on]) => [code, path, on]);
const readinessOf = async (unit: string, args: string): Promise<Data> =>
  (
    await server.query(
      `{ unit(code: "${unit}", ${args}) { readiness { item field done total percent period { from until } } } }`,
    )
  ).unit.readiness;

describe('recordReadiness', () => {
  it('says how far a unit is, from a day on', async () => {
    const { readiness } = await carried({
      ...PROCEDURES,
      field: ' Nông nghiệp và Môi trường ',
      done: 289,
      total: 290,
      source: '12/BC',
    });

    expect(readiness).toEqual([
      {
        unit: { code: 'HN-B05' },
        item: 'PROCEDURES',
        field: 'Nông nghiệp và Môi trường',
        done: 289,
        total: 290,
        percent: 99,
        period: { from: '2025-05-05', until: null },
        source: '12/BC',
        instrument: { number: PLAN_29 },
      },
    ]);
  });

  it('ends what was said before on the day of the next, and beside other fields', async () => {
    const said = { ...PROCEDURES, unit: 'HN-B06', field: 'Đất đai' };
    await carried(said, { ...said, field: null, done: 4 });
    await carried({ ...said, done: 4, on: '2025-06-01' });

    const [before, after] = [
      await readinessOf('HN-B06', 'asOf: "2025-05-31"'),
      await readinessOf('HN-B06', 'asOf: "2025-06-01"'),
    ];

    expect(before.map(({ field, done, percent, period }: Data) => [field, done, percent, period.until])).toEqual([
      [null, 4, 100, null],
      ['Đất đai', 3, 75, '2025-06-01'],
    ]);
    expect(after.map(({ field, done, period }: Data) => [field, done, period])).toEqual([
      [null, 4, { from: '2025-05-05', until: null }],
      ['Đất đai', 4, { from: '2025-06-01', until: null }],
    ]);
  });

  it('corrects what was said of the same day; what was believed stays readable', async () => {
    const said = { ...ACCOUNTS, unit: 'HN-B07' };
    await carried(said);
    const instant = await instantNow(server);
    const counts = await rowCounts(server.databaseUrl);
    await carried({ ...said, done: 2 });

    const days = 'asOf: "2025-05-05"';
    const [now, then] = [
      await readinessOf('HN-B07', days),
      await readinessOf('HN-B07', `${days}, knownAt: "${instant}"`),
    ];

    expect([now, then].map(([{ done, period }]: Data) => [done, period])).toEqual([
      [2, { from: '2025-05-05', until: null }],
      [3, { from: '2025-05-05', until: null }],
    ]);
    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...counts,
      readiness: (counts.readiness ?? 0) + 1,
      audit_entry: (counts.audit_entry ?? 0) + 1,
    });
  });

  it('counts accounts for who works at the unit and its points on the day', async () => {
    const unit = 'HN-B02';
    const [, placed, lent] = [await aPerson(server), await aPerson(server), await aPerson(server)];
    await anAssignment(server, { staff: placed, unit: 'HN-00109', from: '2025-04-01', until: '2025-06-01' });
    await aSecondment(server, { staff: lent, host: 'HN-B01' });
    await aPerson(server, { category: 'VOLUNTEER', payrollHome: null, workplace: unit });

    const totals = [];
    for (const on of ['2025-04-30', '2025-05-05'])
      totals.push((await carried({ ...ACCOUNTS, unit, total: undefined, on })).readiness[0].total);
    const [host] = (await carried({ ...ACCOUNTS, unit: 'HN-B01', done: 0, total: undefined })).readiness;

    expect([totals, host.total]).toEqual([[4, 3], 1]);
  });

  it('takes one for a unit that begins later', async () => {
    const { readiness } = await carried({ ...ACCOUNTS, unit: 'BN-07432', on: '2025-06-20' });

    expect(readiness[0]).toMatchObject({ unit: { code: 'BN-07432' }, period: { from: '2025-06-20', until: null } });
  });

  it('refuses all where any is wrong, and tells everything', async () => {
    await carried({ ...ACCOUNTS, unit: 'HN-B08' });
    const later = { ...ACCOUNTS, unit: 'HN-B08', on: '2025-05-04' };

    const payload = await refused(
      [
        later,
        { ...later, on: '2025-05-06' },
        { ...PROCEDURES, total: undefined, field: ' ' },
        { ...ACCOUNTS, done: 5 },
        { ...ACCOUNTS, unit: 'NOBODY', total: -1 },
        { ...ACCOUNTS, unit: 'BN-OS-07210', on: '2025-07-01' },
      ],
      { instrument: '404/QĐ' },
    );

    expect(payload.readiness).toBeNull();
    expect(told(payload)).toEqual([
      ['NOT_FOUND', 'instrument', null],
      ['PERIOD_INVALID', 'items.0.on', '2025-05-04'],
      ['INPUT_INVALID', 'items.1', null],
      ['INPUT_INVALID', 'items.2.field', null],
      ['INPUT_INVALID', 'items.2.total', '2025-05-05'],
      ['INPUT_INVALID', 'items.3.done', '2025-05-05'],
      ['NOT_FOUND', 'items.4.unit', '2025-05-05'],
      ['INPUT_INVALID', 'items.4.total', '2025-05-05'],
      ['FACT_OUTSIDE_UNIT', 'items.5.unit', '2025-07-01'],
    ]);
    expect(told(await refused([]))).toEqual([['INPUT_INVALID', 'items', null]]);
  });

  it('counts up to 999,999; sums go beyond what an Int holds', async () => {
    const most = { ...PROCEDURES, unit: 'NA', done: 999_999, total: 999_999, on: '2025-04-01' };
    const fields = Array.from({ length: 100 }, (_, index) => ({ ...most, field: `Lĩnh vực ${index}` }));
    // With the 290 that the plan of Bắc Ninh ships.
    const { units } = await server.query(
      '{ units(under: "BN", kinds: [COMMUNE_CENTER], first: 30) { nodes { code } } }',
    );
    for (const { code } of units.nodes)
      await carried(...fields.map((one) => ({ ...one, unit: code, on: '2025-07-02' })));
    const { readiness } = await server.query(
      '{ readiness(under: "BN", asOf: "2025-07-02") { item done total percent } }',
    );

    const payload = await refused([{ ...most, unit: 'HN-B10', done: 1, total: 1_000_000 }]);

    expect(readiness[1]).toEqual({ item: 'PROCEDURES', done: 2_999_997_290, total: 2_999_997_290, percent: 100 });
    expect(toldInFull(payload).map(([code, path]: Data) => [code, path])).toEqual([['INPUT_INVALID', 'items.0.total']]);
  });

  it('rehearsed shows it and writes nothing; sent again with the same key it is recorded once', async () => {
    const input = { idempotencyKey: 'readiness-1' };
    const said = { ...ACCOUNTS, unit: 'HN-B09' };
    const rehearsed = await refused([said], { rehearse: true });
    const first = await record([said], input);

    expect(rehearsed).toMatchObject({ readiness: [{ done: 3 }], rehearsed: true });
    expect(await refused([said], input)).toEqual(first);
  });

  it('sends as many statements for many as for one', async () => {
    const { units } = await server.query(
      '{ units(under: "BN", kinds: [COMMUNE_CENTER], first: 100) { nodes { code } } }',
    );
    const codes: string[] = units.nodes.map(({ code }: Data) => code);
    const sent = async (some: readonly string[]) => {
      const items = some.map((unit) => ({ ...ACCOUNTS, unit, done: 0, total: undefined, on: '2025-08-01' }));
      await carried(...items);
      const again = items.map((item) => ({ ...item, on: '2025-08-02' }));
      return (await statementsOf(server, () => carried(...again))).statements.length;
    };

    expect([await sent(codes.slice(0, 1)), await sent(codes.slice(1, 51))]).toEqual([12, 12]);
  });
});

describe('what a plan says of readiness', () => {
  it('is marked where it is assumed, until it is recorded', async () => {
    const said = { ...PROCEDURES, unit: 'BN', field: 'Nông nghiệp và Môi trường', done: 290, total: 290 };
    const ofCenter = async (): Promise<Data> =>
      (await server.query('{ unit(code: "BN", asOf: "2025-07-03") { readiness { item field done total assumed } } }'))
        .unit.readiness;
    const before = await ofCenter();
    await carried({ ...said, on: '2025-07-03' });

    const fact = { item: 'PROCEDURES', field: said.field, done: 290, total: 290 };
    expect([before, await ofCenter()]).toEqual([[{ ...fact, assumed: true }], [{ ...fact, assumed: false }]]);
  });
});

describe('readiness', () => {
  const summary = async (args: string): Promise<Data> => {
    const { readiness } = await server.query(
      `{ readiness(${args}) { item ready units done total percent behind { unit { code } done total } } }`,
    );
    return readiness;
  };

  it('sums up who is ready and who is behind in a tree', async () => {
    await carried(
      { ...ACCOUNTS, unit: 'NA', done: 4 },
      { ...PROCEDURES, unit: 'NA', field: 'Đất đai', done: 10, total: 10 },
      { ...PROCEDURES, unit: 'NA', field: 'Hộ tịch', done: 1, total: 3 },
    );

    expect(await summary('plan: "NA", asOf: "2025-05-05"')).toEqual([
      { item: 'OFFICIAL_ACCOUNTS', ready: 1, units: 1, done: 4, total: 4, percent: 100, behind: [] },
      {
        item: 'PROCEDURES',
        ready: 0,
        units: 1,
        done: 11,
        total: 13,
        percent: 84,
        behind: [{ unit: { code: 'NA' }, done: 11, total: 13 }],
      },
    ]);
  });

  it('lets what a center says of procedures count for units below it that say nothing', async () => {
    const day = 'under: "BD", asOf: "2025-05-05"';
    const [, nothing] = await summary(day);
    await carried({ ...PROCEDURES, unit: 'BD', done: 4 }, { ...PROCEDURES, unit: 'BD-718' });

    const [accounts, procedures] = await summary(day);

    expect([nothing.ready, nothing.units, nothing.percent]).toEqual([0, 10, null]);
    expect(nothing.behind[0]).toEqual({ unit: { code: 'BD' }, done: null, total: null });
    expect([procedures.ready, procedures.done, procedures.total]).toEqual([9, 7, 8]);
    expect(procedures.behind).toEqual([{ unit: { code: 'BD-718' }, done: 3, total: 4 }]);
    expect(accounts.ready).toBe(0);
  });

  it('has no share where nothing is said, and answers nothing of a plan or unit that is not there', async () => {
    const nothing = await summary('plan: "NA", asOf: "2025-01-15"');
    const absent = [await summary('plan: "XX"'), await summary('under: "XX"')];

    expect(nothing.map(({ done, total, percent }: Data) => [done, total, percent])).toEqual([
      [0, 0, null],
      [0, 0, null],
    ]);
    expect(absent).toEqual([[], []]);
  });

  it('is one statement, and asks for one of unit and plan', async () => {
    const { statements } = await statementsOf(server, () => summary('plan: "HN"'));
    const codes = [];
    for (const args of ['asOf: "2025-05-05"', 'under: "HN", plan: "HN"'])
      codes.push((await server.ask(`{ readiness(${args}) { item } }`)).errors?.[0]?.extensions?.code);

    expect([statements.length, codes]).toEqual([1, ['BAD_USER_INPUT', 'BAD_USER_INPUT']]);
  });
});
