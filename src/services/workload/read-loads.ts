import {
  type DossierLoad,
  LOAD_FIGURES,
  type LoadFigure,
  MAX_LOADS,
  type ReportedLoad,
} from '../../domain/dossier-load.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { type CsvRecord, readRecords } from '../reform/read-records.ts';
import { quoted } from '../reform/row-cells.ts';
import { readDay } from '../staff/read-day.ts';
import { fold } from '../staff/staff-words.ts';

/** What spreadsheets put between cells, depending on the country they are set to. */
const DELIMITERS = [',', ';', '\t'] as const;
const COLUMNS = ['unit', 'day', 'counter', ...LOAD_FIGURES] as const;
type Column = (typeof COLUMNS)[number];
const REQUIRED: readonly Column[] = ['unit', 'day', 'received'];

/** How headers may read besides, in any spelling that folds to the same: `received_at_most`, `Tiep nhan`. */
const HEADERS: Readonly<Record<Column, readonly string[]>> = {
  unit: ['Mã đơn vị', 'Đơn vị'],
  day: ['Ngày'],
  counter: ['Quầy'],
  received: ['Tiếp nhận', 'Hồ sơ tiếp nhận'],
  receivedAtMost: ['Tiếp nhận nhiều nhất'],
  resolvedOnTime: ['Đúng hạn', 'Giải quyết đúng hạn'],
  late: ['Trễ hạn', 'Quá hạn'],
  supplementAsked: ['Bổ sung hồ sơ', 'Yêu cầu bổ sung'],
  withdrawn: ['Rút hồ sơ'],
  digitized: ['Số hóa', 'Được số hóa'],
  archived: ['Lưu trữ', 'Lưu trữ điện tử'],
  published: ['Công khai'],
  surveyed: ['Được khảo sát'],
  satisfied: ['Hài lòng'],
};
const COLUMN_BY_HEADER = new Map<string, Column>(
  COLUMNS.flatMap((column) => [column, ...HEADERS[column]].map((header) => [fold(header), column] as const)),
);

/** A longer header is none of these, and a hostile table has many of them. */
const MAX_HEADER_LENGTH = 100;
const columnOf = (header: string): Column | null =>
  header.length > MAX_HEADER_LENGTH ? null : (COLUMN_BY_HEADER.get(fold(header)) ?? null);

/** What a table of figures says, and why parts of it could not be read. */
export interface LoadReading {
  reports: ReportedLoad[];
  problems: Violation[];
}

/** Reads a table whose first row names the columns; every problem is told with its line and column. */
export function readLoads(csv: string): LoadReading {
  const { records, faults } = readBest(Buffer.from(csv));
  const problems = faults.map(({ line, reason }) =>
    problem([line], { reason, expected: 'quotes around a whole cell' }),
  );
  const [header, ...body] = records;
  if (header === undefined) {
    return { reports: [], problems: [...problems, problem([1], { reason: 'there is no header', expected: HEADER })] };
  }
  const places = header.cells.map(columnOf);
  const wrong = wrongHeader(header, places);
  if (wrong.length > 0) return { reports: [], problems: [...problems, ...wrong] };
  const reports = body.flatMap((record) => readRow(record, places, problems));
  return { reports, problems };
}

const HEADER = `a first row with the columns ${REQUIRED.join(', ')} and any of ${COLUMNS.filter((c) => !REQUIRED.includes(c)).join(', ')}`;

/** The records under the delimiter under which most of the header is understood. */
function readBest(bytes: Buffer): ReturnType<typeof readRecords> {
  const readings = DELIMITERS.map((delimiter) => {
    let kept = 0;
    // One row more than allowed shows that there are too many.
    const keeps = (cells: readonly string[]) => cells.some((cell) => cell.trim() !== '') && kept++ <= MAX_LOADS + 1;
    const reading = readRecords(bytes, { delimiter, keeps });
    const known = reading.records[0]?.cells.filter((cell) => columnOf(cell) !== null).length ?? 0;
    return { reading, known };
  });
  return readings.reduce((best, other) => (other.known > best.known ? other : best)).reading;
}

/** Each column that is missing, unknown or there twice; the columns there are, are told once. */
function wrongHeader({ line, cells }: CsvRecord, places: readonly (Column | null)[]): Violation[] {
  const missing = REQUIRED.filter((column) => !places.includes(column)).map((column) => ({
    column,
    reason: 'the column is missing',
    expected: `a column "${column}"`,
  }));
  const unknown = cells.flatMap((cell, index) => {
    const place = places[index] ?? null;
    const isFirst = places.indexOf(place) === index;
    if (cell.trim() === '' || (place !== null && isFirst)) return [];
    if (place !== null)
      return [{ column: place, reason: `the column ${quoted(cell)} is there twice`, expected: 'only one of them' }];
    const reason = `no column is called ${quoted(cell)}`;
    return [{ column: cell.trim().slice(0, 100), reason, expected: 'a name of a column' }];
  });
  return [...missing, ...unknown].map(({ column, reason, expected }, index) =>
    problem([line, column], { reason, expected: index === 0 ? HEADER : expected }),
  );
}

/** One report, unless a cell of it cannot be read. */
function readRow(record: CsvRecord, places: readonly (Column | null)[], problems: Violation[]): ReportedLoad[] {
  const { line, cells } = record;
  const before = problems.length;
  const reject = (column: Column | null, reason: string, expected: string) =>
    void problems.push(problem(column === null ? [line] : [line, column], { reason, expected }));
  if (cells.slice(places.length).some((cell) => cell.trim() !== '')) {
    reject(null, `the row has ${cells.length} cells, the header ${places.length}`, `at most ${places.length} cells`);
    return [];
  }
  const cell = (column: Column): string => cells[places.indexOf(column)]?.normalize('NFC').trim() ?? '';
  const unit = cell('unit');
  if (unit === '') reject('unit', 'the cell is empty', 'the code of a unit');
  const day = readDay(cell('day'));
  if ('reason' in day) reject('day', day.reason, 'YYYY-MM-DD or day/month/year, from the year 1900 on');
  const figures = Object.fromEntries(
    LOAD_FIGURES.map((figure): [LoadFigure, number | null] => {
      const text = cell(figure);
      if (text === '') return [figure, null];
      if (/^\d{1,9}$/.test(text)) return [figure, Number(text)];
      reject(figure, `${quoted(text)} is not a whole number`, 'a whole number from 0 on, or nothing');
      return [figure, null];
    }),
  ) as Record<LoadFigure, number | null>;
  if (problems.length > before || 'reason' in day) return [];
  const load: DossierLoad = { unit, day: day.day, counter: cell('counter') || null, ...figures };
  return [{ load, path: ['csv', String(line)] }];
}

/** A place of the table: the line, and the column where it is about one. */
const problem = (place: readonly (number | string)[], words: { reason: string; expected: string }): Violation =>
  violation('INPUT_INVALID', {
    path: ['csv', ...place.map(String)],
    expected: 'FILE_CELL',
    words: { reason: words.reason, form: words.expected },
  });
