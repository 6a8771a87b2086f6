import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import { packWorkbook } from '../../src/services/staff/pack-workbook.ts';
import { MAX_ROWS, readStaffFile } from '../../src/services/staff/read-staff-file.ts';
import type { StaffProblem } from '../../src/services/staff/staff-file.ts';

const HEADER = 'Mã,Họ và tên,Loại,Đơn vị hưởng lương,Nơi làm việc,Từ ngày,Được bảo vệ';
const HEADER_CELLS = HEADER.split(',');
const GOOD = 'CB01,Nguyễn Văn An,Viên chức,VN-C-00166,VN-C-00169,2025-07-01,';
const PAID_UNIT = 'a unit code: 1 to 64 of A-Z, 0-9, ".", "-"';
const CATEGORIES =
  'CIVIL_SERVANT (công chức), PUBLIC_EMPLOYEE (viên chức), CONTRACT (hợp đồng), POSTAL (nhân viên bưu chính), VOLUNTEER (tình nguyện viên), OUTSIDE_SUPPORT (nhân sự hỗ trợ từ bên ngoài)';
const DAYS = 'YYYY-MM-DD or day/month/year, from the year 1900 on';

function readCsv(...lines: string[]) {
  return readStaffFile('staff.csv', Buffer.from(lines.join('\n')));
}

async function readSheet(...rows: SheetData) {
  return readStaffFile('staff.xlsx', await writeExcelFile(rows).toBuffer());
}

/** A workbook whose only sheet holds the given rows as XML. */
function workbook(sheetData: string, others: Record<string, string> = {}): Buffer {
  const type = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet';
  const parts = {
    'xl/workbook.xml': '<workbook><sheets><sheet name="A" sheetId="1" id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${type}" Target="sheet1.xml"/></Relationships>`,
    'xl/sheet1.xml': `<worksheet><sheetData>${sheetData}</sheetData></worksheet>`,
    ...others,
  };
  return packWorkbook(new Map(Object.entries(parts).map(([path, xml]) => [path, Buffer.from(xml)])));
}

/** The header and one good row, each cell replaceable by the XML of another, up to its place. */
function sheetRows(cells: Partial<Record<'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G', string>> = {}): string {
  const inline = (text: string) => `t="inlineStr"><is><t>${text}</t></is></c>`;
  const row = (line: number, texts: readonly string[], others: Record<string, string>) => {
    const written = texts.map((text, index) => {
      const letter = 'ABCDEFG'.charAt(index);
      return `<c r="${letter}${line}" ${others[letter] ?? inline(text)}`;
    });
    return `<row r="${line}">${written.join('')}</row>`;
  };
  return row(1, HEADER_CELLS, {}) + row(2, GOOD.split(','), cells);
}

/** A zip archive with one packed part, which may declare another size than it has. */
function archiveOf(content: Buffer, declared = content.length): Buffer {
  const packed = deflateRawSync(content);
  const stored = packWorkbook(new Map([['xl/workbook.xml', packed]]));
  const entry = stored.indexOf(Buffer.from('504b0102', 'hex'));
  stored.writeUInt16LE(8, entry + 10);
  stored.writeUInt32LE(declared, entry + 24);
  return stored;
}

const brief = (problems: StaffProblem[]) =>
  problems.map(({ line, column, reason, expected }) => [line, column, reason, expected]);
const reasons = (problems: StaffProblem[]) => problems.map(({ line, reason }) => `${line}: ${reason}`);

