import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting, writingARowEach } from '../support/row-counts.ts';
import {
  aPerson,
  aSecondment,
  instantNow,
  sendStaffVerb,
  staffCarried,
  staffDocumentOf,
  toldInFull,
} from '../support/staff-verbs.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

/** A point that passes from the branch HN-B02 to HN-B01 on 1 September, and one that closes on that day. */
beforeAll(async () => {
  const point = { kind: 'RECEPTION_POINT', parent: 'HN-B02', on: '2025-01-01' };
  await given(server, 'establishUnit', { ...point, code: 'HN-MOVES', name: 'Điểm chuyển' });
  await given(server, 'establishUnit', { ...point, code: 'HN-ENDS', name: 'Điểm đóng' });
  await given(server, 'reparentUnit', { unit: 'HN-MOVES', parent: 'HN-B01', on: '2025-09-01' });
  await given(server, 'dissolveUnit', { unit: 'HN-ENDS', noSuccessor: true, on: '2025-09-01' });
});

const SHOW = `assignment {
  id staff { code payrollHome { code } workplace { code } } unit { code } basis counter primary
  period { from until } decidedBy { code } instrument { number }
}`;

/** Places somebody at the point HN-00109 of the branch HN-B02, where people here are of. */
const assign = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(server, 'assignStaff', { unit: 'HN-00109', from: '2025-05-01', ...input }, { show: SHOW, ...asking });
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => assign(input, asking));

const told = ({ violations }: Data) => violations.map(({ code, path, on }: Data) => [code, path?.join('.'), on]);

/** Where somebody works on some days. */
async function workplaces(staff: string, ...days: string[]): Promise<(string | null)[]> {
  const asked = days.map((day, index) => `d${index}: workplace(asOf: "${day}") { code }`);
  const data = await server.query(`{ staff(code: "${staff}") { ${asked.join(' ')} } }`);
  return days.map((_, index) => data.staff[`d${index}`]?.code ?? null);
}

async function reasons(staff: string): Promise<string[]> {
  const data = await server.query(
    `{ staff(code: "${staff}") { workplaces { unit { code } basis counter period { from until } } } }`,
  );
  return data.staff.workplaces.map(({ unit, basis, counter, period }: Data) =>
    [basis, unit.code, counter ?? '–', period.from, period.until].join(' '),
  );
}

