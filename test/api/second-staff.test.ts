import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import {
  aPerson,
  BY_PROVINCE,
  carried,
  factsOf,
  recordInstruments,
  sendVerb,
  told,
  whereabouts,
} from '../support/personnel-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-07-15' });
await recordInstruments(server);

afterAll(() => server.close());

const SHOW = `secondment { id status staff { code } home { code } host { code } period { from until } daysLeft onReturn
  steps { step on until onReturn instrument { number } reference } }`;
/** Everything the law asks for. */
const TERMS = {
  host: 'BD-720',
  from: '2025-02-01',
  until: '2026-02-01',
  homeAgreement: '9/CV-PC',
  hostAgreement: '10/CV-BD',
  onReturn: 'RETURN',
  instrument: BY_PROVINCE,
};

const second = (staff: string, input: object = {}, show = SHOW) =>
  sendVerb(server, 'secondStaff', { ...TERMS, staff, ...input }, { show });
const refused = (staff: string, input: object = {}) => withoutWriting(server.databaseUrl, () => second(staff, input));
const capacityOf = async (unit: string, from: string, until: string) =>
  (
    await server.query(`{ capacity(unit: "${unit}", from: "${from}", until: "${until}") {
    rows { category payrollPeak } strengthLowest strengthPeak secondedIn secondedOut } }`)
  ).capacity;

describe('secondStaff', () => {
  it('lends a person: they work at the host on its days and at home before and after, and stay on the payroll', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-719' });

    const payload = await second(staff);

    expect(payload).toEqual({
      secondment: {
        id: expect.any(String),
        status: 'ACTIVE',
        staff: { code: staff },
        home: { code: 'PC-719' },
        host: { code: 'BD-720' },
        period: { from: '2025-02-01', until: '2026-02-01' },
        daysLeft: 365,
        onReturn: 'RETURN',
        steps: [
          said('PROPOSED', null, null),
          said('AGREED_HOME', null, '9/CV-PC'),
          said('AGREED_HOST', null, '10/CV-BD'),
          said('DECIDED', { number: BY_PROVINCE }, null),
        ],
      },
      violations: [],
      rehearsed: false,
    });
    expect(await whereabouts(server, staff, '2025-01-31', '2025-02-01', '2026-01-31', '2026-02-01')).toEqual([
      ['PC-719', 'PC-719'],
      ['PC-719', 'BD-720'],
      ['PC-719', 'BD-720'],
      ['PC-719', 'PC-719'],
    ]);

    function said(step: string, instrument: object | null, reference: string | null) {
      return { step, on: '2025-02-01', until: '2026-02-01', onReturn: 'RETURN', instrument, reference };
    }
  });

  it('goes through its statuses by the days alone', async () => {
    const staff = await aPerson(server);
    await carried(server, 'secondStaff', { ...TERMS, staff });

    const seen = async (asOf: string) => {
      const show = 'secondment { status daysLeft } secondments { status daysLeft }';
      return (await server.query(`{ staff(code: "${staff}", asOf: "${asOf}") { ${show} } }`)).staff;
    };

    expect(await seen('2025-01-31')).toEqual({ secondment: null, secondments: [{ status: 'DECIDED', daysLeft: 366 }] });
    const active = { status: 'ACTIVE', daysLeft: 365 };
    expect(await seen('2025-02-01')).toEqual({ secondment: active, secondments: [active] });
    const last = { status: 'ACTIVE', daysLeft: 1 };
    expect(await seen('2026-01-31')).toEqual({ secondment: last, secondments: [last] });
    expect(await seen('2026-02-01')).toEqual({ secondment: null, secondments: [{ status: 'ENDED', daysLeft: 0 }] });
  });

  it('for days to come is decided, and shown as of today', async () => {
    const staff = await aPerson(server);

    const { secondment } = await second(staff, { from: '2025-09-01', until: '2026-09-01' });

    expect(secondment).toMatchObject({ status: 'DECIDED', period: { from: '2025-09-01', until: '2026-09-01' } });
  });

  it('counts the person at home and lets them work at the host, on every day and nowhere twice', async () => {
    const category = 'PUBLIC_EMPLOYEE';
    const staff = await aPerson(server, { payrollHome: 'PC-724', category });
    await carried(server, 'secondStaff', { ...TERMS, staff, host: 'PC-725' });
    const of = async (unit: string, from: string, until: string) => {
      const { rows, ...figures } = await capacityOf(unit, from, until);
      const { payrollPeak } = rows.find((row: Data) => row.category === category);
      return { payrollPeak, ...figures };
    };
    const figures = (payrollPeak: number, strength: number, secondedIn: number, secondedOut: number) => ({
      payrollPeak,
      strengthLowest: strength,
      strengthPeak: strength,
      secondedIn,
      secondedOut,
    });

    expect(await of('PC-724', '2025-01-31', '2025-02-01')).toEqual(figures(1, 1, 0, 0));
    expect(await of('PC-725', '2025-01-31', '2025-02-01')).toEqual(figures(0, 0, 0, 0));
    expect(await of('PC-724', '2025-02-01', '2026-02-01')).toEqual(figures(1, 0, 0, 1));
    expect(await of('PC-725', '2025-02-01', '2026-02-01')).toEqual(figures(0, 1, 1, 0));
    expect(await of('PC-724', '2026-02-01', '2026-02-02')).toEqual(figures(1, 1, 0, 0));
    expect(await of('PC-725', '2026-02-01', '2026-02-02')).toEqual(figures(0, 0, 0, 0));
  });

  it('rehearsed shows it and writes nothing', async () => {
    const staff = await aPerson(server);
    const payload = await refused(staff, { rehearse: true });
    expect(payload).toMatchObject({ secondment: { status: 'ACTIVE' }, violations: [], rehearsed: true });
    expect(await whereabouts(server, staff, '2025-03-01')).toEqual([['PC-718', 'PC-718']]);
  });

  it('may follow another without a day between', async () => {
    const staff = await aPerson(server);
    await carried(server, 'secondStaff', { ...TERMS, staff });

    const next = await second(staff, { host: 'BD-721', from: '2026-02-01', until: '2026-08-01' });

    expect(next.violations).toEqual([]);
    expect(await whereabouts(server, staff, '2026-01-31', '2026-02-01')).toEqual([
      ['PC-718', 'BD-720'],
      ['PC-718', 'BD-721'],
    ]);
  });
});

