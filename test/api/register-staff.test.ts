import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Data, startApiServer } from '../support/api-server.ts';
import { withoutWriting, writingARowEach } from '../support/row-counts.ts';
import { aPerson, sendStaffVerb, staffCarried, staffDocumentOf, toldInFull } from '../support/staff-verbs.ts';
import { given, PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer();

afterAll(() => server.close());

const SHOW = `staff {
  id code version name category protected period { from until } payrollHome { code } workplace { code }
  payroll { unit { code } category period { from until } instrument { number } }
  workplaces { unit { code } basis counter period { from until } instrument { number } }
  history { name category protected period { from until } note instrument { number } supersededAt }
  appointments { id } digitalSignature { serial } secondment { id } secondments { id } transfers { id }
}`;

const PERSON = { name: 'Phạm Thị Dung', category: 'PUBLIC_EMPLOYEE', payrollHome: 'HN-B01', from: '2025-05-01' };

const register = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]) =>
  sendStaffVerb(server, 'registerStaff', { ...PERSON, ...input }, { show: SHOW, ...asking });
const refused = (input: object, asking?: Parameters<typeof sendStaffVerb>[3]): Promise<Data> =>
  withoutWriting(server.databaseUrl, () => register(input, asking));

/** A point without a successor. */
beforeAll(async () => {
  const point = { code: 'HN-GONE', name: 'Điểm cũ', kind: 'RECEPTION_POINT', parent: 'HN-B01' };
  await given(server, 'establishUnit', { ...point, on: '2025-01-01' });
  await given(server, 'dissolveUnit', { unit: 'HN-GONE', noSuccessor: true, on: '2025-07-01' });
});

const SINCE = { from: '2025-05-01', until: null };

describe('registerStaff', () => {
  it('puts a person on record with payroll home and workplace', async () => {
    const payload = await register({ code: 'R-01', workplace: 'HN-00166', instrument: PLAN_29 });

    const instrument = { number: PLAN_29 };
    expect(payload).toEqual({
      staff: {
        id: expect.any(String),
        code: 'R-01',
        version: expect.any(Number),
        name: 'Phạm Thị Dung',
        category: 'PUBLIC_EMPLOYEE',
        protected: false,
        period: SINCE,
        payrollHome: { code: 'HN-B01' },
        workplace: { code: 'HN-00166' },
        payroll: [{ unit: { code: 'HN-B01' }, category: 'PUBLIC_EMPLOYEE', period: SINCE, instrument }],
        workplaces: [{ unit: { code: 'HN-00166' }, basis: 'POST', counter: null, period: SINCE, instrument }],
        history: [
          {
            name: 'Phạm Thị Dung',
            category: 'PUBLIC_EMPLOYEE',
            protected: false,
            period: SINCE,
            note: null,
            instrument,
            supersededAt: null,
          },
        ],
        appointments: [],
        digitalSignature: null,
        secondment: null,
        secondments: [],
        transfers: [],
      },
      violations: [],
      rehearsed: false,
    });
  });

  it('writes a person, one fact of each kind and an audit entry, and nothing else', async () => {
    const tables = ['staff', 'staff_version', 'payroll', 'workplace', 'audit_entry'];

    await writingARowEach(server.databaseUrl, tables, () => register({ code: 'R-02' }));
  });

  it('takes the payroll home for the workplace where none is named, without asking for an instrument', async () => {
    const { staff } = await register({ code: 'R-03', protected: true });

    expect(staff.workplace).toEqual({ code: 'HN-B01' });
    expect(staff).toMatchObject({ protected: true, payroll: [{ instrument: null }] });
  });

  it.each(['POSTAL', 'VOLUNTEER', 'OUTSIDE_SUPPORT'])(
    'lets %s work where it is told without a payroll home',
    async (category) => {
      const { staff, violations } = await register({
        code: `R-${category}`,
        category,
        payrollHome: null,
        workplace: 'HN-00166',
      });

      expect(violations).toEqual([]);
      expect(staff).toMatchObject({ category, payrollHome: null, payroll: [], workplace: { code: 'HN-00166' } });
    },
  );

  it('composes names that come in pieces, and takes spaces off', async () => {
    const { staff } = await register({ code: ' R-04 ', name: `  ${'Đặng Hữu Trường'.normalize('NFD')} ` });

    expect([staff.code, staff.name]).toEqual(['R-04', 'Đặng Hữu Trường'.normalize('NFC')]);
  });

  it('takes null for whatever may be left out', async () => {
    const nothing = { workplace: null, instrument: null, rehearse: null, idempotencyKey: null };

    const { staff, violations, rehearsed } = await register({ code: 'R-05', ...nothing });

    expect([violations, rehearsed, staff.workplace]).toEqual([[], false, { code: 'HN-B01' }]);
  });

  it('is there from its first day on, with all that is known of the units', async () => {
    await register({ code: 'R-06', instrument: PLAN_29 });

    const { staff, before } = await server.query(`{
      staff(code: "R-06", asOf: "2025-05-01") { name payrollHome { name } workplace { parent { code } } }
      before: staff(code: "R-06", asOf: "2025-04-30") { name }
    }`);
    expect(staff).toEqual({
      name: 'Phạm Thị Dung',
      payrollHome: { name: 'Chi nhánh Cầu Giấy' },
      workplace: { parent: { code: 'HN' } },
    });
    expect(before).toBeNull();
  });

  it('rehearsed shows the person and writes nothing', async () => {
    const payload = await refused({ code: 'R-07', rehearse: true });

    expect(payload).toMatchObject({ staff: { code: 'R-07', workplace: { code: 'HN-B01' } }, rehearsed: true });
    expect(payload.violations).toEqual([]);
  });

  it('sent again with the same key registers nobody twice; with other words it is refused', async () => {
    const first = await register({ code: 'R-08', idempotencyKey: 'R-08' });

    const [again, other] = await withoutWriting(server.databaseUrl, () =>
      Promise.all([
        register({ code: 'R-08', idempotencyKey: 'R-08' }),
        register({ code: 'R-08', name: 'Khác', idempotencyKey: 'R-08' }),
      ]),
    );

    expect(again).toEqual(first);
    expect(toldInFull(other)).toEqual([
      ['IDEMPOTENCY_MISMATCH', 'idempotencyKey', null, 'This idempotency key was used for a different request.'],
    ]);
  });

  it('by two at once under one code registers one of them', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((no) => register({ code: 'R-09', name: `Người ${no}` })));

    const [refusals, done] = [
      answers.filter(({ staff }) => staff === null),
      answers.filter(({ staff }) => staff !== null),
    ];
    expect(done).toHaveLength(1);
    expect(refusals.map(toldInFull)).toEqual(
      Array.from({ length: 3 }, () => [['ALREADY_EXISTS', 'code', null, 'R-09 already exists.']]),
    );
  });
});