describe('assignStaff', () => {
  it('places somebody at a counter of a point of their network; payroll stays', async () => {
    const staff = await aPerson(server);

    const payload = await assign({ staff, counter: 'Quầy 3', until: '2025-08-01', instrument: PLAN_29 });

    expect(payload).toEqual({
      assignment: {
        id: expect.any(String),
        staff: { code: staff, payrollHome: { code: 'HN-B02' }, workplace: { code: 'HN-00109' } },
        unit: { code: 'HN-00109' },
        basis: 'ASSIGNMENT',
        counter: 'Quầy 3',
        primary: true,
        period: { from: '2025-05-01', until: '2025-08-01' },
        decidedBy: { code: 'HN-B02' },
        instrument: { number: PLAN_29 },
      },
      violations: [],
      rehearsed: false,
    });
  });

  it('is the workplace of its days; before and after it is the post', async () => {
    const staff = await aPerson(server);
    await assign({ staff, until: '2025-08-01' });

    const days = ['2024-12-31', '2025-01-01', '2025-04-30', '2025-05-01', '2025-07-31', '2025-08-01'];
    expect(await workplaces(staff, ...days)).toEqual([null, 'HN-B02', 'HN-B02', 'HN-00109', 'HN-00109', 'HN-B02']);
    expect(await reasons(staff)).toEqual(['POST HN-B02 – 2025-01-01 ', 'ASSIGNMENT HN-00109 – 2025-05-01 2025-08-01']);
  });

  it('places at the branch itself, and takes null for what may be left out', async () => {
    const staff = await aPerson(server, { workplace: 'HN-00109' });

    const payload = await assign({
      staff,
      unit: 'HN-B02',
      counter: null,
      until: null,
      decidedBy: null,
      instrument: null,
    });

    expect(payload).toMatchObject({
      violations: [],
      assignment: { counter: null, period: { until: null }, decidedBy: { code: 'HN-B02' }, instrument: null },
    });
    expect(await workplaces(staff, '2025-04-30', '2025-05-01')).toEqual(['HN-00109', 'HN-B02']);
  });

  it('composes the name of a counter, so that it is the same one', async () => {
    const staff = await aPerson(server);
    const beside = { staff, primary: false };

    const { assignment } = await assign({ ...beside, counter: ` ${'Quầy số'.normalize('NFD')} ` });

    expect(assignment.counter).toBe('Quầy số');
    expect(told(await refused({ ...beside, counter: 'Quầy số' }))).toEqual([
      ['STAFF_WORKPLACE_OVERLAP', 'unit', '2025-05-01'],
    ]);
  });

  it('beside the workplace leaves that as it is, at several places and counters at once', async () => {
    const staff = await aPerson(server);
    const beside = { staff, primary: false };

    const payloads = [
      await assign({ ...beside }),
      await assign({ ...beside, counter: 'Quầy 1' }),
      await assign({ ...beside, counter: 'Quầy 2' }),
      await assign({ ...beside, unit: 'HN-00091' }),
    ];

    expect(payloads.flatMap(({ violations }) => violations)).toEqual([]);
    expect(payloads.map(({ assignment }) => [assignment.basis, assignment.primary])).toEqual(
      payloads.map(() => ['ADDITIONAL', false]),
    );
    expect(await workplaces(staff, '2025-05-01')).toEqual(['HN-B02']);
  });

  it('follows another from the day on which that is over', async () => {
    const staff = await aPerson(server);
    await assign({ staff, until: '2025-08-01' });

    const payload = await assign({ staff, unit: 'HN-00091', from: '2025-08-01' });

    expect(payload.violations).toEqual([]);
    expect(await workplaces(staff, '2025-07-31', '2025-08-01')).toEqual(['HN-00109', 'HN-00091']);
  });

  it('that replaces has others give way on its days only', async () => {
    const staff = await aPerson(server);
    await assign({ staff });

    const payload = await assign({ staff, unit: 'HN-00091', from: '2025-06-01', until: '2025-07-01', replace: true });

    expect(payload.violations).toEqual([]);
    expect(await reasons(staff)).toEqual([
      'POST HN-B02 – 2025-01-01 ',
      'ASSIGNMENT HN-00109 – 2025-05-01 2025-06-01',
      'ASSIGNMENT HN-00091 – 2025-06-01 2025-07-01',
      'ASSIGNMENT HN-00109 – 2025-07-01 ',
    ]);
  });

  it('can be read by its id, as known and believed', async () => {
    const staff = await aPerson(server);
    const instant = await instantNow(server);
    const { id } = (await assign({ staff })).assignment;

    const data = await server.query(
      `query ($id: ID!, $instant: DateTime!) {
        node(id: $id) { id ... on Assignment { staff { code } unit { code name } recordedAt } }
        before: node(id: $id, knownAt: $instant) { id }
      }`,
      { id, instant },
    );

    expect(data.node).toEqual({
      id,
      staff: { code: staff },
      unit: { code: 'HN-00109', name: expect.stringContaining('Điểm') },
      recordedAt: expect.any(String),
    });
    expect(data.before).toBeNull();
  });

  it('writes an assignment, its days and an audit entry', async () => {
    const staff = await aPerson(server);
    const tables = ['assignment', 'workplace', 'audit_entry'];

    await writingARowEach(server.databaseUrl, tables, () => assign({ staff }));
  });

  it('rehearsed shows it and writes nothing', async () => {
    const payload = await refused({ staff: await aPerson(server), rehearse: true });

    expect(payload).toMatchObject({ assignment: { unit: { code: 'HN-00109' } }, violations: [], rehearsed: true });
  });

  it('sent again with the same key is done once', async () => {
    const staff = await aPerson(server);
    const input = { staff, idempotencyKey: staff };
    const first = await assign(input);

    expect(await refused(input)).toEqual(first);
    expect(told(await refused({ ...input, counter: 'Quầy 1' }))).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null],
    ]);
  });

  it('by two at once places the person at one of both', async () => {
    const staff = await aPerson(server);

    const answers = await Promise.all(['HN-00109', 'HN-00091'].map((unit) => assign({ staff, unit })));

    expect(answers.map(told).sort()).toEqual([[], [['STAFF_WORKPLACE_OVERLAP', 'unit', '2025-05-01']]]);
  });
});

