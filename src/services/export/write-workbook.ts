import writeExcelFile, { type Cell } from 'write-excel-file/node';
import type { Table, TableColumn } from './table.ts';

/** Spreadsheets count a 29 February 1900, so that the numbers of the days before mean others elsewhere. */
const FIRST_COUNTED_DAY = '1900-03-01';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Excel calls a file damaged that has a longer cell. */
const MAX_CELL_LENGTH = 32_767;
const MAX_SHEET_NAME_LENGTH = 31;
const NO_TITLE = 'Sheet1';

/** What a text inside of a workbook needs an escape for: a line end would change, other control characters are lost. */
const ESCAPED = /_(?=x[\dA-Fa-f]{4}_)|(?![\t\n])[\p{Cc}\uFFFD-\uFFFF]/gu;

/** Room for a usual name, number or day; people widen what they need. */
const WIDTHS = { text: 24, number: 12, date: 12 };

/** Writes a table as a workbook with one sheet under its title, the header in bold. */
export function writeWorkbook({ title, columns, rows }: Table): Promise<Buffer> {
  const header = columns.map((column): Cell => ({ value: stored(column.header), type: String, fontWeight: 'bold' }));
  const body = rows.map((row) => columns.map((column) => cellOf(row[column.key], column)));
  const sheet = {
    sheet: sheetName(title),
    columns: columns.map(({ type }) => ({ width: WIDTHS[type] })),
    stickyRowsCount: 1,
  };
  return writeExcelFile([header, ...body], sheet).toBuffer();
}

function cellOf(value: string | number | null | undefined, { type }: TableColumn): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number' && type !== 'text') {
    return Number.isFinite(value) ? { value, type: Number } : null;
  }
  const text = String(value);
  if (type === 'date' && DAY.test(text) && text >= FIRST_COUNTED_DAY) {
    return { value: new Date(`${text}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' };
  }
  // The text format keeps a cell from becoming a formula or a number when somebody edits it.
  return { value: stored(text), type: String, format: '@' };
}

/** The text as a workbook stores it, where `_x000D_` stands for the character of that number. */
function stored(text: string): string {
  const cut = text.length > MAX_CELL_LENGTH ? `${text.slice(0, MAX_CELL_LENGTH - 1)}…` : text;
  const escaped = cut.replace(ESCAPED, escapeOf);
  // write-excel-file 4.1 looks texts up in an object, where it finds `constructor` and the like before anybody put it.
  return escaped in Object.prototype ? `${escapeOf(escaped)}${escaped.slice(1)}` : escaped;
}

function escapeOf(character: string): string {
  return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
}

/** The title without what Excel does not allow in the name of a sheet, nor at its ends. */
function sheetName(title: string): string {
  const allowed = title.replace(/[[\]/\\:*?\p{Cc}\s]+/gu, ' ').slice(0, MAX_SHEET_NAME_LENGTH);
  const name = allowed.replace(/^[\s']+|[\s'\uD800-\uDBFF]+$/g, '');
  return name === '' || name.toLowerCase() === 'history' ? NO_TITLE : name;
}
