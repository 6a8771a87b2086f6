/** What is exported as a table. */
export const EXPORT_KINDS = ['STAFF', 'HEADCOUNT', 'LEDGER'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** As what file. */
export const EXPORT_FORMATS = ['CSV', 'XLSX'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** A file with more rows opens in no spreadsheet people work with, and is read in the API's pages instead. */
export const MOST_EXPORTED_ROWS = 50_000;
