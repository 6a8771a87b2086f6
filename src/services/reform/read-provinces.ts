import { groupRows } from './group-rows.ts';
import type { TableRow } from './read-table.ts';
import { PROVINCE_KINDS } from './read-units.ts';
import type { NewProvince, OldProvince, Problem } from './reform.ts';
import { quoted, RowCells } from './row-cells.ts';
import { type PROVINCES, type Reading, reportRepeats, UNITS } from './sheets.ts';

type ProvinceColumn = (typeof PROVINCES.columns)[number];
type Cells = RowCells<ProvinceColumn>;

/** Old provinces by folded name. */
type OldProvincesByName = Map<string, OldProvince[]>;

/** Reads the new provinces and resolves the names of the old ones, unless null says that these are not all known. */
export function readProvinces(
  table: Reading<TableRow<ProvinceColumn>>,
  oldProvinces: readonly OldProvince[] | null,
  problems: Problem[],
): Reading<NewProvince> {
  const byName = oldProvinces === null ? null : groupRows(oldProvinces, ({ name }) => fold(name));
  const rows = table.rows.map((row) => readProvince(row.line, new RowCells(table.file, row, problems), byName));
  const reading = { ...table, rows };
  const describe = ({ code }: NewProvince) => `new province ${code}`;
  reportRepeats(reading, { column: 'province_code', of: ({ code }) => code, describe }, problems);
  const name = ({ kind, name }: NewProvince) => (name === '' ? '' : `${kind} ${name}`);
  reportRepeats(reading, { column: 'province_name', of: name, describe: (row) => quoted(name(row)) }, problems);
  return reading;
}

function readProvince(line: number, cells: Cells, byName: OldProvincesByName | null): NewProvince {
  const code = cells.code('province_code', 2);
  const place = cells.fullName('province_name', PROVINCE_KINDS);
  const names = cells.raw('merged_from').split(';');
  const entries = names.map((name) => name.trim()).filter((name) => name !== '');
  if (entries.length === 0) cells.reject('merged_from', 'the cell is empty', 'the old provinces, separated by "; "');
  return { line, code, ...place, mergedFrom: byName === null ? [] : resolveAll(entries, byName, cells) };
}

function resolveAll(entries: readonly string[], byName: OldProvincesByName, cells: Cells): string[] {
  const codes = new Set<string>();
  for (const entry of entries) {
    const code = resolve(entry, byName, cells);
    if (code === null) continue;
    if (codes.has(code)) cells.reject('merged_from', `${quoted(entry)} is named twice`, 'each old province once');
    codes.add(code);
  }
  return [...codes];
}

/** The kind decides only between namesakes: a province may have become a city of the same name in between. */
function resolve(entry: string, byName: OldProvincesByName, cells: Cells): string | null {
  const kind = PROVINCE_KINDS.find((candidate) => entry.toLowerCase().startsWith(`${candidate.toLowerCase()} `));
  const namesakes = byName.get(fold(kind === undefined ? entry : entry.slice(kind.length))) ?? [];
  const [first, ...others] = namesakes.length > 1 ? namesakes.filter((old) => old.kind === kind) : namesakes;
  if (first !== undefined && others.length === 0) return first.code;
  const fault = namesakes.length > 1 ? 'fits several old provinces' : `is no old province of ${UNITS.file}`;
  cells.reject('merged_from', `${quoted(entry)} ${fault}`, 'kind and name of one old province');
  return null;
}

/** Lists differ in dashes, in case and in where the tone mark sits (`Hoà Bình`, `Hòa Bình`). */
function fold(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/\s*\p{Pd}\s*/gu, '-')
    .trim();
}
