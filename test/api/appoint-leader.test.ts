import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting, writingARowEach } from '../support/row-counts.ts';
import {
  anInstrument,
  aPerson,
  sendStaffVerb,
  staffCarried,
  staffDocumentOf,
  toldInFull,
} from '../support/staff-verbs.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

/** A point of HN-B01 that closes on 1 September. */
beforeAll(async () => {
  const point = { kind: 'RECEPTION_POINT', parent: 'HN-B01', on: '2025-01-01' };
  await given(server, 'establishUnit', { ...point, code: 'HN-ENDS', name: 'Điểm đóng' });
  await given(server, 'dissolveUnit', { unit: 'HN-ENDS', noSuccessor: true, on: '2025-09-01' });
});

const SHOW = `appointment {
  id staff { code } unit { code } role concurrent period { from until } decidedBy { code } instrument { number }
}`;

/** Appoints somebody by the center of Hanoi; a deputy of the branch HN-B01 where nothing else is said. */
const appoint = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(
    server,
    'appointLeader',
    {
      unit: 'HN-B01',
      role: 'DEPUTY_DIRECTOR',
      from: '2025-05-01',
      decidedBy: 'HN',
      instrument: PLAN_29,
      ...input,
    },
    { show: SHOW, ...asking },
  );
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => appoint(input, asking));
const rehearsed = (input: object): Promise<Data> => refused({ ...input, rehearse: true });

const told = ({ violations }: Data) => violations.map(({ code, path, on }: Data) => [code, path?.join('.'), on]);

/** So many people of the center of Hanoi. */
async function people(count: number): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < count) codes.push(await aPerson(server, { payrollHome: 'HN' }));
  return codes;
}

async function leaders(unit: string, asOf: string): Promise<string[]> {
  const data = await server.query(
    `{ unit(code: "${unit}", asOf: "${asOf}") { leaders { role concurrent staff { code } } } }`,
  );
  return data.unit.leaders.map(({ role, staff }: Data) => `${role} ${staff.code}`);
}

describe('appointLeader', () => {
  it('appoints the director of a branch by its center', async () => {
    const [staff] = await people(1);

    const payload = await appoint({ staff, unit: 'HN-B02', role: 'DIRECTOR', until: '2030-05-01' });

    expect(payload).toEqual({
      appointment: {
        id: expect.any(String),
        staff: { code: staff },
        unit: { code: 'HN-B02' },
        role: 'DIRECTOR',
        concurrent: false,
        period: { from: '2025-05-01', until: '2030-05-01' },
        decidedBy: { code: 'HN' },
        instrument: { number: PLAN_29 },
      },
      violations: [],
      rehearsed: false,
    });
    expect(await leaders('HN-B02', '2025-04-30')).toEqual([]);
    expect(await leaders('HN-B02', '2025-05-01')).toEqual([`DIRECTOR ${staff}`]);
    expect(await leaders('HN-B02', '2030-05-01')).toEqual([]);
  });

  it('shows the director before the deputies, and takes null for what may be left out', async () => {
    const [one, two, three] = await people(3);
    const at = { unit: 'HN-B03', until: null, expectedVersion: null, idempotencyKey: null };

    await appoint({ ...at, staff: one });
    await appoint({ ...at, staff: two, from: '2025-06-01' });
    await appoint({ ...at, staff: three, role: 'DIRECTOR', from: '2025-07-01' });

    expect(await leaders('HN-B03', '2025-07-01')).toEqual([
      `DIRECTOR ${three}`,
      `DEPUTY_DIRECTOR ${one}`,
      `DEPUTY_DIRECTOR ${two}`,
    ]);
  });

  it('is shown with the person on the day', async () => {
    const [staff] = await people(1);
    await appoint({ staff, unit: 'NA', decidedBy: 'PC-40', until: '2025-08-01' });

    const data = await server.query(
      `query ($staff: String!) {
        staff(code: $staff) { appointments { role unit { code name } period { from until } } }
        later: staff(code: $staff, asOf: "2025-08-01") { appointments { role } }
      }`,
      { staff },
    );

    const unit = { code: 'NA', name: 'Trung tâm Phục vụ hành chính công tỉnh Nghệ An' };
    expect(data.staff.appointments).toEqual([
      { role: 'DEPUTY_DIRECTOR', unit, period: { from: '2025-05-01', until: '2025-08-01' } },
    ]);
    expect(data.later.appointments).toEqual([]);
  });

  it('may be of somebody who leads elsewhere, where it is said to be beside that', async () => {
    const [staff] = await people(1);
    await appoint({ staff, unit: 'HN-B04', role: 'DIRECTOR' });

    const beside = await appoint({ staff, unit: 'HN-B05', role: 'DIRECTOR', concurrent: true });

    expect(beside).toMatchObject({ violations: [], appointment: { concurrent: true } });
    expect(await leaders('HN-B05', '2025-05-01')).toEqual([`DIRECTOR ${staff}`]);
  });

  it('writes an appointment, its days and an audit entry', async () => {
    const [staff] = await people(1);
    const tables = ['appointment', 'leadership', 'audit_entry'];

    await writingARowEach(server.databaseUrl, tables, () => appoint({ staff, unit: 'NA', decidedBy: 'PC-40' }));
  });

  it('rehearsed shows it and writes nothing', async () => {
    const [staff] = await people(1);

    expect(await rehearsed({ staff })).toMatchObject({
      appointment: { staff: { code: staff } },
      violations: [],
      rehearsed: true,
    });
  });

  it('sent again with the same key is done once', async () => {
    const [staff] = await people(1);
    const input = { staff, unit: 'NA', decidedBy: 'PC-40', idempotencyKey: staff };
    const first = await appoint(input);

    expect(await refused(input)).toEqual(first);
    expect(told(await refused({ ...input, concurrent: true }))).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null],
    ]);
  });
});

