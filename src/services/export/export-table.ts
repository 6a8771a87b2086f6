import type { Day } from '../../domain/day.ts';
import { type ExportFormat, type ExportKind, MOST_EXPORTED_ROWS } from '../../domain/export.ts';
import type { Language } from '../../domain/language.ts';
import { EXPORT_FORMS } from './export-columns.ts';
import type { Table } from './table.ts';
import { writeTable } from './write-table.ts';

/** What is exported, for whom. */
export interface ExportOrder {
  kind: ExportKind;
  format: ExportFormat;
  unit: string;
  /** A day, or the first day of a period and the first no longer of it. */
  days: readonly Day[];
  language: Language;
}

/** A file as the API hands it out. */
export interface TableFile {
  name: string;
  mediaType: string;
  content: Buffer;
  rows: number;
}

/** There are more rows than a file may hold. */
export class TooManyRowsError extends Error {
  readonly expected =
    `at most ${MOST_EXPORTED_ROWS.toLocaleString('en')} rows: a unit further down, or a shorter period`;

  constructor() {
    super(`There is too much for one file: expected at most ${MOST_EXPORTED_ROWS.toLocaleString('en')} rows.`);
    this.name = 'TooManyRowsError';
  }
}

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  CSV: 'text/csv; charset=utf-8',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Writes rows that were read for a table as a file with headers in a language; throws TooManyRowsError. */
export async function exportTable(order: ExportOrder, rows: Table['rows']): Promise<TableFile> {
  if (rows.length > MOST_EXPORTED_ROWS) throw new TooManyRowsError();
  const { kind, format, unit, days, language } = order;
  const { title, columns } = EXPORT_FORMS[kind];
  const table = {
    title: [title[language], unit, ...days].join(' '),
    columns: columns.map(({ header, ...column }) => ({ ...column, header: header[language] })),
    rows,
  };
  return {
    name: `${[kind.toLowerCase(), unit, ...days].join('-')}.${format.toLowerCase()}`,
    mediaType: MEDIA_TYPES[format],
    content: await writeTable(table, format),
    rows: rows.length,
  };
}