describe('registerStaff of somebody who left', () => {
  it('adds an employment under the code they had; between both they are not on staff', async () => {
    const first = await register({ code: 'R-10', from: '2025-01-01' });
    await staffCarried(server, 'leaveStaff', { staff: 'R-10', on: '2025-03-01' });

    const { staff, violations } = await register({ code: 'R-10', name: 'Phạm Dung', from: '2025-06-01' });

    expect([violations, staff.id]).toEqual([[], first.staff.id]);
    expect(staff.period).toEqual({ from: '2025-01-01', until: null });
    expect(staff.history.map(({ name, period }: Data) => [name, period.from, period.until])).toEqual([
      ['Phạm Thị Dung', '2025-01-01', '2025-03-01'],
      ['Phạm Dung', '2025-06-01', null],
    ]);
    expect(staff.payroll).toHaveLength(2);
    const data = await server.query(`{
      last: staff(code: "R-10", asOf: "2025-02-28") { name }
      between: staff(code: "R-10", asOf: "2025-05-31") { name }
      again: staff(code: "R-10", asOf: "2025-06-01") { name payrollHome(asOf: "2025-05-01") { code } }
    }`);
    expect(data).toEqual({
      last: { name: 'Phạm Thị Dung' },
      between: null,
      again: { name: 'Phạm Dung', payrollHome: null },
    });
  });

  it('may begin on the very day on which they were no longer on staff', async () => {
    await aPerson(server, { code: 'R-11' });
    await staffCarried(server, 'leaveStaff', { staff: 'R-11', on: '2025-03-01' });

    const { staff, violations } = await register({ code: 'R-11', from: '2025-03-01' });

    expect(violations).toEqual([]);
    expect(staff.payrollHome).toEqual({ code: 'HN-B01' });
  });

  it.each(['2025-02-28', '2024-12-01'])('is refused on %s, before they left', async (from) => {
    const code = await aPerson(server);
    await staffCarried(server, 'leaveStaff', { staff: code, on: '2025-03-01' });

    const payload = await refused({ code, from });

    expect(toldInFull(payload)).toEqual([['ALREADY_EXISTS', 'code', null, `${code} already exists.`]]);
  });
});

