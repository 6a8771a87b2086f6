import { type CsvError, parse } from 'csv-parse/sync';

/** One record of a CSV file as it stands there. */
export interface CsvRecord {
  /** Physical line on which it begins, counted from 1. */
  line: number;
  cells: string[];
}

/** A place where the quoting of a CSV file is broken. */
export interface QuoteFault {
  line: number;
  reason: string;
}

const FAULTS: Record<string, string> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed; the rest of the file was not read',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote; the rest of the file was not read',
  INVALID_OPENING_QUOTE: 'a quote stands inside an unquoted cell; the row was not read',
};

/** What differs from one kind of CSV file to another. */
interface RecordOptions {
  delimiter?: string;
  /** Asked once for each record in order; what it declines is read and counted, but not kept. */
  keeps?: (cells: readonly string[]) => boolean;
}

/** Reads delimited records with any line ending, a byte order mark and quoted line breaks; blank ones included. */
export function readRecords(
  bytes: Buffer,
  { delimiter = ',', keeps = () => true }: RecordOptions = {},
): { records: CsvRecord[]; faults: QuoteFault[] } {
  const records: CsvRecord[] = [];
  const faults: QuoteFault[] = [];
  let lastLine = 0;
  let isLost = false;
  parse(bytes, {
    bom: true,
    delimiter,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_records_with_error: true,
    // csv-parse counts the line on which a record ends; the one on which it begins follows the record before.
    on_record: (cells: string[], { lines }) => {
      if (!isLost && keeps(cells)) records.push({ line: lastLine + 1, cells });
      lastLine = lines;
      return null;
    },
    on_skip: (error) => {
      if (error === undefined || isLost) return;
      const { code, lines } = error as CsvError & { lines: number };
      // A second fault on the same line comes separately.
      if (lines <= lastLine) return;
      faults.push({ line: lastLine + 1, reason: FAULTS[code] ?? error.message });
      lastLine = lines;
      // After the other faults csv-parse takes quoted text for unquoted and the reverse.
      isLost = code !== 'INVALID_OPENING_QUOTE';
    },
  });
  return { records, faults };
}
