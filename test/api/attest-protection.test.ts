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

const attest = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(
    server,
    'attestProtection',
    { from: '2025-05-01', protected: true, ...input },
    { show: 'staff { code protected name category history { protected period { from until } } }', ...asking },
  );
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => attest(input, asking));

const story = ({ staff }: Data): string[] =>
  staff.history.map(({ protected: isProtected, period }: Data) => `${isProtected} ${period.from} ${period.until}`);

describe('attestProtection', () => {
  it('says yes on some days and leaves the others as they were', async () => {
    const staff = await aPerson(server);

    const payload = await attest({ staff, until: '2028-05-01' });

    expect(payload).toEqual({
      staff: {
        code: staff,
        protected: true,
        name: 'Nguyễn Văn An',
        category: 'PUBLIC_EMPLOYEE',
        history: [
          { protected: false, period: { from: '2025-01-01', until: '2025-05-01' } },
          { protected: true, period: { from: '2025-05-01', until: '2028-05-01' } },
          { protected: false, period: { from: '2028-05-01', until: null } },
        ],
      },
      violations: [],
      rehearsed: false,
    });
  });

  it('says yes without end where none is given', async () => {
    const staff = await aPerson(server);

    expect(story(await attest({ staff, until: null, instrument: null, expectedVersion: null }))).toEqual([
      'false 2025-01-01 2025-05-01',
      'true 2025-05-01 null',
    ]);
  });

  it('takes it back from a day on, or altogether', async () => {
    const [ended, withdrawn] = [await aPerson(server), await aPerson(server)];
    await attest({ staff: ended });
    await attest({ staff: withdrawn });

    expect(story(await attest({ staff: ended, from: '2025-09-01', protected: false }))).toEqual([
      'false 2025-01-01 2025-05-01',
      'true 2025-05-01 2025-09-01',
      'false 2025-09-01 null',
    ]);
    const payload = await attest({ staff: withdrawn, from: '2025-01-01', protected: false });
    expect(payload.staff.history.map((version: Data) => version.protected)).toEqual([false, false]);
  });

  it('holds across what was said before, within the employment', async () => {
    const staff = await aPerson(server);
    await attest({ staff, from: '2025-03-01', until: '2025-04-01' });
    await staffCarried(server, 'leaveStaff', { staff, on: '2025-12-01' });

    const payload = await attest({ staff, from: '2025-02-01', until: '2026-06-01' });

    expect(story(payload)).toEqual([
      'false 2025-01-01 2025-02-01',
      'true 2025-02-01 2025-03-01',
      'true 2025-03-01 2025-04-01',
      'true 2025-04-01 2025-12-01',
    ]);
  });

  it('keeps nothing but the yes or no', async () => {
    const staff = await aPerson(server);
    await attest({ staff, until: '2025-06-01', instrument: PLAN_29 });

    const { staff: found } = await server.query(
      `{ staff(code: "${staff}", asOf: "2025-05-15") { protected history { note } } }`,
    );

    expect(found).toEqual({ protected: true, history: [{ note: null }, { note: null }, { note: null }] });
  });

  it('is not known before it was said', async () => {
    const staff = await aPerson(server);
    const instant = await instantNow(server);
    await attest({ staff });

    const data = await server.query(
      `query ($staff: String!, $instant: DateTime!) {
        before: staff(code: $staff, knownAt: $instant) { protected }
        now: staff(code: $staff) { protected }
        eve: staff(code: $staff, asOf: "2025-04-30") { protected }
      }`,
      { staff, instant },
    );

    expect(data).toEqual({ before: { protected: false }, now: { protected: true }, eve: { protected: false } });
  });

  it('keeps a protected person from being seconded on its days', async () => {
    const staff = await aPerson(server);
    await attest({ staff, until: '2025-06-01' });
    const lend = (from: string, until: string) =>
      sendStaffVerb(server, 'secondStaff', {
        staff,
        host: 'HN-B01',
        from,
        until,
        homeAgreement: '1/CV',
        hostAgreement: '2/CV',
        onReturn: 'RETURN',
        instrument: PLAN_29,
        rehearse: true,
      });

    expect((await lend('2025-04-01', '2025-05-01')).violations).toEqual([]);
    expect((await lend('2025-06-01', '2025-07-01')).violations).toEqual([]);
    expect((await lend('2025-04-01', '2025-05-02')).violations).toMatchObject([
      { code: 'SECONDMENT_PROTECTED', path: ['staff'], on: '2025-05-01', staff: { code: staff } },
    ]);
  });

  it('said where it holds already changes nothing of the person', async () => {
    const staff = await aPerson(server);
    await attest({ staff });
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;
    const before = await rowCounts(server.databaseUrl);

    const payload = await attest({ staff, from: '2025-06-01' });

    expect(story(payload)).toEqual(['false 2025-01-01 2025-05-01', 'true 2025-05-01 null']);
    expect((await server.query(`{ staff(code: "${staff}") { version } }`)).staff).toEqual({ version });
    expect((await rowCounts(server.databaseUrl)).staff_version).toBe(before.staff_version);
  });

  it('rehearsed shows it and writes nothing', async () => {
    const payload = await refused({ staff: await aPerson(server), rehearse: true });

    expect(payload).toMatchObject({ staff: { protected: true }, violations: [], rehearsed: true });
  });

  it('sent again with the same key is said once', async () => {
    const staff = await aPerson(server);
    const input = { staff, until: '2025-06-01', idempotencyKey: staff };
    const first = await attest(input);

    expect(await refused(input)).toEqual(first);
    expect((await refused({ ...input, until: '2025-07-01' })).violations).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] },
    ]);
  });
});

describe('attestProtection is refused', () => {
  it('with every violation at once', async () => {
    const staff = await aPerson(server);

    const payload = await refused({ staff, until: '2025-05-01', instrument: '404/QĐ', expectedVersion: 0 });
    const outside = await refused({ staff, from: '2024-12-31', until: '2024-12-31' });

    expect(payload.staff).toBeNull();
    expect(toldInFull(payload).map(([code, path, on]) => [code, path, on])).toEqual([
      ['VERSION_CONFLICT', 'expectedVersion', null],
      ['NOT_FOUND', 'instrument', null],
      ['PERIOD_INVALID', 'until', '2025-05-01'],
    ]);
    expect(toldInFull(outside)).toEqual([
      ['PERIOD_INVALID', 'until', '2024-12-31', 'Invalid period; expected a first day before the last.'],
      ['FACT_OUTSIDE_EMPLOYMENT', 'from', '2024-12-31', `${staff} is not on staff on 2024-12-31.`],
    ]);
  });

  it('of somebody nobody knows', async () => {
    expect(toldInFull(await refused({ staff: 'NOBODY' }))).toEqual([
      ['NOT_FOUND', 'staff', null, 'NOBODY was not found.'],
    ]);
  });

  it.each(['2024-12-31', '1899-12-31', '2025-09-01'])('from %s, on which they are not on staff', async (from) => {
    const staff = await aPerson(server);
    await staffCarried(server, 'leaveStaff', { staff, on: '2025-09-01' });

    expect(toldInFull(await refused({ staff, from }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'from', from, `${staff} is not on staff on ${from}.`],
    ]);
  });

  it.each([{ from: '2025-02-30' }, { until: '2025-02-30' }, { protected: null }])(
    'before it is looked at with %j',
    async (wrong) => {
      const input = { staff: await aPerson(server), from: '2025-05-01', protected: true, ...wrong };

      const { errors } = await server.ask(staffDocumentOf('attestProtection'), { input });

      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});