describe('who assigns', () => {
  it.each(['HN-B02', 'HN', 'PC-01'])(
    'may be %s, in whose tree both the person and the point are',
    async (decidedBy) => {
      const payload = await refused({ staff: await aPerson(server), decidedBy, rehearse: true });

      expect(payload).toMatchObject({ violations: [], assignment: { decidedBy: { code: decidedBy } } });
    },
  );

  it('may be a center anywhere in its tree', async () => {
    const staff = await aPerson(server);

    const payload = await assign({ staff, unit: 'HN-00166', decidedBy: 'HN' });

    expect(payload).toMatchObject({
      violations: [],
      assignment: { unit: { code: 'HN-00166' }, decidedBy: { code: 'HN' } },
    });
  });

  it('is the branch that the person works in where nobody is named; it goes no further than its network', async () => {
    const staff = await aPerson(server);

    const payload = await refused({ staff, unit: 'HN-00166' });
    const named = await refused({ staff, unit: 'HN-00166', decidedBy: 'HN-B02' });

    expect(payload).toEqual(named);
    expect(toldInFull(payload)).toEqual([
      [
        'ASSIGNMENT_OUT_OF_SCOPE',
        'unit',
        '2025-05-01',
        'HN-B02 assigns only within its own network; HN-00166 is not part of it on 2025-05-01.',
      ],
    ]);
    expect(payload.violations[0]).toMatchObject({
      __typename: 'StaffViolation',
      unit: { code: 'HN-00166' },
      staff: { code: staff },
    });
  });

  it('is the center for who works at the center', async () => {
    const staff = await aPerson(server, { payrollHome: 'HN' });

    const payload = await refused({ staff, unit: 'HN-00166', rehearse: true });

    expect(payload).toMatchObject({ violations: [], assignment: { decidedBy: { code: 'HN' } } });
  });

  it('is no branch that the person does not belong to', async () => {
    const staff = await aPerson(server);

    const payload = await refused({ staff, unit: 'HN-00166', decidedBy: 'HN-B01' });

    expect(toldInFull(payload)).toEqual([
      [
        'ASSIGNMENT_OUT_OF_SCOPE',
        'staff',
        '2025-05-01',
        'HN-B01 assigns only within its own network; HN-B02 is not part of it on 2025-05-01.',
      ],
    ]);
  });

  it('may be the branch that pays who works elsewhere', async () => {
    const staff = await aPerson(server, { workplace: 'HN-00166' });

    const payload = await refused({ staff, decidedBy: 'HN-B02', rehearse: true });

    expect(payload.violations).toEqual([]);
  });

  it('is named where the person is in no network', async () => {
    const staff = await aPerson(server, { payrollHome: 'PC-003' });

    const payload = await refused({ staff });
    const named = await refused({ staff, decidedBy: 'HN-B02', rehearse: true });

    expect(toldInFull(payload)).toEqual([
      ['INPUT_INVALID', 'decidedBy', null, 'Invalid value; expected decidedBy: the code of the deciding unit.'],
    ]);
    expect(named.violations).toEqual([]);
  });

  it('assigns only for days on which the point is in the network', async () => {
    const staff = await aPerson(server);

    const open = await refused({ staff, unit: 'HN-MOVES' });
    const early = await refused({ staff, unit: 'HN-MOVES', from: '2024-12-15', until: '2025-02-01' });
    const within = await refused({ staff, unit: 'HN-MOVES', until: '2025-09-01', rehearse: true });
    const center = await refused({ staff, unit: 'HN-MOVES', decidedBy: 'HN', rehearse: true });

    expect(told(open)).toEqual([['ASSIGNMENT_OUT_OF_SCOPE', 'unit', '2025-09-01']]);
    expect(told(early)).toContainEqual(['FACT_OUTSIDE_UNIT', 'unit', '2024-12-15']);
    expect([within.violations, center.violations]).toEqual([[], []]);
  });

  it('may go further by a waiver, which is named', async () => {
    const staff = await aPerson(server, { payrollHome: 'HN-B03', from: '2025-04-01' });
    const waiver = { code: 'ASSIGNMENT_OUT_OF_SCOPE', unit: 'HN-B04', from: '2025-05-01', until: '2025-06-01' };
    await staffCarried(server, 'grantWaiver', { ...waiver, reason: 'Thiếu người', instrument: PLAN_29 });

    const payload = await assign({ staff, unit: 'HN-B04', until: '2025-06-01' });

    expect(payload.assignment).not.toBeNull();
    expect(payload.violations).toMatchObject([
      { code: 'ASSIGNMENT_OUT_OF_SCOPE', severity: 'WARNING', waivedBy: { instrument: { number: PLAN_29 } } },
    ]);
  });
});