describe('a staff file without a problem', () => {
  it('is read into rows with their lines', async () => {
    const { rows, problems } = await readCsv(
      HEADER,
      GOOD,
      '',
      'T.2_x-y,Lê Thị Bé,tình nguyện viên,,VN-C-00169,5/9/2025,x',
    );

    expect(problems).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        code: 'CB01',
        name: 'Nguyễn Văn An',
        category: 'PUBLIC_EMPLOYEE',
        payrollHome: 'VN-C-00166',
        workplace: 'VN-C-00169',
        from: '2025-07-01',
        protected: false,
      },
      {
        line: 4,
        code: 'T.2_x-y',
        name: 'Lê Thị Bé',
        category: 'VOLUNTEER',
        payrollHome: null,
        workplace: 'VN-C-00169',
        from: '2025-09-05',
        protected: true,
      },
    ]);
  });

  it.each([
    ['Vietnamese words', 'Mã cán bộ,Họ tên,Đối tượng,Đơn vị biên chế,Nơi làm việc,Ngày bắt đầu'],
    ['English words', 'code,name,category,payroll_home,workplace,from'],
    ['no marks, other case, underscores', 'MA_CAN_BO,ho  va ten,LOAI,don_vi_huong_luong,NoiLamViec,tu-ngay *'],
    ['decomposed letters', 'Mã,Họ và tên,Loại,Đơn vị hưởng lương,Nơi làm việc,Từ ngày'.normalize('NFD')],
    ['the Icelandic letter for đ', 'Mã,Họ tên,Ðối tượng,Ðơn vị biên chế,Nơi làm việc,Ngày bắt ðầu'],
  ])('may have a header of %s', async (_name, header) => {
    const { rows, problems } = await readCsv(header, 'CB01,An,CONTRACT,BD,HN,2025-07-01');

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ code: 'CB01', category: 'CONTRACT', payrollHome: 'BD', workplace: 'HN' }]);
  });

  it('may have its columns in any order among others', async () => {
    const { rows, problems } = await readCsv(
      'STT,Từ ngày,Nơi làm việc,Ghi chú,Đơn vị biên chế,Loại,Họ tên,Mã',
      '1,2025-07-01,HN,"mới, tạm",BD,Công chức,An,CB01',
    );

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ code: 'CB01', name: 'An', payrollHome: 'BD', workplace: 'HN' }]);
  });

  it.each([
    [',', '\n', ''],
    [';', '\r\n', '\uFEFF'],
    ['\t', '\r', ''],
  ])('may be separated by %j and %j and begin with %j', async (delimiter, ending, mark) => {
    const text = [HEADER, GOOD, ''].join(ending).replaceAll(',', delimiter);

    const { rows, problems } = await readStaffFile('Danh sách.CSV', Buffer.from(mark + text));

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ line: 2, code: 'CB01', from: '2025-07-01' }]);
  });

  it('may leave away the cells at the end of a row, as Excel does', async () => {
    const { rows, problems } = await readCsv(HEADER, 'CB01,An,Công chức,BD,,2025-07-01');

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ workplace: null, protected: false }]);
  });

  it.each([
    ['CIVIL_SERVANT', ['CIVIL_SERVANT', 'civil servant', 'Công chức', 'CONG CHUC']],
    ['PUBLIC_EMPLOYEE', ['PUBLIC_EMPLOYEE', 'viên chức']],
    ['CONTRACT', ['CONTRACT', 'Hợp đồng', 'hop dong']],
    ['POSTAL', ['POSTAL', 'Nhân viên bưu chính', 'bưu chính']],
    ['VOLUNTEER', ['VOLUNTEER', 'Tình nguyện viên']],
    ['OUTSIDE_SUPPORT', ['OUTSIDE_SUPPORT', 'Nhân sự hỗ trợ từ bên ngoài', 'Hỗ trợ bên ngoài', 'nhân viên hỗ trợ']],
  ])('may call %s %j', async (category, words) => {
    const { rows, problems } = await readCsv(
      HEADER,
      ...words.map((word, index) => `A${index},An,${word},BD,,2025-07-01`),
    );

    expect(problems).toEqual([]);
    expect(new Set(rows.map((row) => row.category))).toEqual(new Set([category]));
    expect(rows).toHaveLength(words.length);
  });

  it.each([
    [true, ['có', 'CO', 'yes', 'Yes', 'true', 'x', 'X', '1']],
    [false, ['không', 'Khong', 'no', 'FALSE', '0', '', ' ']],
  ])('may say %s as %j', async (answer, words) => {
    const { rows, problems } = await readCsv(
      HEADER,
      ...words.map((word, index) => `A${index},An,POSTAL,,HN,2025-07-01,${word}`),
    );

    expect(problems).toEqual([]);
    expect(rows.map((row) => row.protected)).toEqual(words.map(() => answer));
  });
});

