import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { Table } from '../../src/services/export/table.ts';
import { writeTable } from '../../src/services/export/write-table.ts';
import { readRecords } from '../../src/services/reform/read-records.ts';
import { readStaffFile } from '../../src/services/staff/read-staff-file.ts';
import { unpackWorkbook } from '../../src/services/staff/unpack-workbook.ts';

const FORMATS = ['CSV', 'XLSX'] as const;

/** Every letter of Vietnamese with every tone, and what names hold besides. */
const LETTERS = [...'aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz'].flatMap((letter) =>
  ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'].flatMap((tone) => {
    const toned = (letter + tone).normalize('NFC');
    return 'aăâeêioôơuưy'.includes(letter) || tone === '' ? [toned, toned.toUpperCase()] : [];
  }),
);
const letter = fc.constantFrom(...LETTERS, "'", '-', '.', ',', ';', '"', '&', '<', '𡨸');
const word = fc
  .tuple(fc.constantFrom(...LETTERS), fc.array(letter, { maxLength: 8 }))
  .map(([first, rest]) => first + rest.join(''));
const name = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));

const STAFF: Table = {
  title: 'Nhân sự',
  columns: [
    { key: 'code', header: 'Mã cán bộ', type: 'text' },
    { key: 'name', header: 'Họ và tên', type: 'text' },
    { key: 'category', header: 'Loại', type: 'text' },
    { key: 'payrollHome', header: 'Đơn vị hưởng lương', type: 'text' },
    { key: 'workplace', header: 'Nơi làm việc', type: 'text' },
    { key: 'from', header: 'Từ ngày', type: 'date' },
    { key: 'protected', header: 'Được bảo vệ', type: 'text' },
  ],
  rows: [],
};

/** One column under the header `Cell`, with a row for each value. */
function column(type: Table['columns'][number]['type'], values: (string | number | null)[]): Table {
  return {
    title: 'T',
    columns: [
      { key: 'row', header: 'Row', type: 'number' },
      { key: 'cell', header: 'Cell', type },
    ],
    rows: values.map((cell, row) => ({ row, cell })),
  };
}

async function csvCells(type: Table['columns'][number]['type'], values: (string | number | null)[]): Promise<string[]> {
  const records: string[][] = parse(await writeTable(column(type, values), 'CSV'), { bom: true });
  return records.slice(1).map(([, cell = '']) => cell);
}

async function sheetCells(
  type: Table['columns'][number]['type'],
  values: (string | number | null)[],
): Promise<unknown[]> {
  const rows = await readSheet(await writeTable(column(type, values), 'XLSX'), { trim: false });
  return rows.slice(1).map(([, cell = null]) => cell);
}

async function sheetXml(table: Table, path = 'xl/worksheets/sheet1.xml'): Promise<string> {
  const parts = await unpackWorkbook(await writeTable(table, 'XLSX'));
  return String(parts.get(path));
}

describe('a table written for staff', () => {
  it.each(FORMATS)('is read again as it was, whatever Vietnamese name is in it (%s)', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 5 }), fc.boolean(), async (names, isProtected) => {
        const rows = names.map((text, index) => ({
          code: `00${index}`,
          name: text,
          category: 'VOLUNTEER',
          payrollHome: null,
          workplace: '01.HN-B01',
          from: '2025-07-01',
          protected: isProtected ? 'có' : null,
        }));

        const bytes = await writeTable({ ...STAFF, rows }, format);
        const reading = await readStaffFile(`staff.${format}`, bytes);

        expect(reading.problems).toEqual([]);
        expect(reading.rows).toEqual(rows.map((row, index) => ({ ...row, line: index + 2, protected: isProtected })));
      }),
      { numRuns: 60 },
    );
  });

  it.each(FORMATS)('holds every letter there is (%s)', async (format) => {
    const rows = LETTERS.map((text, index) => {
      const common = { category: 'POSTAL', payrollHome: 'BD', workplace: null, from: '1900-01-01', protected: null };
      return { code: `A${index}`, name: `${text} ${text.normalize('NFD')}`, ...common };
    });

    const reading = await readStaffFile(`staff.${format}`, await writeTable({ ...STAFF, rows }, format));

    expect(reading.problems).toEqual([]);
    expect(reading.rows.map((row) => row.name)).toEqual(LETTERS.map((text) => `${text} ${text}`));
    expect(reading.rows.map((row) => row.from)).toEqual(LETTERS.map(() => '1900-01-01'));
    expect(LETTERS).toHaveLength(2 * (12 * 6 + 21));
  });
});

