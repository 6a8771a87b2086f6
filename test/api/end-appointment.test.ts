import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting, writingARowEach } from '../support/row-counts.ts';
import {
  anAppointment,
  aPerson,
  instantNow,
  sendStaffVerb,
  staffDocumentOf,
  toldInFull,
} from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = 'appointment { id staff { code } unit { code } role period { from until } instrument { number } }';

const end = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(
    server,
    'endAppointment',
    { on: '2025-07-01', instrument: PLAN_29, ...input },
    { show: SHOW, ...asking },
  );
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => end(input, asking));

/** Somebody who is deputy of the center of Nghe An from 1 May on, where nothing else is said. */
const appointed = (staff: string, input: object = {}) =>
  anAppointment(server, { staff, unit: 'NA', decidedBy: 'PC-40', from: '2025-05-01', ...input });

async function leads(staff: string, asOf: string): Promise<string[]> {
  const data = await server.query(`{ staff(code: "${staff}", asOf: "${asOf}") { appointments { unit { code } } } }`);
  return data.staff.appointments.map(({ unit }: Data) => unit.code);
}

describe('endAppointment', () => {
  it('ends it from a day on', async () => {
    const staff = await aPerson(server);
    const appointment = await appointed(staff, { until: '2030-05-01' });

    const payload = await end({ appointment });

    expect(payload).toEqual({
      appointment: {
        id: appointment,
        staff: { code: staff },
        unit: { code: 'NA' },
        role: 'DEPUTY_DIRECTOR',
        period: { from: '2025-05-01', until: '2025-07-01' },
        instrument: { number: PLAN_29 },
      },
      violations: [],
      rehearsed: false,
    });
    expect([await leads(staff, '2025-06-30'), await leads(staff, '2025-07-01')]).toEqual([['NA'], []]);
  });

  it.each(['2025-05-01', '2025-02-01'])('from %s, when it has not begun, leaves nothing of it', async (on) => {
    const staff = await aPerson(server);
    const appointment = await appointed(staff);

    const payload = await end({ appointment, on });

    expect([payload.appointment, payload.violations]).toEqual([null, []]);
    expect(await leads(staff, '2025-06-01')).toEqual([]);
  });

  it('ends one of several and leaves the others', async () => {
    const staff = await aPerson(server);
    const appointment = await appointed(staff);
    await appointed(staff, { unit: 'HN-B03', decidedBy: 'HN', concurrent: true });

    await end({ appointment });

    expect(await leads(staff, '2025-07-01')).toEqual(['HN-B03']);
  });

  it('makes room for another director, and for another deputy', async () => {
    const [one, two] = [await aPerson(server), await aPerson(server)];
    const at = { unit: 'HN-B02', decidedBy: 'HN' };
    const director = await appointed(one, { ...at, role: 'DIRECTOR' });

    await end({ appointment: director });

    expect(await appointed(two, { ...at, role: 'DIRECTOR', from: '2025-07-01' })).toEqual(expect.any(String));
  });

  it('is not known before it was recorded, on the person or on the unit', async () => {
    const staff = await aPerson(server);
    const appointment = await appointed(staff, { unit: 'HN-B01', decidedBy: 'HN', role: 'DIRECTOR' });
    const instant = await instantNow(server);
    await end({ appointment });

    const asked = (knownAt: string) =>
      server.query(
        `query ($staff: String!, $id: ID!, $knownAt: DateTime!) {
          unit(code: "HN-B01", knownAt: $knownAt) { leaders { staff { code } period { until } } }
          before: unit(code: "HN-B01", asOf: "2025-06-30", knownAt: $knownAt) { leaders { staff { code } period { until } } }
          staff(code: $staff, knownAt: $knownAt) { appointments { role } }
          node(id: $id, knownAt: $knownAt) { ... on Appointment { period { until } } }
        }`,
        { staff, id: appointment, knownAt },
      );
    const leader = (until: string | null) => ({ staff: { code: staff }, period: { until } });
    expect(await asked(instant)).toEqual({
      unit: { leaders: [leader(null)] },
      before: { leaders: [leader(null)] },
      staff: { appointments: [{ role: 'DIRECTOR' }] },
      node: { period: { until: null } },
    });
    expect(await asked('9999-12-31T00:00:00Z')).toEqual({
      unit: { leaders: [] },
      before: { leaders: [leader('2025-07-01')] },
      staff: { appointments: [] },
      node: { period: { until: '2025-07-01' } },
    });
  });

  it('writes what is left of it and an audit entry', async () => {
    const appointment = await appointed(await aPerson(server));
    const tables = ['leadership', 'audit_entry'];

    await writingARowEach(server.databaseUrl, tables, () => end({ appointment }));
  });

  it('rehearsed shows it and writes nothing', async () => {
    const appointment = await appointed(await aPerson(server));

    expect(await refused({ appointment, rehearse: true })).toMatchObject({
      appointment: { period: { until: '2025-07-01' } },
      violations: [],
      rehearsed: true,
    });
  });

  it('sent again with the same key is done once', async () => {
    const appointment = await appointed(await aPerson(server));
    const first = await end({ appointment, idempotencyKey: appointment });

    expect(await refused({ appointment, idempotencyKey: appointment })).toEqual(first);
    expect((await refused({ appointment, on: '2025-08-01', idempotencyKey: appointment })).violations).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] },
    ]);
  });
});

describe('endAppointment is refused', () => {
  it.each(['2025-07-01', '2025-08-01'])('from %s, where it is over already', async (on) => {
    const appointment = await appointed(await aPerson(server), { until: '2025-07-01' });

    const payload = await refused({ appointment, on, instrument: '404/QĐ' });

    expect(payload.appointment).toBeNull();
    expect(toldInFull(payload)).toEqual([
      ['NOT_FOUND', 'instrument', null, '404/QĐ was not found.'],
      ['ALREADY_DONE', 'appointment', on, 'endAppointment was done already.'],
    ]);
  });

  it('where nothing is left of it', async () => {
    const appointment = await appointed(await aPerson(server));
    await end({ appointment, on: '2025-05-01' });

    expect((await refused({ appointment, on: '2025-04-01' })).violations).toMatchObject([{ code: 'ALREADY_DONE' }]);
  });

  it.each([undefined, null])('without an instrument (%j)', async (instrument) => {
    const appointment = await appointed(await aPerson(server));

    expect(toldInFull(await refused({ appointment, instrument }))).toEqual([
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-07-01', 'This decision must cite a legal instrument.'],
    ]);
  });

  it.each([
    ['words', 'none'],
    ['something else', Buffer.from('Assignment:1').toString('base64')],
    ['one that is not there', Buffer.from('Appointment:999999').toString('base64')],
  ])('for an id of %s', async (_what, appointment) => {
    expect(toldInFull(await refused({ appointment }))).toEqual([
      ['NOT_FOUND', 'appointment', null, `${appointment} was not found.`],
    ]);
  });

  it.each(['1899-12-31', '0001-01-01'])('from %s, before there were any days', async (on) => {
    const appointment = await appointed(await aPerson(server));

    expect(toldInFull(await refused({ appointment, on }))).toEqual([
      ['PERIOD_INVALID', 'on', on, 'Invalid period; expected a day from 1900 on.'],
    ]);
  });

  it('before it is looked at with a day that is none', async () => {
    const input = { appointment: await appointed(await aPerson(server)), on: '2025-02-30', instrument: PLAN_29 };

    const { errors } = await server.ask(staffDocumentOf('endAppointment'), { input });

    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  });
});