const CELLS: [name: string, row: string, problems: [column: string | null, reason: string, expected: string][]][] = [
  [
    'everything empty but a note',
    ',,,,,,x',
    [
      ['Mã', 'the cell is empty', '1 to 64 of A-Z, a-z, 0-9, ".", "_", "-"'],
      ['Họ và tên', 'the cell is empty', 'a name of at most 500 characters'],
      ['Loại', 'the cell is empty', CATEGORIES],
      ['Nơi làm việc', 'the cell is empty, and so is "Đơn vị hưởng lương"', `${PAID_UNIT}, in one of both`],
      ['Từ ngày', 'the cell is empty', DAYS],
    ],
  ],
  [
    'every cell wrong',
    'CB 01,An\u200B,Giám đốc,bd,H_N,30/02/2025,maybe',
    [
      ['Mã', '"CB 01" is not a code', '1 to 64 of A-Z, a-z, 0-9, ".", "_", "-"'],
      ['Họ và tên', 'the name holds the invisible character U+200B', 'a name without it'],
      ['Loại', '"Giám đốc" is not a category known here', CATEGORIES],
      ['Đơn vị hưởng lương', '"bd" is not a code', PAID_UNIT],
      ['Nơi làm việc', '"H_N" is not a code', PAID_UNIT],
      ['Từ ngày', '"30/02/2025" is not in the calendar', DAYS],
      [
        'Được bảo vệ',
        '"maybe" is neither yes nor no',
        'có, yes, true, x, 1 for yes; không, no, false, 0 or nothing for no',
      ],
    ],
  ],
  [
    'a line break within a name',
    'CB02,"Nguyễn\nAn",POSTAL,BD,,2025-07-01',
    [['Họ và tên', 'the name holds the invisible character U+000A', 'a name without it']],
  ],
  [
    'a name that is too long',
    `CB02,${'ễ'.repeat(501)},POSTAL,BD,,2025-07-01`,
    [['Họ và tên', 'the name is too long', 'a name of at most 500 characters']],
  ],
  [
    'a paid category without a unit that pays',
    'CB02,An,Công chức,,HN,2025-07-01',
    [['Đơn vị hưởng lương', 'the cell is empty, yet a unit pays every CIVIL_SERVANT', PAID_UNIT]],
  ],
  [
    'a formula that failed',
    'CB02,#N/A,POSTAL,BD,#REF!,2025-07-01',
    [
      ['Họ và tên', 'the formula of the cell failed with #N/A', 'a name of at most 500 characters'],
      ['Nơi làm việc', 'the formula of the cell failed with #REF!', PAID_UNIT],
    ],
  ],
  [
    'a code that a spreadsheet shortened',
    '1.23E+11,An,POSTAL,BD,,2025-07-01',
    [
      [
        'Mã',
        '"1.23E+11" is not a code; a spreadsheet shortens long numbers so',
        '1 to 64 of A-Z, a-z, 0-9, ".", "_", "-"',
      ],
    ],
  ],
  [
    'a separator within a cell without quotes',
    'CB02,Nguyễn, An,POSTAL,BD,HN,2025-07-01,x',
    [
      [
        null,
        'the row has 8 cells, the header 7; its cells may be shifted',
        'at most 7 cells, with quotes around a cell that holds the separator',
      ],
    ],
  ],
];

