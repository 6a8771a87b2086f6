import { type SQL, sql } from 'drizzle-orm';
import { type At, known } from './at.ts';
import { treeOver } from './headcount.ts';

const days = (row: SQL): SQL => sql`daterange(${row}.valid_from, ${row}.valid_to)`;

/** Units in the tree, each with those that stand below it on some days; who is paid there and what is granted to it. */
const countedParts = (root: SQL, window: SQL, at: At): SQL => sql`${treeOver(root, window, at)},
  reach (root_id, id, span) AS (
    SELECT id, id, ${window} FROM tree
    UNION SELECT reach.root_id, r.child_id, reach.span * ${days(sql`r`)} FROM reach
    JOIN unit_relation r ON r.parent_id = reach.id AND r.kind = 'ESTABLISHMENT' AND ${known(sql`r`, at)} AND ${days(sql`r`)} && reach.span),
  below AS MATERIALIZED (SELECT root_id, id, range_agg(span) AS days FROM reach GROUP BY root_id, id),
  paid AS MATERIALIZED (
    SELECT below.root_id, p.staff_id, p.category, span FROM payroll p JOIN below ON below.id = p.unit_id
    CROSS JOIN LATERAL unnest(below.days * datemultirange(${days(sql`p`)})) AS span WHERE ${known(sql`p`, at)} AND ${days(sql`p`)} && ${window}),
  granted AS MATERIALIZED (
    SELECT q.unit_id AS root_id, q.category, q.ceiling, q.minimum, ${days(sql`q`)} * ${window} AS span FROM quota q JOIN tree ON tree.id = q.unit_id
    WHERE ${known(sql`q`, at)} AND ${days(sql`q`)} && ${window})`;

/** Days on which somebody is lent across the border of a unit's tree, by the category they are of then. */
const lentParts = (window: SQL, at: At): SQL => sql`
  term AS MATERIALIZED (
    SELECT w.id, v.category, w.staff_id, w.unit_id, ${days(sql`w`)} * ${days(sql`v`)} * ${window} AS span FROM workplace w
    JOIN staff_version v ON v.staff_id = w.staff_id AND ${known(sql`v`, at)} AND ${days(sql`v`)} && ${days(sql`w`)}
    WHERE w.basis = 'SECONDMENT' AND ${known(sql`w`, at)} AND ${days(sql`w`)} && ${window} AND ${days(sql`v`)} && ${window}),
  hosted AS (
    SELECT below.root_id, term.id, term.category, below.days * datemultirange(term.span) AS days FROM term JOIN below ON below.id = term.unit_id),
  sent AS (
    SELECT paid.root_id, term.id, term.category, range_agg(paid.span * term.span) AS days FROM term JOIN paid USING (staff_id) GROUP BY 1, 2, 3),
  lent AS (
    SELECT root_id, category, coalesce(hosted.days, '{}') - coalesce(sent.days, '{}') AS inward, coalesce(sent.days, '{}') - coalesce(hosted.days, '{}') AS outward
    FROM hosted FULL JOIN sent USING (root_id, id, category))`;

/** By how many there are more or fewer from a day on, of spans of days that each count one. */
const edges = (spans: SQL, window: SQL): SQL => sql`
  SELECT root_id, category, lower(span) AS on_day, 1 AS change FROM ${spans}
  UNION ALL SELECT root_id, category, upper(span), -1 FROM ${spans} WHERE upper(span) < upper(${window})`;

/** How many there are from each day on on which that changes. */
const levels = (edge: SQL): SQL => sql`
  SELECT root_id, category, on_day, sum(sum(change)) OVER (PARTITION BY root_id, category ORDER BY on_day) AS counted
  FROM (${edge}) AS edge GROUP BY root_id, category, on_day`;

const peakLent = (direction: SQL, window: SQL): SQL => {
  const spans = sql`(SELECT root_id, category, span FROM lent CROSS JOIN LATERAL unnest(${direction}) AS span) AS lent`;
  return sql`SELECT root_id, category, max(counted) AS peak FROM (${levels(edges(spans, window))}) AS level GROUP BY root_id, category`;
};

/**
 * Ceiling, payroll and room of a unit and of each below it, by category and each at its worst day of a window, as
 * `capacity` tells them of one unit; secondments too, by the category of the person, whether or not it is counted. A query
 * with `unit_id`; units and categories with nothing are left out.
 */
export const headcountByUnit = (root: SQL, window: SQL, at: At): SQL => sql`
  WITH RECURSIVE ${countedParts(root, window, at)}, ${lentParts(window, at)},
  level AS (${levels(sql`${edges(sql`paid`, window)} UNION ALL SELECT root_id, category, lower(span), 0 FROM granted`)}),
  counted AS (
    SELECT level.root_id, level.category, min(granted.ceiling) AS ceiling, max(granted.minimum) AS minimum, max(level.counted) AS payroll,
      min(granted.ceiling - level.counted) AS vacancies
    FROM level LEFT JOIN granted ON granted.root_id = level.root_id AND granted.category = level.category AND granted.span @> level.on_day
    GROUP BY level.root_id, level.category),
  lent_in AS (${peakLent(sql`inward`, window)}), lent_out AS (${peakLent(sql`outward`, window)})
  SELECT root_id AS unit_id, category, ceiling, minimum, coalesce(payroll, 0) AS payroll, vacancies, coalesce(lent_in.peak, 0) AS seconded_in, coalesce(lent_out.peak, 0) AS seconded_out
  FROM counted FULL JOIN lent_in USING (root_id, category) FULL JOIN lent_out USING (root_id, category)`;
