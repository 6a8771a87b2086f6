/** Ten times the longest cell, as some characters are written as `&quot;`; read-excel-file reads longer ones many times. */
const MAX_RUN_LENGTH = 327_670;
/** Far beyond the rows a file may hold, to leave room for blank ones; read-excel-file makes an array of each. */
const MAX_SHEET_ROWS = 100_000;
/** read-excel-file fills every row up to the widest one. */
const MAX_SHEET_CELLS = 10_000_000;

/** Programs write blank cells and rows down to the last possible one, which would count as used otherwise. */
const BLANK_CELL = /<(?:[\w.-]+:)?c\s[^<>]*\/>/g;
const BLANK_ROW = /<(?:[\w.-]+:)?row(?:\s[^<>]*)?(?:\/>|>\s*<\/(?:[\w.-]+:)?row\s*>)/g;

/** Cells of the types error and day, up to the type itself. */
const ERROR_OR_DAY = /(<(?:[\w.-]+:)?c\s(?:[^<>]*\s)?t\s*=\s*)(?:"[ed]"|'[ed]')/g;

const ROW = /<(?:[^\s<>:]*:)?row[\s>/]/g;
/** The place of a row or a cell, under any prefix, as `xmlns:r` is none. */
const PLACE = /(?<![\w.-]|xmlns:)r\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const PLACE_FORM = /^([A-Z]{0,3})([1-9]\d{0,6})$/;

/** XML that would take more time or memory than it is worth; the message says why. */
export class XmlError extends Error {}

/**
 * A part of a workbook made fit for read-excel-file 9.3, which takes any length and row number for granted, reads a
 * formula that failed as an empty cell, and days of the type `d` in the time zone of this process. Both become texts.
 */
export function tameXml(xml: string): string {
  checkRuns(xml);
  if (!xml.includes('sheetData')) return xml;
  const used = xml.replace(BLANK_CELL, '').replace(BLANK_ROW, '');
  // What stood around a blank cell is one now.
  checkRuns(used);
  checkExtent(used);
  return used.replace(ERROR_OR_DAY, '$1"str"');
}

/** Measures each tag with the text behind it. */
function checkRuns(xml: string): void {
  for (let at = 0; at < xml.length; ) {
    const next = xml.indexOf('<', at + 1);
    const end = next === -1 ? xml.length : next;
    if (end - at > MAX_RUN_LENGTH) throw new XmlError(`it holds a text of ${end - at} characters`);
    at = end;
  }
}

function checkExtent(xml: string): void {
  let rows = xml.match(ROW)?.length ?? 0;
  let columns = 0;
  for (const [, double, single] of xml.matchAll(PLACE)) {
    const place = double ?? single ?? '';
    const [, letters, row] = PLACE_FORM.exec(place) ?? [];
    if (letters === undefined) throw new XmlError(`"${place.slice(0, 20)}" is no place in a sheet`);
    rows = Math.max(rows, Number(row));
    columns = Math.max(columns, columnNumber(letters));
  }
  if (rows > MAX_SHEET_ROWS) throw new XmlError(`it reaches down to row ${rows}`);
  if (rows * columns > MAX_SHEET_CELLS) throw new XmlError(`it spans ${rows} rows and ${columns} columns`);
}

/** `A` is 1, `Z` 26, `AA` 27. */
function columnNumber(letters: string): number {
  let number = 0;
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64;
  return number;
}