describe('during a secondment', () => {
  /** Somebody of HN-B02 who is at HN-B01 from May to July. */
  async function aSecondee(): Promise<string> {
    const staff = await aPerson(server);
    await aSecondment(server, { staff, host: 'HN-B01', from: '2025-05-01', until: '2025-08-01' });
    return staff;
  }

  it('the host places them within its own network', async () => {
    const staff = await aSecondee();

    const payload = await assign({ staff, unit: 'HN-00166', from: '2025-06-01', until: '2025-07-01' });

    expect(payload).toMatchObject({
      violations: [],
      assignment: { basis: 'SECONDED_ASSIGNMENT', primary: true, decidedBy: { code: 'HN-B01' } },
    });
    const days = ['2025-04-30', '2025-05-01', '2025-06-01', '2025-06-30', '2025-07-01', '2025-07-31', '2025-08-01'];
    expect(await workplaces(staff, ...days)).toEqual([
      'HN-B02',
      'HN-B01',
      'HN-00166',
      'HN-00166',
      'HN-B01',
      'HN-B01',
      'HN-B02',
    ]);
  });

  it('the home branch may not place them', async () => {
    const staff = await aSecondee();

    const payload = await refused({ staff, decidedBy: 'HN-B02', from: '2025-06-01', until: '2025-07-01' });
    const inHost = await refused({
      staff,
      decidedBy: 'HN-B02',
      unit: 'HN-00166',
      from: '2025-06-01',
      until: '2025-07-01',
    });

    expect(toldInFull(payload)).toEqual([
      ['STAFF_WORKPLACE_OVERLAP', 'from', '2025-06-01', `${staff} already has a workplace, HN-B01, on 2025-06-01.`],
    ]);
    expect(told(inHost)).toEqual([['ASSIGNMENT_OUT_OF_SCOPE', 'unit', '2025-06-01']]);
  });

  it('nobody places them outside the host, nor beyond its days', async () => {
    const staff = await aSecondee();
    const at = { staff, unit: 'HN-00166', decidedBy: 'HN' };

    const elsewhere = await refused({ staff, decidedBy: 'HN', from: '2025-06-01', until: '2025-07-01' });
    const before = await refused({ ...at, from: '2025-04-15', until: '2025-06-01' });
    const after = await refused({ ...at, from: '2025-07-15' });

    expect(told(elsewhere)).toEqual([['STAFF_WORKPLACE_OVERLAP', 'from', '2025-06-01']]);
    expect(told(before)).toEqual([['STAFF_WORKPLACE_OVERLAP', 'from', '2025-05-01']]);
    expect(told(after)).toEqual([['STAFF_WORKPLACE_OVERLAP', 'from', '2025-07-15']]);
  });

  it('an assignment made before gives way to it, and is there again afterwards', async () => {
    const staff = await aPerson(server);
    await assign({ staff, from: '2025-03-01' });
    await aSecondment(server, { staff, host: 'HN-B01', from: '2025-05-01', until: '2025-08-01' });

    const days = ['2025-04-30', '2025-05-01', '2025-07-31', '2025-08-01'];
    expect(await workplaces(staff, ...days)).toEqual(['HN-00109', 'HN-B01', 'HN-B01', 'HN-00109']);
  });
});

