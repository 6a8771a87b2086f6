/** A column of an exported table; the values of its rows are under its key. */
export interface TableColumn {
  key: string;
  header: string;
  /** Days are `YYYY-MM-DD` texts. */
  type: 'text' | 'number' | 'date';
}

/** A table to be exported; an absent value is a blank cell. */
export interface Table {
  /** Name of the sheet. */
  title: string;
  columns: readonly TableColumn[];
  rows: readonly Readonly<Record<string, string | number | null>>[];
}
