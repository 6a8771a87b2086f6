import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import {
  aCeiling,
  anInstrument,
  aPerson,
  BY_CENTER,
  BY_DISTRICT,
  BY_PROVINCE,
  carried,
  factsOf,
  recordInstruments,
  sendVerb,
  somePeople,
  spans,
  told,
  whereabouts,
} from '../support/personnel-scene.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { onServer } from '../support/test-server.ts';
import { given } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-07-15' });
await recordInstruments(server);

afterAll(() => server.close());

const TRANSFERS = 'transfers { id status staff { code } fromUnit { code } toUnit { code } on category retroactive }';
const DAY = '2025-02-01';

const transfer = (moves: object[], input: object = {}, show = TRANSFERS) =>
  sendVerb(server, 'transferStaff', { moves, on: DAY, instrument: BY_PROVINCE, ...input }, { show });
const refused = (moves: object[], input: object = {}) =>
  withoutWriting(server.databaseUrl, () => transfer(moves, input));
const done = (moves: object[], input: object = {}, show = TRANSFERS) =>
  carried(server, 'transferStaff', { moves, on: DAY, instrument: BY_PROVINCE, ...input }, show);
const codes = (payload: Data) => payload.transfers.map(({ staff }: Data) => staff.code);

describe('transferStaff', () => {
  it('gives a person another payroll home from the day on; the one before ends on it', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718' });
    const show = `transfers { status staff { code payrollHome(asOf: "${DAY}") { code } } fromUnit { code } toUnit { code } on category
      decidedBy { code } instrument { number } retroactive compensates { id } compensatedBy { id }
      steps { step on instrument { number } reference } }`;

    const payload = await transfer([{ staff, toUnit: 'BD-718' }], {}, show);

    expect(payload).toEqual({
      transfers: [
        {
          status: 'EFFECTIVE',
          staff: { code: staff, payrollHome: { code: 'BD-718' } },
          fromUnit: { code: 'PC-718' },
          toUnit: { code: 'BD-718' },
          on: DAY,
          category: null,
          decidedBy: { code: 'PC-74' },
          instrument: { number: BY_PROVINCE },
          retroactive: false,
          compensates: null,
          compensatedBy: null,
          steps: [{ step: 'DECIDED', on: DAY, instrument: { number: BY_PROVINCE }, reference: null }],
        },
      ],
      violations: [],
      rehearsed: false,
    });
    const { payroll, history } = await factsOf(server, staff);
    expect(spans(payroll)).toEqual([
      ['PC-718', '2024-10-01', DAY],
      ['BD-718', DAY, null],
    ]);
    expect(history).toHaveLength(1);
  });

  it('moves many at once and answers in the order given', async () => {
    const [first = '', second = '', third = ''] = await somePeople(server, 3);
    const moves = [third, first, second].map((staff) => ({ staff, toUnit: 'BD-718' }));

    const payload = await transfer(moves);

    expect(payload.violations).toEqual([]);
    expect(codes(payload)).toEqual([third, first, second]);
  });

  it('moves all or none: one that cannot be keeps the others where they are', async () => {
    const [good = '', other = ''] = await somePeople(server, 2);

    const payload = await refused([
      { staff: good, toUnit: 'BD-718' },
      { staff: 'NOBODY', toUnit: 'BD-718' },
      { staff: other, toUnit: 'BD-719' },
    ]);

    expect(payload.transfers).toEqual([]);
    expect(told(payload)).toEqual([['NOT_FOUND', 'moves.1.staff', null]]);
    expect(await whereabouts(server, good, DAY)).toEqual([['PC-718', 'PC-718']]);
    expect(await whereabouts(server, other, DAY)).toEqual([['PC-718', 'PC-718']]);
  });

  it('for a day to come is scheduled until that day, and in effect from it on by the date alone', async () => {
    const staff = await aPerson(server);
    const on = '2025-10-01';

    const payload = await transfer([{ staff, toUnit: 'BD-718' }], { on });

    expect(payload.transfers).toMatchObject([{ status: 'SCHEDULED', on }]);
    const seen = async (asOf: string) => {
      const show = 'payrollHome { code } transfers { status }';
      const { staff: person } = await server.query(`{ staff(code: "${staff}", asOf: "${asOf}") { ${show} } }`);
      return [person.payrollHome.code, person.transfers[0].status];
    };
    expect(await seen('2025-09-30')).toEqual(['PC-718', 'SCHEDULED']);
    expect(await seen(on)).toEqual(['BD-718', 'EFFECTIVE']);
    expect(await seen('2026-05-01')).toEqual(['BD-718', 'EFFECTIVE']);
  });

  it('is retroactive where the instrument was issued after the day', async () => {
    const staff = await aPerson(server);
    await anInstrument(server, { number: '110/QD', issuer: 'PC-74', issuedOn: '2025-06-30' });

    const payload = await transfer([{ staff, toUnit: 'BD-718' }], { instrument: '110/QD' });

    expect(payload.transfers).toMatchObject([{ retroactive: true, status: 'EFFECTIVE' }]);
  });

  it('leaves the old home readable to who asks what was known before', async () => {
    const staff = await aPerson(server);
    const then = new Date().toISOString();
    await done([{ staff, toUnit: 'BD-718' }]);

    const { was, now } = await server.query(`{
      was: staff(code: "${staff}", asOf: "2025-05-01", knownAt: "${then}") { payrollHome { code } transfers { id } }
      now: staff(code: "${staff}", asOf: "2025-05-01") { payrollHome { code } transfers { status } } }`);

    expect(was).toEqual({ payrollHome: { code: 'PC-718' }, transfers: [] });
    expect(now).toEqual({ payrollHome: { code: 'BD-718' }, transfers: [{ status: 'EFFECTIVE' }] });
  });

  it('changes the category with the move, in the payroll and in what is said of the person', async () => {
    const staff = await aPerson(server, { category: 'CONTRACT' });

    const payload = await transfer([{ staff, toUnit: 'BD-718', category: 'PUBLIC_EMPLOYEE' }]);

    expect(payload.transfers).toMatchObject([{ category: 'PUBLIC_EMPLOYEE' }]);
    const { payroll, history } = await factsOf(server, staff);
    expect(payroll.map((one: Data) => [one.unit.code, one.category, one.period.from])).toEqual([
      ['PC-718', 'CONTRACT', '2024-10-01'],
      ['BD-718', 'PUBLIC_EMPLOYEE', DAY],
    ]);
    expect(history.map((one: Data) => [one.category, one.period.from, one.period.until])).toEqual([
      ['CONTRACT', '2024-10-01', DAY],
      ['PUBLIC_EMPLOYEE', DAY, null],
    ]);
  });

  it('changes the category alone where the home stays the same', async () => {
    const staff = await aPerson(server, { payrollHome: 'BD-718', category: 'CONTRACT' });

    const payload = await transfer([{ staff, toUnit: 'BD-718', category: 'PUBLIC_EMPLOYEE' }]);

    expect(told(payload)).toEqual([]);
    const { payroll } = await factsOf(server, staff);
    expect(payroll.map((one: Data) => [one.unit.code, one.category])).toEqual([
      ['BD-718', 'CONTRACT'],
      ['BD-718', 'PUBLIC_EMPLOYEE'],
    ]);
  });

  it('gives a home to somebody who had none', async () => {
    const parts = { payrollHome: null, workplace: 'BD-718', category: 'VOLUNTEER' };
    const staff = await aPerson(server, parts);

    const payload = await transfer([{ staff, toUnit: 'BD-718', category: 'CONTRACT' }]);

    expect(payload.transfers).toMatchObject([{ fromUnit: null, toUnit: { code: 'BD-718' } }]);
    expect(spans((await factsOf(server, staff)).payroll)).toEqual([['BD-718', DAY, null]]);
  });

  it('gives such a home only as long as they are on staff', async () => {
    const staff = await aPerson(server, { payrollHome: null, workplace: 'BD-718', category: 'VOLUNTEER' });
    await carried(server, 'leaveStaff', { staff, on: '2025-12-01' });

    const payload = await transfer([{ staff, toUnit: 'BD-718', category: 'CONTRACT' }]);

    expect(told(payload)).toEqual([]);
    expect(spans((await factsOf(server, staff)).payroll)).toEqual([['BD-718', DAY, '2025-12-01']]);
  });

  it('rehearsed shows who would be where and writes nothing', async () => {
    const staff = await aPerson(server);
    const show = `transfers { status staff { payrollHome(asOf: "${DAY}") { code } } }`;

    const payload = await withoutWriting(server.databaseUrl, () =>
      transfer([{ staff, toUnit: 'BD-718' }], { rehearse: true }, show),
    );

    expect(payload).toEqual({
      transfers: [{ status: 'EFFECTIVE', staff: { payrollHome: { code: 'BD-718' } } }],
      violations: [],
      rehearsed: true,
    });
    expect(await whereabouts(server, staff, DAY)).toEqual([['PC-718', 'PC-718']]);
  });

  it('sent twice with one key moves once and answers the same; another input with that key is refused', async () => {
    const staff = await aPerson(server);
    const again = { idempotencyKey: 'transfer-1' };

    const first = await transfer([{ staff, toUnit: 'BD-718' }], again);
    const second = await withoutWriting(server.databaseUrl, () => transfer([{ staff, toUnit: 'BD-718' }], again));
    const other = await refused([{ staff, toUnit: 'BD-719' }], again);

    expect(second).toEqual(first);
    expect(told(other)).toEqual([['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null]]);
  });

  it('is audited for each person, with what was and what is', async () => {
    const staff = await aPerson(server);
    await done([{ staff, toUnit: 'BD-719' }]);

    const rows = await onServer(
      server.databaseUrl,
      (sql) => sql`SELECT verb, subject_type, before -> 'payroll' -> 0 ->> 'unit' AS before,
        after -> 'payroll' -> 1 ->> 'unit' AS after FROM audit_entry WHERE subject = ${staff} ORDER BY id`,
    );
    expect(rows.at(-1)).toEqual({ verb: 'transferStaff', subject_type: 'Staff', before: 'PC-718', after: 'BD-719' });
  });
});

describe('where somebody works after a transfer', () => {
  it('is where they worked, if that is within the new home', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718' });
    await done([{ staff, toUnit: 'BD' }]);
    expect(await whereabouts(server, staff, '2025-01-31', DAY)).toEqual([
      ['PC-718', 'BD-718'],
      ['BD', 'BD-718'],
    ]);
  });

  it('is the new home, if they worked outside it', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718' });
    await done([{ staff, toUnit: 'BD-719' }]);
    expect(await whereabouts(server, staff, '2025-01-31', DAY)).toEqual([
      ['PC-718', 'BD-718'],
      ['BD-719', 'BD-719'],
    ]);
  });

  it('is what the move says, even outside the new home', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718' });
    await done([{ staff, toUnit: 'BD', workplace: 'BD-720' }]);
    expect(await whereabouts(server, staff, DAY)).toEqual([['BD', 'BD-720']]);
  });

  it('is not where they were assigned before, unless that is within the new home', async () => {
    const [leaving = '', staying = ''] = await somePeople(server, 2, { payrollHome: 'BD-721' });
    for (const staff of [leaving, staying]) {
      const assignment = { staff, unit: 'BD-720', from: '2025-01-10', decidedBy: 'BD' };
      await carried(server, 'assignStaff', { ...assignment, instrument: BY_PROVINCE });
    }

    await done([
      { staff: leaving, toUnit: 'BD-719' },
      { staff: staying, toUnit: 'BD' },
    ]);

    expect(await whereabouts(server, leaving, '2025-01-31', DAY)).toEqual([
      ['BD-721', 'BD-720'],
      ['BD-719', 'BD-719'],
    ]);
    expect(await whereabouts(server, staying, DAY)).toEqual([['BD', 'BD-720']]);
  });

  it('is at the host while they are seconded, and at the new home afterwards', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'PC-718' });
    await carried(server, 'secondStaff', {
      staff,
      host: 'BD-720',
      from: '2025-01-10',
      until: '2025-09-01',
      homeAgreement: '1/CV',
      hostAgreement: '2/CV',
      onReturn: 'RETURN',
      instrument: BY_PROVINCE,
    });

    await done([{ staff, toUnit: 'BD-719' }]);

    expect(await whereabouts(server, staff, DAY, '2025-08-31', '2025-09-01')).toEqual([
      ['BD-719', 'BD-720'],
      ['BD-719', 'BD-720'],
      ['BD-719', 'BD-719'],
    ]);
  });
});

