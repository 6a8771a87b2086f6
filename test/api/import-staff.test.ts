import { afterAll, describe, expect, it } from 'vitest';
import { writeTable } from '../../src/services/export/write-table.ts';
import { type Data, startApiServer } from '../support/api-server.ts';
import { carried } from '../support/plan-verbs.ts';
import { withoutWriting } from '../support/row-counts.ts';
import { PLAN_29 } from '../support/verbs.ts';

const server = await startApiServer({ today: '2025-05-15' });

afterAll(() => server.close());

const HEADER = 'Mã cán bộ,Họ và tên,Đối tượng,Đơn vị hưởng lương,Nơi làm việc,Từ ngày';
const DOCUMENT = `mutation ($input: ImportStaffInput!) { importStaff(input: $input) {
  imported leftOut rehearsed violations { code severity path message }
} }`;
const send = async (bytes: Buffer, more: object = {}, name = 'staff.csv'): Promise<Data> =>
  (await server.query(DOCUMENT, { input: { name, base64: bytes.toString('base64'), instrument: PLAN_29, ...more } }))
    .importStaff;
const csv = (...rows: string[]) => Buffer.from([HEADER, ...rows].join('\r\n'));
const told = ({ violations }: Data) => violations.map(({ code, path }: Data) => [code, path?.join(' ')]);

describe('importStaff', () => {
  it('puts the people of a file on record, with their names as they are written', async () => {
    const answer = await send(
      csv('I-1,Đặng Thị Ánh,Công chức,HN-B01,,2025-02-01', 'I-2,Phạm Văn Ổn,viên chức,HN-B01,HN-00166,1/3/2025'),
    );

    expect(answer).toEqual({ imported: 2, leftOut: 0, rehearsed: false, violations: [] });
    const { staffMembers } = await server.query(`{
      staffMembers(search: "dang thi anh", asOf: "2025-05-15") { nodes { code name category payrollHome { code } workplace { code } } }
      second: staff(code: "I-2") { category workplace { code } period { from } }
    }`);
    expect(staffMembers.nodes).toEqual([
      {
        code: 'I-1',
        name: 'Đặng Thị Ánh',
        category: 'CIVIL_SERVANT',
        payrollHome: { code: 'HN-B01' },
        workplace: { code: 'HN-B01' },
      },
    ]);
  });

  it('writes nothing unless all rows hold, and tells every bad one with line and column', async () => {
    const answer = await withoutWriting(server.databaseUrl, () =>
      send(
        csv(
          'I-3,Trần Văn Ba,Công chức,HN-B01,,2025-02-01',
          'I-4,Trần Văn Bốn,Công chức,HN-B99,,2025-02-01',
          'I-5,,Công chức,HN-B01,,2025-02-30',
          'I-1,Trần Văn Sáu,Công chức,HN-B01,,2025-02-01',
        ),
      ),
    );

    expect(answer).toMatchObject({ imported: null, leftOut: null });
    expect(told(answer).sort()).toEqual([
      ['ALREADY_EXISTS', 'file 5 code'],
      ['INPUT_INVALID', 'file 4 Họ và tên'],
      ['INPUT_INVALID', 'file 4 Từ ngày'],
      ['NOT_FOUND', 'file 3 payrollHome'],
    ]);
  });

  it('accepts the good rows where it is asked to, and says what it left out', async () => {
    const answer = await send(
      csv(
        'I-6,Trần Văn Sáu,Công chức,HN-B01,,2025-02-01',
        'I-7,Trần Văn Bảy,Công chức,HN-B99,,2025-02-01',
        'I-8,,Công chức,HN-B01,,2025-02-01',
      ),
      { acceptGoodRows: true },
    );

    expect(answer).toMatchObject({ imported: 1, leftOut: 2 });
    expect(answer.violations.every(({ severity }: Data) => severity === 'WARNING')).toBe(true);
  });

  it('fills a quota with the first rows and leaves the others out', async () => {
    await carried(server, 'allocateHeadcount', {
      center: 'HN',
      year: 2025,
      instrument: PLAN_29,
      allocations: [{ unit: 'HN-B03', category: 'CIVIL_SERVANT', ceiling: 2 }],
    });
    const rows = [1, 2, 3, 4].map((no) => `F-${no},Lê Văn ${'ABCD'[no - 1]},Công chức,HN-B03,,2025-04-01`);

    const answer = await send(csv(...rows), { acceptGoodRows: true });

    expect(answer).toMatchObject({ imported: 2, leftOut: 2, violations: [{ code: 'HEADCOUNT_CEILING_EXCEEDED' }] });
    const { staffMembers } = await server.query('{ staffMembers(unit: "HN-B03") { nodes { code } } }');
    expect(staffMembers.nodes.map(({ code }: Data) => code)).toEqual(['F-1', 'F-2']);
  });

  it('rehearses', async () => {
    const answer = await withoutWriting(server.databaseUrl, () =>
      send(csv('I-9,Trần Văn Chín,Công chức,HN-B01,,2025-02-01'), { rehearse: true }),
    );

    expect(answer).toEqual({ imported: 1, leftOut: 0, rehearsed: true, violations: [] });
  });

  it('says of what is no table that it is none', async () => {
    const answer = await send(Buffer.from('%PDF-1.7'), {}, 'staff.pdf');

    expect(answer.imported).toBeNull();
    expect(told(answer)).toEqual([['INPUT_INVALID', 'file 0']]);
  });

  it('takes a workbook of 10,000 rows in one request', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => ({
      code: `W-${index}`,
      name: 'Nguyễn Thị Hương',
      category: 'PUBLIC_EMPLOYEE',
      payroll_home: `HN-B${String((index % 12) + 1).padStart(2, '0')}`,
      workplace: null,
      from: '2025-05-01',
    }));
    const columns = ['code', 'name', 'category', 'payroll_home', 'workplace', 'from'].map((key) => ({
      key,
      header: key,
      type: key === 'from' ? ('date' as const) : ('text' as const),
    }));
    const workbook = await writeTable({ title: 'Staff', columns, rows }, 'XLSX');
    const started = Date.now();

    const answer = await send(workbook, {}, 'staff.xlsx');

    expect(answer).toMatchObject({ imported: 10_000, leftOut: 0, violations: [] });
    console.info(`10,000 rows of a workbook: ${Date.now() - started} ms`);
  }, 60_000);
});