describe('a row that cannot be right', () => {
  it.each(CELLS)('is reported with each bad cell and left out: %s', async (_name, row, expected) => {
    const { rows, problems } = await readCsv(HEADER, GOOD, row);

    expect(brief(problems)).toEqual(expected.map((problem) => [3, ...problem]));
    expect(rows.map(({ code }) => code)).toEqual(['CB01']);
  });

  it('is reported with the header as the file writes it', async () => {
    const { problems } = await readCsv(
      'ma_can_bo,HO TEN,LOAI,payroll_home,WORKPLACE,from',
      '?,An,POSTAL,BD,,2025-07-01',
    );

    expect(problems).toMatchObject([{ line: 2, column: 'ma_can_bo' }]);
  });

  it('repeats a code, even the one of a row with a problem', async () => {
    const { rows, problems } = await readCsv(
      HEADER,
      'CB01,An,POSTAL,?,,2025-07-01',
      GOOD,
      GOOD.replace('CB01', 'cb01'),
      GOOD,
    );

    expect(brief(problems)).toEqual([
      [2, 'Đơn vị hưởng lương', '"?" is not a code', PAID_UNIT],
      [3, 'Mã', 'CB01 is already on line 2', 'one row for each person'],
      [5, 'Mã', 'CB01 is already on line 2', 'one row for each person'],
    ]);
    expect(rows.map(({ line, code }) => [line, code])).toEqual([[4, 'cb01']]);
  });

  it.each([
    ['2025-02-30', 'is not in the calendar'],
    ['2025-13-01', 'is not in the calendar; the day comes before the month'],
    ['29/2/2023', 'is not in the calendar'],
    ['7/13/2025', 'is not in the calendar; the day comes before the month'],
    ['0/1/2025', 'is not in the calendar'],
    ['31/12/1899', 'is before 1900'],
    ['0001-01-01', 'is before 1900'],
    ['10000-01-01', 'is not a date'],
    ['1/7/25', 'is not a date'],
    ['2025-7-1', 'is not a date'],
    ['2025-07-01T08:30:00', 'is not a date'],
    ['45839', 'is not a date'],
    ['infinity', 'is not a date'],
  ])('has no day: %s', async (text, reason) => {
    const { rows, problems } = await readCsv(HEADER, `CB01,An,POSTAL,BD,,${text}`);

    expect(brief(problems)).toEqual([[2, 'Từ ngày', `"${text}" ${reason}`, DAYS]]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['2025-07-01', '2025-07-01'],
    ['1/7/2025', '2025-07-01'],
    ['01/07/2025', '2025-07-01'],
    ['29/02/2024', '2024-02-29'],
    ['1900-01-01', '1900-01-01'],
    ['31/12/9999', '9999-12-31'],
    ['2025-07-01T00:00:00', '2025-07-01'],
    ['2025-07-01 00:00:00.000', '2025-07-01'],
  ])('has a day: %s', async (text, day) => {
    const { rows, problems } = await readCsv(HEADER, `CB01,An,POSTAL,BD,,${text}`);

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ from: day }]);
  });
});

