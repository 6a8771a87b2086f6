import { type SQL, sql } from 'drizzle-orm';
import { type At, known, onDay } from './at.ts';
import { asList, asObject, type Compiler, type Fields } from './compiler.ts';
import { connection } from './connection.ts';
import { treeOver } from './headcount.ts';
import { instrumentById, knownUnit, staffById, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

/** Whose ledger, over which days, in which belief. */
export interface LedgerOf {
  root: SQL;
  from: SQL;
  until: SQL;
  at: At;
}

/** A type, not an interface: only it goes for any arguments. */
type LedgerArgs = { root: string; from: string; until: string; first?: number | null; after?: string | null };

/** Whether an id is that of a unit that stands in the tree on some day. */
const inTree = (id: SQL): SQL => sql`${id} IN (SELECT id FROM tree)`;

/** What holds on the eve of the period or later, before its end; so it also is what ends on its first day. */
const touches = (row: SQL, { from, until }: LedgerOf): SQL =>
  sql`${row}.valid_from < ${until} AND ${row}.valid_to >= ${from}`;

/** The act of reorganization that a statement comes from, where it moved something on that very day. */
const reasonOr = (other: SQL): SQL => sql`CASE WHEN act.kind IN ('MERGE', 'ABSORB') THEN 'MERGED'
  WHEN act.id IS NOT NULL THEN 'REORGANIZED' ${other} END`;

/**
 * What a person's payroll facts that end and begin on a day come to: from one home to the next, from outside or to it.
 * Facts of the same home and category that touch make no entry.
 */
const peopleEntries = ({ at }: LedgerOf): SQL => sql`
  SELECT 'PEOPLE' AS measure, edge.on_day, b.unit_id AS debit_id, coalesce(b.category, e.category) AS debit_category,
    e.unit_id AS credit_id, coalesce(e.category, b.category) AS credit_category, 1 AS quantity, edge.staff_id,
    NULL::bigint AS part_id, NULL::bigint AS center_id,
    ${reasonOr(sql`WHEN b.id IS NULL THEN 'LEFT' WHEN e.id IS NULL AND b.transfer_id IS NULL THEN 'REGISTERED'
      WHEN b.unit_id = e.unit_id THEN 'RECATEGORIZED' ELSE 'TRANSFERRED'`)} AS reason,
    CASE WHEN act.id IS NULL THEN b.instrument_id ELSE act.instrument_id END AS instrument_id
  FROM edge
  LEFT JOIN payroll b ON b.staff_id = edge.staff_id AND b.valid_from = edge.on_day AND ${known(sql`b`, at)}
  LEFT JOIN payroll e ON e.staff_id = edge.staff_id AND e.valid_to = edge.on_day AND ${known(sql`e`, at)}
  LEFT JOIN change_event act ON act.id = b.change_id AND act.on_day = edge.on_day
  WHERE (b.unit_id, b.category) IS DISTINCT FROM (e.unit_id, e.category)`;

/**
 * By how much the posts of a unit out of a center's total change on a day: up is debited to the unit and credited to the
 * center, down the reverse. The total itself is the center's own, and comes from outside.
 */
const postEntries = ({ at }: LedgerOf): SQL => sql`
  SELECT 'POSTS', step.on_day, CASE WHEN step.net > 0 THEN step.unit_id ELSE step.source_id END, step.category,
    CASE WHEN step.net > 0 THEN step.source_id ELSE step.unit_id END, step.category, abs(step.net), NULL, step.unit_id, step.center_id,
    ${reasonOr(sql`WHEN step.net > 0 THEN 'GRANTED' WHEN step.begun IS NULL AND step.on_day = step.year_end THEN 'YEAR_END' ELSE 'WITHDRAWN'`)},
    CASE WHEN act.id IS NULL THEN b.instrument_id ELSE act.instrument_id END
  FROM (
    SELECT unit_id, category, center_id, nullif(center_id, unit_id) AS source_id, on_day, sum(change)::int AS net, max(begun) AS begun, max(year_end) AS year_end
    FROM post_edge GROUP BY unit_id, category, center_id, on_day HAVING sum(change) <> 0) AS step
  LEFT JOIN quota b ON b.id = step.begun
  LEFT JOIN unit_life life ON step.begun IS NULL AND life.unit_id = step.unit_id AND life.valid_to = step.on_day AND ${known(sql`life`, at)}
  LEFT JOIN change_event act ON act.id = coalesce(b.change_id, life.closed_by) AND act.on_day = step.on_day`;

/** The units of a ledger, the facts about them that touch its days, and `entry`, what these come to; as CTEs. */
export const ledgerParts = (ledger: LedgerOf): SQL => {
  const { root, from, until, at } = ledger;
  return sql`${treeOver(root, sql`daterange(${from}, ${until})`, at)},
  paid AS MATERIALIZED (
    SELECT p.staff_id, p.unit_id, p.category, p.valid_from, p.valid_to FROM payroll p JOIN tree ON tree.id = p.unit_id
    WHERE ${known(sql`p`, at)} AND ${touches(sql`p`, ledger)}),
  granted AS MATERIALIZED (
    SELECT q.id, q.unit_id, q.category, q.center_id, q.ceiling, q.valid_from, q.valid_to, make_date(q.year + 1, 1, 1) AS year_end FROM quota q
    WHERE ${known(sql`q`, at)} AND ${touches(sql`q`, ledger)} AND (${inTree(sql`q.unit_id`)} OR ${inTree(sql`q.center_id`)})),
  edge AS (
    SELECT staff_id, valid_from AS on_day FROM paid WHERE valid_from >= ${from}
    UNION SELECT staff_id, valid_to FROM paid WHERE valid_to < ${until}),
  post_edge AS (
    SELECT unit_id, category, center_id, valid_from AS on_day, ceiling AS change, id AS begun, NULL::date AS year_end FROM granted WHERE valid_from >= ${from}
    UNION ALL SELECT unit_id, category, center_id, valid_to, -ceiling, NULL, year_end FROM granted WHERE valid_to < ${until}),
  entry AS MATERIALIZED (${peopleEntries(ledger)} UNION ALL ${postEntries(ledger)})`;
};

/** What accounts hold by the facts themselves, and what entries bring to and take from them; as CTEs. */
const accountParts = sql`
  fact AS (
    SELECT unit_id, 'PEOPLE' AS measure, category, 1 AS amount, valid_from, valid_to FROM paid
    UNION ALL SELECT unit_id, 'POSTS', category, ceiling, valid_from, valid_to FROM granted WHERE ${inTree(sql`unit_id`)}
    UNION ALL SELECT center_id, 'POSTS', category, -ceiling, valid_from, valid_to FROM granted WHERE center_id <> unit_id AND ${inTree(sql`center_id`)}),
  leg AS (
    SELECT debit_id AS unit_id, measure, debit_category AS category, on_day, quantity AS debit, 0 AS credit FROM entry WHERE ${inTree(sql`debit_id`)}
    UNION ALL SELECT credit_id, measure, credit_category, on_day, 0, quantity FROM entry WHERE ${inTree(sql`credit_id`)})`;

/** Every account with something in it, from the eve of the period until the end of a day. */
const accountsUntil = (day: SQL, { from }: LedgerOf): SQL => sql`(
  SELECT unit_id, measure, category, sum(opening) AS opening, sum(debit) AS debits, sum(credit) AS credits, sum(closing) AS closing
  FROM (
    SELECT unit_id, measure, category, CASE WHEN valid_from < ${from} THEN amount ELSE 0 END AS opening, 0 AS debit, 0 AS credit,
      CASE WHEN valid_from <= ${day} AND valid_to > ${day} THEN amount ELSE 0 END AS closing FROM fact
    UNION ALL SELECT unit_id, measure, category, 0, debit, credit, 0 FROM leg WHERE on_day <= ${day}) AS figure
  GROUP BY unit_id, measure, category HAVING bool_or(opening <> 0 OR debit <> 0 OR credit <> 0 OR closing <> 0))`;

/** Whether accounts close with what is counted on the last day, and change on every day by what the facts of it say. */
const isBalanced = (ledger: LedgerOf): SQL => sql`(
  NOT EXISTS (SELECT FROM ${accountsUntil(sql`(${ledger.until} - 1)`, ledger)} AS account WHERE opening + debits - credits <> closing)
  AND NOT EXISTS (
    SELECT FROM (
      SELECT unit_id, measure, category, valid_from AS on_day, amount AS change FROM fact WHERE valid_from >= ${ledger.from}
      UNION ALL SELECT unit_id, measure, category, valid_to, -amount FROM fact WHERE valid_to < ${ledger.until}
      UNION ALL SELECT unit_id, measure, category, on_day, credit - debit FROM leg) AS movement
    GROUP BY unit_id, measure, category, on_day HAVING sum(change) <> 0))`;

/** The ledger of a unit and those below it over a period; null where there is no such unit. */
export function headcountLedger(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { root: code, from, until, first, after } = field.args as LedgerArgs;
  if (from >= until) throw new ArgumentError('until', 'a day after from');
  const asked = { ...at, asOf: sql`${from}::date` };
  const ledger = { root: sql`${code}`, from: sql`${from}::date`, until: sql`${until}::date`, at: asked };
  const fields: Fields<null> = {
    root: (_, child, inner) =>
      unitById(inner, child, { id: sql`(SELECT id FROM unit WHERE code = ${code})`, at: asked }),
    period: (_, child, inner) => inner.part('Period', ledger, child),
    accounts: (_, child, inner) => {
      const row = inner.alias('x');
      const columns = inner.row('HeadcountAccount', { row, at: asked }, child);
      const accounts = accountsUntil(dayOf(child, { from, until }), ledger);
      return asList(
        sql`SELECT ${columns} FROM ${accounts} AS ${row} JOIN unit ON unit.id = ${row}.unit_id ORDER BY unit.code, ${row}.measure DESC, ${row}.category`,
      );
    },
    entries: (_, child, inner) => entryPage(inner, { ...child, args: { first, after } }, asked),
    balanced: () => isBalanced(ledger),
  };
  return sql`(
    WITH RECURSIVE ${ledgerParts(ledger)}, ${accountParts}
    ${asObject(sql`SELECT ${compiler.columns('HeadcountLedger', fields, null, field)} FROM ${knownUnit(code, at)}`)})`;
}

/** The day that accounts are asked about: the last one of the period where none is named. */
function dayOf({ args: { on } }: SelectedField, { from, until }: { from: string; until: string }): SQL {
  if (typeof on !== 'string') return sql`(${until}::date - 1)`;
  if (on < from || on >= until) throw new ArgumentError('on', 'a day of the period');
  return sql`${on}::date`;
}

/** What entries of a day are told apart by, and their order within it: posts by unit, then people by code. */
export const ENTRY_KEY = sql`(CASE WHEN staff_id IS NULL
  THEN '1 ' || (SELECT code FROM unit WHERE unit.id = part_id) || ' ' || debit_category || ' ' || (SELECT code FROM unit WHERE unit.id = center_id)
  ELSE '2 ' || (SELECT code FROM staff WHERE staff.id = staff_id) END) COLLATE "C"`;

function entryPage(compiler: Compiler, field: SelectedField, at: At): SQL {
  const row = sql`page`;
  return connection(compiler, field, {
    type: 'HeadcountEntry',
    row: { row, at: onDay(at, sql`${row}.on_day`) },
    matching: sql`SELECT entry.*, on_day::text AS name, ${ENTRY_KEY} AS code FROM entry`,
    from: row,
  });
}

/** A row of accounts. */
export const headcountAccountFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  measure: ({ row }) => sql`${row}.measure`,
  category: ({ row }) => sql`${row}.category`,
  opening: ({ row }) => sql`${row}.opening`,
  debits: ({ row }) => sql`${row}.debits`,
  credits: ({ row }) => sql`${row}.credits`,
  closing: ({ row }) => sql`${row}.closing`,
};

/** A row of `entry`, read as of its day. */
export const headcountEntryFields: Fields<DatedRow> = {
  on: ({ row }) => sql`${row}.on_day`,
  measure: ({ row }) => sql`${row}.measure`,
  category: ({ row }) => sql`${row}.debit_category`,
  creditedCategory: ({ row }) => sql`${row}.credit_category`,
  quantity: ({ row }) => sql`${row}.quantity`,
  debit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.debit_id`, at }),
  credit: ({ row, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${row}.credit_id`, at: onDay(at, sql`(${row}.on_day - 1)`) }),
  staff: ({ row, at }, field, compiler) => staffById(compiler, field, { id: sql`${row}.staff_id`, at }),
  reason: ({ row }) => sql`${row}.reason`,
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
};
