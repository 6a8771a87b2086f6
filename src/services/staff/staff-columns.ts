import { type FileFault, type FileRecord, textOf } from './file-table.ts';
import { fold } from './staff-words.ts';

/** The columns of a staff file and how their headers may read, in any spelling that folds to the same. */
const HEADERS = {
  code: ['Mã cán bộ', 'Mã', 'Staff code', 'Code'],
  name: ['Họ và tên', 'Họ tên', 'Full name', 'Name'],
  category: ['Loại', 'Đối tượng', 'Category'],
  payrollHome: ['Đơn vị hưởng lương', 'Đơn vị biên chế', 'Payroll home'],
  workplace: ['Nơi làm việc', 'Workplace'],
  from: ['Từ ngày', 'Ngày bắt đầu', 'Start date', 'From'],
  protected: ['Được bảo vệ', 'Protected'],
} as const;

export type StaffColumn = keyof typeof HEADERS;

const COLUMNS = Object.keys(HEADERS) as StaffColumn[];
const OPTIONAL: readonly StaffColumn[] = ['protected'];

/** Where a column stands in the file and what it is called there; a column the file does without is absent. */
export type StaffColumns = Partial<Record<StaffColumn, { index: number; header: string }>>;

const COLUMN_BY_WORD = new Map<string, StaffColumn>(
  COLUMNS.flatMap((column) => HEADERS[column].map((header) => [fold(header), column] as const)),
);

/** A longer header is none of these, and a hostile file has many of them. */
const MAX_HEADER_LENGTH = 100;

/** A cell of a header, and the column it names if that is known. */
interface Place {
  index: number;
  header: string;
  column: StaffColumn | undefined;
}

/** How many columns of a staff file a header names. */
export function countColumns(header: FileRecord | undefined): number {
  return new Set(header && placesOf(header).flatMap(({ column }) => column ?? [])).size;
}

/** Finds the columns of a staff file by its header; each one that is missing or there twice is a fault. */
export function findColumns(header: FileRecord): { columns: StaffColumns; faults: FileFault[] } {
  const { line } = header;
  const places = placesOf(header);
  if (places.every(({ column }) => column === undefined)) {
    const expected = `a first row with the columns ${COLUMNS.map((column) => `"${HEADERS[column][0]}"`).join(', ')}`;
    return {
      columns: {},
      faults: [{ line, reason: 'the first row is no header: it names no column known', expected }],
    };
  }
  const columns: StaffColumns = {};
  const faults: FileFault[] = [];
  for (const column of COLUMNS) {
    const [first, second] = places.filter((place) => place.column === column);
    if (first !== undefined) columns[column] = first;
    if (first === undefined && !OPTIONAL.includes(column)) {
      const expected = HEADERS[column].map((words) => `"${words}"`).join(' or ');
      faults.push({ line, reason: `the column "${HEADERS[column][0]}" is missing`, expected });
    }
    if (first !== undefined && second !== undefined) {
      const reason = `the columns "${first.header}" and "${second.header}" are one and the same`;
      faults.push({ line, reason, expected: 'only one of them' });
    }
  }
  return { columns, faults };
}

function placesOf({ cells }: FileRecord): Place[] {
  return cells.map((cell, index) => {
    const header = textOf(cell);
    return { index, header, column: header.length > MAX_HEADER_LENGTH ? undefined : COLUMN_BY_WORD.get(fold(header)) };
  });
}
