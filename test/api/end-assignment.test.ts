import { afterAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting, writingARowEach } from '../support/row-counts.ts';
import {
  anAssignment,
  aPerson,
  aSecondment,
  instantNow,
  sendStaffVerb,
  staffDocumentOf,
  toldInFull,
} from '../support/staff-verbs.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = 'assignment { id staff { code } unit { code } period { from until } decidedBy { code } }';

const end = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(server, 'endAssignment', { on: '2025-07-01', ...input }, { show: SHOW, ...asking });
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => end(input, asking));

/** An assignment to a point of the branch HN-B02 from 1 May on, where nothing else is said. */
const placed = (staff: string, input: object = {}) =>
  anAssignment(server, { staff, unit: 'HN-00109', from: '2025-05-01', ...input });

async function reasons(staff: string): Promise<string[]> {
  const data = await server.query(
    `{ staff(code: "${staff}") { workplaces { unit { code } basis period { from until } } } }`,
  );
  return data.staff.workplaces.map(({ unit, basis, period }: Data) =>
    [basis, unit.code, period.from, period.until].join(' ').trim(),
  );
}

async function worksAt(staff: string, asOf: string): Promise<string> {
  return (await server.query(`{ staff(code: "${staff}") { workplace(asOf: "${asOf}") { code } } }`)).staff.workplace
    .code;
}

describe('endAssignment', () => {
  it('ends it from a day on; the person then works at their post', async () => {
    const staff = await aPerson(server);
    const assignment = await placed(staff);

    const payload = await end({ assignment, instrument: PLAN_29 });

    expect(payload).toEqual({
      assignment: {
        id: assignment,
        staff: { code: staff },
        unit: { code: 'HN-00109' },
        period: { from: '2025-05-01', until: '2025-07-01' },
        decidedBy: { code: 'HN-B02' },
      },
      violations: [],
      rehearsed: false,
    });
    expect([await worksAt(staff, '2025-06-30'), await worksAt(staff, '2025-07-01')]).toEqual(['HN-00109', 'HN-B02']);
  });

  it.each(['2025-05-01', '2025-02-01'])('from %s, when it has not begun, leaves nothing of it', async (on) => {
    const staff = await aPerson(server);
    const assignment = await placed(staff);

    const payload = await end({ assignment, on });

    expect([payload.assignment, payload.violations]).toEqual([null, []]);
    expect(await reasons(staff)).toEqual(['POST HN-B02 2025-01-01']);
  });

  it('gives an assignment with an end an earlier one', async () => {
    const staff = await aPerson(server);
    const assignment = await placed(staff, { until: '2025-09-01' });

    await end({ assignment });

    expect(await reasons(staff)).toEqual(['POST HN-B02 2025-01-01', 'ASSIGNMENT HN-00109 2025-05-01 2025-07-01']);
  });

  it('ends what another left of it before and after', async () => {
    const staff = await aPerson(server);
    const assignment = await placed(staff);
    await placed(staff, { unit: 'HN-00091', from: '2025-06-01', until: '2025-08-01', replace: true });

    await end({ assignment, on: '2025-09-01' });
    const late = await reasons(staff);
    await end({ assignment, on: '2025-05-15' });

    const other = 'ASSIGNMENT HN-00091 2025-06-01 2025-08-01';
    expect(late).toEqual([
      'POST HN-B02 2025-01-01',
      'ASSIGNMENT HN-00109 2025-05-01 2025-06-01',
      other,
      'ASSIGNMENT HN-00109 2025-08-01 2025-09-01',
    ]);
    expect(await reasons(staff)).toEqual([
      'POST HN-B02 2025-01-01',
      'ASSIGNMENT HN-00109 2025-05-01 2025-05-15',
      other,
    ]);
  });

  it('ends one beside the workplace, which stays', async () => {
    const staff = await aPerson(server);
    const assignment = await placed(staff, { primary: false });

    await end({ assignment });

    expect(await reasons(staff)).toEqual(['POST HN-B02 2025-01-01', 'ADDITIONAL HN-00109 2025-05-01 2025-07-01']);
  });

  it('ends what the host of a secondment decided; the person is then at the host', async () => {
    const staff = await aPerson(server);
    await aSecondment(server, { staff, host: 'HN-B01', from: '2025-05-01', until: '2025-09-01' });
    const assignment = await placed(staff, { unit: 'HN-00166', until: '2025-09-01' });

    await end({ assignment });

    expect([await worksAt(staff, '2025-06-30'), await worksAt(staff, '2025-07-01')]).toEqual(['HN-00166', 'HN-B01']);
  });

  it('is not known before it was recorded', async () => {
    const staff = await aPerson(server);
    const assignment = await placed(staff);
    const instant = await instantNow(server);
    await end({ assignment });

    const data = await server.query(
      `query ($staff: String!, $id: ID!, $instant: DateTime!) {
        staff(code: $staff, knownAt: $instant) { workplace { code } }
        node(id: $id, knownAt: $instant) { ... on Assignment { period { until } } }
        now: staff(code: $staff) { workplace { code } }
      }`,
      { staff, id: assignment, instant },
    );

    expect(data).toEqual({
      staff: { workplace: { code: 'HN-00109' } },
      node: { period: { until: null } },
      now: { workplace: { code: 'HN-B02' } },
    });
  });

  it('writes what is left of it and an audit entry', async () => {
    const assignment = await placed(await aPerson(server));
    const tables = ['workplace', 'audit_entry'];

    await writingARowEach(server.databaseUrl, tables, () => end({ assignment }));
  });

  it('rehearsed shows it and writes nothing', async () => {
    const assignment = await placed(await aPerson(server));

    const payload = await refused({ assignment, rehearse: true });

    expect(payload).toMatchObject({
      assignment: { period: { until: '2025-07-01' } },
      violations: [],
      rehearsed: true,
    });
  });

  it('sent again with the same key is done once', async () => {
    const assignment = await placed(await aPerson(server));
    const first = await end({ assignment, idempotencyKey: assignment });

    expect(await refused({ assignment, idempotencyKey: assignment })).toEqual(first);
    expect((await refused({ assignment, on: '2025-08-01', idempotencyKey: assignment })).violations).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH', path: ['idempotencyKey'] },
    ]);
  });
});

