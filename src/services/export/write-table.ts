import type { Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeWorkbook } from './write-workbook.ts';

/** The file formats tables are exported in. */
export type TableFormat = 'CSV' | 'XLSX';

/** Writes a table as a file that a spreadsheet opens without evaluating any of its texts. */
export async function writeTable(table: Table, format: TableFormat): Promise<Buffer> {
  switch (format) {
    case 'CSV':
      return writeCsv(table);
    case 'XLSX':
      return writeWorkbook(table);
  }
}
