import { stringify } from 'csv-stringify/sync';
import type { Table } from './table.ts';

/** What a spreadsheet takes for the beginning of a formula, with every character that is the same in another form. */
const TRIGGER = '=+\\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−⩵⩶\uFB29';
const BLANK = '\\s\\p{Z}\\p{Cc}\\p{Cf}';

/**
 * A formula at the beginning of a cell or of what becomes a cell where the file is split at semicolons or tabs, as
 * spreadsheets of other countries do; and what some of them cut away before they look for one.
 */
const FORMULA = new RegExp(`(?<=(?:^|[;\\t\\r\\n])[${BLANK}]*)[${TRIGGER}]|^(?=[\\t\\r\\n])`, 'gu');

/** Writes a table as CSV for Excel: UTF-8 with a byte order mark, commas, CRLF, days as `YYYY-MM-DD`. */
export function writeCsv({ columns, rows }: Table): Buffer {
  const records = rows.map((row) => columns.map((column) => cellOf(row[column.key])));
  const header = columns.map((column) => harmless(column.header));
  // csv-stringify 6.9 escapes formulas at the first character only, and leaves a lone line feed without quotes.
  const options = { bom: true, record_delimiter: 'windows', quoted_match: /[\r\n;\t]/ } as const;
  return Buffer.from(stringify([header, ...records], options));
}

function cellOf(value: string | number | null | undefined): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  return harmless(value ?? '');
}

/** An apostrophe makes a text of a formula. */
function harmless(text: string): string {
  return text.replace(FORMULA, "'$&");
}
