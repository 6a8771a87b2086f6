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
  code name period { from until } payrollHome { code } workplace { code } appointments { role } digitalSignature { serial }
  payroll { unit { code } period { from until } } workplaces { unit { code } basis period { from until } }
  history { name period { from until } }
}`;

const leave = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(server, 'leaveStaff', input, { show: SHOW, ...asking });
const refused = (input: object): Promise<Data> => withoutWriting(server.databaseUrl, () => leave(input));

const days = (facts: Data[]) => facts.map(({ period }) => [period.from, period.until]);

/** Somebody of the center of Nghe An of whom everything is said that can be. */
async function anOfficial(): Promise<string> {
  const staff = await aPerson(server, { payrollHome: 'NA' });
  await anAssignment(server, { staff, unit: 'NA', counter: 'Quầy 1', from: '2025-04-01' });
  await anAppointment(server, { staff, unit: 'NA', decidedBy: 'PC-40', from: '2025-02-01' });
  const certificate = { serial: staff, issuer: 'Ban Cơ yếu Chính phủ', from: '2025-03-01' };
  await staffCarried(server, 'recordDigitalSignature', { staff, ...certificate });
  return staff;
}

describe('leaveStaff', () => {
  it('ends employment with payroll home, workplaces, post and signature; the payload shows the last day', async () => {
    const staff = await anOfficial();

    const payload = await leave({ staff, on: '2025-09-01', instrument: PLAN_29 });

    const until = (from: string) => [from, '2025-09-01'];
    expect(payload.violations).toEqual([]);
    expect(payload.staff).toMatchObject({
      code: staff,
      name: 'Nguyễn Văn An',
      period: { from: '2025-01-01', until: '2025-09-01' },
      payrollHome: { code: 'NA' },
      workplace: { code: 'NA' },
      appointments: [{ role: 'DEPUTY_DIRECTOR' }],
      digitalSignature: { serial: staff },
    });
    expect(days(payload.staff.history)).toEqual([until('2025-01-01')]);
    expect(days(payload.staff.payroll)).toEqual([until('2025-01-01')]);
    expect(days(payload.staff.workplaces)).toEqual([until('2025-01-01'), until('2025-04-01')]);
  });

  it('leaves nothing from that day on, and everything before it', async () => {
    const staff = await anOfficial();

    await leave({ staff, on: '2025-09-01' });

    const data = await server.query(
      `query ($staff: String!) {
        on: staff(code: $staff, asOf: "2025-09-01") { code }
        before: staff(code: $staff, asOf: "2025-08-31") { payrollHome { code } gone: payrollHome(asOf: "2025-09-01") { code } }
        unit(code: "NA", asOf: "2025-09-01") { leaders { staff { code } } }
        staffMembers(search: $staff, asOf: "2025-09-01") { totalCount }
      }`,
      { staff },
    );
    expect(data).toMatchObject({
      on: null,
      before: { payrollHome: { code: 'NA' }, gone: null },
      staffMembers: { totalCount: 0 },
    });
    expect(data.unit.leaders.map((leader: Data) => leader.staff.code)).not.toContain(staff);
  });

  it('is not yet known before it was recorded', async () => {
    const staff = await anOfficial();
    const then = await instantNow(server);

    await leave({ staff, on: '2025-07-01' });

    const data = await server.query(
      `query ($staff: String!, $then: DateTime!) {
        believed: staff(code: $staff, knownAt: $then) { period { until } workplace { code } digitalSignature { serial } }
        now: staff(code: $staff) { period { until } }
      }`,
      { staff, then },
    );
    expect(data).toEqual({
      believed: { period: { until: null }, workplace: { code: 'NA' }, digitalSignature: { serial: staff } },
      now: null,
    });
  });

  it('may fall on the day on which something else begins to be said of the person', async () => {
    const staff = await aPerson(server);
    await staffCarried(server, 'attestProtection', { staff, from: '2025-05-01', protected: true });

    const payload = await leave({ staff, on: '2025-05-01' });

    expect(payload.violations).toEqual([]);
    expect(days(payload.staff.history)).toEqual([['2025-01-01', '2025-05-01']]);
  });

  it('drops what was said of the person for later days', async () => {
    const staff = await aPerson(server);
    await staffCarried(server, 'attestProtection', { staff, from: '2025-05-01', until: '2025-11-01', protected: true });

    const payload = await leave({ staff, on: '2025-03-01' });

    expect(payload.violations).toEqual([]);
    expect(days(payload.staff.history)).toEqual([['2025-01-01', '2025-03-01']]);
  });

  it('restates each fact it cuts and writes one audit entry', async () => {
    const staff = await anOfficial();
    const before = await rowCounts(server.databaseUrl);

    await leave({ staff, on: '2025-09-01' });

    const more = { staff_version: 1, payroll: 1, workplace: 2, leadership: 1, digital_signature: 1, audit_entry: 1 };
    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      ...Object.fromEntries(Object.entries(more).map(([table, rows]) => [table, (before[table] ?? 0) + rows])),
    });
    await leave({ staff, on: '2025-08-01' });
  });

  it('rehearsed shows who would leave and writes nothing', async () => {
    const staff = await aPerson(server);

    const payload = await refused({ staff, on: '2025-09-01', rehearse: true });

    expect(payload).toMatchObject({ staff: { period: { until: '2025-09-01' } }, rehearsed: true, violations: [] });
  });

  it('sent again with the same key is done once', async () => {
    const staff = await aPerson(server);
    const input = { staff, on: '2025-09-01', idempotencyKey: staff };
    const first = await leave(input);

    expect(await refused(input)).toEqual(first);
    expect(toldInFull(await refused({ ...input, on: '2025-10-01' }))).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null, 'This idempotency key was used for a different request.'],
    ]);
  });

  it('makes room for somebody else at once', async () => {
    const quota = { unit: 'HN-B05', category: 'PUBLIC_EMPLOYEE', ceiling: 1 };
    const granted = { center: 'HN', year: 2025, allocations: [quota], instrument: PLAN_29 };
    await staffCarried(server, 'allocateHeadcount', granted);
    const staff = await aPerson(server, { payrollHome: 'HN-B05', from: '2025-05-01' });

    await leave({ staff, on: '2025-09-01' });

    expect(await aPerson(server, { payrollHome: 'HN-B05', from: '2025-09-01' })).toEqual(expect.any(String));
  });
});

describe('leaveStaff is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const staff = await aPerson(server);
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;
    const input = { staff, on: '2024-12-31', instrument: '404/QĐ', expectedVersion: version + 1 };

    const en = await refused(input);
    const vi = await withoutWriting(server.databaseUrl, () => leave(input, { headers: { 'accept-language': 'vi' } }));

    expect(en.staff).toBeNull();
    expect(toldInFull(en)).toEqual([
      [
        'VERSION_CONFLICT',
        'expectedVersion',
        null,
        `${staff} has changed: its version is ${version}, not ${version + 1}.`,
      ],
      ['NOT_FOUND', 'instrument', null, '404/QĐ was not found.'],
      ['FACT_OUTSIDE_EMPLOYMENT', 'on', '2024-12-31', `${staff} is not on staff on 2024-12-31.`],
    ]);
    expect(en.violations[0]).toMatchObject({ __typename: 'StaffViolation', staff: { code: staff } });
    expect(toldInFull(vi).map(([, , , message]) => message)).toEqual([
      `${staff} đã thay đổi: phiên bản hiện tại là ${version}, không phải ${version + 1}.`,
      'Không tìm thấy 404/QĐ.',
      `${staff} không có trong danh sách nhân sự vào ngày 2024-12-31.`,
    ]);
  });

  it('of somebody nobody knows', async () => {
    expect(toldInFull(await refused({ staff: 'NOBODY', on: '2025-09-01' }))).toEqual([
      ['NOT_FOUND', 'staff', null, 'NOBODY was not found.'],
    ]);
  });

  it.each(['2025-01-01', '2024-06-01', '1899-12-31', '0001-01-01'])(
    'on %s, before they were ever on staff',
    async (on) => {
      const staff = await aPerson(server);

      expect(toldInFull(await refused({ staff, on }))).toEqual([
        ['FACT_OUTSIDE_EMPLOYMENT', 'on', on, `${staff} is not on staff on ${on}.`],
      ]);
    },
  );

  it.each(['2025-09-01', '2025-10-01'])('on %s, where they left before', async (on) => {
    const staff = await aPerson(server);
    await leave({ staff, on: '2025-09-01' });

    expect(toldInFull(await refused({ staff, on }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'on', on, `${staff} is not on staff on ${on}.`],
    ]);
  });

  it('where something is decided for a later day, each told with its day', async () => {
    const staff = await aPerson(server);
    const move = { moves: [{ staff, toUnit: 'HN-B03' }], on: '2025-10-01', instrument: PLAN_29 };
    await staffCarried(server, 'transferStaff', move);
    await anAppointment(server, { staff, unit: 'HN-B03', from: '2025-11-01' });

    const payload = await refused({ staff, on: '2025-09-01' });

    expect(payload.violations.map(({ code, path, on, unit }: Data) => [code, path, on, unit.code])).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', ['on'], '2025-10-01', 'HN-B03'],
      ['FACT_OUTSIDE_EMPLOYMENT', ['on'], '2025-10-01', 'HN-B03'],
      ['FACT_OUTSIDE_EMPLOYMENT', ['on'], '2025-11-01', 'HN-B03'],
    ]);
  });

  it('before the second employment of somebody who came back', async () => {
    const staff = await aPerson(server);
    await leave({ staff, on: '2025-03-01' });
    await aPerson(server, { code: staff, from: '2025-06-01' });

    const payload = await refused({ staff, on: '2025-02-01' });
    const between = await refused({ staff, on: '2025-04-01' });

    expect(payload.violations.map(({ code, on }: Data) => [code, on])).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', '2025-06-01'],
      ['FACT_OUTSIDE_EMPLOYMENT', '2025-06-01'],
    ]);
    expect(between.violations.map(({ code, on }: Data) => [code, on])).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', '2025-04-01'],
    ]);
  });

  it('before it is looked at with a day that is none', async () => {
    const input = { staff: await aPerson(server), on: '2025-02-30' };

    const { errors } = await server.ask(staffDocumentOf('leaveStaff'), { input });

    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  });
});
