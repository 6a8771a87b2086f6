import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import {
  aPerson,
  BY_PROVINCE,
  carried,
  recordInstruments,
  sendVerb,
  somePeople,
  told,
} from '../support/personnel-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { statementsOf } from '../support/statements-of.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

// Branches of Hanoi from 2025-04-01 on; nothing of the third phase is read here.
const server = await startApiServer({ today: '2025-05-15' });
await recordInstruments(server);

afterAll(() => server.close());

const QUOTA = `unit { code } center { code } category year ceiling minimum period { from until } instrument { number }`;
const SHOW = `quotas { ${QUOTA} }`;
/** A unit, how many posts it gets and, where it matters, how many people it needs. */
type Posts = [unit: string, ceiling: number, minimum?: number];

const input = (posts: readonly Posts[], { category = 'CIVIL_SERVANT', ...rest }: Data = {}) => ({
  center: 'BD',
  year: 2025,
  instrument: BY_PROVINCE,
  ...rest,
  allocations: posts.map(([unit, ceiling, minimum = null]) => ({ unit, category, ceiling, minimum })),
});
const allocate = (posts: readonly Posts[], more?: object) =>
  sendVerb(server, 'allocateHeadcount', input(posts, more), { show: SHOW });
const refused = (posts: readonly Posts[], more?: object) =>
  withoutWriting(server.databaseUrl, () => allocate(posts, more));
const granted = (posts: readonly Posts[], more?: object) =>
  carried(server, 'allocateHeadcount', input(posts, more), SHOW);
/** What is granted out of a center's total in a year: unit, ceiling, minimum and days. */
const grants = ({ quotas }: Data) =>
  quotas.map(({ unit, ceiling, minimum, period }: Data) => [unit.code, ceiling, minimum, period.from, period.until]);
const grantsOf = async (center: string, year: number, knownAt?: string) => {
  const known = knownAt ? `, knownAt: "${knownAt}"` : '';
  return grants(await server.query(`{ quotas(center: "${center}", year: ${year}${known}) { ${QUOTA} } }`));
};

