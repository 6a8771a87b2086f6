import type { Problem } from './reform.ts';

/** A file and the columns it must have, in any order; further columns are ignored. */
export interface Sheet<Column extends string> {
  file: string;
  columns: readonly Column[];
}

/** Every old unit of the provinces concerned, with its district and province. */
export const UNITS = {
  file: 'units-2025-03-01.csv',
  columns: [
    'province_code',
    'province_kind',
    'province_name',
    'district_code',
    'district_kind',
    'district_name',
    'unit_code',
    'unit_kind',
    'unit_name',
  ],
} as const;

/** The new provinces and the old ones they were merged from. */
export const PROVINCES = {
  file: 'provinces-2025-07-01.csv',
  columns: ['province_code', 'province_name', 'merged_from'],
} as const;

/** The new communes. */
export const COMMUNES = {
  file: 'communes-2025-07-01.csv',
  columns: ['province_code', 'commune_code', 'commune_name', 'lat', 'lon', 'area_km2'],
} as const;

/** The transfers of territory from old units to new communes. */
export const MAPPING = {
  file: 'mapping-2025-07-01.csv',
  columns: ['new_province_code', 'new_commune_code', 'old_unit_code', 'extent'],
} as const;

/** What was read from one file; absences are judged only against a complete reading. */
export interface Reading<Row extends { line: number }> {
  file: string;
  /** False if the file is missing, lacks a column or could not be read to its end. */
  complete: boolean;
  rows: Row[];
}

/** Tells which rows already have a problem; they count as being there but are not judged any further. */
export function suspects(problems: readonly Problem[]): (file: string, row: { line: number }) => boolean {
  const lines = new Set(problems.map(({ file, line }) => `${file}:${line}`));
  return (file, row) => lines.has(`${file}:${row.line}`);
}

/** Reports each row whose key an earlier row of the same file has; an empty key is one that could not be read. */
export function reportRepeats<Row extends { line: number }>(
  reading: Reading<Row>,
  key: { column: string; of(row: Row): string; describe(row: Row): string },
  problems: Problem[],
): void {
  const seen = new Map<string, number>();
  for (const row of reading.rows) {
    const value = key.of(row);
    if (value === '') continue;
    const earlier = seen.get(value);
    if (earlier === undefined) seen.set(value, row.line);
    else {
      problems.push({
        file: reading.file,
        line: row.line,
        column: key.column,
        reason: `${key.describe(row)} is already on line ${earlier}`,
        expected: 'one row only',
      });
    }
  }
}
