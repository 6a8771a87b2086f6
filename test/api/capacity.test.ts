import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { aCeiling, aPerson, BY_PROVINCE, carried, recordInstruments, somePeople } from '../support/personnel-scene.ts';
import { statementsOf } from '../support/statements-of.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-07-15' });
await recordInstruments(server);

afterAll(() => server.close());

const SHOW = `unit { code name } period { from until }
  rows { category ceiling minimum payrollPeak vacancies } strengthLowest strengthPeak secondedIn secondedOut uncounted`;

const capacity = async (unit: string, from = '2025-01-01', until = '2026-01-01', more = ''): Promise<Data> =>
  (await server.query(`{ capacity(unit: "${unit}", from: "${from}", until: "${until}"${more}) { ${SHOW} } }`)).capacity;
const rowOf = async (category: string, ...asked: Parameters<typeof capacity>) =>
  (await capacity(...asked)).rows.find((row: Data) => row.category === category);
/** Those who work there: fewest and most, lent in and out, and those who are never counted. */
const strengthOf = async (...asked: Parameters<typeof capacity>) => {
  const { strengthLowest, strengthPeak, secondedIn, secondedOut, uncounted } = await capacity(...asked);
  return { lowest: strengthLowest, peak: strengthPeak, in: secondedIn, out: secondedOut, uncounted };
};

let lastUnit = 0;
/** A branch that nobody works at yet, of a center of its own where nothing else is said. */
async function aBranch({ parent = 'BD', kind = 'BRANCH', on = '2024-10-01' } = {}): Promise<string> {
  lastUnit += 1;
  const code = `BD-T${lastUnit}`;
  await given(server, 'establishUnit', { code, name: `Đơn vị ${lastUnit}`, kind, parent, on, instrument: BY_PROVINCE });
  return code;
}
const aPoint = (branch: string) => aBranch({ parent: branch, kind: 'ONE_STOP' });
const leaves = (staff: string, on: string) => carried(server, 'leaveStaff', { staff, on });
const lend = (staff: string, host: string, from: string, until: string) =>
  carried(server, 'secondStaff', {
    staff,
    host,
    from,
    until,
    homeAgreement: '1/CV',
    hostAgreement: '2/CV',
    onReturn: 'RETURN',
    instrument: BY_PROVINCE,
  });

