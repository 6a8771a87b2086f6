import { type SQL, sql } from 'drizzle-orm';
import { type At, known } from './at.ts';
import { asList, asObject, type Compiler, type Fields, inVietnamese } from './compiler.ts';
import { coverageGapFields, named } from './coverage.ts';
import { unitById } from './reference.ts';
import type { CoverageRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** Days of a territory without an open counter; alias of a row with territory_id, unit_id, period, reason and weekdays. */
export const continuityGapFields: Fields<CoverageRow> = {
  ...coverageGapFields,
  unit: ({ row, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${row}.unit_id`, at: { ...at, asOf: sql`lower(${row}.period)` } }),
  reason: ({ row }) => sql`${row}.reason`,
  weekdays: ({ row }) => sql`${row}.weekdays`,
};

const cutOverFields: Fields<null> = {
  on: () => sql`on_day`,
  territories: () => sql`count(*)`,
  interrupted: () => sql`count(*) FILTER (WHERE NOT is_open)`,
};

/**
 * Whether each territory of a plan has, on every day, an open counter at the unit that receives for it or below that one,
 * wherever that unit stands. Days are multiranges throughout: the cost grows with facts, not with days.
 */
export function continuity(compiler: Compiler, field: SelectedField, { plan, at }: { plan: string; at: At }): SQL {
  const fields: Fields<null> = {
    from: () => sql`(SELECT lower(days) FROM span)`,
    until: () => sql`(SELECT upper(days) FROM span)`,
    territories: () => sql`(SELECT count(*) FROM named)`,
    cutOvers: (_, child) => {
      const columns = compiler.columns('CutOver', cutOverFields, null, child);
      return asList(sql`SELECT ${columns} FROM changed GROUP BY on_day ORDER BY on_day`);
    },
    gaps: (_, child) => {
      const row = compiler.alias('g');
      return compiler.list('ContinuityGap', { row, at }, child, {
        from: sql`gaps ${row} JOIN named ON named.territory_id = ${row}.territory_id`,
        order: sql`${inVietnamese(sql`named.name`)}, named.code, ${row}.period, ${row}.weekdays`,
      });
    },
    uninterrupted: () => sql`(NOT EXISTS (SELECT FROM gaps))`,
  };
  const recorded = at.knownAt === null ? sql`true` : sql`recorded_at <= ${at.knownAt}`;
  return sql`(
    WITH RECURSIVE asked AS (SELECT id, center_id FROM plan WHERE code = ${plan} AND ${recorded}),
    ${spanOf(field, compiler, at)},
    ${named(at)},
    ${openDays(at)},
    ${gapDays},
    ${changedReceivers}
    ${asObject(sql`SELECT ${compiler.columns('Continuity', fields, null, field)} FROM asked`)})`;
}

/** The days looked at: those asked for, else from the first day of the plan's first phase to the end of its last. */
function spanOf({ args }: SelectedField, { today }: Compiler, at: At): SQL {
  const day = (value: unknown) => sql`${value ?? null}::date`;
  return sql`phases AS (
      SELECT min(d.window_from) AS opening, max(d.window_to) AS ending FROM asked JOIN phase ON phase.plan_id = asked.id
      JOIN phase_version d ON d.phase_id = phase.id AND ${known(sql`d`, at)} AND d.valid_to = 'infinity'),
    bounds AS (
      SELECT coalesce(${day(args.from)}, opening, ${today}::date) AS opening,
        coalesce(${day(args.until)}, nullif(ending, 'infinity'), ${today}::date + 1) AS ending FROM phases),
    span AS (SELECT daterange(opening, greatest(ending, opening + 1)) AS days FROM bounds)`;
}

/**
 * Whether a fact holds on some of the days. Of `&&` the planner expects so few rows that it joins by nested loops, whose
 * cost grows with the square of the territories.
 */
const meets = (fact: SQL, days: SQL): SQL =>
  sql`${fact}.valid_from < upper(${days}) AND ${fact}.valid_to > lower(${days})`;

/**
 * `needed`, the days on which a territory needs a counter: those on which there is the territory; `received`, who receives
 * when; `opened`, on which days a receiver has an open counter, on any weekday and on each from Monday to Friday.
 */
const openDays = (at: At): SQL => sql`
  needed AS (
    SELECT named.territory_id, span.days * daterange(min(v.valid_from), max(v.valid_to)) AS days
    FROM named CROSS JOIN span JOIN territory_version v ON v.territory_id = named.territory_id AND ${known(sql`v`, at)}
    GROUP BY named.territory_id, span.days),
  received AS MATERIALIZED (
    SELECT s.territory_id, s.unit_id, needed.days * daterange(s.valid_from, s.valid_to) AS period, upper(needed.days) AS needed_until
    FROM needed JOIN service_territory s ON s.territory_id = needed.territory_id AND ${known(sql`s`, at)}
    WHERE ${meets(sql`s`, sql`needed.days`)}),
  tree (root, unit_id, period) AS (
    SELECT DISTINCT received.unit_id, received.unit_id, span.days FROM received CROSS JOIN span
    UNION ALL
    SELECT tree.root, r.child_id, tree.period * daterange(r.valid_from, r.valid_to)
    FROM tree JOIN unit_relation r ON r.parent_id = tree.unit_id AND r.kind = 'ESTABLISHMENT' AND ${known(sql`r`, at)}
    WHERE ${meets(sql`r`, sql`tree.period`)}),
  opened AS MATERIALIZED (
    SELECT root, range_agg(period) AS any_day, ${sql.join(
      [1, 2, 3, 4, 5].map(
        (day) =>
          sql`range_agg(period) FILTER (WHERE ${sql.raw(String(day))} = ANY (weekdays)) AS ${sql.raw(`day${day}`)}`,
      ),
      sql`, `,
    )}
    FROM (SELECT tree.root, c.weekdays, tree.period * daterange(c.valid_from, c.valid_to) AS period
      FROM tree JOIN counter_version c ON c.unit_id = tree.unit_id AND ${known(sql`c`, at)}
      WHERE ${meets(sql`c`, sql`tree.period`)}) AS at_counters
    GROUP BY root)`;

/** Whether a weekday lies within some days. */
const falls = (weekday: SQL, days: SQL): SQL =>
  sql`(upper(${days}) - lower(${days}) > (${weekday} - extract(isodow FROM lower(${days}))::int + 7) % 7)`;

/** `gaps`: days on which nobody receives, or on which a weekday from Monday to Friday finds no open counter. */
const gapDays: SQL = sql`
  any_receiver AS MATERIALIZED (SELECT territory_id, range_agg(period) AS days FROM received GROUP BY territory_id),
  found AS (
    SELECT needed.territory_id, NULL::bigint AS unit_id, 'NO_RECEIVER' AS reason, '{1,2,3,4,5}'::int[] AS weekdays,
      datemultirange(needed.days) - coalesce(any_receiver.days, '{}') AS days
    FROM needed LEFT JOIN any_receiver USING (territory_id)
    UNION ALL
    SELECT received.territory_id, received.unit_id, 'NO_COUNTER', '{1,2,3,4,5}', datemultirange(received.period) - coalesce(opened.any_day, '{}')
    FROM received LEFT JOIN opened ON opened.root = received.unit_id
    UNION ALL
    SELECT received.territory_id, received.unit_id, 'CLOSED_WEEKDAYS', ARRAY[open_on.weekday],
      datemultirange(received.period) * opened.any_day - coalesce(open_on.days, '{}')
    FROM received JOIN opened ON opened.root = received.unit_id
    CROSS JOIN LATERAL (VALUES (1, day1), (2, day2), (3, day3), (4, day4), (5, day5)) AS open_on (weekday, days)),
  gaps AS MATERIALIZED (
    SELECT territory_id, unit_id, reason, period, array_agg(weekday ORDER BY weekday) AS weekdays
    FROM found CROSS JOIN LATERAL unnest(found.days) AS period CROSS JOIN LATERAL unnest(found.weekdays) AS weekday
    WHERE NOT isempty(found.days) AND ${falls(sql`weekday`, sql`period`)} GROUP BY territory_id, unit_id, reason, period)`;

/** `changed`: territories whose receiver is another from a day on, or none, and whether a counter is open for them then. */
const changedReceivers: SQL = sql`
  followed AS (
    SELECT territory_id, unit_id, needed_until, upper(period) AS on_day,
      CASE WHEN lead(lower(period)) OVER later = upper(period) THEN lead(unit_id) OVER later END AS next_id
    FROM received WINDOW later AS (PARTITION BY territory_id ORDER BY lower(period))),
  changed AS MATERIALIZED (
    SELECT followed.on_day, coalesce(opened.any_day @> followed.on_day, false) AS is_open
    FROM followed LEFT JOIN opened ON opened.root = followed.next_id
    WHERE followed.on_day < followed.needed_until AND followed.next_id IS DISTINCT FROM followed.unit_id)`;
