import type { TableRow } from './read-table.ts';
import type { NewCommune, Problem } from './reform.ts';
import { RowCells } from './row-cells.ts';
import { type COMMUNES, type Reading, reportRepeats } from './sheets.ts';

type CommuneColumn = (typeof COMMUNES.columns)[number];

const KINDS = ['Phường', 'Xã', 'Đặc khu'] as const;

// The territory of Viet Nam with its islands; a swapped latitude and longitude falls outside.
const LATITUDE = { from: 8, to: 24, expected: 'degrees north from 8 to 24 with a decimal point, or empty' };
const LONGITUDE = { from: 102, to: 118, expected: 'degrees east from 102 to 118 with a decimal point, or empty' };
const AREA = { from: Number.MIN_VALUE, to: 100_000, expected: 'km² above 0 with a decimal point, or empty' };

/** Reads the communes after the reform and reports what cannot be right within that file. */
export function readCommunes(table: Reading<TableRow<CommuneColumn>>, problems: Problem[]): Reading<NewCommune> {
  const rows = table.rows.map((row) => readCommune(row.line, new RowCells(table.file, row, problems)));
  const reading = { ...table, rows };
  reportRepeats(
    reading,
    { column: 'commune_code', of: ({ code }) => code, describe: ({ code }) => `new commune ${code}` },
    problems,
  );
  return reading;
}

function readCommune(line: number, cells: RowCells<CommuneColumn>): NewCommune {
  const provinceCode = cells.code('province_code', 2);
  const code = cells.code('commune_code', 5);
  const place = cells.fullName('commune_name', KINDS);
  const latitude = cells.number('lat', LATITUDE);
  const longitude = cells.number('lon', LONGITUDE);
  const areaKm2 = cells.number('area_km2', AREA);
  const [lat, lon] = [cells.raw('lat'), cells.raw('lon')];
  if (lat === '' && lon !== '') cells.reject('lat', 'the cell is empty, yet lon is not', 'both or neither');
  if (lon === '' && lat !== '') cells.reject('lon', 'the cell is empty, yet lat is not', 'both or neither');
  return { line, code, provinceCode, ...place, latitude, longitude, areaKm2 };
}