describe('capacity', () => {
  it('lists every category of a unit where nobody is, with no ceiling and nobody at work', async () => {
    const unit = await aBranch();
    const none = { ceiling: null, minimum: null, payrollPeak: 0, vacancies: null };

    expect(await capacity(unit)).toEqual({
      unit: { code: unit, name: expect.any(String) },
      period: { from: '2025-01-01', until: '2026-01-01' },
      rows: ['CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT', 'POSTAL', 'VOLUNTEER', 'OUTSIDE_SUPPORT'].map(
        (category) => ({ category, ...none }),
      ),
      strengthLowest: 0,
      strengthPeak: 0,
      secondedIn: 0,
      secondedOut: 0,
      uncounted: 0,
    });
  });

  it('shows the unit as on the first day, and as it was nearest to it where it is not there', async () => {
    const unit = await aBranch({ on: '2025-06-01' });
    await given(server, 'renameUnit', { unit, name: 'Tên sau', on: '2025-09-01', instrument: BY_PROVINCE });
    await given(server, 'dissolveUnit', { unit, on: '2025-11-01', noSuccessor: true, instrument: BY_PROVINCE });

    const names = await Promise.all(
      ['2025-01-01', '2025-08-31', '2025-09-01', '2025-12-01'].map(async (from) => (await capacity(unit, from)).unit),
    );

    expect(names.map(({ name }) => name === 'Tên sau')).toEqual([false, false, true, true]);
  });

  it('is null where there is no such unit', async () => {
    expect(await capacity('NOWHERE')).toBeNull();
  });

  it('needs a day at least', async () => {
    const ask = async (from: string, until: string) => {
      const { errors } = await server.ask(`{ capacity(unit: "BD", from: "${from}", until: "${until}") { uncounted } }`);
      return errors?.map(({ extensions }) => extensions?.code);
    };

    expect(await ask('2025-02-01', '2025-02-01')).toEqual(['BAD_USER_INPUT']);
    expect(await ask('2025-02-02', '2025-02-01')).toEqual(['BAD_USER_INPUT']);
    expect(await ask('2025-02-01', '2025-02-02')).toBeUndefined();
  });

  it('answers for a day and for all days there are', async () => {
    const unit = await aBranch();
    await aPerson(server, { payrollHome: unit, from: '2025-03-01' });

    expect((await rowOf('CIVIL_SERVANT', unit, '2025-02-28', '2025-03-01')).payrollPeak).toBe(0);
    expect((await rowOf('CIVIL_SERVANT', unit, '2025-03-01', '2025-03-02')).payrollPeak).toBe(1);
    expect((await rowOf('CIVIL_SERVANT', unit, '1900-01-01', '9999-12-31')).payrollPeak).toBe(1);
    expect(await strengthOf(unit, '1900-01-01', '9999-12-31')).toMatchObject({ lowest: 0, peak: 1 });
  });

  it('answers in one statement, whatever is there', async () => {
    const { statements } = await statementsOf(server, () => capacity('PC-74'));
    expect(statements).toHaveLength(1);
  });

  it('answers as was known at an instant', async () => {
    const unit = await aBranch();
    await aPerson(server, { payrollHome: unit });
    await aCeiling(server, { unit, ceiling: 3 });
    const then = new Date().toISOString();
    await aPerson(server, { payrollHome: unit });
    await aCeiling(server, { unit, ceiling: 2 });

    const was = await rowOf('CIVIL_SERVANT', unit, '2025-01-01', '2026-01-01', `, knownAt: "${then}"`);
    const now = await rowOf('CIVIL_SERVANT', unit);

    expect(was).toMatchObject({ ceiling: 3, payrollPeak: 1, vacancies: 2 });
    expect(now).toMatchObject({ ceiling: 2, payrollPeak: 2, vacancies: 0 });
  });
});

