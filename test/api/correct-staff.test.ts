import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import {
  anAppointment,
  anAssignment,
  aPerson,
  instantNow,
  sendStaffVerb,
  staffCarried,
  staffDocumentOf,
  toldInFull,
} from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = `staff {
  code name category protected period { from until } payrollHome { code } workplace { code }
  payroll { unit { code } category period { from until } } workplaces { unit { code } basis period { from until } }
  history { name category protected period { from until } note instrument { number } }
}`;

const correct = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(server, 'correctStaff', { on: '2025-06-01', reason: 'Ghi sai', ...input }, { show: SHOW, ...asking });
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => correct(input, asking));

const story = ({ history }: Data): string[] =>
  history.map(({ name, category, period }: Data) => `${name} ${category} ${period.from} ${period.until}`);
const paid = ({ payroll }: Data): string[] =>
  payroll.map(({ unit, category, period }: Data) => `${unit.code} ${category} ${period.from} ${period.until}`);

describe('correctStaff', () => {
  it('restates a name, composed, with the reason and the instrument', async () => {
    const staff = await aPerson(server);

    const payload = await correct({
      staff,
      name: ` ${'Nguyễn Văn Ấn'.normalize('NFD')} `,
      reason: 'Thiếu dấu (hộ chiếu)',
      instrument: PLAN_29,
    });

    const since = { from: '2025-01-01', until: null };
    expect(payload).toEqual({
      staff: {
        code: staff,
        name: 'Nguyễn Văn Ấn',
        category: 'PUBLIC_EMPLOYEE',
        protected: false,
        period: since,
        payrollHome: { code: 'HN-B02' },
        workplace: { code: 'HN-B02' },
        payroll: [{ unit: { code: 'HN-B02' }, category: 'PUBLIC_EMPLOYEE', period: since }],
        workplaces: [{ unit: { code: 'HN-B02' }, basis: 'POST', period: since }],
        history: [
          {
            name: 'Nguyễn Văn Ấn',
            category: 'PUBLIC_EMPLOYEE',
            protected: false,
            period: since,
            note: 'Thiếu dấu (hộ chiếu)',
            instrument: { number: PLAN_29 },
          },
        ],
      },
      violations: [],
      rehearsed: false,
    });
  });

  it('restates a category, in which the person is then counted on the same days', async () => {
    const staff = await aPerson(server);

    const payload = await correct({ staff, category: 'CIVIL_SERVANT' });

    expect(payload.violations).toEqual([]);
    expect(story(payload.staff)).toEqual(['Nguyễn Văn An CIVIL_SERVANT 2025-01-01 null']);
    expect(paid(payload.staff)).toEqual(['HN-B02 CIVIL_SERVANT 2025-01-01 null']);
  });

  it('corrects only the statement of the day, and what is counted on its days', async () => {
    const staff = await aPerson(server);
    await staffCarried(server, 'attestProtection', { staff, from: '2025-05-01', until: '2025-09-01', protected: true });

    const payload = await correct({ staff, category: 'CONTRACT' });

    expect(payload.violations).toEqual([]);
    expect(story(payload.staff)).toEqual([
      'Nguyễn Văn An PUBLIC_EMPLOYEE 2025-01-01 2025-05-01',
      'Nguyễn Văn An CONTRACT 2025-05-01 2025-09-01',
      'Nguyễn Văn An PUBLIC_EMPLOYEE 2025-09-01 null',
    ]);
    expect(paid(payload.staff)).toEqual([
      'HN-B02 PUBLIC_EMPLOYEE 2025-01-01 2025-05-01',
      'HN-B02 CONTRACT 2025-05-01 2025-09-01',
      'HN-B02 PUBLIC_EMPLOYEE 2025-09-01 null',
    ]);
  });

  it.each(['2024-12-15', '2025-02-01'])('moves the day on which employment began to %s', async (beganOn) => {
    const staff = await aPerson(server);

    const payload = await correct({ staff, beganOn });

    expect(payload.violations).toEqual([]);
    expect(payload.staff.period).toEqual({ from: beganOn, until: null });
    expect(paid(payload.staff)).toEqual([`HN-B02 PUBLIC_EMPLOYEE ${beganOn} null`]);
    expect(payload.staff.workplaces.map(({ period }: Data) => period.from)).toEqual([beganOn]);
  });

  it('takes null for what stays', async () => {
    const staff = await aPerson(server);
    const nothing = { category: null, beganOn: null, instrument: null, expectedVersion: null, rehearse: null };

    const payload = await correct({ staff, name: 'Nguyễn An', ...nothing });

    expect([payload.violations, story(payload.staff)]).toEqual([[], ['Nguyễn An PUBLIC_EMPLOYEE 2025-01-01 null']]);
  });

  it('writes one version for the one it replaces and one audit entry', async () => {
    const staff = await aPerson(server);
    const before = await rowCounts(server.databaseUrl);

    await correct({ staff, name: 'Đúng' });

    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      staff_version: (before.staff_version ?? 0) + 1,
      audit_entry: (before.audit_entry ?? 0) + 1,
    });
  });

  it('rehearsed shows what would be believed and writes nothing', async () => {
    const payload = await refused({ staff: await aPerson(server), name: 'Thử', rehearse: true });

    expect(payload).toMatchObject({ staff: { name: 'Thử' }, violations: [], rehearsed: true });
  });

  it('sent again with the same key is done once', async () => {
    const staff = await aPerson(server);
    const input = { staff, name: 'Một', idempotencyKey: staff };
    const first = await correct(input);

    expect(await refused(input)).toEqual(first);
    expect(toldInFull(await refused({ ...input, name: 'Hai' }))).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null, 'This idempotency key was used for a different request.'],
    ]);
  });

  it('goes on from the version that was read', async () => {
    const staff = await aPerson(server);
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;

    expect((await correct({ staff, name: 'Một', expectedVersion: version })).violations).toEqual([]);
    expect((await refused({ staff, name: 'Hai', expectedVersion: version })).violations).toMatchObject([
      { code: 'VERSION_CONFLICT', path: ['expectedVersion'], staff: { code: staff } },
    ]);
  });
});