describe('a transfer decided for later', () => {
  it('stays when somebody is moved before it: home, workplace and category', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718', category: 'CONTRACT' });
    await done([{ staff, toUnit: 'BD-721', category: 'PUBLIC_EMPLOYEE' }], { on: '2025-11-01' });

    await done([{ staff, toUnit: 'BD-719' }], { on: '2025-03-01' });

    const { payroll, workplaces, history } = await factsOf(server, staff);
    expect(spans(payroll)).toEqual([
      ['PC-718', '2024-10-01', '2025-03-01'],
      ['BD-719', '2025-03-01', '2025-11-01'],
      ['BD-721', '2025-11-01', null],
    ]);
    expect(spans(workplaces)).toEqual([
      ['BD-718', '2024-10-01', '2025-03-01'],
      ['BD-719', '2025-03-01', '2025-11-01'],
      ['BD-721', '2025-11-01', null],
    ]);
    expect(history.map((one: Data) => [one.category, one.period.from])).toEqual([
      ['CONTRACT', '2024-10-01'],
      ['PUBLIC_EMPLOYEE', '2025-11-01'],
    ]);
  });

  it('stays where it left the workplace as it was: from then on they work there again', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-718', workplace: 'BD-718' });
    await done([{ staff, toUnit: 'BD' }], { on: '2025-11-01' });

    await done([{ staff, toUnit: 'BD-719' }], { on: '2025-03-01' });

    expect(await whereabouts(server, staff, '2025-02-28', '2025-03-01', '2025-10-31', '2025-11-01')).toEqual([
      ['PC-718', 'BD-718'],
      ['BD-719', 'BD-719'],
      ['BD-719', 'BD-719'],
      ['BD', 'BD-718'],
    ]);
  });

  it('gives way to another decided for the same day, and the person has one home', async () => {
    const staff = await aPerson(server);
    await done([{ staff, toUnit: 'BD-721' }], { on: '2025-11-01' });

    await done([{ staff, toUnit: 'BD-722' }], { on: '2025-11-01' });

    expect(spans((await factsOf(server, staff)).payroll)).toEqual([
      ['PC-718', '2024-10-01', '2025-11-01'],
      ['BD-722', '2025-11-01', null],
    ]);
  });
});