describe('allocateHeadcount', () => {
  it("grants the center its total and the branches their part, the center's own first", async () => {
    const payload = await allocate(
      [
        ['BD-719', 12, 8],
        ['BD', 40],
        ['BD-718', 15],
      ],
      { year: 2031 },
    );

    expect(payload.violations).toEqual([]);
    expect(payload.quotas[0]).toEqual({
      unit: { code: 'BD' },
      center: { code: 'BD' },
      category: 'CIVIL_SERVANT',
      year: 2031,
      ceiling: 40,
      minimum: null,
      period: { from: '2031-01-01', until: '2032-01-01' },
      instrument: { number: BY_PROVINCE },
    });
    const all = [
      ['BD', 40, null, '2031-01-01', '2032-01-01'],
      ['BD-718', 15, null, '2031-01-01', '2032-01-01'],
      ['BD-719', 12, 8, '2031-01-01', '2032-01-01'],
    ];
    expect(grants(payload)).toEqual(all);
    expect(await grantsOf('BD', 2031)).toEqual(all);
    expect(await grantsOf('BD', 2030)).toEqual([]);
  });

  it('from a day of the year on replaces what was granted until then; what is not named stays', async () => {
    await granted(
      [
        ['BD', 40],
        ['BD-718', 15, 10],
        ['BD-719', 12],
      ],
      { year: 2032 },
    );

    const payload = await allocate([['BD-718', 18]], { year: 2032, from: '2032-07-01' });

    expect(payload.violations).toEqual([]);
    expect(grants(payload)).toEqual([
      ['BD', 40, null, '2032-01-01', '2033-01-01'],
      ['BD-718', 15, 10, '2032-01-01', '2032-07-01'],
      ['BD-718', 18, null, '2032-07-01', '2033-01-01'],
    ]);
    expect(await grantsOf('BD', 2032)).toContainEqual(['BD-719', 12, null, '2032-01-01', '2033-01-01']);
  });

  it('replaces a whole year; what was believed before stays readable', async () => {
    await granted(
      [
        ['BD', 40],
        ['BD-718', 15],
      ],
      { year: 2033 },
    );
    const then = new Date().toISOString();

    await granted([['BD-718', 9, 3]], { year: 2033 });

    expect(await grantsOf('BD', 2033)).toEqual([
      ['BD', 40, null, '2033-01-01', '2034-01-01'],
      ['BD-718', 9, 3, '2033-01-01', '2034-01-01'],
    ]);
    expect(await grantsOf('BD', 2033, then)).toEqual([
      ['BD', 40, null, '2033-01-01', '2034-01-01'],
      ['BD-718', 15, null, '2033-01-01', '2034-01-01'],
    ]);
  });

  it('keeps categories and years apart', async () => {
    await granted(
      [
        ['BD', 5],
        ['BD-718', 5],
      ],
      { year: 2034 },
    );
    await granted(
      [
        ['BD', 7],
        ['BD-718', 7],
      ],
      { year: 2034, category: 'CONTRACT' },
    );
    await granted(
      [
        ['BD', 9],
        ['BD-718', 9],
      ],
      { year: 2035 },
    );

    expect(await grantsOf('BD', 2034)).toEqual([
      ['BD', 5, null, '2034-01-01', '2035-01-01'],
      ['BD', 7, null, '2034-01-01', '2035-01-01'],
      ['BD-718', 5, null, '2034-01-01', '2035-01-01'],
      ['BD-718', 7, null, '2034-01-01', '2035-01-01'],
    ]);
  });

  it('to a unit that begins or ends within the year lies within its life', async () => {
    const branch = { name: 'Chi nhánh thử nghiệm', kind: 'BRANCH', parent: 'BD', instrument: BY_PROVINCE };
    await given(server, 'establishUnit', { ...branch, code: 'BD-LATE', on: '2025-03-10' });
    await given(server, 'establishUnit', { ...branch, code: 'BD-SHORT', on: '2025-01-01' });
    await given(server, 'dissolveUnit', { unit: 'BD-SHORT', on: '2025-10-01', noSuccessor: true });

    const payload = await allocate(
      [
        ['BD-LATE', 3],
        ['BD-SHORT', 4],
      ],
      { category: 'POSTAL' },
    );

    expect(payload.violations).toEqual([]);
    expect(grants(payload)).toEqual([
      ['BD-LATE', 3, null, '2025-03-10', '2026-01-01'],
      ['BD-SHORT', 4, null, '2025-01-01', '2025-10-01'],
    ]);
  });

  it('is not needed: without a quota nothing limits a unit, and what a unit has limits nobody beside it', async () => {
    await granted([['BD-720', 0]], { category: 'VOLUNTEER' });

    const people = await somePeople(server, 2, { payrollHome: 'BD-721', category: 'VOLUNTEER' });

    expect(people).toHaveLength(2);
  });

  it('rehearsed shows the quotas as they would be and writes nothing', async () => {
    const payload = await refused([['BD', 40]], { year: 2036, rehearse: true });

    expect([grants(payload), payload.violations, payload.rehearsed]).toEqual([
      [['BD', 40, null, '2036-01-01', '2037-01-01']],
      [],
      true,
    ]);
    expect(await grantsOf('BD', 2036)).toEqual([]);
  });

  it('sent twice with one key grants once', async () => {
    const first = await allocate([['BD', 40]], { year: 2037, idempotencyKey: 'allocate-1' });
    const again = await refused([['BD', 40]], { year: 2037, idempotencyKey: 'allocate-1' });
    expect(again).toEqual(first);
  });

  it('sends as many statements for nine branches as for one', async () => {
    const branches = ['718', '719', '720', '721', '722', '723', '724', '725', '726'];
    const count = async (year: number, units: readonly string[]) => {
      const posts = units.map((code): Posts => [`BD-${code}`, 1]);
      const { statements, result } = await statementsOf(server, () => allocate(posts, { year }));
      expect(result.violations).toEqual([]);
      return statements.length;
    };

    expect(await count(2039, branches)).toBe(await count(2038, ['718']));
  });
});

