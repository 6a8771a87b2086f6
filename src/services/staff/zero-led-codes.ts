import type { FileRecord } from './file-table.ts';
import type { ZeroLedCode } from './read-code.ts';
import type { StaffColumn, StaffColumns } from './staff-columns.ts';

/** For each column of codes the longest one that begins with zero, if there is any. */
export type ZeroLedCodes = Partial<Record<StaffColumn, ZeroLedCode>>;

const MAX_LENGTH = 100;
const CODE_COLUMNS = ['code', 'payrollHome', 'workplace'] as const;

/** Finds what shows that the codes of a column keep leading zeros, which a spreadsheet drops from numbers. */
export function zeroLedCodes(records: readonly FileRecord[], columns: StaffColumns): ZeroLedCodes {
  const found: ZeroLedCodes = {};
  for (const column of CODE_COLUMNS) {
    const index = columns[column]?.index;
    if (index === undefined) continue;
    for (const { line, cells } of records) {
      const cell = cells[index];
      const code = typeof cell === 'string' && cell.length <= MAX_LENGTH ? cell.trim() : '';
      if (/^0\d+$/.test(code) && code.length > (found[column]?.code.length ?? 0)) found[column] = { code, line };
    }
  }
  return found;
}
