import { type SQL, sql } from 'drizzle-orm';
import { codesIn } from '../json.ts';
import { type At, instantText, known, onDay, valid } from './at.ts';
import { asList, asObject, type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { policyValue } from './policy.ts';
import { instrumentById, knownUnit, unitById } from './reference.ts';
import type { DatedRow, UnitRow } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

/** A row of `quota`. */
export const quotaFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('Quota', sql`${row}.id`),
  unit: ({ row, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${row}.unit_id`, at: onDay(at, sql`${row}.valid_from`) }),
  center: ({ row, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${row}.center_id`, at: onDay(at, sql`${row}.valid_from`) }),
  category: ({ row }) => sql`${row}.category`,
  year: ({ row }) => sql`${row}.year`,
  ceiling: ({ row }) => sql`${row}.ceiling`,
  minimum: ({ row }) => sql`${row}.minimum`,
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/** A row holds on some day of a range that is not empty; by two comparisons, which an index answers. */
const touches = (row: SQL, range: SQL): SQL =>
  sql`${row}.valid_from < upper(${range}) AND ${row}.valid_to > lower(${range})`;

/** A unit and those established below it, each with its days there within a window; as CTEs `tree (id, days)`. */
export const treeOver = (root: SQL, window: SQL, at: At): SQL => sql`
  walk (id, span) AS (
    SELECT id, ${window} FROM unit WHERE code = ${root}
    UNION SELECT r.child_id, walk.span * daterange(r.valid_from, r.valid_to) FROM walk
    JOIN unit_relation r ON r.parent_id = walk.id AND r.kind = 'ESTABLISHMENT' AND ${known(sql`r`, at)} AND ${touches(sql`r`, sql`walk.span`)}
  ), tree AS MATERIALIZED (SELECT id, range_agg(span) AS days FROM walk GROUP BY id)`;

/** Whether contract staff is counted where it is paid; so it is, unless a policy says no. */
const contractCounted = (root: SQL, at: At): SQL =>
  sql`coalesce(${policyValue(sql`(SELECT id FROM unit WHERE code = ${root})`, 'headcount.contract.counted', at)} = 'true', true)`;

/** Room and strength of a unit over a period, each figure at its worst day; null where there is no such unit. */
export function capacity(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { unit: code, from, until } = field.args as { unit: string; from: string; until: string };
  if (from >= until) throw new ArgumentError('until', 'a day after from');
  const root = sql`${code}`;
  const window = sql`daterange(${from}::date, ${until}::date)`;
  const asked = { ...at, asOf: sql`${from}::date` };
  const fields: Fields<null> = {
    unit: (_, child, inner) =>
      unitById(inner, child, { id: sql`(SELECT id FROM unit WHERE code = ${root})`, at: asked }),
    period: (_, child, inner) => inner.part('Period', { from: sql`${from}::date`, until: sql`${until}::date` }, child),
    rows: (_, child, inner) => {
      const row = inner.alias('x');
      const columns = inner.row('CapacityRow', { row, at: asked }, child);
      return asList(sql`SELECT ${columns} FROM ${perCategory(root, asked, window)} AS ${row} ORDER BY ${row}.category`);
    },
    strengthLowest: () => sql`(SELECT min(level) FROM strength)`,
    strengthPeak: () => sql`(SELECT max(level) FROM strength)`,
    secondedIn: () => peakOf(sql`SELECT span, 1 AS change FROM lent WHERE inward`, window),
    secondedOut: () => peakOf(sql`SELECT span, 1 AS change FROM lent WHERE NOT inward`, window),
    uncounted: () => peakOf(sql`SELECT span, 1 AS change FROM uncounted`, window),
  };
  return sql`(
    WITH RECURSIVE ${treeOver(root, window, at)},
    paid AS MATERIALIZED (
      SELECT p.staff_id, p.category, span FROM tree
      CROSS JOIN LATERAL (SELECT * FROM payroll WHERE unit_id = tree.id AND ${known(sql`payroll`, at)} AND ${touches(sql`payroll`, window)} OFFSET 0) AS p
      CROSS JOIN LATERAL unnest(tree.days * datemultirange(daterange(p.valid_from, p.valid_to))) AS span),
    counted (category) AS MATERIALIZED (
      SELECT unnest(ARRAY['CIVIL_SERVANT', 'PUBLIC_EMPLOYEE']::staff_category[]) UNION SELECT 'CONTRACT'::staff_category WHERE ${contractCounted(root, asked)}),
    lent AS MATERIALIZED (${lentSpans(at, window)}),
    uncounted AS MATERIALIZED (${uncountedSpans(at, window)}),
    strength AS (${levels(
      sql`SELECT span, 1 AS change FROM paid JOIN counted USING (category)
        UNION ALL SELECT span, CASE WHEN inward THEN 1 ELSE -1 END FROM lent UNION ALL SELECT span, 1 FROM uncounted`,
      window,
    )})
    ${asObject(sql`SELECT ${compiler.columns('Capacity', fields, null, field)} FROM ${knownUnit(root, at)}`)})`;
}

/**
 * Secondments that cross the border of the tree: inward on days on which only the host is within, outward the reverse.
 * Who is not counted at home is not lent either: they work where they work, as one of the uncounted.
 */
const lentSpans = (at: At, window: SQL): SQL => sql`
  WITH lending AS MATERIALIZED (
    SELECT lent.* FROM tree CROSS JOIN LATERAL (${secondments(sql`o.unit_id = tree.id`, at, window)}) AS lent
    UNION SELECT lent.* FROM (SELECT DISTINCT staff_id FROM paid) AS home CROSS JOIN LATERAL (${secondments(sql`o.staff_id = home.staff_id`, at, window)}) AS lent)
  SELECT span, inward FROM (
    SELECT w.id, coalesce(tree.days, '{}') * counting.days AS at_host,
      coalesce((SELECT range_agg(home.span) FROM paid home WHERE home.staff_id = w.staff_id), '{}') * counting.days AS at_home
    FROM lending w LEFT JOIN tree ON tree.id = w.unit_id
    CROSS JOIN LATERAL (
      SELECT datemultirange(daterange(w.valid_from, w.valid_to)) * range_agg(daterange(v.valid_from, v.valid_to)) AS days
      FROM staff_version v JOIN counted USING (category) WHERE v.staff_id = w.staff_id AND ${known(sql`v`, at)}) AS counting) AS term
  CROSS JOIN LATERAL (
    SELECT unnest(term.at_host - term.at_home) AS span, true AS inward UNION ALL SELECT unnest(term.at_home - term.at_host), false) AS crossing`;

/** Secondments of one unit or person; OFFSET, here as above, has them looked up in its index, one after the other. */
const secondments = (owner: SQL, at: At, window: SQL): SQL => sql`
  SELECT o.id, o.staff_id, o.unit_id, o.valid_from, o.valid_to FROM workplace o
  WHERE ${owner} AND o.basis = 'SECONDMENT' AND ${known(sql`o`, at)} AND ${touches(sql`o`, window)} OFFSET 0`;

/** Days on which people of a category that is not counted work within the tree, by their strongest basis. */
const uncountedSpans = (at: At, window: SQL): SQL => sql`
  SELECT unnest(
    (tree.days * datemultirange(daterange(w.valid_from, w.valid_to)) * datemultirange(daterange(v.valid_from, v.valid_to)))
    - coalesce((SELECT range_agg(daterange(o.valid_from, o.valid_to)) FROM workplace o WHERE o.staff_id = w.staff_id AND o.basis > w.basis AND ${known(sql`o`, at)}), '{}')) AS span
  FROM tree CROSS JOIN LATERAL (
    SELECT * FROM workplace WHERE unit_id = tree.id AND basis <> 'ADDITIONAL' AND ${known(sql`workplace`, at)} AND ${touches(sql`workplace`, window)} OFFSET 0) AS w
  JOIN staff_version v ON v.staff_id = w.staff_id AND ${known(sql`v`, at)} AND v.category NOT IN (SELECT category FROM counted)`;

/** How many there are from each day on on which that changes, the first of the window among them. */
const levels = (spans: SQL, window: SQL): SQL => sql`
  SELECT on_day, sum(sum(change)) OVER (ORDER BY on_day) AS level FROM (
    SELECT lower(${window}) AS on_day, 0 AS change
    UNION ALL SELECT lower(span), change FROM (${spans}) AS begun
    UNION ALL SELECT upper(span), -change FROM (${spans}) AS over WHERE upper(span) < upper(${window})) AS edges
  GROUP BY on_day`;

const peakOf = (spans: SQL, window: SQL): SQL => sql`(SELECT max(level) FROM (${levels(spans, window)}) AS levels)`;

/** Ceiling, payroll and room of every category; days without a ceiling limit nothing. */
const perCategory = (root: SQL, at: At, window: SQL): SQL => sql`(
  WITH granted AS MATERIALIZED (
    SELECT q.category, q.ceiling, q.minimum, daterange(q.valid_from, q.valid_to) * ${window} AS span FROM quota q
    WHERE q.unit_id = (SELECT id FROM unit WHERE code = ${root}) AND ${known(sql`q`, at)} AND daterange(q.valid_from, q.valid_to) && ${window}
  ), edge AS (
    SELECT category, lower(span) AS on_day, 1 AS change FROM paid UNION ALL SELECT category, upper(span), -1 FROM paid WHERE upper(span) < upper(${window})
    UNION ALL SELECT category, lower(span), 0 FROM granted
    UNION ALL SELECT category, lower(${window}), 0 FROM unnest(enum_range(NULL::staff_category)) AS category
  ), level AS (
    SELECT category, on_day, sum(sum(change)) OVER (PARTITION BY category ORDER BY on_day) AS counted FROM edge GROUP BY category, on_day)
  SELECT level.category, min(granted.ceiling) AS ceiling, max(granted.minimum) AS minimum, max(level.counted) AS payroll_peak,
    min(granted.ceiling - level.counted) AS vacancies
  FROM level LEFT JOIN granted ON granted.category = level.category AND granted.span @> level.on_day GROUP BY level.category)`;

/** A category of a unit over a period. */
export const capacityRowFields: Fields<DatedRow> = {
  category: ({ row }) => sql`${row}.category`,
  ceiling: ({ row }) => sql`${row}.ceiling`,
  minimum: ({ row }) => sql`${row}.minimum`,
  payrollPeak: ({ row }) => sql`${row}.payroll_peak`,
  vacancies: ({ row }) => sql`${row}.vacancies`,
};

/**
 * What a unit itself has on the day: of what is believed now by one look at `unit_headcount`, of what once was by counting.
 */
export function headcountOf(compiler: Compiler, field: SelectedField, { unit, at, isChild }: UnitRow): SQL {
  if (at.knownAt !== null) {
    const counted = (rows: SQL) => sql`(SELECT count(*) FROM ${rows} AND ${valid(sql`p`, at)})`;
    return compiler.part(
      'UnitHeadcount',
      {
        payroll: counted(sql`payroll p WHERE p.unit_id = ${unit}.id`),
        secondedIn: counted(sql`workplace p WHERE p.unit_id = ${unit}.id AND p.basis = 'SECONDMENT'`),
      },
      field,
    );
  }
  const step = compiler.alias('h');
  // An aggregate has a row also where there never was anybody.
  const counted = compiler.object(
    'UnitHeadcount',
    { payroll: sql`coalesce(max(${step}.payroll), 0)`, secondedIn: sql`coalesce(max(${step}.seconded_in), 0)` },
    field,
    sql`(SELECT payroll, seconded_in FROM unit_headcount WHERE unit_id = ${unit}.id AND from_day <= ${at.asOf}
      ORDER BY from_day DESC LIMIT 1) AS ${step}`,
  );
  if (!isChild) return counted;
  const nobody = field
    .fields('UnitHeadcount')
    .map(({ key, name }) => [key, name === '__typename' ? 'UnitHeadcount' : 0]);
  return sql`CASE WHEN ${unit}.has_people THEN ${counted} ELSE ${JSON.stringify(Object.fromEntries(nobody))}::json END`;
}

/** Quotas of a year out of a center's total, its own first. */
export function quotas(
  compiler: Compiler,
  field: SelectedField,
  { center, year, units, at }: { center: string; year: number; units: readonly string[] | null; at: At },
): SQL {
  const row = compiler.alias('q');
  const named =
    units === null ? sql`` : sql` AND ${row}.unit_id IN (SELECT id FROM unit WHERE code IN ${codesIn(units)})`;
  const from = sql`quota ${row} WHERE ${row}.center_id = (SELECT id FROM unit WHERE code = ${center}) AND ${row}.year = ${year} AND ${known(row, at)}${named}`;
  const code = sql`(SELECT code FROM unit WHERE unit.id = ${row}.unit_id)`;
  return compiler.list('Quota', { row, at }, field, {
    from,
    order: sql`${row}.unit_id <> ${row}.center_id, ${code}, ${row}.category, ${row}.valid_from`,
  });
}
