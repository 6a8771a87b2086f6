import type { TableRow } from './read-table.ts';
import type { Problem } from './reform.ts';

interface Range {
  from: number;
  to: number;
  expected: string;
}

/** Reads the cells of one row and reports each one that cannot be right, so that all of them come back together. */
export class RowCells<Column extends string> {
  readonly #file: string;
  readonly #row: TableRow<Column>;
  readonly #problems: Problem[];

  constructor(file: string, row: TableRow<Column>, problems: Problem[]) {
    this.#file = file;
    this.#row = row;
    // The cells of a ragged row may be shifted: what they lack is a consequence of the problem already reported.
    this.#problems = row.isRagged ? [] : problems;
  }

  /** The cell as it stands, not judged. */
  raw(column: Column): string {
    return this.#row.cells[column];
  }

  /** A code of one of the given numbers of digits, the usual one first; empty if there is none to be made out. */
  code(column: Column, ...digits: [number, ...number[]]): string {
    const raw = this.raw(column);
    const expected = `${digits.join(' or ')} digits`;
    if (raw === '') return this.reject(column, 'the cell is empty', expected);
    const isNumeric = /^\d+$/.test(raw);
    if (isNumeric && digits.includes(raw.length)) return raw;
    if (isNumeric && raw.length < digits[0]) {
      this.reject(column, `${quoted(raw)} is too short; a spreadsheet drops leading zeros`, expected);
      // What was most likely meant lets the other files' references be judged without consequential problems.
      return raw.padStart(digits[0], '0');
    }
    return this.reject(column, `${quoted(raw)} is not a code`, expected);
  }

  /** A name without its kind. */
  name(column: Column): string {
    const raw = this.raw(column);
    if (raw === '') return this.reject(column, 'the cell is empty', 'a name');
    const invisible = invisibleCharacter(raw);
    if (invisible !== null) {
      this.reject(column, `the name holds the invisible character ${invisible}`, 'a name without it');
    }
    return raw;
  }

  /** One of the kinds, in its usual spelling: `Thị Xã` is read as `Thị xã`. */
  kind(column: Column, kinds: readonly string[]): string {
    const raw = this.raw(column);
    const expected = kinds.join(', ');
    if (raw === '') return this.reject(column, 'the cell is empty', expected);
    const kind = kinds.find((candidate) => candidate.toLowerCase() === raw.toLowerCase());
    return kind ?? this.reject(column, `${quoted(raw)} is not a kind known here`, expected);
  }

  /** A full name taken apart: `Phường Ba Đình` is the kind `Phường` and the name `Ba Đình`. */
  fullName(column: Column, kinds: readonly string[]): { kind: string; name: string } {
    const raw = this.name(column);
    const kind = kinds.find((candidate) => raw.toLowerCase().startsWith(`${candidate.toLowerCase()} `));
    if (kind !== undefined) return { kind, name: raw.slice(kind.length + 1) };
    if (raw !== '') {
      this.reject(
        column,
        `${quoted(raw)} does not begin with a kind and a space`,
        `${kinds.join(', ')}, then the name`,
      );
    }
    return { kind: '', name: '' };
  }

  /** A number with a decimal point, or null if the cell is empty. */
  number(column: Column, range: Range): number | null {
    const raw = this.raw(column);
    if (raw === '') return null;
    const number = /^-?\d+(\.\d+)?$/.test(raw) ? Number(raw) : Number.NaN;
    if (number >= range.from && number <= range.to) return number;
    const fault = Number.isNaN(number) ? 'is not a number' : 'is out of range';
    this.reject(column, `${quoted(raw)} ${fault}`, range.expected);
    return null;
  }

  /** Reports the cell and answers the value that stands for an unreadable one. */
  reject(column: Column, reason: string, expected: string): '' {
    this.#problems.push({ file: this.#file, line: this.#row.line, column, reason, expected });
    return '';
  }
}

/** The first character that no reader sees, such as a line break or a zero-width space, as `U+200B`; null without one. */
export function invisibleCharacter(text: string): string | null {
  const codePoint = /[\p{Cc}\p{Cf}\p{Cs}]/u.exec(text)?.[0].codePointAt(0);
  return codePoint === undefined ? null : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Quotes a cell for a message; a swallowed half of a file does not belong there. */
export function quoted(cell: string): string {
  return cell.length > 80 ? `"${cell.slice(0, 80)}…"` : `"${cell}"`;
}