describe('who decides on a transfer', () => {
  const by = async (decidedBy: string | null, instrument: string, on: string, toUnit = 'BD-722') => {
    const staff = await aPerson(server, { payrollHome: 'PC-719' });
    const payload = await transfer([{ staff, toUnit }], { decidedBy, instrument, on, rehearse: true });
    return told(payload).filter(([code]) => code !== 'TRANSFER_WINDOW_CLOSED');
  };
  const MISMATCH = (on: string) => [['TRANSFER_MANAGER_MISMATCH', 'moves.0.toUnit', on]];

  it('is who manages the staff that day: the district until 2024-12-31, the center from the next day', async () => {
    expect(await by('PC-722', BY_PROVINCE, '2024-12-31')).toEqual([]);
    expect(await by('BD', BY_PROVINCE, '2024-12-31')).toEqual(MISMATCH('2024-12-31'));
    expect(await by('PC-722', BY_PROVINCE, '2025-01-01')).toEqual(MISMATCH('2025-01-01'));
    expect(await by('BD', BY_PROVINCE, '2025-01-01')).toEqual([]);
  });

  it('may be a body above that one, and never the unit itself or one beside', async () => {
    expect(await by('PC-74', BY_CENTER, '2024-12-31')).toEqual([]);
    expect(await by('PC-74', BY_CENTER, '2025-01-01')).toEqual([]);
    expect(await by('BD-722', BY_CENTER, '2025-01-01')).toEqual(MISMATCH('2025-01-01'));
    expect(await by('PC-718', BY_CENTER, '2024-12-31')).toEqual(MISMATCH('2024-12-31'));
  });

  it("is the instrument's issuer where nobody is named", async () => {
    expect(await by(null, BY_CENTER, '2025-01-01')).toEqual([]);
    expect(await by(null, BY_DISTRICT, '2025-01-01')).toEqual(MISMATCH('2025-01-01'));
    expect(await by(null, '170/2025/NĐ-CP', '2025-01-01')).toEqual(MISMATCH('2025-01-01'));
  });

  it('is told with who may', async () => {
    const staff = await aPerson(server);

    const { violations } = await refused([{ staff, toUnit: 'BD-718' }], { instrument: BY_DISTRICT });

    expect(violations).toMatchObject([
      {
        __typename: 'UnitViolation',
        unit: { code: 'BD-718' },
        message: `On ${DAY} the staff of BD-718 is decided on by BD or a body above it, not by PC-718.`,
      },
    ]);
  });
});