describe('each figure at its worst day', () => {
  it('is the most who are counted, be it for a single day', async () => {
    const unit = await aBranch();
    const [first = '', second = ''] = await somePeople(server, 2, { payrollHome: unit });
    await leaves(first, '2025-05-02');
    await leaves(second, '2025-08-01');
    await aPerson(server, { payrollHome: unit, from: '2025-05-01' });

    expect((await rowOf('CIVIL_SERVANT', unit)).payrollPeak).toBe(3);
    expect((await rowOf('CIVIL_SERVANT', unit, '2025-05-02')).payrollPeak).toBe(2);
    expect((await rowOf('CIVIL_SERVANT', unit, '2025-01-01', '2025-05-01')).payrollPeak).toBe(2);
    expect(await strengthOf(unit)).toMatchObject({ lowest: 1, peak: 3 });
  });

  it('is the lowest ceiling and the fewest free posts, each on a day of its own', async () => {
    const unit = await aBranch();
    const [leaving = ''] = await somePeople(server, 3, { payrollHome: unit });
    await leaves(leaving, '2025-06-01');
    await aCeiling(server, { unit, ceiling: 6 });
    await aCeiling(server, { unit, ceiling: 3, from: '2025-07-01' });

    // Three of six, then two of six, then two of three.
    expect(await rowOf('CIVIL_SERVANT', unit)).toMatchObject({ ceiling: 3, payrollPeak: 3, vacancies: 1 });
    expect(await rowOf('CIVIL_SERVANT', unit, '2025-01-01', '2025-06-01')).toMatchObject({ ceiling: 6, vacancies: 3 });
    expect(await rowOf('CIVIL_SERVANT', unit, '2025-06-01', '2025-07-01')).toMatchObject({ ceiling: 6, vacancies: 4 });
    expect(await rowOf('CIVIL_SERVANT', unit, '2025-06-30', '2025-07-02')).toMatchObject({ ceiling: 3, vacancies: 1 });
  });

  it('knows no limit on days without a ceiling, and says so where there is none at all', async () => {
    const unit = await aBranch();
    const [first = ''] = await somePeople(server, 3, { payrollHome: unit });
    await leaves(first, '2025-06-01');
    await aCeiling(server, { unit, ceiling: 4, from: '2025-07-01' });

    expect(await rowOf('CIVIL_SERVANT', unit)).toMatchObject({ ceiling: 4, payrollPeak: 3, vacancies: 2 });
    expect(await rowOf('CIVIL_SERVANT', unit, '2025-01-01', '2025-07-01')).toMatchObject({
      ceiling: null,
      payrollPeak: 3,
      vacancies: null,
    });
    expect(await rowOf('CIVIL_SERVANT', unit, '2025-12-31', '2026-06-01')).toMatchObject({ ceiling: 4, vacancies: 2 });
  });

  it('is the highest minimum', async () => {
    const unit = await aBranch();
    const allocate = (minimum: number | null, from: string) =>
      carried(server, 'allocateHeadcount', {
        center: 'BD',
        year: 2025,
        from,
        allocations: [{ unit, category: 'CONTRACT', ceiling: 9, minimum }],
        instrument: BY_PROVINCE,
      });
    await allocate(4, '2025-01-01');
    await allocate(6, '2025-04-01');
    await allocate(null, '2025-09-01');

    expect((await rowOf('CONTRACT', unit)).minimum).toBe(6);
    expect((await rowOf('CONTRACT', unit, '2025-01-01', '2025-04-01')).minimum).toBe(4);
    expect((await rowOf('CONTRACT', unit, '2025-09-01')).minimum).toBeNull();
  });

  it('counts a category where and while a person is of it', async () => {
    const unit = await aBranch();
    const staff = await aPerson(server, { payrollHome: unit, category: 'CONTRACT' });
    const moves = [{ staff, toUnit: unit, category: 'PUBLIC_EMPLOYEE' }];
    await carried(server, 'transferStaff', { moves, on: '2025-06-01', instrument: BY_PROVINCE });

    const peaks = async (from: string, until: string) =>
      (await capacity(unit, from, until)).rows.slice(1, 3).map(({ payrollPeak }: Data) => payrollPeak);

    expect(await peaks('2025-01-01', '2025-06-01')).toEqual([0, 1]);
    expect(await peaks('2025-06-01', '2026-01-01')).toEqual([1, 0]);
    expect(await peaks('2025-01-01', '2026-01-01')).toEqual([1, 1]);
    expect(await strengthOf(unit)).toMatchObject({ lowest: 1, peak: 1 });
  });
});

describe('the units below', () => {
  it('are counted with the unit, and those beside it are not', async () => {
    const [branch, other] = [await aBranch(), await aBranch()];
    const point = await aPoint(branch);
    await aPerson(server, { payrollHome: branch });
    await aPerson(server, { payrollHome: point });
    await aPerson(server, { payrollHome: other });
    await aCeiling(server, { unit: branch, ceiling: 5 });

    expect(await rowOf('CIVIL_SERVANT', branch)).toMatchObject({ payrollPeak: 2, vacancies: 3 });
    expect(await rowOf('CIVIL_SERVANT', point)).toMatchObject({ payrollPeak: 1, ceiling: null });
    expect(await strengthOf(branch)).toMatchObject({ lowest: 2, peak: 2 });
  });

  it('are counted on the days on which they stand below it', async () => {
    const [branch, other] = [await aBranch(), await aBranch()];
    const point = await aPoint(branch);
    await aPerson(server, { payrollHome: point });
    await given(server, 'reparentUnit', { unit: point, parent: other, on: '2025-06-01', instrument: BY_PROVINCE });

    const peak = async (...asked: Parameters<typeof capacity>) => (await rowOf('CIVIL_SERVANT', ...asked)).payrollPeak;

    expect([await peak(branch, '2025-01-01', '2025-06-01'), await peak(branch, '2025-06-01')]).toEqual([1, 0]);
    expect([await peak(other, '2025-01-01', '2025-06-01'), await peak(other, '2025-06-01')]).toEqual([0, 1]);
    expect([await strengthOf(branch), await strengthOf(other)]).toMatchObject([
      { lowest: 0, peak: 1 },
      { lowest: 0, peak: 1 },
    ]);
  });
});