describe('one director a day', () => {
  it('is led in by the day on which another is no longer', async () => {
    const [one, two] = await people(2);
    await appoint({ staff: one, unit: 'HN-B06', role: 'DIRECTOR', until: '2025-09-01' });

    const payload = await appoint({ staff: two, unit: 'HN-B06', role: 'DIRECTOR', from: '2025-09-01' });

    expect(payload.violations).toEqual([]);
    expect(await leaders('HN-B06', '2025-08-31')).toEqual([`DIRECTOR ${one}`]);
    expect(await leaders('HN-B06', '2025-09-01')).toEqual([`DIRECTOR ${two}`]);
  });

  it('is refused beside another, told from the first day of both', async () => {
    const [one, two] = await people(2);
    await appoint({ staff: one, unit: 'HN-B07', role: 'DIRECTOR', from: '2025-09-01' });

    const payload = await refused({ staff: two, unit: 'HN-B07', role: 'DIRECTOR', concurrent: true });

    expect(payload.appointment).toBeNull();
    expect(toldInFull(payload)).toEqual([
      ['DIRECTOR_EXISTS', 'role', '2025-09-01', `HN-B07 already has a director, ${one}, on 2025-09-01.`],
    ]);
    expect(payload.violations[0]).toMatchObject({
      __typename: 'StaffViolation',
      unit: { code: 'HN-B07' },
      staff: { code: two },
      waivable: false,
    });
    expect((await rehearsed({ staff: two, unit: 'HN-B07', role: 'DIRECTOR', until: '2025-09-01' })).violations).toEqual(
      [],
    );
  });

  it('is one of several who are appointed at once', async () => {
    const staff = await people(4);

    const answers = await Promise.all(staff.map((one) => appoint({ staff: one, unit: 'HN-B08', role: 'DIRECTOR' })));

    expect(answers.filter(({ appointment }) => appointment !== null)).toHaveLength(1);
    expect(answers.map(told).sort()).toEqual([
      [],
      ...Array.from({ length: 3 }, () => [['DIRECTOR_EXISTS', 'role', '2025-05-01']]),
    ]);
  });
});

describe('a person who leads', () => {
  it('does so in one place, unless it is said otherwise', async () => {
    const [staff] = await people(1);
    await appoint({ staff, unit: 'HN-B09', from: '2025-06-01' });

    const payload = await refused({ staff, unit: 'HN-B10' });

    expect(toldInFull(payload)).toEqual([
      [
        'LEADERSHIP_OVERLAP',
        'unit',
        '2025-06-01',
        `${staff} already leads HN-B09 on 2025-06-01; say that it is concurrent.`,
      ],
    ]);
    expect((await rehearsed({ staff, unit: 'HN-B10', until: '2025-06-01' })).violations).toEqual([]);
  });

  it('is not director and deputy of one unit, concurrent or not', async () => {
    const [staff] = await people(1);
    await appoint({ staff, unit: 'HN-B11' });

    const payload = await refused({ staff, unit: 'HN-B11', role: 'DIRECTOR', concurrent: true });

    expect(told(payload)).toEqual([['LEADERSHIP_OVERLAP', 'unit', '2025-05-01']]);
  });
});