describe('the window of a transfer', () => {
  it('includes its first and its last day', async () => {
    const staff = await aPerson(server);
    const on = async (day: string) => told(await transfer([{ staff, toUnit: 'BD-718' }], { on: day, rehearse: true }));

    expect(await on('2025-01-01')).toEqual([]);
    expect(await on('2025-12-31')).toEqual([]);
    expect(await on('2024-12-31')).toEqual([['TRANSFER_WINDOW_CLOSED', 'moves.0.toUnit', '2024-12-31']]);
    expect(await on('2026-01-01')).toEqual([['TRANSFER_WINDOW_CLOSED', 'moves.0.toUnit', '2026-01-01']]);
  });

  it('is quoted with the policy it rests on', async () => {
    const staff = await aPerson(server);

    const { violations } = await refused([{ staff, toUnit: 'BD-718' }], { on: '2026-02-01' });

    expect(violations).toMatchObject([
      {
        code: 'TRANSFER_WINDOW_CLOSED',
        severity: 'BLOCKING',
        unit: { code: 'BD-718' },
        waivable: true,
        waivedBy: null,
        policy: {
          key: 'transfer.window',
          value: '2025-01-01/2025-12-31',
          instrument: { number: 'BD/2024' },
          article: null,
        },
      },
    ]);
  });

  it('is not asked of units outside the tree that the policy is for', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-719' });
    expect(told(await transfer([{ staff, toUnit: 'PC-720' }], { on: '2026-02-01', rehearse: true }))).toEqual([]);
  });

  it('is opened by a waiver, on its days and in its tree: then it warns, and names the waiver', async () => {
    const [first = '', second = ''] = await somePeople(server, 2);
    const waiver = { code: 'TRANSFER_WINDOW_CLOSED', unit: 'BD-723', from: '2026-02-01', until: '2026-03-01' };
    await carried(server, 'grantWaiver', { ...waiver, reason: 'Cần gấp', instrument: BY_PROVINCE });

    const elsewhere = await refused([{ staff: first, toUnit: 'BD-724' }], { on: '2026-02-10' });
    const late = await refused([{ staff: first, toUnit: 'BD-723' }], { on: '2026-03-01' });
    const within = await transfer([{ staff: second, toUnit: 'BD-723' }], { on: '2026-02-10' });

    expect(elsewhere.violations).toMatchObject([{ severity: 'BLOCKING', waivedBy: null }]);
    expect(late.violations).toMatchObject([{ severity: 'BLOCKING', waivedBy: null }]);
    expect(within.violations).toMatchObject([
      {
        code: 'TRANSFER_WINDOW_CLOSED',
        severity: 'WARNING',
        path: ['moves', '0', 'toUnit'],
        waivedBy: { instrument: { number: BY_PROVINCE } },
      },
    ]);
    expect(within.transfers).toMatchObject([{ status: 'SCHEDULED', on: '2026-02-10' }]);
    const { waivers } = await server.query(
      '{ waivers(code: TRANSFER_WINDOW_CLOSED) { nodes { uses { verb subject } } } }',
    );
    expect(waivers.nodes[0].uses).toEqual([{ verb: 'transferStaff', subject: 'BD-723' }]);
  });
});