describe('the term of a secondment', () => {
  const term = async (from: string, until: string, input: object = {}) => {
    const staff = await aPerson(server, { from: '2020-01-01' });
    return second(staff, { from, until, rehearse: true, ...input });
  };
  const exceeds = async (...terms: Parameters<typeof term>) => told(await term(...terms));
  const EXCEEDED = (on: string) => [['SECONDMENT_TERM_EXCEEDED', 'until', on]];

  it('is at most three years, by the decree and the article in force on its first day', async () => {
    const before = await term('2025-06-30', '2028-07-01');
    const after = await term('2025-07-01', '2028-07-02');

    expect(before.violations).toMatchObject([
      {
        __typename: 'StaffViolation',
        code: 'SECONDMENT_TERM_EXCEEDED',
        severity: 'BLOCKING',
        path: ['until'],
        on: '2028-06-30',
        waivable: true,
        message: 'The secondment until 2028-07-01 is longer than the maximum of P3Y (until 2028-06-30).',
        policy: {
          key: 'secondment.max',
          value: 'P3Y',
          instrument: { number: '138/2020/NĐ-CP' },
          article: 'Điều 27',
        },
      },
    ]);
    expect(after.violations).toMatchObject([
      { on: '2028-07-01', policy: { instrument: { number: '170/2025/NĐ-CP' }, article: 'Điều 26' } },
    ]);
  });

  it('may last exactly three years and no day longer, leap days or not', async () => {
    expect(await exceeds('2025-02-01', '2028-02-01')).toEqual([]);
    expect(await exceeds('2025-02-01', '2028-02-02')).toEqual(EXCEEDED('2028-02-01'));
    // 29 February 2028 lies within.
    expect(await exceeds('2025-03-01', '2028-03-01')).toEqual([]);
    expect(await exceeds('2025-03-01', '2028-03-02')).toEqual(EXCEEDED('2028-03-01'));
    // Begun on a leap day: there is no 29 February three years later.
    expect(await exceeds('2024-02-29', '2027-02-28', { host: 'BD' })).toEqual([]);
    expect(await exceeds('2024-02-29', '2027-03-01', { host: 'BD' })).toEqual(EXCEEDED('2027-02-28'));
    expect(await exceeds('2025-02-28', '2028-02-28')).toEqual([]);
    expect(await exceeds('2025-02-28', '2028-02-29')).toEqual(EXCEEDED('2028-02-28'));
  });

  it('is at least what a policy says, with its article', async () => {
    await carried(server, 'setPolicy', {
      key: 'secondment.min',
      value: 'P6M',
      unit: 'BD-722',
      from: '2025-02-01',
      instrument: BY_PROVINCE,
      article: 'Điều 4',
    });

    const short = await term('2025-03-31', '2025-09-29', { host: 'BD-722' });
    const enough = await term('2025-03-31', '2025-09-30', { host: 'BD-722' });
    const before = await term('2025-01-31', '2025-02-10', { host: 'BD-722' });

    expect(short.violations).toMatchObject([
      {
        code: 'SECONDMENT_TERM_TOO_SHORT',
        path: ['until'],
        on: '2025-09-29',
        waivable: true,
        policy: { key: 'secondment.min', value: 'P6M', instrument: { number: BY_PROVINCE }, article: 'Điều 4' },
      },
    ]);
    expect([enough.violations, before.violations]).toEqual([[], []]);
  });

  it('may be exceeded by a waiver, which it then names', async () => {
    const waiver = { code: 'SECONDMENT_TERM_EXCEEDED', from: '2028-01-01', until: '2029-01-01', reason: 'Cần' };
    await carried(server, 'grantWaiver', { ...waiver, unit: 'BD-723', instrument: BY_PROVINCE });
    const staff = await aPerson(server);

    const payload = await second(staff, { host: 'BD-723', until: '2028-06-01' });

    expect(payload.violations).toMatchObject([
      {
        code: 'SECONDMENT_TERM_EXCEEDED',
        severity: 'WARNING',
        waivedBy: { instrument: { number: BY_PROVINCE } },
      },
    ]);
    expect(payload.secondment).toMatchObject({ period: { until: '2028-06-01' } });
  });

  it('has at least one day', async () => {
    const staff = await aPerson(server);
    expect(told(await refused(staff, { until: '2025-02-01' }))).toEqual([['PERIOD_INVALID', 'until', '2025-02-01']]);
    expect(told(await refused(staff, { until: '2025-01-01' }))).toEqual([['PERIOD_INVALID', 'until', '2025-01-01']]);
  });
});