describe('a CSV file', () => {
  it('is UTF-8 with a byte order mark, commas and CRLF', async () => {
    const table: Table = {
      title: 'Báo cáo',
      columns: [
        { key: 'unit', header: 'Đơn vị', type: 'text' },
        { key: 'people', header: 'Số người', type: 'number' },
        { key: 'from', header: 'Từ ngày', type: 'date' },
      ],
      rows: [
        { unit: 'Phường "A", B', people: -5, from: '2025-07-01', other: 'x' },
        { unit: 'Xã\nC', people: 0.5, from: null },
        { unit: null, people: null },
      ],
    };

    const bytes = await writeTable(table, 'CSV');

    expect(bytes.toString()).toBe(
      '\uFEFFĐơn vị,Số người,Từ ngày\r\n"Phường ""A"", B",-5,2025-07-01\r\n"Xã\nC",0.5,\r\n,,\r\n',
    );
  });

  it('has its header without rows', async () => {
    expect((await writeTable({ ...column('text', []) }, 'CSV')).toString()).toBe('\uFEFFRow,Cell\r\n');
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+84 912', "'+84 912"],
    ['-5', "'-5"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\tNguyễn', "'\tNguyễn"],
    ['\rNguyễn', "'\rNguyễn"],
    ['  =1', "  '=1"],
    ['\u00A0\u200B\u3000=1', "\u00A0\u200B\u3000'=1"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['﹦1', "'﹦1"],
    ['−1', "'−1"],
    ['An; =1', "An; '=1"],
    ['An\n=1', "An\n'=1"],
    ['An\t@x', "An\t'@x"],
  ])('keeps %j from being a formula', async (text, written) => {
    expect(await csvCells('text', [text])).toEqual([written]);
    expect(await csvCells('number', [text])).toEqual([written]);
    expect(await csvCells('date', [text])).toEqual([written]);
  });

  it.each(['a=b', 'Bà Rịa - Vũng Tàu', 'an@hn.vn', "'=1", 'An, -5', '2025-07-01', 'x;y'])(
    'leaves %j as it is',
    async (text) => {
      expect(await csvCells('text', [text])).toEqual([text]);
    },
  );

  it('keeps numbers numbers', async () => {
    expect(await csvCells('number', [-5, 0, 1.5, -0.1, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([
      '-5',
      '0',
      '1.5',
      '-0.1',
      '',
      '',
    ]);
    expect(await csvCells('text', [-5])).toEqual(['-5']);
  });

  it('never holds a formula, at whichever delimiter a spreadsheet splits it', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '＝',
        '＋',
        '－',
        '＠',
        ' ',
        '\t',
        '\r',
        '\n',
        ';',
        ',',
        '"',
        "'",
        '\u200B',
        'A',
      ),
      fc.string({ unit: 'grapheme', maxLength: 2 }),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));

    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 4 }), async (texts) => {
        const cells = await csvCells('text', texts);
        const { records, faults } = readRecords(await writeTable(column('text', texts), 'CSV'));

        // Whichever line ends a reader knows, cells stay whole.
        expect(records.slice(1).map((record) => record.cells[1])).toEqual(cells);
        expect(faults).toEqual([]);
        for (const cell of cells) {
          expect(cell).not.toMatch(/^[\t\r]/);
          for (const part of cell.split(/[;\t\r\n]/)) {
            expect(part).not.toMatch(/^[\s\p{Z}\p{Cc}\p{Cf}]*[=+\-@]/u);
            expect(part.normalize('NFKC')).not.toMatch(/^[\s\p{Z}\p{Cc}\p{Cf}]*[=+\-@]/u);
          }
        }
        expect(cells.map((cell) => cell.replaceAll("'", ''))).toEqual(texts.map((each) => each.replaceAll("'", '')));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a workbook', () => {
  it('has texts, numbers and dates, under a header in bold', async () => {
    const table: Table = {
      title: 'Báo cáo 7/2025: [Bình Dương], nhân sự và trụ sở',
      columns: [
        { key: 'code', header: 'Mã', type: 'text' },
        { key: 'people', header: 'Số người', type: 'number' },
        { key: 'from', header: 'Từ ngày', type: 'date' },
      ],
      rows: [
        { code: '00166', people: -5, from: '2025-07-01' },
        { code: null, people: null, from: null },
        { code: '=1+1', people: 0.5, from: '1900-02-28' },
        { code: 7, people: Number.NaN, from: 'khi có hướng dẫn' },
      ],
    };

    const rows = await readSheet(await writeTable(table, 'XLSX'));

    expect(rows).toEqual([
      ['Mã', 'Số người', 'Từ ngày'],
      ['00166', -5, new Date('2025-07-01T00:00:00Z')],
      [null, null, null],
      ['=1+1', 0.5, '1900-02-28'],
      ['7', null, 'khi có hướng dẫn'],
    ]);
    expect(await sheetXml(table, 'xl/workbook.xml')).toContain('name="Báo cáo 7 2025 Bình Dương , nhâ"');
    expect(await sheetXml(table, 'xl/styles.xml')).toContain('<b/>');
  });

  it.each(['', '  ', '[/]', "''", 'History'])('has a sheet name for the title %j', async (title) => {
    expect(await sheetXml({ ...STAFF, title }, 'xl/workbook.xml')).toContain('name="Sheet1"');
  });

  it('never holds a formula', async () => {
    const text = fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t=', ' ='), fc.string()).map((parts) => parts.join(''));

    await fc.assert(
      fc.asyncProperty(text, fc.constantFrom('text', 'number', 'date'), async (value, type) => {
        expect(await sheetXml(column(type as 'text', [value]))).not.toMatch(/<f[\s>/]/);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps every text, also what its format has other uses for', async () => {
    const texts = [
      'constructor',
      '__proto__',
      'toString',
      '_x0041_',
      '_x005F_',
      'a\r\nb\tc',
      '\u0001\u0085',
      '<&>"',
      ' a  b ',
    ];

    expect(await sheetCells('text', texts)).toEqual(texts);
  });

  it('keeps any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1 }), async (texts) => {
        expect(await sheetCells('text', texts)).toEqual(texts);
      }),
      { numRuns: 50 },
    );
  });

  it('cuts a text that is too long for a cell', async () => {
    const [cell] = await sheetCells('text', ['a'.repeat(40_000)]);

    expect(cell).toBe(`${'a'.repeat(32_766)}…`);
  });
});

it.each(FORMATS)('writes 50,000 rows as %s', async (format) => {
  const rows = Array.from({ length: 50_000 }, (_, index) => ({
    code: `CB${index}`,
    name: 'Nguyễn Thị Minh Khai',
    category: 'CONTRACT',
    payrollHome: `VN-C-${index % 3_321}`,
    from: '2025-07-01',
  }));

  const bytes = await writeTable({ ...STAFF, rows }, format);

  const sheet = async () => (await unpackWorkbook(bytes)).get('xl/worksheets/sheet1.xml');
  const text = String(format === 'CSV' ? bytes : await sheet());
  expect(text).toContain(format === 'CSV' ? 'CB49999,Nguyễn Thị Minh Khai' : '<c r="A50001"');
});
