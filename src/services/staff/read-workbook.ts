import { InvalidSpreadsheetError, readSheet } from 'read-excel-file/node';
import { type Digits, type FileCell, type FileRecord, type FileTable, isBlank, unreadable } from './file-table.ts';
import { packWorkbook } from './pack-workbook.ts';
import { tameXml, XmlError } from './tame-xml.ts';
import { ArchiveError, unpackWorkbook } from './unpack-workbook.ts';

const MAX_CAUSE_LENGTH = 200;

/** What a spreadsheet shows for a number that is too large for the date it is formatted as. */
const NO_DATE = '########';

const DAY_MS = 86_400_000;
const MARCH_1900 = Date.UTC(1900, 2, 1);

/** Reads the first so many rows of the first sheet that are not blank; what keeps it from being read is a fault. */
export async function readWorkbook(archive: Buffer, limit: number): Promise<FileTable> {
  try {
    const parts = await unpackWorkbook(archive);
    for (const [path, part] of parts) parts.set(path, Buffer.from(tameXml(part.toString())));
    // Numbers stay as they are stored: codes may have more digits than a JavaScript number keeps.
    const options = { parseNumber: (digits: string): Digits => ({ digits }), trim: false };
    const sheet = await readSheet<Digits>(packWorkbook(parts), options);
    return { records: recordsOf(sheet, limit), faults: [] };
  } catch (error) {
    // Nothing but the archive has been touched, so that whatever was thrown is about it.
    const known =
      error instanceof ArchiveError || error instanceof XmlError || error instanceof InvalidSpreadsheetError;
    const cause = known ? error.message.slice(0, MAX_CAUSE_LENGTH) : 'it is damaged';
    return unreadable(`the workbook cannot be read: ${cause}`, 'a workbook as a spreadsheet program saves it');
  }
}

function recordsOf(sheet: readonly (readonly unknown[])[], limit: number): FileRecord[] {
  const records: FileRecord[] = [];
  for (const [index, row] of sheet.entries()) {
    if (records.length === limit) break;
    const cells = row.map(cellOf);
    if (!cells.every(isBlank)) records.push({ line: index + 1, cells });
  }
  return records;
}

/** The types of read-excel-file name the constructor of `Date` where it gives a date. */
function cellOf(value: unknown): FileCell {
  if (value instanceof Date) return { day: dayOf(value.getTime()) };
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  return (value ?? '') as string | Digits;
}

/** The day a spreadsheet shows, whatever time of it the cell holds. */
function dayOf(timeMs: number): string {
  // Spreadsheets count a 29 February 1900, which read-excel-file takes off the days before it too.
  const date = new Date(timeMs < MARCH_1900 ? timeMs + DAY_MS : timeMs);
  const [day = ''] = Number.isNaN(date.getTime()) ? [] : date.toISOString().split('T');
  return /^\d{4}-/.test(day) ? day : NO_DATE;
}
