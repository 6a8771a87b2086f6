/** A number as a spreadsheet stores it, with every digit it has kept. */
export interface Digits {
  digits: string;
}

/** A day of a spreadsheet, which stores days as numbers under a format. */
interface DayCell {
  day: string;
}

/** What a cell holds: CSV knows texts only. Blank is ''. */
export type FileCell = string | Digits | DayCell;

/** A row that is not blank, with the line of its first character or the number of its row, both counted from 1. */
export interface FileRecord {
  line: number;
  cells: FileCell[];
}

/** A place where the file itself cannot be read; line 0 is the file as a whole. */
export interface FileFault {
  line: number;
  reason: string;
  expected: string;
}

/** The first table of a file, its header still among the records. */
export interface FileTable {
  records: FileRecord[];
  faults: FileFault[];
}

/** A file nothing was read from. */
export function unreadable(reason: string, expected: string, line = 0): FileTable {
  return { records: [], faults: [{ line, reason, expected }] };
}

export const isNumber = (cell: FileCell): cell is Digits => typeof cell === 'object' && 'digits' in cell;

/** No cell of a staff file needs more; a longer one is cut, and still too long for whatever it is to be. */
const MAX_CELL_LENGTH = 2_000;

/** The cell as text: composed letters, single spaces, nothing around it; a day as `YYYY-MM-DD`. */
export function textOf(cell: FileCell | undefined): string {
  if (cell === undefined) return '';
  if (isNumber(cell)) return plainNumber(cell.digits);
  if (typeof cell === 'object') return cell.day;
  // A workbook can have one huge text in every cell, so that not even the spaces around it may be looked for.
  if (cell.length > MAX_CELL_LENGTH) return cell.slice(0, MAX_CELL_LENGTH);
  return cell
    .normalize('NFC')
    .replace(/\p{Zs}+/gu, ' ')
    .trim();
}

/** Whether there is nothing to be seen in the cell. */
export function isBlank(cell: FileCell): boolean {
  return typeof cell === 'string' && cell.length <= MAX_CELL_LENGTH && cell.trim() === '';
}

/** Some programs write 7204 as `7204.0` or `7.204E3`; beyond that a number stays as it is stored. */
function plainNumber(digits: string): string {
  const number = Number(digits);
  return !/^-?\d+$/.test(digits) && Number.isSafeInteger(number) ? String(number) : digits;
}