describe('what was believed before a correction', () => {
  it('can still be read, also below other things', async () => {
    const staff = await aPerson(server, { payrollHome: 'HN-B06', workplace: 'HN-B07', from: '2025-05-01' });
    await anAppointment(server, { staff, unit: 'HN-B06', role: 'DIRECTOR', from: '2025-05-01' });
    await anAssignment(server, { staff, unit: 'HN-B07', primary: false, from: '2025-05-01' });
    const instant = await instantNow(server);

    await correct({ staff, name: 'Nguyễn Văn Ẩn', category: 'CIVIL_SERVANT' });
    const move = { moves: [{ staff, toUnit: 'HN-B08' }], on: '2025-05-15', instrument: PLAN_29 };
    await staffCarried(server, 'transferStaff', move);

    const asked = (knownAt: string) =>
      server.query(
        `query ($staff: String!, $knownAt: DateTime) {
          staff(code: $staff, knownAt: $knownAt) {
            name category payrollHome { code } workplace { code } past: payrollHome(asOf: "2025-05-14") { code }
            payroll { unit { code } category } history { name }
          }
          unit(code: "HN-B06", knownAt: $knownAt) { leaders { staff { name category payrollHome { code } workplace { code } } } }
          staffMembers(search: $staff, unit: "HN-B06", knownAt: $knownAt) { nodes { name category } }
        }`,
        { staff, knownAt },
      );
    const person = { name: 'Nguyễn Văn An', category: 'PUBLIC_EMPLOYEE' };
    const places = { payrollHome: { code: 'HN-B06' }, workplace: { code: 'HN-B07' } };
    expect(await asked(instant)).toEqual({
      staff: {
        ...person,
        ...places,
        past: { code: 'HN-B06' },
        payroll: [{ unit: { code: 'HN-B06' }, category: 'PUBLIC_EMPLOYEE' }],
        history: [{ name: 'Nguyễn Văn An' }],
      },
      unit: { leaders: [{ staff: { ...person, ...places } }] },
      staffMembers: { nodes: [person] },
    });
    const corrected = { name: 'Nguyễn Văn Ẩn', category: 'CIVIL_SERVANT' };
    const now = { payrollHome: { code: 'HN-B08' }, workplace: { code: 'HN-B08' } };
    expect(await asked('9999-12-31T00:00:00Z')).toEqual({
      staff: {
        ...corrected,
        ...now,
        past: { code: 'HN-B06' },
        payroll: [
          { unit: { code: 'HN-B06' }, category: 'CIVIL_SERVANT' },
          { unit: { code: 'HN-B08' }, category: 'CIVIL_SERVANT' },
        ],
        history: [{ name: 'Nguyễn Văn Ẩn' }],
      },
      unit: { leaders: [{ staff: { ...corrected, ...now } }] },
      staffMembers: { nodes: [] },
    });
  });

  it('is listed with the corrections', async () => {
    const staff = await aPerson(server);
    await correct({ staff, name: 'Sai' });
    await correct({ staff, name: 'Đúng' });

    const { staff: found } = await server.query(
      `{ staff(code: "${staff}") { history(corrections: true) { name note recordedAt supersededAt } now: history { name } } }`,
    );

    expect(found.history.map(({ name, note }: Data) => [name, note])).toEqual([
      ['Nguyễn Văn An', null],
      ['Sai', 'Ghi sai'],
      ['Đúng', 'Ghi sai'],
    ]);
    expect(found.history.map(({ supersededAt }: Data) => supersededAt)).toEqual([
      found.history[1].recordedAt,
      found.history[2].recordedAt,
      null,
    ]);
    expect(found.now).toEqual([{ name: 'Đúng' }]);
  });

  it('is nobody before they were registered', async () => {
    const instant = await instantNow(server);
    const staff = await aPerson(server);

    const data = await server.query(
      `query ($staff: String!, $instant: DateTime!) { staff(code: $staff, knownAt: $instant) { name } }`,
      { staff, instant },
    );

    expect(data.staff).toBeNull();
  });
});