describe('a staff file that cannot be read', () => {
  it.each([
    ['nothing', '', '0: the file is empty'],
    ['blank lines', '\uFEFF\n , \n', '0: the file has no header: all of it is blank'],
    ['a header only', `\n${HEADER}\n\n`, '2: the file has no rows below its header'],
    ['no header', GOOD, '1: the first row is no header: it names no column known'],
    ['other columns', 'a,b\n1,2', '1: the first row is no header: it names no column known'],
  ])('is one problem: %s', async (_name, text, reason) => {
    const { rows, problems } = await readStaffFile('staff.csv', Buffer.from(text));

    expect(reasons(problems)).toEqual([reason]);
    expect(rows).toEqual([]);
  });

  it('lacks columns, each of which is reported, as is one that is there twice', async () => {
    const { rows, problems } = await readCsv('Mã,Mã cán bộ,Họ tên,Loại,Từ ngày', 'CB01,CB01,An,POSTAL,2025-07-01');

    expect(brief(problems)).toEqual([
      [1, null, 'the columns "Mã" and "Mã cán bộ" are one and the same', 'only one of them'],
      [
        1,
        null,
        'the column "Đơn vị hưởng lương" is missing',
        '"Đơn vị hưởng lương" or "Đơn vị biên chế" or "Payroll home"',
      ],
      [1, null, 'the column "Nơi làm việc" is missing', '"Nơi làm việc" or "Workplace"'],
    ]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['Latin-1', Buffer.from(`${HEADER}\nCB01,Hi\xeau`, 'latin1'), '1: the file is not valid UTF-8'],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), '1: the file is not valid UTF-8'],
    ['one byte', Buffer.concat([Buffer.from(`${HEADER}\n`), Buffer.from([0xff])]), '2: the file is not valid UTF-8'],
  ])('is in another encoding: %s', async (_name, bytes, reason) => {
    const { rows, problems } = await readStaffFile('staff.csv', bytes);

    expect(reasons(problems)).toEqual([reason]);
    expect(rows).toEqual([]);
  });

  it('has a broken quote, and keeps the rows before it', async () => {
    const { rows, problems } = await readCsv(HEADER, GOOD, 'CB02,"An,POSTAL,BD,,2025-07-01', GOOD);

    expect(reasons(problems)).toEqual(['3: a quote is opened and never closed; the rest of the file was not read']);
    expect(rows.map(({ line }) => line)).toEqual([2]);
  });

  it.each([
    ['scan.pdf', '%PDF-1.7', '"scan.pdf" is neither a CSV file nor a workbook'],
    ['staff', GOOD, '"staff" is neither a CSV file nor a workbook'],
    ['staff.xlsx', GOOD, 'the file is named .xlsx, yet is no workbook'],
    ['staff.xls', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'the file is an old .xls workbook, or has a password'],
    ['staff.xlsx', 'PK\x03\x04', 'the workbook cannot be read: its end is missing'],
  ])('is of another kind: %s with %j', async (name, text, reason) => {
    const { rows, problems } = await readStaffFile(name, Buffer.from(text, 'latin1'));

    expect(reasons(problems)).toEqual([`0: ${reason}`]);
    expect(rows).toEqual([]);
  });

  it('is larger than 5 MB', async () => {
    const { rows, problems } = await readStaffFile('staff.csv', Buffer.alloc(5 * 1024 * 1024 + 1, 'a'));

    expect(reasons(problems)).toEqual(['0: the file is larger than 5 MB']);
    expect(rows).toEqual([]);
  });

  it('holds more rows than one file may, blank ones not counted', async () => {
    const lines = Array.from({ length: MAX_ROWS }, (_, index) => `A${index},An,POSTAL,BD,,2025-07-01\n`);

    const most = await readCsv(HEADER, ...lines);
    const more = await readCsv(HEADER, ...lines, 'B,An,POSTAL,BD,,2025-07-01', '?,?,?');

    expect(most.problems).toEqual([]);
    expect(most.rows).toHaveLength(MAX_ROWS);
    expect(more.rows).toEqual([]);
    expect(brief(more.problems)).toEqual([[20_002, null, 'more than 10000 rows', 'at most 10000 in a file']]);
  });
});

