import type { TableRow } from './read-table.ts';
import type { Extent, Problem, Transfer } from './reform.ts';
import { quoted, RowCells } from './row-cells.ts';
import { type MAPPING, type Reading, reportRepeats } from './sheets.ts';

/** A transfer as its row says it; the extent is null if it cannot be made out, which is reported. */
export type TransferRow = Omit<Transfer, 'extent'> & { extent: Extent | null };

type MappingColumn = (typeof MAPPING.columns)[number];

const EXTENTS: ReadonlyMap<string, Extent> = new Map([
  ['full', 'WHOLE'],
  ['partial', 'PARTIAL'],
]);

/** Reads the transfers of territory and reports what cannot be right within that file. */
export function readMapping(table: Reading<TableRow<MappingColumn>>, problems: Problem[]): Reading<TransferRow> {
  const rows = table.rows.map((row) => readTransfer(row.line, new RowCells(table.file, row, problems)));
  const reading = { ...table, rows };
  reportRepeats(
    reading,
    {
      column: 'old_unit_code',
      of: ({ communeCode, oldUnitCode }) => (communeCode && oldUnitCode ? `${communeCode} ${oldUnitCode}` : ''),
      describe: ({ communeCode, oldUnitCode }) => `the transfer of ${oldUnitCode} into ${communeCode}`,
    },
    problems,
  );
  return reading;
}

function readTransfer(line: number, cells: RowCells<MappingColumn>): TransferRow {
  return {
    line,
    provinceCode: cells.code('new_province_code', 2),
    communeCode: cells.code('new_commune_code', 5),
    oldUnitCode: cells.code('old_unit_code', 5, 3),
    extent: readExtent(cells),
  };
}

function readExtent(cells: RowCells<MappingColumn>): Extent | null {
  const raw = cells.raw('extent');
  const extent = EXTENTS.get(raw.toLowerCase());
  if (extent !== undefined) return extent;
  cells.reject('extent', raw === '' ? 'the cell is empty' : `${quoted(raw)} is not an extent`, 'full or partial');
  return null;
}
