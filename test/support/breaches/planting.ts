import type { Sql } from 'postgres';
import type { Proof, ProofCode } from '../../../src/services/verify/proof.ts';

/** One way to break a rule. */
export interface Plant {
  code: ProofCode;
  /** What the title of the proof begins with that is to find it. */
  title: string;
  /** Builds what holds until it is broken; answers the statements that break it, which no trigger sees. */
  lay(sql: Sql): Promise<readonly string[]>;
}

/** A row that nobody else has. */
export const COPY = 900_001;

/** A statement that puts a copy of a table's first row beside it, changed in some columns (text, as JSON has it). */
export const copyOf = (table: string, changes: Readonly<Record<string, unknown>>, where = 'true'): string =>
  `INSERT INTO ${table} OVERRIDING SYSTEM VALUE
    SELECT (jsonb_populate_record(t, '${JSON.stringify({ id: COPY, ...changes }).replaceAll("'", "''")}')).* FROM ${table} t WHERE ${where} ORDER BY id LIMIT 1`;

/** The same as it was believed once, for a day: what is believed now stays as it is. */
export const onceBelieved = (table: string, changes: Readonly<Record<string, unknown>>, where?: string): string =>
  copyOf(table, { recorded_at: '2020-01-01', superseded_at: '2020-01-02', ...changes }, where);

/** A plant among the rows that are there anyway. */
export const forced = ({ code, title }: Pick<Proof, 'code' | 'title'>, ...breaks: readonly string[]): Plant => ({
  code,
  title,
  lay: async () => breaks,
});
