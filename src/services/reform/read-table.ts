import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CsvRecord, readRecords } from './read-records.ts';
import type { Problem } from './reform.ts';
import type { Reading, Sheet } from './sheets.ts';

/** A row by column name; cells are NFC-normalized, trimmed, and hold single spaces only. */
export interface TableRow<Column extends string> {
  line: number;
  /** True if the number of cells is wrong, which is reported; its cells may be shifted and are not judged. */
  isRagged: boolean;
  cells: Record<Column, string>;
}

/** More undecodable lines than this mean another encoding of the whole file: one problem, not one per line. */
const UNDECODABLE_LINES_LISTED = 20;

const LINE_FEED = 0x0a;

/** Reads a file of the sheet's form; whatever keeps it from being read is reported. */
export async function readTable<Column extends string>(
  directory: string,
  sheet: Sheet<Column>,
  problems: Problem[],
): Promise<Reading<TableRow<Column>>> {
  const table: Reading<TableRow<Column>> = { file: sheet.file, complete: false, rows: [] };
  const bytes = await readBytes(directory, sheet, problems);
  if (bytes === null || !checkEncoding(bytes, sheet.file, problems)) return table;

  const { records, faults } = readRecords(bytes);
  const expected = 'quotes around a whole cell, doubled inside it';
  for (const fault of faults) problems.push({ file: sheet.file, column: null, expected, ...fault });

  const [header, ...body] = records;
  const names = (header?.cells ?? []).map(tidy);
  if (!checkHeader(names, sheet, problems)) return table;
  table.rows = readRows(body, { sheet, names }, problems);
  table.complete = faults.length === 0 && table.rows.length > 0;
  if (table.rows.length === 0 && faults.length === 0) {
    problems.push({ file: sheet.file, line: 1, column: null, reason: 'the file has no rows', expected: 'one or more' });
  }
  return table;
}

async function readBytes(directory: string, sheet: Sheet<string>, problems: Problem[]): Promise<Buffer | null> {
  try {
    return await readFile(join(directory, sheet.file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const reason = code === 'ENOENT' ? 'the file is missing' : `the file cannot be read (${code})`;
    const expected = `a CSV file with the columns ${sheet.columns.join(', ')}`;
    problems.push({ file: sheet.file, line: 0, column: null, reason, expected });
    return null;
  }
}

/** False if the file is in another encoding; a few bad lines are reported and the rest is read nevertheless. */
function checkEncoding(bytes: Buffer, file: string, problems: Problem[]): boolean {
  const lines = undecodableLines(bytes);
  const [first] = lines;
  if (first === undefined) return true;
  const expected = 'UTF-8';
  if (first > 1 && lines.length <= UNDECODABLE_LINES_LISTED) {
    for (const line of lines) {
      problems.push({ file, line, column: null, reason: 'the line is not valid UTF-8', expected });
    }
    return true;
  }
  const reason = `not valid UTF-8 (lines concerned: ${lines.length}); the file was not read`;
  problems.push({ file, line: first, column: null, reason, expected });
  return false;
}

/** Lines that are not UTF-8, counted from 1; no UTF-8 sequence holds a line feed, so that each can be judged alone. */
export function undecodableLines(bytes: Buffer): number[] {
  if (isUtf8(bytes)) return [];
  const lines: number[] = [];
  for (let start = 0, line = 1; start < bytes.length; line += 1) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const end = feed === -1 ? bytes.length : feed;
    if (!isUtf8(bytes.subarray(start, end))) lines.push(line);
    start = end + 1;
  }
  return lines;
}

function checkHeader(names: readonly string[], sheet: Sheet<string>, problems: Problem[]): boolean {
  const wrong = sheet.columns.filter((column) => names.indexOf(column) !== names.lastIndexOf(column));
  const missing = sheet.columns.filter((column) => !names.includes(column));
  if (wrong.length + missing.length === 0) return true;
  const faults = [
    ...missing.map((column) => `column ${column} is missing`),
    ...wrong.map((column) => `column ${column} is there twice`),
  ];
  problems.push({
    file: sheet.file,
    line: 1,
    column: faults.length === 1 ? (missing[0] ?? wrong[0] ?? null) : null,
    reason: `${faults.join(', ')}; the header reads "${names.join(',').slice(0, 200)}"`,
    expected: `the columns ${sheet.columns.join(', ')}, separated by commas`,
  });
  return false;
}

function readRows<Column extends string>(
  records: readonly CsvRecord[],
  form: { sheet: Sheet<Column>; names: readonly string[] },
  problems: Problem[],
): TableRow<Column>[] {
  const { sheet, names } = form;
  const places = sheet.columns.map((column) => [column, names.indexOf(column)] as const);
  const rows: TableRow<Column>[] = [];
  for (const { line, cells } of records) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    const isRagged = cells.length !== names.length;
    if (isRagged) {
      const reason = `the row has ${cells.length} cells, the header ${names.length}`;
      problems.push({ file: sheet.file, line, column: null, reason, expected: `${names.length} cells` });
    }
    const read = places.map(([column, index]) => [column, tidy(cells[index] ?? '')] as const);
    rows.push({ line, isRagged, cells: Object.fromEntries(read) as Record<Column, string> });
  }
  return rows;
}

function tidy(cell: string): string {
  return cell.normalize('NFC').replace(/\s+/g, ' ').trim();
}
