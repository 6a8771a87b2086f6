import { quoted } from '../reform/row-cells.ts';
import { type FileRecord, type FileTable, isBlank, unreadable } from './file-table.ts';
import { readCsv } from './read-csv.ts';
import { readWorkbook } from './read-workbook.ts';
import { StaffCells, type StaffTable } from './staff-cells.ts';
import { findColumns } from './staff-columns.ts';
import type { StaffFileReading, StaffRow } from './staff-file.ts';
import { zeroLedCodes } from './zero-led-codes.ts';

/** The most persons one file may hold. */
export const MAX_ROWS = 10_000;

const MAX_MEBIBYTES = 5;

/** How zip archives begin, empty ones included; a workbook is one. */
const ZIP = ['504b0304', '504b0506'];
/** How .xls workbooks begin, and the envelope of a workbook with a password. */
const COMPOUND = 'd0cf11e0';

/**
 * Reads a CSV file, or the first sheet of an XLSX workbook, whose first row names the columns, and reports all that
 * cannot be right. Never rejects, whatever the file holds.
 */
export async function readStaffFile(name: string, bytes: Buffer): Promise<StaffFileReading> {
  const { records, faults } = await readTable(name, bytes);
  const [header, ...body] = records;
  const { columns, faults: wrong } = header === undefined ? { columns: {}, faults: [] } : findColumns(header);
  const table: StaffTable = { columns, zeroLed: {}, problems: [] };
  for (const fault of [...faults, ...wrong]) table.problems.push({ ...fault, column: null });
  reportExtent(records, table);
  if (header === undefined || wrong.length > 0 || body.length > MAX_ROWS) return { rows: [], problems: table.problems };

  table.zeroLed = zeroLedCodes(body, columns);
  const rows = readRows(body, header.cells.length, table);
  return { rows, problems: table.problems.sort((one, other) => one.line - other.line) };
}

async function readTable(name: string, bytes: Buffer): Promise<FileTable> {
  const extension = /\.[^.]*$/.exec(name.trim())?.[0].toLowerCase();
  const start = bytes.toString('hex', 0, 4);
  if (bytes.length === 0) return unreadable('the file is empty', 'a header and one row or more');
  if (bytes.length > MAX_MEBIBYTES * 1_048_576) {
    return unreadable(`the file is larger than ${MAX_MEBIBYTES} MB`, `at most ${MAX_MEBIBYTES} MB`);
  }
  // One row more than allowed, and the header, show that there are too many.
  if (ZIP.includes(start)) return readWorkbook(bytes, MAX_ROWS + 2);
  if (start === COMPOUND)
    return unreadable('the file is an old .xls workbook, or has a password', 'an open .xlsx workbook');
  if (extension === '.csv') return readCsv(bytes, MAX_ROWS + 2);
  if (extension === '.xlsx') return unreadable('the file is named .xlsx, yet is no workbook', 'an .xlsx workbook');
  return unreadable(`${quoted(name)} is neither a CSV file nor a workbook`, 'a .csv or .xlsx file');
}

/** Reports a file without persons, unless it is known why, or with too many to be read. */
function reportExtent(records: readonly FileRecord[], { problems }: StaffTable): void {
  const tooMany = records[MAX_ROWS + 1];
  if (records.length < 2 && problems.length === 0) {
    const line = records[0]?.line ?? 0;
    const reason = line === 0 ? 'the file has no header: all of it is blank' : 'the file has no rows below its header';
    problems.push({ line, column: null, reason, expected: 'a header and one row or more' });
  } else if (tooMany !== undefined) {
    const { line } = tooMany;
    problems.push({
      line,
      column: null,
      reason: `more than ${MAX_ROWS} rows`,
      expected: `at most ${MAX_ROWS} in a file`,
    });
  }
}

function readRows(records: readonly FileRecord[], width: number, table: StaffTable): StaffRow[] {
  const lineOf = new Map<string, number>();
  const rows: StaffRow[] = [];
  for (const record of records) {
    const { line, cells } = record;
    if (!cells.slice(width).every(isBlank)) {
      const reason = `the row has ${cells.length} cells, the header ${width}; its cells may be shifted`;
      table.problems.push({
        line,
        column: null,
        reason,
        expected: `at most ${width} cells, with quotes around a cell that holds the separator`,
      });
      continue;
    }
    const row = readRow(record, table, lineOf);
    if (row !== null) rows.push(row);
  }
  return rows;
}

/** Null if there is a problem with the row; its code counts as taken nevertheless. */
function readRow(record: FileRecord, table: StaffTable, lineOf: Map<string, number>): StaffRow | null {
  const { line } = record;
  const before = table.problems.length;
  const cells = new StaffCells(record, table);
  const code = cells.code();
  const earlier = code === null ? undefined : lineOf.get(code);
  if (earlier !== undefined) cells.reject('code', `${code} is already on line ${earlier}`, 'one row for each person');
  else if (code !== null) lineOf.set(code, line);
  const name = cells.name();
  const category = cells.category();
  const payrollHome = cells.unit('payrollHome');
  const workplace = cells.unit('workplace');
  cells.checkUnits(category);
  const from = cells.from();
  const isProtected = cells.protected();
  if (table.problems.length > before) return null;
  if (code === null || name === null || category === null || from === null || isProtected === null) return null;
  return { line, code, name, category, payrollHome, workplace, from, protected: isProtected };
}
