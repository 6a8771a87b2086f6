import { groupRows } from './group-rows.ts';
import type { TableRow } from './read-table.ts';
import type { OldDistrict, OldProvince, OldUnit, Problem } from './reform.ts';
import { RowCells } from './row-cells.ts';
import { type Reading, reportRepeats, UNITS } from './sheets.ts';

/** An old unit with what its row says of its district and province. */
export interface UnitRow extends OldUnit {
  district: { kind: string; name: string };
  province: { kind: string; name: string };
}

type UnitColumn = (typeof UNITS.columns)[number];

/** Kinds of a province, before and after the reform. */
export const PROVINCE_KINDS = ['Tỉnh', 'Thành phố'] as const;
const DISTRICT_KINDS = ['Huyện', 'Quận', 'Thành phố', 'Thị xã'] as const;
const COMMUNE_KINDS = ['Xã', 'Phường', 'Thị trấn'] as const;

/** What a code says apart from itself; every row with the code must say the same. */
const MEANINGS: { subject: string; column: UnitColumn; code(row: UnitRow): string; value(row: UnitRow): string }[] = [
  { subject: 'province', column: 'province_kind', code: (row) => row.provinceCode, value: (row) => row.province.kind },
  { subject: 'province', column: 'province_name', code: (row) => row.provinceCode, value: (row) => row.province.name },
  { subject: 'district', column: 'province_code', code: (row) => row.districtCode, value: (row) => row.provinceCode },
  { subject: 'district', column: 'district_kind', code: (row) => row.districtCode, value: (row) => row.district.kind },
  { subject: 'district', column: 'district_name', code: (row) => row.districtCode, value: (row) => row.district.name },
];

/** Reads the units before the reform and reports what cannot be right within that file. */
export function readUnits(table: Reading<TableRow<UnitColumn>>, problems: Problem[]): Reading<UnitRow> {
  const rows = table.rows.map((row) => readUnit(row.line, new RowCells(table.file, row, problems)));
  const reading = { ...table, rows };
  reportRepeats(
    reading,
    { column: 'unit_code', of: (unit) => unit.code, describe: (unit) => `old unit ${unit.code}` },
    problems,
  );
  for (const meaning of MEANINGS) reportSecondMeanings(rows, meaning, problems);
  reportDistrictsWithCommunes(rows, problems);
  return reading;
}

/** The old provinces, each as the first of the rows names it. */
export function oldProvincesOf(rows: readonly UnitRow[]): OldProvince[] {
  return firstOfEachCode(rows.map(({ line, provinceCode, province }) => ({ line, code: provinceCode, ...province })));
}

/** The old districts, each as the first of the rows names it. */
export function oldDistrictsOf(rows: readonly UnitRow[]): OldDistrict[] {
  return firstOfEachCode(
    rows.map(({ line, provinceCode, districtCode, district }) => {
      return { line, code: districtCode, provinceCode, ...district };
    }),
  );
}

function readUnit(line: number, cells: RowCells<UnitColumn>): UnitRow {
  const provinceCode = cells.code('province_code', 2);
  const province = { kind: cells.kind('province_kind', PROVINCE_KINDS), name: cells.name('province_name') };
  const districtCode = cells.code('district_code', 3);
  const district = { kind: cells.kind('district_kind', DISTRICT_KINDS), name: cells.name('district_name') };
  const code = readUnitCode(districtCode, cells);
  const isDistrict = code.length === 3;
  const kind = cells.kind('unit_kind', isDistrict ? DISTRICT_KINDS : COMMUNE_KINDS);
  const name = cells.name('unit_name');
  if (isDistrict) checkDistrictUnit({ kind, name }, district, cells);
  return { line, code, districtCode, provinceCode, kind, name, isDistrict, district, province };
}

/** Five digits, or the three of the unit's own district if this has no communes. */
function readUnitCode(districtCode: string, cells: RowCells<UnitColumn>): string {
  const code = cells.code('unit_code', 5, 3);
  if (code.length !== 3 || code === districtCode) return code;
  const reason = `"${code}" is not the code of its district "${districtCode}"; a spreadsheet drops leading zeros`;
  cells.reject('unit_code', reason, '5 digits, or the code of a district without communes');
  return code.padStart(5, '0');
}

type Named = { kind: string; name: string };

/** A district without communes is its own unit, under the same kind and name. */
function checkDistrictUnit(unit: Named, district: Named, cells: RowCells<UnitColumn>): void {
  for (const part of ['kind', 'name'] as const) {
    if (unit[part] === '' || district[part] === '' || unit[part] === district[part]) continue;
    const reason = `the unit is its own district, yet its ${part} is not "${district[part]}"`;
    cells.reject(`unit_${part}`, reason, district[part]);
  }
}

/** Most of the rows are taken to be right, so that one slip in a district is one problem. */
function reportSecondMeanings(rows: readonly UnitRow[], meaning: (typeof MEANINGS)[number], problems: Problem[]): void {
  const readable = rows.filter((row) => meaning.code(row) !== '' && meaning.value(row) !== '');
  for (const [code, group] of groupRows(readable, meaning.code)) {
    const byValue = [...groupRows(group, meaning.value)];
    const [usual, ...others] = byValue.sort(([, some], [, more]) => more.length - some.length);
    const [expected, [first]] = usual ?? ['', []];
    for (const [value, disagreeing] of others) {
      const reason = `${meaning.subject} ${code} has ${meaning.column} "${value}" here and "${expected}" on line ${first?.line}`;
      for (const { line } of disagreeing) {
        problems.push({ file: UNITS.file, line, column: meaning.column, reason, expected });
      }
    }
  }
}

function reportDistrictsWithCommunes(rows: readonly UnitRow[], problems: Problem[]): void {
  const communes = new Map(rows.filter((row) => !row.isDistrict).map((row) => [row.districtCode, row]));
  for (const { line, code, isDistrict } of rows) {
    const commune = isDistrict ? communes.get(code) : undefined;
    if (commune === undefined) continue;
    const reason = `district ${code} is a unit of its own here, yet unit ${commune.code} on line ${commune.line} lies in it`;
    problems.push({ file: UNITS.file, line, column: 'unit_code', reason, expected: 'a district without communes' });
  }
}

function firstOfEachCode<Coded extends { code: string }>(places: readonly Coded[]): Coded[] {
  const first = new Map<string, Coded>();
  for (const place of places) {
    if (place.code !== '' && !first.has(place.code)) first.set(place.code, place);
  }
  return [...first.values()];
}