describe('a workbook', () => {
  const text = (value: string): Cell => ({ value, type: String });
  const header = HEADER_CELLS.map(text);

  it('is read with the numbers of its rows and its own dates, numbers and truth values', async () => {
    const date = { value: new Date('2025-07-01T00:00:00Z'), type: Date, format: 'dd/mm/yyyy' };
    const late = { value: new Date('2025-07-02T23:59:59Z'), type: Date, format: 'dd/mm/yyyy hh:mm' };

    const { rows, problems } = await readSheet(
      header,
      [],
      [7204, text('  An '), text('Công chức'), text('BD'), 79, date, true],
      [{ value: 12_345_678_901, type: Number }, text('Bình'), text('POSTAL'), null, text('HN'), late, 0],
    );

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([
      { line: 3, code: '7204', name: 'An', workplace: '79', from: '2025-07-01', protected: true },
      { line: 4, code: '12345678901', payrollHome: null, from: '2025-07-02', protected: false },
    ]);
  });

  it('is told by its content, whatever its name', async () => {
    const { rows, problems } = await readStaffFile('staff.csv', workbook(sheetRows()));

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ line: 2, code: 'CB01', name: 'Nguyễn Văn An' }]);
  });

  it('may hold what is not of its sheets, in whatever length', async () => {
    const bytes = workbook(sheetRows(), { 'customXml/item1.xml': `<Query>${'A'.repeat(400_000)}</Query>` });

    const { rows, problems } = await readStaffFile('staff.xlsx', bytes);

    expect(problems).toEqual([]);
    expect(rows).toHaveLength(1);
  });

  it('dropped the leading zeros of a code where others have theirs', async () => {
    const row = (code: Cell, unit: Cell) => [code, text('An'), text('POSTAL'), unit, null, text('2025-07-01')];

    const { rows, problems } = await readSheet(
      header,
      row(text('00166'), text('BD')),
      row(166, 24),
      row(12_345, text('07204')),
      row(text('166'), 7204),
    );

    expect(brief(problems)).toEqual([
      [
        3,
        'Mã',
        '"166" is shorter than "00166" on line 2; a spreadsheet drops leading zeros',
        '1 to 64 of A-Z, a-z, 0-9, ".", "_", "-", in a cell formatted as text',
      ],
      [
        3,
        'Đơn vị hưởng lương',
        '"24" is shorter than "07204" on line 4; a spreadsheet drops leading zeros',
        `${PAID_UNIT}, in a cell formatted as text`,
      ],
      [
        5,
        'Đơn vị hưởng lương',
        '"7204" is shorter than "07204" on line 4; a spreadsheet drops leading zeros',
        `${PAID_UNIT}, in a cell formatted as text`,
      ],
    ]);
    expect(rows.map(({ code }) => code)).toEqual(['00166', '12345']);
  });

  it.each([
    ['1234567890123450', '"1234567890123450" is a number; a spreadsheet keeps only 15 digits of it'],
    ['1.2345678901234568E+17', 'is a number that is not whole'],
    ['1.5', '"1.5" is a number that is not whole'],
    ['-7', '"-7" is a number that is not whole'],
  ])('changed a code that it took for a number: %s', async (digits, reason) => {
    const { rows, problems } = await readStaffFile('a.xlsx', workbook(sheetRows({ A: `><v>${digits}</v></c>` })));

    expect(problems).toMatchObject([{ line: 2, column: 'Mã', reason: expect.stringContaining(reason) }]);
    expect(rows).toEqual([]);
  });

  it.each([
    ['7204.0', '7204'],
    ['7.204E3', '7204'],
    ['123456789012345', '123456789012345'],
  ])('keeps the digits of a code that is a number: %s', async (digits, code) => {
    const { rows, problems } = await readStaffFile('a.xlsx', workbook(sheetRows({ A: `><v>${digits}</v></c>` })));

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ code }]);
  });

  it('made a date of a code, and a number of a date', async () => {
    const date = { value: new Date('2025-03-05T00:00:00Z'), type: Date, format: 'd-mmm' };

    const { problems } = await readSheet(header, [date, text('An'), text('POSTAL'), text('BD'), null, 45_839]);

    expect(reasons(problems)).toEqual([
      '2: "2025-03-05" is a date; a spreadsheet makes dates of codes that look like one',
      '2: "45839" is a number; a spreadsheet keeps a date as one, and needs a date format to show it',
    ]);
  });

  it.each([
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [61, '1900-03-01'],
    [45_839, '2025-07-01'],
    [2_958_465, '9999-12-31'],
  ])('stores the day of number %d as Excel shows it', async (serial, day) => {
    const date = new Date((serial - 25_569) * 86_400_000);

    const { rows, problems } = await readSheet(header, [
      ...['CB01', 'An', 'POSTAL', 'BD', ''].map(text),
      { value: date, type: Date, format: 'yyyy-mm-dd' },
    ]);

    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ from: day }]);
  });

  it.each([
    [0, '"1899-12-31" is before 1900'],
    [-5, '"1899-12-26" is before 1900'],
    [2_958_466, '"########" is not a date'],
    [1e15, '"########" is not a date'],
  ])('has no day of number %d', async (serial, reason) => {
    const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>';
    const bytes = workbook(sheetRows({ F: `s="1"><v>${serial}</v></c>` }), { 'xl/styles.xml': styles });

    const { problems } = await readStaffFile('a.xlsx', bytes);

    expect(reasons(problems)).toEqual([`2: ${reason}`]);
  });

  it('has a formula that failed, days of the ISO type, and blank rows down to the last', async () => {
    const rows = sheetRows({
      E: 't="e"><f>VLOOKUP(A2,B:C,2)</f><v>#N/A</v></c>',
      F: 't="d"><v>2025-07-01T00:00:00</v></c>',
    });
    const blank =
      '<row r="1048575" spans="1:2"></row><row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576"/></row>';

    const { problems } = await readStaffFile('a.xlsx', workbook(rows + blank));

    expect(brief(problems)).toEqual([[2, 'Nơi làm việc', 'the formula of the cell failed with #N/A', PAID_UNIT]]);
  });

  it('holds more rows than one file may', async () => {
    const row = (index: number) => [`A${index}`, 'An', 'POSTAL', 'BD', '', '2025-07-01'].map(text);

    const { rows, problems } = await readSheet(
      header,
      ...Array.from({ length: MAX_ROWS + 1 }, (_, index) => row(index)),
    );

    expect(brief(problems)).toEqual([[MAX_ROWS + 2, null, 'more than 10000 rows', 'at most 10000 in a file']]);
    expect(rows).toEqual([]);
  });
});