describe('a ceiling below those who are counted', () => {
  it('is refused with the first day and the most that are counted', async () => {
    const category = 'CONTRACT';
    await granted([['BD-722', 3]], { category });
    await somePeople(server, 1, { payrollHome: 'BD-722', category });
    await somePeople(server, 1, { payrollHome: 'BD-722', category, from: '2025-04-10' });
    await somePeople(server, 1, { payrollHome: 'BD-722', category, from: '2025-06-10' });

    const payload = await refused([['BD-722', 1]], { category });

    expect(payload.quotas).toEqual([]);
    expect(payload.violations).toEqual([
      {
        __typename: 'HeadcountViolation',
        code: 'HEADCOUNT_CEILING_EXCEEDED',
        severity: 'BLOCKING',
        path: ['allocations', '0', 'ceiling'],
        on: '2025-04-10',
        message: 'BD-722 (CONTRACT) would have 3 people, above its ceiling of 1, from 2025-04-10.',
        expected: null,
        waivable: false,
        policy: null,
        waivedBy: null,
        unit: { code: 'BD-722' },
        category,
        ceiling: 1,
        counted: 3,
      },
    ]);
    expect(told(await refused([['BD-722', 0]], { category }))).toEqual([
      ['HEADCOUNT_CEILING_EXCEEDED', 'allocations.0.ceiling', '2025-01-01'],
    ]);
  });

  it('is refused also where it begins in the middle of the year, and granted once they are gone', async () => {
    const category = 'CONTRACT';
    await granted([['BD-723', 2]], { category });
    const [staff] = await somePeople(server, 2, { payrollHome: 'BD-723', category });
    await carried(server, 'leaveStaff', { staff, on: '2025-09-01' });

    expect(told(await refused([['BD-723', 1]], { category, from: '2025-08-31' }))).toEqual([
      ['HEADCOUNT_CEILING_EXCEEDED', 'allocations.0.ceiling', '2025-08-31'],
    ]);
    expect(told(await allocate([['BD-723', 1]], { category, from: '2025-09-01' }))).toEqual([]);
  });

  it('counts those below: a total is not granted below what the branches count', async () => {
    const category = 'OUTSIDE_SUPPORT';
    await aPerson(server, { payrollHome: 'BD-720', category });
    await aPerson(server, { payrollHome: 'BD-25750', category });

    expect(told(await refused([['BD', 1]], { category }))).toEqual([
      ['HEADCOUNT_CEILING_EXCEEDED', 'allocations.0.ceiling', '2025-01-01'],
    ]);
    expect(told(await allocate([['BD', 2]], { category }))).toEqual([]);
  });
});

describe('parts that come to more than the total', () => {
  const exceeding = (payload: Data) =>
    payload.violations.map(({ code, path, on, unit, ceiling, counted }: Data) => [
      code,
      path.join('.'),
      on,
      unit.code,
      ceiling,
      counted,
    ]);

  it('are refused with the center, its total and what they come to', async () => {
    const payload = await refused(
      [
        ['BD', 10],
        ['BD-718', 6],
        ['BD-719', 5],
      ],
      { year: 2040 },
    );

    expect(exceeding(payload)).toEqual([
      ['ALLOCATION_EXCEEDS_TOTAL', 'allocations.1.ceiling', '2040-01-01', 'BD', 10, 11],
    ]);
    expect(payload.violations[0].message).toBe(
      'Allocations out of BD (CIVIL_SERVANT) come to 11, above its total of 10, from 2040-01-01.',
    );
  });

  it('are refused together with what was granted before, and fit when they come to exactly the total', async () => {
    await granted(
      [
        ['BD', 10],
        ['BD-718', 6],
      ],
      { year: 2041 },
    );

    expect(exceeding(await refused([['BD-719', 5]], { year: 2041 }))).toEqual([
      ['ALLOCATION_EXCEEDS_TOTAL', 'allocations.0.ceiling', '2041-01-01', 'BD', 10, 11],
    ]);
    expect(told(await allocate([['BD-719', 4]], { year: 2041 }))).toEqual([]);
  });

  it('are held against the total when that is lowered', async () => {
    await granted(
      [
        ['BD', 10],
        ['BD-718', 6],
        ['BD-719', 4],
      ],
      { year: 2042 },
    );

    expect(exceeding(await refused([['BD', 9]], { year: 2042, from: '2042-06-01' }))).toEqual([
      ['ALLOCATION_EXCEEDS_TOTAL', 'allocations.0.ceiling', '2042-06-01', 'BD', 9, 10],
    ]);
    expect(
      told(
        await allocate(
          [
            ['BD', 9],
            ['BD-719', 3],
          ],
          { year: 2042, from: '2042-06-01' },
        ),
      ),
    ).toEqual([]);
  });

  it('are told with the first day on which they exceed it and the most on any day', async () => {
    await granted(
      [
        ['BD', 10],
        ['BD-718', 6],
      ],
      { year: 2043 },
    );
    await granted([['BD-718', 8]], { year: 2043, from: '2043-09-01' });

    const payload = await refused([['BD-719', 5]], { year: 2043, from: '2043-03-01' });

    expect(exceeding(payload)).toEqual([
      ['ALLOCATION_EXCEEDS_TOTAL', 'allocations.0.ceiling', '2043-03-01', 'BD', 10, 13],
    ]);
  });

  it('may be granted where the center has no total', async () => {
    expect(
      told(
        await allocate(
          [
            ['BD-718', 600],
            ['BD-719', 500],
          ],
          { year: 2044 },
        ),
      ),
    ).toEqual([]);
  });

  it('are granted to exactly one of two who share one total at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const year = 2050 + round;
      await granted([['BD', 10]], { year });

      const both = await Promise.all([allocate([['BD-718', 6]], { year }), allocate([['BD-719', 6]], { year })]);

      const outcomes = both.map((payload) => told(payload)[0]?.[0] ?? 'granted');
      expect(outcomes.sort()).toEqual(['ALLOCATION_EXCEEDS_TOTAL', 'granted']);
      expect(await grantsOf('BD', year)).toHaveLength(2);
    }
  });

  it('are not granted while somebody fills the post: one of both waits and is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const unit = ['BD-718', 'BD-719', 'BD-720', 'BD-721', 'BD-722'][round] ?? '';
      const category = 'PUBLIC_EMPLOYEE';
      await granted([[unit, 1]], { category });
      const code = `RACE-${round}`;
      const person = { code, name: 'Nguyễn Văn A', category, payrollHome: unit, from: '2025-01-01' };

      const [lowered, registered] = await Promise.all([
        allocate([[unit, 0]], { category }),
        sendVerb(server, 'registerStaff', { ...person, instrument: BY_PROVINCE }),
      ]);

      const codes = [...told(lowered), ...told(registered)].map(([found]) => found);
      expect(codes).toEqual(['HEADCOUNT_CEILING_EXCEEDED']);
    }
  });
});