describe('correctStaff is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const staff = await aPerson(server);
    const input = {
      staff,
      on: '2025-06-01',
      name: ' ',
      beganOn: '1899-12-31',
      reason: ' ',
      instrument: '404/QĐ',
      expectedVersion: 0,
    };
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;

    const en = await refused(input);
    const vi = await refused(input, { headers: { 'accept-language': 'vi' } });

    expect(en.staff).toBeNull();
    expect(toldInFull(en)).toEqual([
      ['VERSION_CONFLICT', 'expectedVersion', null, `${staff} has changed: its version is ${version}, not 0.`],
      ['NOT_FOUND', 'instrument', null, '404/QĐ was not found.'],
      ['INPUT_INVALID', 'reason', null, 'Invalid value; expected text of 1 to 1000 characters.'],
      ['INPUT_INVALID', 'name', null, 'Invalid value; expected text of 1 to 500 characters.'],
      ['PERIOD_INVALID', 'beganOn', '1899-12-31', 'Invalid period; expected a day from 1900 on.'],
      ['FACT_OUTSIDE_UNIT', 'beganOn', '1899-12-31', 'Unit HN-B02 does not exist on 1899-12-31.'],
    ]);
    expect(toldInFull(vi)[0]?.[3]).toBe(`${staff} đã thay đổi: phiên bản hiện tại là ${version}, không phải 0.`);
  });

  it('where nothing is to be corrected', async () => {
    expect(toldInFull(await refused({ staff: await aPerson(server) }))).toEqual([
      ['INPUT_INVALID', 'name', null, 'Invalid value; expected at least one change.'],
    ]);
  });

  it('of somebody nobody knows', async () => {
    expect(toldInFull(await refused({ staff: 'NOBODY', name: 'A' }))).toEqual([
      ['NOT_FOUND', 'staff', null, 'NOBODY was not found.'],
    ]);
  });

  it.each(['2024-12-31', '1899-12-31'])('for %s, on which they were not on staff', async (on) => {
    const staff = await aPerson(server);

    expect(toldInFull(await refused({ staff, on, name: 'A' }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'on', on, `${staff} is not on staff on ${on}.`],
    ]);
  });

  it('where the first day would come after the last, or run into what was said before', async () => {
    const staff = await aPerson(server);
    await staffCarried(server, 'leaveStaff', { staff, on: '2025-03-01' });
    await aPerson(server, { code: staff, from: '2025-05-01' });
    const expected = 'Invalid period; expected a day after the version before begins and before this one ends.';

    const after = await refused({ staff, on: '2025-02-01', beganOn: '2025-03-01' });
    const into = await refused({ staff, on: '2025-05-01', beganOn: '2025-02-28' });

    expect(toldInFull(after)[0]).toEqual(['PERIOD_INVALID', 'beganOn', '2025-03-01', expected]);
    expect(toldInFull(into)[0]).toEqual(['PERIOD_INVALID', 'beganOn', '2025-02-28', expected]);
  });

  it('where only a border between two statements would move', async () => {
    const staff = await aPerson(server);
    await staffCarried(server, 'attestProtection', { staff, from: '2025-05-01', protected: true });

    const payload = await refused({ staff, on: '2025-06-01', beganOn: '2025-04-01' });

    expect(toldInFull(payload).map(([code, path]) => [code, path])).toEqual([['PERIOD_INVALID', 'beganOn']]);
  });

  it('where employment would begin after a later home, or after what was said of the person then', async () => {
    const moved = await aPerson(server);
    const move = { moves: [{ staff: moved, toUnit: 'HN-B03' }], on: '2025-05-01', instrument: PLAN_29 };
    await staffCarried(server, 'transferStaff', move);
    const signing = await aPerson(server);
    const certificate = { serial: signing, issuer: 'VNPT-CA', from: '2025-02-01' };
    await staffCarried(server, 'recordDigitalSignature', { staff: signing, ...certificate });

    const late = await refused({ staff: moved, beganOn: '2025-05-15' });
    const outside = await refused({ staff: signing, beganOn: '2025-03-01' });

    expect(late.violations.map(({ code, path, on }: Data) => [code, path, on])).toEqual([
      ['PERIOD_INVALID', ['beganOn'], '2025-05-15'],
    ]);
    expect(toldInFull(outside)).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'beganOn', '2025-02-01', `${signing} is not on staff on 2025-02-01.`],
    ]);
  });

  it('where a paid category would be left without a payroll home', async () => {
    const staff = await aPerson(server, { category: 'VOLUNTEER', payrollHome: null, workplace: 'HN-B02' });

    expect(toldInFull(await refused({ staff, category: 'CIVIL_SERVANT' }))).toEqual([
      ['INPUT_INVALID', 'category', null, 'Invalid value; expected a payroll home for CIVIL_SERVANT.'],
    ]);
  });

  it('where the other category has no post left', async () => {
    const quota = { unit: 'HN-B09', category: 'CIVIL_SERVANT', ceiling: 0 };
    const granted = { center: 'HN', year: 2025, allocations: [quota], instrument: PLAN_29 };
    await staffCarried(server, 'allocateHeadcount', granted);
    const staff = await aPerson(server, { payrollHome: 'HN-B09', from: '2025-04-01' });

    const { violations } = await refused({ staff, category: 'CIVIL_SERVANT' });

    expect(violations).toMatchObject([
      {
        __typename: 'HeadcountViolation',
        code: 'HEADCOUNT_CEILING_EXCEEDED',
        path: ['category'],
        on: '2025-04-01',
        ceiling: 0,
        counted: 1,
      },
    ]);
  });

  it.each([{ on: '2025-02-30' }, { beganOn: '2025-02-30' }, { category: 'CHEF' }, { reason: null }])(
    'before it is looked at with %j',
    async (wrong) => {
      const input = { staff: await aPerson(server), on: '2025-06-01', name: 'A', reason: 'Ghi sai', ...wrong };

      const { errors } = await server.ask(staffDocumentOf('correctStaff'), { input });

      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});
