import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { rowCounts, withoutWriting } from '../support/row-counts.ts';
import {
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

const ISSUER = 'Ban Cơ yếu Chính phủ';
const SIGNATURE = 'digitalSignature { serial issuer period { from until } }';

let certificates = 0;
const aSerial = (): string => {
  certificates += 1;
  return `5401${certificates}`;
};

const record = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(
    server,
    'recordDigitalSignature',
    { issuer: ISSUER, from: '2025-03-01', ...input },
    { show: `staff { code ${SIGNATURE} }`, ...asking },
  );
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => record(input, asking));

const signingOn = async (staff: string, asOf: string): Promise<string | null> =>
  (await server.query(`{ staff(code: "${staff}", asOf: "${asOf}") { digitalSignature { serial } } }`)).staff
    .digitalSignature?.serial ?? null;

describe('recordDigitalSignature', () => {
  it('records number and issuer, composed, on their days', async () => {
    const [staff, serial] = [await aPerson(server), aSerial()];

    const payload = await record({
      staff,
      serial: ` ${serial} `,
      issuer: ` ${ISSUER.normalize('NFD')} `,
      until: '2028-03-01',
      instrument: PLAN_29,
    });

    expect(payload).toEqual({
      staff: {
        code: staff,
        digitalSignature: { serial, issuer: ISSUER, period: { from: '2025-03-01', until: '2028-03-01' } },
      },
      violations: [],
      rehearsed: false,
    });
  });

  it('shows the one of the day; the newest where there are several', async () => {
    const [staff, first, second] = [await aPerson(server), aSerial(), aSerial()];
    await record({ staff, serial: first, until: '2025-07-01' });
    await record({ staff, serial: second, from: '2025-06-01', until: null });

    const days = ['2025-02-28', '2025-03-01', '2025-05-31', '2025-06-01', '2030-01-01'];
    expect(await Promise.all(days.map((day) => signingOn(staff, day)))).toEqual([null, first, first, second, second]);
  });

  it('is not known before it was recorded', async () => {
    const staff = await aPerson(server);
    const instant = await instantNow(server);
    await record({ staff, serial: aSerial() });

    const data = await server.query(
      `query ($staff: String!, $instant: DateTime!) {
        staff(code: $staff, knownAt: $instant) { digitalSignature { serial } }
      }`,
      { staff, instant },
    );

    expect(data.staff).toEqual({ digitalSignature: null });
  });

  it('may pass to another person, or stand beside one of that number by another issuer', async () => {
    const [one, other, serial] = [await aPerson(server), await aPerson(server), aSerial()];
    await record({ staff: one, serial, until: '2025-06-01' });

    const passed = await record({ staff: other, serial, from: '2025-06-01' });
    const beside = await record({ staff: one, serial, issuer: 'VNPT-CA', from: '2025-06-01' });

    expect([passed.violations, beside.violations]).toEqual([[], []]);
  });

  it('writes one fact and an audit entry', async () => {
    const staff = await aPerson(server);
    const before = await rowCounts(server.databaseUrl);

    await record({ staff, serial: aSerial() });

    expect(await rowCounts(server.databaseUrl)).toEqual({
      ...before,
      digital_signature: (before.digital_signature ?? 0) + 1,
      audit_entry: (before.audit_entry ?? 0) + 1,
    });
  });

  it('rehearsed shows it and writes nothing', async () => {
    const serial = aSerial();

    const payload = await refused({ staff: await aPerson(server), serial, rehearse: true });

    expect(payload).toMatchObject({ staff: { digitalSignature: { serial } }, violations: [], rehearsed: true });
  });

  it('sent again with the same key is recorded once', async () => {
    const [staff, serial] = [await aPerson(server), aSerial()];
    const input = { staff, serial, idempotencyKey: staff };
    const first = await record(input);

    expect(await refused(input)).toEqual(first);
    expect((await refused({ ...input, serial: aSerial() })).violations).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] },
    ]);
  });
});

describe('recordDigitalSignature is refused', () => {
  it('with every violation at once', async () => {
    const staff = await aPerson(server);
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;

    const payload = await refused({
      staff,
      serial: ' ',
      issuer: 'x'.repeat(301),
      from: '2024-12-31',
      until: '2024-12-31',
      instrument: '404/QĐ',
      expectedVersion: version + 1,
    });

    expect(payload.staff).toBeNull();
    expect(toldInFull(payload).map(([code, path, on]) => [code, path, on])).toEqual([
      ['VERSION_CONFLICT', 'expectedVersion', null],
      ['NOT_FOUND', 'instrument', null],
      ['INPUT_INVALID', 'serial', null],
      ['INPUT_INVALID', 'issuer', null],
      ['PERIOD_INVALID', 'until', '2024-12-31'],
    ]);
  });

  it('of somebody nobody knows', async () => {
    expect(toldInFull(await refused({ staff: 'NOBODY', serial: aSerial() }))).toEqual([
      ['NOT_FOUND', 'staff', null, 'NOBODY was not found.'],
    ]);
  });

  it('while somebody holds it, who is named, in English and Vietnamese', async () => {
    const [one, other, serial] = [await aPerson(server), await aPerson(server), aSerial()];
    await record({ staff: one, serial, from: '2025-04-01' });

    const en = await refused({ staff: other, serial });
    const vi = await refused({ staff: one, serial }, { headers: { 'accept-language': 'vi' } });

    const overlap = { code: 'SIGNATURE_OVERLAP', path: ['serial'], on: '2025-04-01', staff: { code: one } };
    expect(en.violations).toMatchObject([{ ...overlap, message: 'Somebody holds this digital signature already.' }]);
    expect(vi.violations).toMatchObject([{ ...overlap, message: 'Chữ ký số này đang do người khác giữ.' }]);
  });

  it('for one of two who ask for it at once', async () => {
    const [one, other, serial] = [await aPerson(server), await aPerson(server), aSerial()];

    const answers = await Promise.all([one, other].map((staff) => record({ staff, serial })));

    const codes = answers.map(({ violations }) => violations.map(({ code, path }: Data) => [code, path]));
    expect(codes.sort()).toEqual([[], [['SIGNATURE_OVERLAP', ['serial']]]]);
  });

  it.each([
    ['before the person is on staff', { from: '2024-12-31' }, '2024-12-31'],
    ['on a day before 1900', { from: '1899-12-31' }, '1899-12-31'],
    ['after they left', { from: '2025-07-01' }, '2025-07-01'],
    ['beyond the day on which they leave', { until: '2025-08-01' }, '2025-07-01'],
    ['without end, where they leave', { until: null }, '2025-07-01'],
  ])('%s', async (_what, days, on) => {
    const staff = await aPerson(server);
    await staffCarried(server, 'leaveStaff', { staff, on: '2025-07-01' });

    expect(toldInFull(await refused({ staff, serial: aSerial(), ...days }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'staff', on, `${staff} is not on staff on ${on}.`],
    ]);
  });

  it('before it is looked at with a day that is none', async () => {
    const input = { staff: await aPerson(server), serial: aSerial(), issuer: ISSUER, from: '2025-02-30' };

    const { errors } = await server.ask(staffDocumentOf('recordDigitalSignature'), { input });

    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  });
});