describe('registerStaff is refused', () => {
  it('with every violation at once, in English and Vietnamese', async () => {
    const input = {
      code: '-R 1',
      name: ' ',
      payrollHome: 'NOPE',
      workplace: 'HN-B03',
      from: '1899-12-31',
      instrument: '404/QĐ',
    };

    const en = await refused(input);
    const vi = await refused(input, { headers: { 'accept-language': 'vi' } });

    expect(en.staff).toBeNull();
    expect(toldInFull(en)).toEqual([
      ['NOT_FOUND', 'instrument', null, '404/QĐ was not found.'],
      ['INPUT_INVALID', 'name', null, 'Invalid value; expected text of 1 to 500 characters.'],
      ['PERIOD_INVALID', 'from', '1899-12-31', 'Invalid period; expected a day from 1900 on.'],
      [
        'INPUT_INVALID',
        'code',
        null,
        'Invalid value; expected a code of letters, digits, dots, hyphens and underscores.',
      ],
      ['NOT_FOUND', 'payrollHome', null, 'NOPE was not found.'],
      ['FACT_OUTSIDE_UNIT', 'workplace', '1899-12-31', 'Unit HN-B03 does not exist on 1899-12-31.'],
    ]);
    expect(toldInFull(vi).map(([, , , message]) => message)).toEqual([
      'Không tìm thấy 404/QĐ.',
      'Giá trị không hợp lệ; cần văn bản từ 1 đến 500 ký tự.',
      'Khoảng thời gian không hợp lệ; cần một ngày từ năm 1900.',
      'Giá trị không hợp lệ; cần mã gồm chữ cái, số, dấu chấm, gạch ngang, gạch dưới.',
      'Không tìm thấy NOPE.',
      'Đơn vị HN-B03 không tồn tại vào ngày 1899-12-31.',
    ]);
  });

  it.each(['2025-05-01', '2024-12-01', '2030-01-01'])(
    'where somebody of that code is on staff, from %s',
    async (from) => {
      const code = await aPerson(server);

      const payload = await refused({ code, from });

      expect(payload).toMatchObject({
        staff: null,
        violations: [
          { __typename: 'StaffViolation', code: 'ALREADY_EXISTS', path: ['code'], staff: { code }, waivable: false },
        ],
      });
    },
  );

  it.each(['CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT'])('for %s without a payroll home', async (category) => {
    const payload = await refused({ code: 'R-20', category, payrollHome: null, workplace: 'HN-00166' });

    expect(toldInFull(payload)).toEqual([
      ['INPUT_INVALID', 'payrollHome', null, `Invalid value; expected a payroll home for ${category}.`],
    ]);
  });

  it('for a volunteer who works nowhere', async () => {
    const payload = await refused({ code: 'R-20', category: 'VOLUNTEER', payrollHome: null });

    expect(toldInFull(payload)).toEqual([
      ['INPUT_INVALID', 'payrollHome', null, 'Invalid value; expected a payroll home for VOLUNTEER.'],
    ]);
  });

  it.each([
    ['begins later', 'HN-B03', '2025-03-01', '2025-03-01'],
    ['closes later', 'HN-GONE', '2025-06-01', '2025-07-01'],
    ['is closed', 'HN-GONE', '2025-08-01', '2025-08-01'],
  ])('at a unit that %s', async (_what, unit, from, on) => {
    const payload = await refused({ code: 'R-20', payrollHome: unit, workplace: 'HN-00166', from });
    const elsewhere = await refused({ code: 'R-20', workplace: unit, from });

    const message = `Unit ${unit} does not exist on ${on}.`;
    expect(toldInFull(payload)).toEqual([['FACT_OUTSIDE_UNIT', 'payrollHome', on, message]]);
    expect(toldInFull(elsewhere)).toEqual([['FACT_OUTSIDE_UNIT', 'workplace', on, message]]);
    expect(payload.violations[0]).toMatchObject({ __typename: 'UnitViolation', unit: { code: unit } });
  });

  it('where the post is not there, with the figures of that day', async () => {
    const quota = { unit: 'HN-B04', category: 'PUBLIC_EMPLOYEE', ceiling: 1 };
    const granted = { center: 'HN', year: 2026, allocations: [quota], instrument: PLAN_29 };
    await staffCarried(server, 'allocateHeadcount', granted);
    await aPerson(server, { payrollHome: 'HN-B04', from: '2025-05-01' });

    const payload = await refused({ code: 'R-20', payrollHome: 'HN-B04' });

    expect(payload).toMatchObject({
      staff: null,
      violations: [
        {
          __typename: 'HeadcountViolation',
          code: 'HEADCOUNT_CEILING_EXCEEDED',
          path: ['payrollHome'],
          on: '2026-01-01',
          unit: { code: 'HN-B04' },
          category: 'PUBLIC_EMPLOYEE',
          ceiling: 1,
          counted: 2,
          message: 'HN-B04 (PUBLIC_EMPLOYEE) would have 2 people, above its ceiling of 1, from 2026-01-01.',
        },
      ],
    });
  });

  it('with a name too long, or a code of more than 64 characters', async () => {
    const payload = await refused({ code: 'R'.repeat(65), name: 'x'.repeat(501) });

    expect(toldInFull(payload).map(([code, path]) => [code, path])).toEqual([
      ['INPUT_INVALID', 'name'],
      ['INPUT_INVALID', 'code'],
    ]);
  });

  it.each([
    ['a day that is none', { from: '2025-02-30' }],
    ['a category that is none', { category: 'CHEF' }],
    ['no answer to a yes or no', { protected: null }],
    ['a character that cannot be kept', { name: 'a\0b' }],
  ])('before it is looked at with %s', async (_what, wrong) => {
    const input = { ...PERSON, code: 'R-20', ...wrong };

    const { errors } = await withoutWriting(server.databaseUrl, () =>
      server.ask(staffDocumentOf('registerStaff'), { input }),
    );

    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT']);
  });
});
