import { quoted } from '../reform/row-cells.ts';
import { type FileCell, isNumber, textOf } from './file-table.ts';

/** How codes of one kind look. */
interface CodeForm {
  pattern: RegExp;
  expected: string;
}

export const STAFF_CODE: CodeForm = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  expected: '1 to 64 of A-Z, a-z, 0-9, ".", "_", "-"',
};
export const UNIT_CODE: CodeForm = {
  pattern: /^[A-Z0-9][A-Z0-9.-]{0,63}$/,
  expected: 'a unit code: 1 to 64 of A-Z, 0-9, ".", "-"',
};

/** A code that shows that the codes of its column keep their leading zeros. */
export interface ZeroLedCode {
  code: string;
  line: number;
}

/** A spreadsheet keeps so many digits of a number and puts zeros in the place of the others. */
const DIGITS_KEPT = 15;

/** Reads a cell that is not empty as a code; otherwise says why it is none. */
export function readCode(
  { cell, text }: { cell: FileCell; text: string },
  form: CodeForm,
  zeroLed: ZeroLedCode | undefined,
): { code: string } | { reason: string; expected: string } {
  const loss = typeof cell === 'string' ? null : lossIn(cell, zeroLed);
  if (loss !== null)
    return { reason: `${quoted(text)} ${loss}`, expected: `${form.expected}, in a cell formatted as text` };
  if (form.pattern.test(text)) return { code: text };
  const hint = /^\d+(?:[.,]\d+)?E\+\d+$/i.test(text) ? '; a spreadsheet shortens long numbers so' : '';
  return { reason: `${quoted(text)} is not a code${hint}`, expected: form.expected };
}

/** What a spreadsheet did to a code that it took for a number or a date. */
function lossIn(cell: Exclude<FileCell, string>, zeroLed: ZeroLedCode | undefined): string | null {
  if (!isNumber(cell)) return 'is a date; a spreadsheet makes dates of codes that look like one';
  const digits = textOf(cell);
  if (!/^\d+$/.test(digits))
    return 'is a number that is not whole; a spreadsheet makes numbers of codes that look like one';
  if (digits.length > DIGITS_KEPT) return `is a number; a spreadsheet keeps only ${DIGITS_KEPT} digits of it`;
  if (zeroLed === undefined || digits.length >= zeroLed.code.length) return null;
  return `is shorter than ${quoted(zeroLed.code)} on line ${zeroLed.line}; a spreadsheet drops leading zeros`;
}