describe('who appoints', () => {
  it.each(['PC-01', 'HN-B01', 'HN-B02', 'BN'])('the leaders of a branch is its center, not %s', async (decidedBy) => {
    const [staff] = await people(1);

    const payload = await refused({ staff, decidedBy });

    expect(toldInFull(payload)).toEqual([
      [
        'APPOINTING_AUTHORITY',
        'decidedBy',
        '2025-05-01',
        `Leaders of HN-B01 are appointed by HN, not by ${decidedBy}.`,
      ],
    ]);
    expect(payload.violations[0]).toMatchObject({ __typename: 'UnitViolation', unit: { code: 'HN-B01' } });
  });

  it('is the issuer of the instrument where nobody is named', async () => {
    const [staff] = await people(1);
    const ofCenter = await anInstrument(server, { number: '12/QĐ-TTPVHCC', issuer: 'HN' });

    const byCenter = await rehearsed({ staff, decidedBy: null, instrument: ofCenter });
    const byCommittee = await refused({ staff, decidedBy: null });
    const byState = await refused({ staff, decidedBy: null, instrument: '118/2025/NĐ-CP' });

    expect(byCenter).toMatchObject({ violations: [], appointment: { decidedBy: { code: 'HN' } } });
    expect(told(byCommittee)).toEqual([['APPOINTING_AUTHORITY', 'decidedBy', '2025-05-01']]);
    expect(toldInFull(byState)[0]?.[3]).toBe('Leaders of HN-B01 are appointed by HN, not by Chính phủ.');
  });

  it.each([
    ['a point', 'HN-00166', 'HN', true],
    ['a point', 'HN-00166', 'HN-B01', false],
    ['a center', 'HN', 'PC-01', true],
    ['a center', 'HN', 'HN', false],
    ['a commune center', 'BN-07210', 'BN', true],
    ['a commune center', 'BN-07210', 'PC-24', true],
    ['a commune center', 'BN-07210', 'BN-09295', false],
    ['what stands under nothing', 'PC-01', 'PC-01', true],
  ])('the leaders of %s, %s: %s', async (_what, unit, decidedBy, may) => {
    const [staff] = await people(1);

    const payload = await rehearsed({ staff, unit, decidedBy, role: 'DIRECTOR', from: '2025-07-01' });

    expect(told(payload)).toEqual(may ? [] : [['APPOINTING_AUTHORITY', 'decidedBy', '2025-07-01']]);
  });
});

describe('appointLeader is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const [staff] = await people(1);
    const { version } = (await server.query(`{ staff(code: "${staff}") { version } }`)).staff;
    const input = {
      staff,
      unit: 'NOPE',
      from: '1899-12-31',
      until: '1899-12-31',
      decidedBy: 'NADA',
      instrument: '404/QĐ',
      expectedVersion: version + 1,
    };

    const en = await refused(input);
    const vi = await refused(input, { headers: { 'accept-language': 'vi' } });

    expect(en.appointment).toBeNull();
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
      ['NOT_FOUND', 'decidedBy', null, 'NADA was not found.'],
      ['NOT_FOUND', 'unit', null, 'NOPE was not found.'],
    ]);
    expect(toldInFull(vi)[1]?.[3]).toBe('Không tìm thấy 404/QĐ.');
  });

  it.each([undefined, null, ''])('without an instrument (%j), whoever may appoint', async (instrument) => {
    const [staff] = await people(1);

    const payload = await refused({ staff, instrument });
    const byNobody = await refused({ staff, instrument, decidedBy: null });

    const missing = [
      ['INSTRUMENT_REQUIRED', 'instrument', '2025-05-01', 'This decision must cite a legal instrument.'],
    ];
    expect([toldInFull(payload), toldInFull(byNobody)]).toEqual([missing, missing]);
  });

  it('of somebody nobody knows', async () => {
    expect(toldInFull(await refused({ staff: 'NOBODY' }))).toEqual([
      ['NOT_FOUND', 'staff', null, 'NOBODY was not found.'],
    ]);
  });

  it.each([
    ['before the person is on staff', { from: '2024-12-15', until: '2025-02-01' }, '2024-12-15'],
    ['beyond the day on which they leave', {}, '2025-08-01'],
  ])('%s', async (_what, days, on) => {
    const staff = await aPerson(server);
    await staffCarried(server, 'leaveStaff', { staff, on: '2025-08-01' });

    expect(toldInFull(await refused({ staff, ...days }))).toEqual([
      ['FACT_OUTSIDE_EMPLOYMENT', 'staff', on, `${staff} is not on staff on ${on}.`],
    ]);
  });

  it.each([
    ['closes on one of its days', { from: '2025-05-01' }, '2025-09-01'],
    ['has not begun', { from: '2025-01-01', unit: 'HN-B03', until: '2025-03-01' }, '2025-01-01'],
  ])('at a unit that %s', async (_what, days, on) => {
    const [staff] = await people(1);

    const payload = await refused({ staff, unit: 'HN-ENDS', ...days });

    expect(told(payload)).toEqual([['FACT_OUTSIDE_UNIT', 'unit', on]]);
  });

  it.each([{ from: '2025-02-30' }, { until: '2025-02-30' }, { role: 'CHIEF' }, { concurrent: null }])(
    'before it is looked at with %j',
    async (wrong) => {
      const [staff] = await people(1);
      const input = { staff, unit: 'HN-B01', role: 'DIRECTOR', from: '2025-05-01', ...wrong };

      const { errors } = await server.ask(staffDocumentOf('appointLeader'), { input });

      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
    },
  );
});