describe('allocateHeadcount is refused', () => {
  it('for a center, units and an instrument that are not there, all at once', async () => {
    const payload = await refused(
      [
        ['GONE', 1],
        ['NADA', 1],
      ],
      { center: 'NOWHERE', instrument: '9/GONE' },
    );

    expect(payload.quotas).toEqual([]);
    expect(told(payload)).toEqual([
      ['NOT_FOUND', 'instrument', null],
      ['NOT_FOUND', 'center', null],
      ['NOT_FOUND', 'allocations.0.unit', null],
      ['NOT_FOUND', 'allocations.1.unit', null],
    ]);
  });

  it('for a unit of another center, above the center, or closed before', async () => {
    expect(
      told(
        await refused(
          [
            ['HN-B01', 1],
            ['PC-74', 1],
            ['BD-25747', 1],
          ],
          { year: 2026 },
        ),
      ),
    ).toEqual([
      ['INPUT_INVALID', 'allocations.0.unit', null],
      ['INPUT_INVALID', 'allocations.1.unit', null],
      ['FACT_OUTSIDE_UNIT', 'allocations.2.unit', '2026-01-01'],
    ]);
  });

  it('for a unit named twice, figures that cannot be, no allocation at all and too many', async () => {
    const many = Array.from({ length: 2_001 }, (): Posts => ['BD-718', 1]);

    expect(
      told(
        await refused(
          [
            ['BD-718', 1],
            ['BD-719', 1],
            ['BD-718', 2],
          ],
          { year: 2045 },
        ),
      ),
    ).toEqual([['INPUT_INVALID', 'allocations.2.unit', null]]);
    expect(
      told(
        await refused(
          [
            ['BD-718', -1],
            ['BD-719', 1_000_000],
            ['BD-720', 5, 6],
            ['BD-721', 5, -1],
          ],
          { year: 2045 },
        ),
      ),
    ).toEqual([
      ['INPUT_INVALID', 'allocations.0.ceiling', null],
      ['INPUT_INVALID', 'allocations.1.ceiling', null],
      ['INPUT_INVALID', 'allocations.2.ceiling', null],
      ['INPUT_INVALID', 'allocations.3.ceiling', null],
    ]);
    expect(told(await refused([], { year: 2045 }))).toEqual([['INPUT_INVALID', 'allocations', null]]);
    expect(told(await refused(many, { year: 2045 }))[0]).toEqual(['INPUT_INVALID', 'allocations', null]);
  });

  it('for a year that is none, and a day outside the year', async () => {
    expect(told(await refused([['BD', 1]], { year: 1899 }))).toEqual([['PERIOD_INVALID', 'year', null]]);
    expect(told(await refused([['BD', 1]], { year: 9999 }))).toEqual([['PERIOD_INVALID', 'year', null]]);
    expect(told(await refused([['BD', 1]], { year: -5, instrument: null }))).toEqual([
      ['PERIOD_INVALID', 'year', null],
    ]);
    expect(told(await refused([['BD', 1]], { year: 2046, from: '2045-12-31' }))).toEqual([
      ['PERIOD_INVALID', 'from', '2045-12-31'],
    ]);
    expect(told(await refused([['BD', 1]], { year: 2046, from: '2047-01-01' }))).toEqual([
      ['PERIOD_INVALID', 'from', '2047-01-01'],
    ]);
  });

  it('without an instrument', async () => {
    expect(told(await refused([['BD', 1]], { year: 2047, instrument: null }))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2047-01-01'],
    ]);
  });

  it('for posts that another center granted the unit on these days', async () => {
    await granted([['BD-718', 5]], { center: 'PC-74', year: 2048, from: '2048-06-01' });

    expect(told(await refused([['BD-718', 5]], { year: 2048 }))).toEqual([
      ['QUOTA_OVERLAP', 'allocations.0.unit', '2048-06-01'],
    ]);
    expect(told(await allocate([['BD-718', 5]], { year: 2048, category: 'CONTRACT' }))).toEqual([]);
  });
});