describe('payroll, ceiling and working strength', () => {
  it('are three measures: who is never counted works there and fills no post', async () => {
    const unit = await aBranch();
    await aCeiling(server, { unit, ceiling: 1 });
    await aPerson(server, { payrollHome: unit });
    for (const category of ['POSTAL', 'VOLUNTEER', 'OUTSIDE_SUPPORT'])
      await aPerson(server, { payrollHome: null, workplace: unit, category });

    const { rows } = await capacity(unit);

    expect(rows.map(({ payrollPeak }: Data) => payrollPeak)).toEqual([1, 0, 0, 0, 0, 0]);
    expect(rows[0]).toMatchObject({ ceiling: 1, vacancies: 0 });
    expect(await strengthOf(unit)).toEqual({ lowest: 4, peak: 4, in: 0, out: 0, uncounted: 3 });
  });

  it('count who is paid there but never counted among those at work once, where they work', async () => {
    const [home, place] = [await aBranch(), await aBranch()];
    await aPerson(server, { payrollHome: home, workplace: place, category: 'POSTAL' });

    expect((await rowOf('POSTAL', home)).payrollPeak).toBe(1);
    expect(await strengthOf(home)).toEqual({ lowest: 0, peak: 0, in: 0, out: 0, uncounted: 0 });
    expect(await strengthOf(place)).toEqual({ lowest: 1, peak: 1, in: 0, out: 0, uncounted: 1 });
  });

  it('count contract staff at home, unless the policy nearest above says that it is not counted', async () => {
    const [home, place] = [await aBranch(), await aBranch()];
    await aPerson(server, { payrollHome: home, workplace: place, category: 'CONTRACT' });
    const counted = [await strengthOf(home), await strengthOf(place)];
    for (const unit of [home, place]) {
      const policy = { key: 'headcount.contract.counted', value: 'false', unit, from: '2025-01-01' };
      await carried(server, 'setPolicy', { ...policy, instrument: BY_PROVINCE });
    }

    expect(counted).toMatchObject([
      { peak: 1, uncounted: 0 },
      { peak: 0, uncounted: 0 },
    ]);
    expect([await strengthOf(home), await strengthOf(place)]).toMatchObject([
      { peak: 0, uncounted: 0 },
      { peak: 1, uncounted: 1 },
    ]);
    expect((await rowOf('CONTRACT', home)).payrollPeak).toBe(1);
  });

  it('count who is never counted where an assignment places them, and nowhere twice', async () => {
    const [post, assigned] = [await aBranch(), await aBranch()];
    const staff = await aPerson(server, { payrollHome: null, workplace: post, category: 'VOLUNTEER' });
    const days = { from: '2025-03-01', until: '2025-05-01', decidedBy: 'BD', instrument: BY_PROVINCE };
    await carried(server, 'assignStaff', { staff, unit: assigned, ...days });
    await carried(server, 'assignStaff', { staff, unit: post, counter: '2', primary: false, ...days });

    expect(await strengthOf(post, '2025-03-01', '2025-05-01')).toMatchObject({ peak: 0, uncounted: 0 });
    expect(await strengthOf(assigned, '2025-03-01', '2025-05-01')).toMatchObject({ lowest: 1, uncounted: 1 });
    expect(await strengthOf(post)).toMatchObject({ lowest: 0, peak: 1 });
    expect(await strengthOf(assigned)).toMatchObject({ lowest: 0, peak: 1 });
  });
});