describe('assignStaff is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const staff = await aPerson(server);
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;
    const input = {
      staff,
      unit: 'NOPE',
      counter: ' ',
      from: '1899-12-31',
      until: '1899-12-31',
      decidedBy: 'NADA',
      instrument: '404/QĐ',
      expectedVersion: version + 1,
    };

    const en = await refused(input);
    const vi = await refused(input, { headers: { 'accept-language': 'vi' } });

    expect(en.assignment).toBeNull();
    expect(toldInFull(en)).toEqual([
      [
        'VERSION_CONFLICT',
        'expectedVersion',
        null,
        `${staff} has changed: its version is ${version}, not ${version + 1}.`,
      ],
      ['NOT_FOUND', 'instrument', null, '404/QĐ was not found.'],
      ['PERIOD_INVALID', 'from', '1899-12-31', 'Invalid period; expected a day from 1900 on.'],
      ['PERIOD_INVALID', 'until', '1899-12-31', 'Invalid period; expected a first day before the last.'],
      ['INPUT_INVALID', 'counter', null, 'Invalid value; expected text of 1 to 200 characters.'],
      ['NOT_FOUND', 'decidedBy', null, 'NADA was not found.'],
      ['NOT_FOUND', 'unit', null, 'NOPE was not found.'],
    ]);
    expect(
      toldInFull(vi)
        .map(([, , , message]) => message)
        .slice(5),
    ).toEqual(['Không tìm thấy NADA.', 'Không tìm thấy NOPE.']);
  });

  it('of somebody nobody knows', async () => {
    expect(toldInFull(await refused({ staff: 'NOBODY' }))).toEqual([
      ['NOT_FOUND', 'staff', null, 'NOBODY was not found.'],
    ]);
  });

  it('where the person is assigned already, from the first day of both', async () => {
    const staff = await aPerson(server);
    await assign({ staff, until: '2025-08-01' });

    const payload = await refused({ staff, unit: 'HN-00091', from: '2025-07-01' });

    expect(toldInFull(payload)).toEqual([
      ['STAFF_WORKPLACE_OVERLAP', 'unit', '2025-07-01', `${staff} already has a workplace, HN-00109, on 2025-07-01.`],
    ]);
    expect(payload.violations[0].waivable).toBe(false);
  });

  it.each([
    ['before the person is on staff', { from: '2024-12-15', until: '2025-02-01' }, '2024-12-15'],
    ['beyond the day on which they leave', {}, '2025-08-01'],
    ['after they left', { from: '2025-09-01' }, '2025-09-01'],
  ])('%s', async (_what, days, on) => {
    const staff = await aPerson(server);
    await staffCarried(server, 'leaveStaff', { staff, on: '2025-08-01' });

    expect(toldInFull(await refused({ staff, decidedBy: 'HN', ...days }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'staff', on, `${staff} is not on staff on ${on}.`],
    ]);
  });

  it.each([
    ['closes on one of its days', {}, '2025-09-01'],
    ['is closed', { from: '2025-10-01' }, '2025-10-01'],
  ])('at a point that %s', async (_what, days, on) => {
    const payload = await refused({ staff: await aPerson(server), unit: 'HN-ENDS', ...days });

    expect(told(payload)).toContainEqual(['FACT_OUTSIDE_UNIT', 'unit', on]);
  });

  it.each([{ from: '2025-02-30' }, { until: '2025-13-01' }, { primary: null }, { replace: null }])(
    'before it is looked at with %j',
    async (wrong) => {
      const input = { staff: await aPerson(server), unit: 'HN-00109', from: '2025-05-01', ...wrong };

      const { errors } = await server.ask(staffDocumentOf('assignStaff'), { input });

      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});
