import type { Day } from '../../domain/day.ts';
import { PAID, type StaffCategory } from '../../domain/staff.ts';
import { TEXT_LIMITS } from '../../domain/text.ts';
import { invisibleCharacter, quoted } from '../reform/row-cells.ts';
import { type FileCell, type FileRecord, isNumber, textOf } from './file-table.ts';
import { readCode, STAFF_CODE, UNIT_CODE } from './read-code.ts';
import { readDay } from './read-day.ts';
import type { StaffColumn, StaffColumns } from './staff-columns.ts';
import type { StaffProblem } from './staff-file.ts';
import { ANSWERS_EXPECTED, answerOf, CATEGORIES_EXPECTED, categoryOf } from './staff-words.ts';
import type { ZeroLedCodes } from './zero-led-codes.ts';

const NAME_EXPECTED = `a name of at most ${TEXT_LIMITS.name} characters`;
const DAY_EXPECTED = 'YYYY-MM-DD or day/month/year, from the year 1900 on';

/** What a spreadsheet shows where a formula failed; it writes it into CSV files too. */
const FORMULA_ERROR = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$/i;

/** What the rows of a file have in common. */
export interface StaffTable {
  columns: StaffColumns;
  zeroLed: ZeroLedCodes;
  problems: StaffProblem[];
}

/** Reads the cells of one row and reports each one that cannot be right; what could not be read is null. */
export class StaffCells {
  readonly #record: FileRecord;
  readonly #table: StaffTable;
  readonly #texts = new Map<StaffColumn, string>();

  constructor(record: FileRecord, table: StaffTable) {
    this.#record = record;
    this.#table = table;
  }

  /** The code of the person. */
  code(): string | null {
    return this.#required('code', STAFF_CODE.expected) === null ? null : this.#code('code', STAFF_CODE);
  }

  /** The code of a unit; null also if there is none. */
  unit(column: 'payrollHome' | 'workplace'): string | null {
    return this.#optional(column, UNIT_CODE.expected) ? this.#code(column, UNIT_CODE) : null;
  }

  /** The name of the person, its letters composed. */
  name(): string | null {
    const text = this.#required('name', NAME_EXPECTED);
    if (text === null) return null;
    if (text.length > TEXT_LIMITS.name) return this.reject('name', 'the name is too long', NAME_EXPECTED);
    const invisible = invisibleCharacter(text);
    if (invisible === null) return text;
    return this.reject('name', `the name holds the invisible character ${invisible}`, 'a name without it');
  }

  category(): StaffCategory | null {
    const text = this.#required('category', CATEGORIES_EXPECTED);
    if (text === null) return null;
    const category = categoryOf(text);
    return category ?? this.reject('category', `${quoted(text)} is not a category known here`, CATEGORIES_EXPECTED);
  }

  /** The first day. */
  from(): Day | null {
    const text = this.#required('from', DAY_EXPECTED);
    if (text === null) return null;
    if (isNumber(this.#cell('from'))) {
      const reason = `${quoted(text)} is a number; a spreadsheet keeps a date as one, and needs a date format to show it`;
      return this.reject('from', reason, DAY_EXPECTED);
    }
    const reading = readDay(text);
    return 'day' in reading ? reading.day : this.reject('from', reading.reason, DAY_EXPECTED);
  }

  /** Whether the person is protected; nobody is of whom the file does not say so. */
  protected(): boolean | null {
    const text = this.#optional('protected', ANSWERS_EXPECTED);
    if (text === null) return null;
    if (text === '') return false;
    return answerOf(text) ?? this.reject('protected', `${quoted(text)} is neither yes nor no`, ANSWERS_EXPECTED);
  }

  /** A unit pays whoever is of a paid category, and nobody is at no unit at all. */
  checkUnits(category: StaffCategory | null): void {
    if (this.#text('payrollHome') !== '') return;
    if (category !== null && PAID.includes(category)) {
      this.reject('payrollHome', `the cell is empty, yet a unit pays every ${category}`, UNIT_CODE.expected);
    } else if (this.#text('workplace') === '') {
      const payroll = this.#table.columns.payrollHome?.header;
      this.reject('workplace', `the cell is empty, and so is "${payroll}"`, `${UNIT_CODE.expected}, in one of both`);
    }
  }

  /** Reports the cell and answers what stands for an unreadable one. */
  reject(column: StaffColumn, reason: string, expected: string): null {
    const header = this.#table.columns[column]?.header ?? null;
    this.#table.problems.push({ line: this.#record.line, column: header, reason, expected });
    return null;
  }

  #code(column: 'code' | 'payrollHome' | 'workplace', form: typeof STAFF_CODE): string | null {
    const reading = readCode({ cell: this.#cell(column), text: this.#text(column) }, form, this.#table.zeroLed[column]);
    return 'code' in reading ? reading.code : this.reject(column, reading.reason, reading.expected);
  }

  #required(column: StaffColumn, expected: string): string | null {
    const text = this.#optional(column, expected);
    return text === '' ? this.reject(column, 'the cell is empty', expected) : text;
  }

  #optional(column: StaffColumn, expected: string): string | null {
    const text = this.#text(column);
    if (!FORMULA_ERROR.test(text)) return text;
    return this.reject(column, `the formula of the cell failed with ${text}`, expected);
  }

  #text(column: StaffColumn): string {
    const text = this.#texts.get(column) ?? textOf(this.#cell(column));
    this.#texts.set(column, text);
    return text;
  }

  #cell(column: StaffColumn): FileCell {
    const place = this.#table.columns[column];
    return (place && this.#record.cells[place.index]) ?? '';
  }
}