describe('after a merger a unit gets no more posts than there were', () => {
  const category = 'CIVIL_SERVANT';
  const inHanoi = { center: 'HN', year: 2025, instrument: PLAN_29 };
  const merge = (sources: string[], unit: string) =>
    carried(server, 'applyChange', {
      instrument: PLAN_29,
      change: {
        kind: 'MERGE',
        on: '2025-06-01',
        sources: sources.map((source) => ({ unit: source })),
        results: [{ unit }],
      },
    });

  it('all together, unless a waiver lets it: then it warns', async () => {
    await granted(
      [
        ['HN-B03', 5],
        ['HN-B04', 7],
      ],
      inHanoi,
    );
    await merge(['HN-B03', 'HN-B04'], 'HN-B03');

    const more = await refused([['HN-B03', 13]], { ...inHanoi, from: '2025-07-01' });
    const whole = await refused([['HN-B03', 13]], inHanoi);
    const next = await refused([['HN-B03', 13]], { ...inHanoi, year: 2026 });
    const same = await allocate([['HN-B03', 12]], { ...inHanoi, from: '2025-07-01' });
    const waiver = { code: 'MERGE_HEADCOUNT_INCREASE', unit: 'HN-B03', from: '2025-08-01', until: '2025-09-01' };
    await carried(server, 'grantWaiver', { ...waiver, reason: 'Địa bàn rộng', instrument: PLAN_29 });
    const waived = await allocate([['HN-B03', 13]], { ...inHanoi, from: '2025-08-15' });

    expect(more.violations).toMatchObject([
      {
        __typename: 'HeadcountViolation',
        code: 'MERGE_HEADCOUNT_INCREASE',
        severity: 'BLOCKING',
        path: ['allocations', '0', 'ceiling'],
        on: '2025-07-01',
        waivable: true,
        message: 'HN-B03 was merged on 2025-06-01 with 12 posts (CIVIL_SERVANT); a merger does not add posts (13).',
        unit: { code: 'HN-B03' },
        category,
        ceiling: 12,
        counted: 13,
      },
    ]);
    expect(told(whole)).toEqual([['MERGE_HEADCOUNT_INCREASE', 'allocations.0.ceiling', '2025-06-01']]);
    expect(told(next)).toEqual([['MERGE_HEADCOUNT_INCREASE', 'allocations.0.ceiling', '2026-01-01']]);
    expect(same.violations).toEqual([]);
    expect(waived.violations).toMatchObject([
      { code: 'MERGE_HEADCOUNT_INCREASE', severity: 'WARNING', waivedBy: { instrument: { number: PLAN_29 } } },
    ]);
    expect(grants(waived).at(-1)).toEqual(['HN-B03', 13, null, '2025-08-15', '2026-01-01']);
  });

  it('where those of one stood below another they were part of its posts, and are not added', async () => {
    // Each branch of Binh Duong was merged on 2025-04-01 with a one-stop that stood below it.
    const year = { category: 'CONTRACT', from: '2025-01-01' };
    await granted(
      [
        ['BD-726', 8],
        ['BD-25906', 3],
      ],
      year,
    );

    expect(told(await refused([['BD-726', 9]], { ...year, from: '2025-05-01' }))).toEqual([
      ['MERGE_HEADCOUNT_INCREASE', 'allocations.0.ceiling', '2025-05-01'],
    ]);
    expect(told(await allocate([['BD-726', 8]], { ...year, from: '2025-05-01' }))).toEqual([]);
  });

  it('where nothing was said of posts before, nothing is held against it', async () => {
    expect(told(await allocate([['BD-725', 30]], { category: 'VOLUNTEER', from: '2025-05-01' }))).toEqual([]);
  });
});