describe('endAssignment is refused', () => {
  it.each(['2025-07-01', '2025-08-01'])('from %s, where it is over already', async (on) => {
    const staff = await aPerson(server);
    const assignment = await placed(staff, { until: '2025-07-01' });

    const payload = await refused({ assignment, on, instrument: '404/QĐ' });

    expect(payload.assignment).toBeNull();
    expect(toldInFull(payload)).toEqual([
      ['NOT_FOUND', 'instrument', null, '404/QĐ was not found.'],
      ['ALREADY_DONE', 'assignment', on, 'endAssignment was done already.'],
    ]);
  });

  it('where nothing is left of it', async () => {
    const assignment = await placed(await aPerson(server));
    await end({ assignment, on: '2025-05-01' });

    expect((await refused({ assignment, on: '2025-04-01' })).violations).toMatchObject([{ code: 'ALREADY_DONE' }]);
  });

  it.each([
    ['words', 'none'],
    ['something else', Buffer.from('OrgUnit:1').toString('base64')],
    ['one that is not there', Buffer.from('Assignment:999999').toString('base64')],
  ])('for an id of %s', async (_what, assignment) => {
    expect(toldInFull(await refused({ assignment }))).toEqual([
      ['NOT_FOUND', 'assignment', null, `${assignment} was not found.`],
    ]);
  });

  it.each(['1899-12-31', '0001-01-01'])('from %s, before there were any days', async (on) => {
    const assignment = await placed(await aPerson(server));

    expect(toldInFull(await refused({ assignment, on }))).toEqual([
      ['PERIOD_INVALID', 'on', on, 'Invalid period; expected a day from 1900 on.'],
    ]);
  });

  it('before it is looked at with a day that is none', async () => {
    const input = { assignment: await placed(await aPerson(server)), on: '2025-02-30' };

    const { errors } = await server.ask(staffDocumentOf('endAssignment'), { input });

    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  });
});