describe('transferStaff is refused', () => {
  it('with every violation of every move at once', async () => {
    const [first = '', second = '', third = ''] = await somePeople(server, 3);
    const later = await aPerson(server, { from: '2026-06-01' });

    const payload = await refused(
      [
        { staff: first, toUnit: 'BD-718' },
        { staff: 'NOBODY', toUnit: 'BD-718' },
        { staff: second, toUnit: 'NOWHERE' },
        { staff: 'NADIE', toUnit: 'NOWHERE', workplace: 'NEITHER' },
        { staff: first, toUnit: 'BD-719' },
        { staff: third, toUnit: 'PC-718' },
        { staff: later, toUnit: 'PC-719' },
        { staff: second, toUnit: 'PC-719', workplace: 'NOWHERE' },
      ],
      { on: '2026-02-01', instrument: null, decidedBy: 'NADA' },
    );

    expect(payload.transfers).toEqual([]);
    expect(told(payload)).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2026-02-01'],
      ['NOT_FOUND', 'decidedBy', null],
      ['TRANSFER_WINDOW_CLOSED', 'moves.0.toUnit', '2026-02-01'],
      ['TRANSFER_WINDOW_CLOSED', 'moves.1.toUnit', '2026-02-01'],
      ['TRANSFER_WINDOW_CLOSED', 'moves.4.toUnit', '2026-02-01'],
      ['NOT_FOUND', 'moves.1.staff', null],
      ['NOT_FOUND', 'moves.2.toUnit', null],
      ['NOT_FOUND', 'moves.3.staff', null],
      ['NOT_FOUND', 'moves.3.toUnit', null],
      ['NOT_FOUND', 'moves.3.workplace', null],
      ['INPUT_INVALID', 'moves.4.staff', null],
      ['INPUT_INVALID', 'moves.5.toUnit', '2026-02-01'],
      ['FACT_OUTSIDE_EMPLOYMENT', 'moves.6.staff', '2026-02-01'],
      ['INPUT_INVALID', 'moves.7.staff', null],
      ['NOT_FOUND', 'moves.7.workplace', null],
    ]);
  });

  it('for each move that comes after the window', async () => {
    const people = await somePeople(server, 3);
    const moves = people.map((staff, index) => ({ staff, toUnit: index === 1 ? 'BD-719' : 'BD-718' }));

    const payload = await refused(moves, { on: '2026-01-01' });

    expect(told(payload)).toEqual([
      ['TRANSFER_WINDOW_CLOSED', 'moves.0.toUnit', '2026-01-01'],
      ['TRANSFER_WINDOW_CLOSED', 'moves.1.toUnit', '2026-01-01'],
      ['TRANSFER_WINDOW_CLOSED', 'moves.2.toUnit', '2026-01-01'],
    ]);
  });

  it('to where the person is already, and for a workplace that is not there', async () => {
    const [same = '', other = ''] = await somePeople(server, 2, { payrollHome: 'BD-718' });

    const payload = await refused([
      { staff: same, toUnit: 'BD-718' },
      { staff: other, toUnit: 'BD-719', workplace: 'NOWHERE' },
    ]);

    expect(told(payload)).toEqual([
      ['INPUT_INVALID', 'moves.0.toUnit', DAY],
      ['NOT_FOUND', 'moves.1.workplace', null],
    ]);
    expect(payload.violations[0]).toMatchObject({ staff: { code: same }, unit: { code: 'BD-718' } });
  });

  it('into a unit that does not exist on all its days: it begins later, or closes', async () => {
    const [early = '', late = ''] = await somePeople(server, 2);
    const branch = { name: 'Chi nhánh thử nghiệm', kind: 'BRANCH', parent: 'BD', instrument: BY_PROVINCE };
    await given(server, 'establishUnit', { ...branch, code: 'BD-LATE', on: '2025-09-01' });
    await given(server, 'establishUnit', { ...branch, code: 'BD-SHORT', on: '2025-01-01' });
    await given(server, 'dissolveUnit', { unit: 'BD-SHORT', on: '2025-06-01', noSuccessor: true });

    const payload = await refused([
      { staff: early, toUnit: 'BD-LATE' },
      { staff: late, toUnit: 'BD-SHORT' },
    ]);

    expect(told(payload)).toEqual([
      ['FACT_OUTSIDE_UNIT', 'moves.0.toUnit', DAY],
      ['FACT_OUTSIDE_UNIT', 'moves.0.workplace', DAY],
      ['FACT_OUTSIDE_UNIT', 'moves.1.toUnit', '2025-06-01'],
      ['FACT_OUTSIDE_UNIT', 'moves.1.workplace', '2025-06-01'],
    ]);
  });

  it('for who is not on staff that day: not yet, or no longer', async () => {
    const [later = ''] = await somePeople(server, 1, { from: '2025-03-01' });
    const [gone = ''] = await somePeople(server, 1);
    await carried(server, 'leaveStaff', { staff: gone, on: '2025-01-15' });

    const payload = await refused([
      { staff: later, toUnit: 'BD-718' },
      { staff: gone, toUnit: 'BD-718' },
    ]);

    expect(told(payload)).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'moves.0.staff', DAY],
      ['FACT_OUTSIDE_EMPLOYMENT', 'moves.1.staff', DAY],
    ]);
    expect(payload.violations[1].staff).toEqual({ code: gone });
  });

  it('without an instrument, by one unknown, before there were days, without moves', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-719' });
    const move = [{ staff, toUnit: 'PC-720' }];

    expect(told(await refused(move, { instrument: null }))).toEqual([['INSTRUMENT_REQUIRED', 'instrument', DAY]]);
    expect(told(await refused(move, { instrument: '9/GONE' }))).toEqual([['NOT_FOUND', 'instrument', null]]);
    expect(told(await refused([]))).toEqual([['INPUT_INVALID', 'moves', null]]);
    expect(told(await refused(move, { on: '1899-12-31' }))).toContainEqual(['PERIOD_INVALID', 'on', '1899-12-31']);
  });

  it('to the host of a secondment while it lasts: a secondee is counted at home', async () => {
    const staff = await aPerson(server);
    const term = { host: 'BD-720', from: '2025-01-10', until: '2025-09-01', onReturn: 'TRANSFER' };
    const letters = { homeAgreement: '1/CV', hostAgreement: '2/CV', instrument: BY_PROVINCE };
    await carried(server, 'secondStaff', { staff, ...term, ...letters });

    const payload = await refused([{ staff, toUnit: 'BD-720' }]);

    expect(told(payload)).toEqual([['SECONDMENT_COUNTED_AT_HOST', 'moves.0.toUnit', DAY]]);
  });
});

