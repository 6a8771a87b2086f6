/** Of the body of a request, in the order of the parameters. */
export interface Statement {
  text: string;
  parameters: readonly string[];
}

const rows = (from: string): string =>
  `SELECT coalesce(json_agg(row_to_json(r)), '[]')::text AS json FROM ${from} AS r`;

/** One statement for each operation, whose JSON is the answer as it comes. */
export const STATEMENTS: Readonly<Record<string, Statement>> = {
  a: { text: rows('bench.trees($1, $2)'), parameters: ['code', 'asOf'] },
  b: { text: rows('bench.country($1)'), parameters: ['asOf'] },
  c: { text: rows('bench.staff_page($1, $2)'), parameters: ['unit', 'asOf'] },
  d: { text: rows('bench.rollout($1)'), parameters: ['asOf'] },
  e: { text: 'SELECT row_to_json(r)::text AS json FROM bench.unit_card($1, $2) AS r', parameters: ['code', 'asOf'] },
  f1: {
    text: 'SELECT row_to_json(r)::text AS json FROM bench.assign_staff($1, $2, $3, $4, $5, $6) AS r',
    parameters: ['staff', 'unit', 'from', 'until', 'decidedBy', 'instrument'],
  },
  f2: {
    text: 'SELECT row_to_json(r)::text AS json FROM bench.transfer_staff($1, $2, $3, $4, $5) AS r',
    parameters: ['staff', 'unit', 'on', 'decidedBy', 'instrument'],
  },
  g: { text: 'SELECT bench.organization_diff($1, $2, $3)::text AS json', parameters: ['root', 'from', 'to'] },
  i: { text: rows('bench.search_units($1, $2)'), parameters: ['text', 'asOf'] },
  j: { text: 'SELECT bench.capacity($1, $2, $3)::text AS json', parameters: ['unit', 'from', 'until'] },
};
