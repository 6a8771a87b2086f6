import { readRecords } from '../reform/read-records.ts';
import { undecodableLines } from '../reform/read-table.ts';
import { type FileRecord, type FileTable, isBlank, unreadable } from './file-table.ts';
import { countColumns } from './staff-columns.ts';

/** What spreadsheets put between cells, depending on the country they are set to. */
const DELIMITERS = [',', ';', '\t'] as const;

/** Room for any header; the rest of the file says nothing about the delimiter. */
const SNIFFED_BYTES = 65_536;

/** Reads the first so many rows that are not blank, and reports whatever keeps the file from being read. */
export function readCsv(bytes: Buffer, limit: number): FileTable {
  const [undecodable] = undecodableLines(bytes);
  if (undecodable !== undefined) {
    return unreadable('the file is not valid UTF-8', 'UTF-8, which spreadsheets call "CSV UTF-8"', undecodable);
  }
  const { records, faults } = readRows(bytes, delimiterOf(bytes), limit);
  const expected = 'quotes around a whole cell, doubled inside it';
  return { records, faults: faults.slice(0, limit).map((fault) => ({ ...fault, expected })) };
}

function readRows(bytes: Buffer, delimiter: string, limit: number): ReturnType<typeof readRecords> {
  let kept = 0;
  const keeps = (cells: readonly string[]): boolean => {
    if (kept === limit || cells.every(isBlank)) return false;
    kept += 1;
    return true;
  };
  return readRecords(bytes, { delimiter, keeps });
}

/** The delimiter under which most of the header can be understood; a comma if that is nothing at all. */
function delimiterOf(bytes: Buffer): string {
  const start = bytes.subarray(0, SNIFFED_BYTES);
  const header = (delimiter: string): FileRecord | undefined => readRows(start, delimiter, 1).records[0];
  const found = DELIMITERS.map((delimiter) => ({ delimiter, columns: countColumns(header(delimiter)) }));
  return found.reduce((best, other) => (other.columns > best.columns ? other : best)).delimiter;
}