describe('the ceiling of the unit that receives', () => {
  it('is told with unit, category, figures and the first move too many, in the order of the moves', async () => {
    await aCeiling(server, { unit: 'BD-725', ceiling: 2 });
    const [first = '', second = '', third = ''] = await somePeople(server, 3);
    const moves = [third, second, first].map((staff) => ({ staff, toUnit: 'BD-725' }));

    const payload = await refused(moves);

    expect(payload.violations).toEqual([
      {
        __typename: 'HeadcountViolation',
        code: 'HEADCOUNT_CEILING_EXCEEDED',
        severity: 'BLOCKING',
        path: ['moves', '2', 'toUnit'],
        message: `BD-725 (CIVIL_SERVANT) would have 3 people, above its ceiling of 2, from ${DAY}.`,
        on: DAY,
        expected: null,
        waivable: false,
        policy: null,
        waivedBy: null,
        unit: { code: 'BD-725' },
        category: 'CIVIL_SERVANT',
        ceiling: 2,
        counted: 3,
      },
    ]);
  });

  it('has room for as many as leave on the same day', async () => {
    await aCeiling(server, { unit: 'BD-724', ceiling: 2 });
    const [leaving = '', staying = ''] = await somePeople(server, 2, { payrollHome: 'BD-724' });
    const [first = '', second = ''] = await somePeople(server, 2);
    const out = { staff: leaving, toUnit: 'BD-719' };

    const two = await refused([out, { staff: first, toUnit: 'BD-724' }, { staff: second, toUnit: 'BD-724' }]);
    const one = await transfer([{ staff: first, toUnit: 'BD-724' }, out]);

    expect(told(two)).toEqual([['HEADCOUNT_CEILING_EXCEEDED', 'moves.2.toUnit', DAY]]);
    expect(two.violations[0]).toMatchObject({ ceiling: 2, counted: 3 });
    expect(told(one)).toEqual([]);
    expect(await whereabouts(server, staying, DAY)).toEqual([['BD-724', 'BD-724']]);
  });

  it('holds on every day: somebody else comes in the middle, and is gone again before the year ends', async () => {
    await aCeiling(server, { unit: 'BD-726', ceiling: 2 });
    const [one = '', other = '', late = ''] = await somePeople(server, 3);
    await done([{ staff: one, toUnit: 'BD-726' }], { on: '2025-05-01' });
    await done([{ staff: late, toUnit: 'BD-726' }], { on: '2025-06-01' });
    await done([{ staff: late, toUnit: 'BD-719' }], { on: '2025-08-01' });

    const payload = await refused([{ staff: other, toUnit: 'BD-726' }]);

    expect(payload.violations).toMatchObject([
      { code: 'HEADCOUNT_CEILING_EXCEEDED', path: ['moves', '0', 'toUnit'], on: '2025-06-01', ceiling: 2, counted: 3 },
    ]);
    expect(told(await transfer([{ staff: other, toUnit: 'BD-726' }], { on: '2025-08-01' }))).toEqual([]);
  });

  it('tells the first day on which it is exceeded and the most on any day', async () => {
    await aCeiling(server, { unit: 'BD-723', ceiling: 1 });
    const [one = '', other = '', early = '', late = ''] = await somePeople(server, 4);
    await done([{ staff: early, toUnit: 'BD-723' }], { on: '2025-05-01' });
    await done([{ staff: early, toUnit: 'BD-719' }], { on: '2025-05-10' });
    await done([{ staff: late, toUnit: 'BD-723' }], { on: '2025-09-01' });

    const payload = await refused([
      { staff: one, toUnit: 'BD-723' },
      { staff: other, toUnit: 'BD-723' },
    ]);

    expect(payload.violations).toMatchObject([{ on: DAY, counted: 3, ceiling: 1, path: ['moves', '0', 'toUnit'] }]);
  });

  it('is asked of the category that they come in', async () => {
    await aCeiling(server, { unit: 'BD-722', ceiling: 0, category: 'PUBLIC_EMPLOYEE' });
    const staff = await aPerson(server);

    const changed = await refused([{ staff, toUnit: 'BD-722', category: 'PUBLIC_EMPLOYEE' }]);

    expect(changed.violations).toMatchObject([{ category: 'PUBLIC_EMPLOYEE', ceiling: 0, counted: 1 }]);
    expect(told(await transfer([{ staff, toUnit: 'BD-722' }]))).toEqual([]);
  });

  it('counts all branches against the center, and moves within it change nothing there', async () => {
    const category = 'OUTSIDE_SUPPORT';
    await aCeiling(server, { unit: 'BD', ceiling: 2, category });
    const [inside = '', also = ''] = await somePeople(server, 2, { payrollHome: 'BD-720', category });
    const outside = await aPerson(server, { category });

    const within = await transfer([{ staff: inside, toUnit: 'BD-721' }], { rehearse: true });
    const payload = await refused([
      { staff: outside, toUnit: 'BD-719' },
      { staff: inside, toUnit: 'BD-721' },
      { staff: also, toUnit: 'BD' },
    ]);

    expect(told(within)).toEqual([]);
    expect(payload.violations).toMatchObject([
      {
        code: 'HEADCOUNT_CEILING_EXCEEDED',
        path: ['moves', '0', 'toUnit'],
        unit: { code: 'BD' },
        ceiling: 2,
        counted: 3,
      },
    ]);
  });

  it('is told once for each ceiling that is exceeded', async () => {
    const category = 'VOLUNTEER';
    await aCeiling(server, { unit: 'BD', ceiling: 1, category });
    await aCeiling(server, { unit: 'BD-720', ceiling: 0, category });
    const [first = '', second = ''] = await somePeople(server, 2, { category });

    const payload = await refused([
      { staff: first, toUnit: 'BD-720' },
      { staff: second, toUnit: 'BD-721' },
    ]);

    const found = payload.violations.map((one: Data) => [one.unit.code, one.path[1], one.ceiling, one.counted]);
    expect(found.sort()).toEqual([
      ['BD', '1', 1, 2],
      ['BD-720', '0', 0, 1],
    ]);
  });
});