describe('secondStaff is refused', () => {
  it('without the written agreement of either body, and without saying what comes after', async () => {
    const staff = await aPerson(server);

    const payload = await refused(staff, { homeAgreement: null, hostAgreement: null, onReturn: null });

    expect(payload.secondment).toBeNull();
    expect(payload.violations).toMatchObject([
      {
        code: 'SECONDMENT_CONSENT_MISSING',
        path: ['homeAgreement'],
        unit: { code: 'PC-718' },
        staff: { code: staff },
        message: 'A secondment needs the written agreement of PC-718.',
      },
      { code: 'SECONDMENT_CONSENT_MISSING', path: ['hostAgreement'], unit: { code: 'BD-720' } },
      { code: 'SECONDMENT_RETURN_UNPLANNED', path: ['onReturn'], staff: { code: staff } },
    ]);
  });

  it('where a letter says nothing', async () => {
    const staff = await aPerson(server);
    expect(told(await refused(staff, { homeAgreement: ' ', hostAgreement: '' }))).toEqual([
      ['SECONDMENT_CONSENT_MISSING', 'hostAgreement', '2025-02-01'],
      ['INPUT_INVALID', 'homeAgreement', null],
      ['INPUT_INVALID', 'hostAgreement', null],
    ]);
  });

  it('for somebody protected on any day of the term, from that day on', async () => {
    const staff = await aPerson(server);
    const attest = { staff, from: '2025-10-01', until: '2026-10-01', protected: true, instrument: BY_PROVINCE };
    await carried(server, 'attestProtection', attest);

    const payload = await refused(staff);
    const before = await second(staff, { until: '2025-10-01', rehearse: true });
    const after = await second(staff, { from: '2026-10-01', until: '2027-10-01', rehearse: true });

    expect(payload.violations).toMatchObject([
      { code: 'SECONDMENT_PROTECTED', path: ['staff'], on: '2025-10-01', staff: { code: staff }, waivable: false },
    ]);
    expect([before.violations, after.violations]).toEqual([[], []]);
  });

  it('for somebody protected since they were put on record', async () => {
    const staff = await aPerson(server, { protected: true });
    expect(told(await refused(staff))).toEqual([['SECONDMENT_PROTECTED', 'staff', '2025-02-01']]);
  });

  it('while the person is seconded already, from the first day of both', async () => {
    const staff = await aPerson(server);
    await carried(server, 'secondStaff', { ...TERMS, staff });

    const later = await refused(staff, { host: 'BD-721', from: '2026-01-31', until: '2026-12-01' });
    const around = await refused(staff, { host: 'BD-721', from: '2025-01-01', until: '2027-01-01' });

    expect(told(later)).toEqual([['STAFF_WORKPLACE_OVERLAP', 'from', '2026-01-31']]);
    expect(told(around)).toEqual([['STAFF_WORKPLACE_OVERLAP', 'from', '2025-02-01']]);
    expect(later.violations[0].message).toBe(`${staff} already has a workplace, BD-720, on 2026-01-31.`);
  });

  it('to the home itself, also where it becomes the home during the term', async () => {
    const staff = await aPerson(server);
    const input = { moves: [{ staff, toUnit: 'BD-720' }], on: '2025-10-01', instrument: BY_PROVINCE };
    await carried(server, 'transferStaff', input);

    expect(told(await refused(staff, { host: 'PC-718' }))).toEqual([
      ['SECONDMENT_COUNTED_AT_HOST', 'host', '2025-02-01'],
    ]);
    expect(told(await refused(staff))).toEqual([['SECONDMENT_COUNTED_AT_HOST', 'host', '2025-10-01']]);
    expect(told(await second(staff, { until: '2025-10-01', rehearse: true }))).toEqual([]);
  });

  it('to a host that is not there on all its days: not at all, not yet, no longer', async () => {
    const staff = await aPerson(server);
    const branch = { name: 'Chi nhánh thử nghiệm', kind: 'BRANCH', parent: 'BD', instrument: BY_PROVINCE };
    await given(server, 'establishUnit', { ...branch, code: 'BD-HOST', on: '2025-03-01' });
    await given(server, 'dissolveUnit', { unit: 'BD-HOST', on: '2025-11-01', noSuccessor: true });

    expect(told(await refused(staff, { host: 'NOWHERE' }))).toEqual([['NOT_FOUND', 'host', null]]);
    expect(told(await refused(staff, { host: 'BD-HOST' }))).toEqual([['FACT_OUTSIDE_UNIT', 'host', '2025-02-01']]);
    expect(told(await refused(staff, { host: 'BD-HOST', from: '2025-03-01' }))).toEqual([
      ['FACT_OUTSIDE_UNIT', 'host', '2025-11-01'],
    ]);
    expect(told(await second(staff, { host: 'BD-HOST', from: '2025-03-01', until: '2025-11-01' }))).toEqual([]);
  });

  it('for who is not on staff, leaves before its end, or has no home', async () => {
    const [leaving, counted] = [await aPerson(server), await aPerson(server, { from: '2025-03-01' })];
    await carried(server, 'leaveStaff', { staff: leaving, on: '2025-12-01' });
    const postal = await aPerson(server, { payrollHome: null, workplace: 'BD-718', category: 'POSTAL' });

    expect(told(await refused('NOBODY'))).toEqual([['NOT_FOUND', 'staff', null]]);
    expect(told(await refused(leaving))).toEqual([['FACT_OUTSIDE_EMPLOYMENT', 'staff', '2025-12-01']]);
    expect(told(await refused(counted))).toContainEqual(['FACT_OUTSIDE_EMPLOYMENT', 'from', '2025-02-01']);
    expect(told(await refused(postal))).toEqual([['INPUT_INVALID', 'staff', '2025-02-01']]);
  });

  it('without an instrument, by one unknown, or by who read an older version', async () => {
    const staff = await aPerson(server);
    expect(told(await refused(staff, { instrument: null }))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-02-01'],
    ]);
    expect(told(await refused(staff, { instrument: '9/GONE' }))).toEqual([['NOT_FOUND', 'instrument', null]]);
    expect(told(await refused(staff, { expectedVersion: 0 }))).toEqual([['VERSION_CONFLICT', 'expectedVersion', null]]);
  });

  it('with every violation at once', async () => {
    const staff = await aPerson(server, { protected: true });

    const payload = await refused(staff, {
      host: 'PC-718',
      until: '2029-01-01',
      homeAgreement: null,
      onReturn: null,
      instrument: null,
    });

    // Between districts no policy of the center applies: the term is as long as it is said.
    expect(told(payload)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-02-01'],
      ['SECONDMENT_CONSENT_MISSING', 'homeAgreement', '2025-02-01'],
      ['SECONDMENT_PROTECTED', 'staff', '2025-02-01'],
      ['SECONDMENT_RETURN_UNPLANNED', 'onReturn', '2025-02-01'],
      ['SECONDMENT_COUNTED_AT_HOST', 'host', '2025-02-01'],
    ]);
  });

  it('at the second of two moments that are one: a person is lent once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const staff = await aPerson(server);

      const both = await Promise.all(['BD-720', 'BD-721'].map((host) => second(staff, { host })));

      const outcomes = both.map((one) => one.secondment?.status ?? one.violations[0].code);
      expect(outcomes.sort()).toEqual(['ACTIVE', 'STAFF_WORKPLACE_OVERLAP']);
      const { workplaces } = await factsOf(server, staff);
      expect(workplaces.filter(({ basis }: Data) => basis === 'SECONDMENT')).toHaveLength(1);
    }
  });
});