describe('a hostile workbook', () => {
  const MEBIBYTE = 1024 * 1024;

  it.each([
    ['declares too large a size', archiveOf(Buffer.alloc(61 * MEBIBYTE)), 'it is larger than 60 MB when unpacked'],
    [
      'hides its size',
      archiveOf(Buffer.alloc(200 * MEBIBYTE), 1_000),
      'xl/workbook.xml is damaged or larger than it declares to be',
    ],
    ['is another archive', archiveOf(Buffer.from('<a/>')), '"xl/_rels/workbook.xml.rels" file not found'],
    ['has no XML', workbook('<row'), 'it is damaged'],
    ['has a text without end', workbook(`<row>${' '.repeat(400_000)}</row>`), 'it holds a text of 400005 characters'],
    [
      'has blank cells within a text without end',
      workbook(`<row>${`${'a'.repeat(100_000)}<c r="A1"/>`.repeat(4)}</row>`),
      'it holds a text of 400005 characters',
    ],
    [
      'has a row far below',
      workbook('<row r="1000000000"><c r="A1000000000"><v>1</v></c></row>'),
      'is no place in a sheet',
    ],
    [
      'has a row beyond',
      workbook('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'),
      'it reaches down to row 9999999',
    ],
    [
      'has a row in disguise',
      workbook('<row x:r = \'1e9\'><c r="A1"><v>1</v></c></row>'),
      '"1e9" is no place in a sheet',
    ],
    ['has too many rows', workbook('<row>1</row>'.repeat(100_001)), 'it reaches down to row 100001'],
    [
      'has a cell far away',
      workbook('<row r="9999"><c r="XFD9999"><v>1</v></c></row>'),
      'it spans 9999 rows and 16384 columns',
    ],
  ])('%s', async (_name, bytes, cause) => {
    const { rows, problems } = await readStaffFile('a.xlsx', bytes);

    expect(problems).toMatchObject([{ line: 0, column: null, reason: expect.stringContaining(cause) }]);
    expect(problems[0]?.reason).toMatch(/^the workbook cannot be read: /);
    expect(rows).toEqual([]);
  });

  it('is never more than a problem, whichever of its bytes are changed', async () => {
    const sound = await writeExcelFile([HEADER_CELLS, GOOD.split(',')]).toBuffer();
    const change = fc.record({ at: fc.nat(sound.length - 1), to: fc.nat(255) });

    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(sound.length), async (changes, cut) => {
        const bytes = Buffer.from(sound);
        for (const { at, to } of changes) bytes[at] = to;

        for (const file of [bytes, sound.subarray(0, cut)]) {
          const { rows, problems } = await readStaffFile('a.xlsx', file);

          expect(rows.length + problems.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is never more than a problem as CSV, whatever it holds', async () => {
    const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', ',', ';', '\n', '\r', '#N/A', 'CB01'));

    await fc.assert(
      fc.asyncProperty(fc.array(cell), fc.uint8Array(), async (cells, noise) => {
        const text = await readCsv(HEADER, cells.join(''));
        const bytes = await readStaffFile('a.csv', Buffer.from(noise));

        expect(text.rows.length + text.problems.length).toBeGreaterThan(0);
        expect(bytes.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