describe('secondments', () => {
  it('lower the strength of the home and raise that of the host on their days, and leave payroll alone', async () => {
    const [home, host] = [await aBranch(), await aBranch()];
    const staff = await aPerson(server, { payrollHome: home });
    await lend(staff, host, '2025-03-01', '2025-05-01');

    expect(await strengthOf(home)).toEqual({ lowest: 0, peak: 1, in: 0, out: 1, uncounted: 0 });
    expect(await strengthOf(host)).toEqual({ lowest: 0, peak: 1, in: 1, out: 0, uncounted: 0 });
    expect(await strengthOf(home, '2025-05-01')).toEqual({ lowest: 1, peak: 1, in: 0, out: 0, uncounted: 0 });
    expect(await strengthOf(host, '2025-05-01')).toEqual({ lowest: 0, peak: 0, in: 0, out: 0, uncounted: 0 });
    expect((await rowOf('CIVIL_SERVANT', home)).payrollPeak).toBe(1);
    expect((await rowOf('CIVIL_SERVANT', host)).payrollPeak).toBe(0);
  });

  it('are told at the day on which most are lent', async () => {
    const [home, host] = [await aBranch(), await aBranch()];
    const [first = '', second = ''] = await somePeople(server, 2, { payrollHome: home });
    await lend(first, host, '2025-03-01', '2025-05-01');
    await lend(second, host, '2025-04-30', '2025-09-01');

    expect(await strengthOf(home)).toMatchObject({ lowest: 0, peak: 2, out: 2 });
    expect(await strengthOf(home, '2025-05-01')).toMatchObject({ lowest: 1, peak: 2, out: 1 });
  });

  it('within the tree cancel out there, and are seen by those within it', async () => {
    const branch = await aBranch();
    const [home, host] = [await aPoint(branch), await aPoint(branch)];
    const staff = await aPerson(server, { payrollHome: home });
    await lend(staff, host, '2025-03-01', '2025-05-01');

    expect(await strengthOf(branch)).toEqual({ lowest: 1, peak: 1, in: 0, out: 0, uncounted: 0 });
    expect(await strengthOf(home)).toMatchObject({ lowest: 0, in: 0, out: 1 });
    expect(await strengthOf(host)).toMatchObject({ peak: 1, in: 1, out: 0 });
  });

  it('out of a unit that leaves the tree are lent by it no longer', async () => {
    const [branch, other, host] = [await aBranch(), await aBranch(), await aBranch()];
    const point = await aPoint(branch);
    await lend(await aPerson(server, { payrollHome: point }), host, '2025-03-01', '2025-09-01');
    await given(server, 'reparentUnit', { unit: point, parent: other, on: '2025-06-01', instrument: BY_PROVINCE });

    expect(await strengthOf(branch)).toMatchObject({ lowest: 0, peak: 1, out: 1 });
    expect(await strengthOf(branch, '2025-06-01')).toMatchObject({ lowest: 0, peak: 0, out: 0 });
    expect(await strengthOf(other, '2025-06-01')).toMatchObject({ lowest: 0, peak: 1, out: 1 });
  });

  it('of who is never counted move them among the uncounted, once', async () => {
    const [home, host] = [await aBranch(), await aBranch()];
    const staff = await aPerson(server, { payrollHome: home, category: 'POSTAL' });
    await lend(staff, host, '2025-03-01', '2025-05-01');

    expect(await strengthOf(home, '2025-03-01', '2025-05-01')).toEqual({
      lowest: 0,
      peak: 0,
      in: 0,
      out: 0,
      uncounted: 0,
    });
    expect(await strengthOf(host, '2025-03-01', '2025-05-01')).toEqual({
      lowest: 1,
      peak: 1,
      in: 0,
      out: 0,
      uncounted: 1,
    });
    expect(await strengthOf(home, '2025-05-01')).toMatchObject({ lowest: 1, uncounted: 1 });
  });

  it('are counted whole where the home changes during the term', async () => {
    const [first, second, host] = [await aBranch(), await aBranch(), await aBranch()];
    const staff = await aPerson(server, { payrollHome: first });
    await lend(staff, host, '2025-03-01', '2025-09-01');
    const moves = [{ staff, toUnit: second }];
    await carried(server, 'transferStaff', { moves, on: '2025-06-01', instrument: BY_PROVINCE });

    expect(await strengthOf(first, '2025-03-01', '2025-06-01')).toMatchObject({ lowest: 0, peak: 0, out: 1 });
    expect(await strengthOf(first, '2025-06-01', '2025-09-01')).toMatchObject({ lowest: 0, peak: 0, out: 0 });
    expect(await strengthOf(second, '2025-06-01', '2025-09-01')).toMatchObject({ lowest: 0, peak: 0, out: 1 });
    expect(await strengthOf(host, '2025-03-01', '2025-09-01')).toMatchObject({ lowest: 1, peak: 1, in: 1 });
    expect(await strengthOf(second, '2025-09-01')).toMatchObject({ lowest: 1, peak: 1, out: 0 });
  });
});
