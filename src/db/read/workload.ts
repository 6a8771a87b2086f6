import { type SQL, sql } from 'drizzle-orm';
import { addDuration } from '../../domain/day.ts';
import { type At, known, onDay } from './at.ts';
import { asList, asObject, type Compiler, type Fields } from './compiler.ts';
import { figureParts, labelOf } from './dossier-load.ts';
import { policyById, policyInForce } from './policy.ts';
import { knownUnit, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

/** The longest period: people are counted on each day of it. */
const MOST_YEARS = 5;

/** Who works at the units that report, by their strongest basis of the day, on each day of a window; at a counter where that is said. */
const attendance = (at: At, window: SQL): SQL => sql`
  SELECT there.unit_id, lower(there.counter) AS counter, lower(span) + step AS day FROM (
    SELECT w.unit_id, w.counter, datemultirange(daterange(w.valid_from, w.valid_to) * ${window}) - coalesce((
      SELECT range_agg(daterange(o.valid_from, o.valid_to)) FROM workplace o
      WHERE o.staff_id = w.staff_id AND o.basis > w.basis AND ${known(sql`o`, at)}), '{}') AS days
    FROM workplace w WHERE w.unit_id IN (SELECT unit_id FROM unit_day) AND w.basis <> 'ADDITIONAL' AND ${known(sql`w`, at)}
      AND daterange(w.valid_from, w.valid_to) && ${window}) AS there
  CROSS JOIN LATERAL unnest(there.days) AS span CROSS JOIN LATERAL generate_series(0, upper(span) - lower(span) - 1) AS step`;

/**
 * What units and counters of a tree receive a day, and who works there then; as CTEs. Both are laid together and grouped,
 * not joined: the planner cannot tell how many rows there are, and would go through all people for each day.
 */
const loadParts = (root: SQL, window: SQL, at: At): SQL => sql`${figureParts(root, window, at)},
  unit_day AS MATERIALIZED (
    SELECT unit_id, day, sum(received) AS dossiers, sum(coalesce(received_at_most, received)) AS at_most FROM said GROUP BY unit_id, day),
  attended AS MATERIALIZED (${attendance(at, window)}),
  strength AS MATERIALIZED (
    SELECT unit_id, day, sum(dossiers) AS dossiers, sum(at_most) AS at_most, sum(people) AS people FROM (
      SELECT unit_id, day, dossiers, at_most, 0 AS people FROM unit_day UNION ALL SELECT unit_id, day, NULL, NULL, 1 FROM attended) AS laid
    GROUP BY unit_id, day HAVING sum(dossiers) IS NOT NULL),
  counter_day AS MATERIALIZED (
    SELECT unit_id, day, max(counter_id) AS counter_id, max(label) AS label, sum(dossiers) AS dossiers, sum(at_most) AS at_most, sum(people) AS people FROM (
      SELECT unit_id, day, counter_id, label, dossiers, at_most, 0 AS people, coalesce(lower(label), '#' || counter_id) AS named FROM (
        SELECT unit_id, day, counter_id, received AS dossiers, coalesce(received_at_most, received) AS at_most, ${labelOf(sql`figure.counter_id`, sql`figure.day`, at)} AS label
        FROM figure WHERE counter_id IS NOT NULL) AS counted
      UNION ALL SELECT unit_id, day, NULL, NULL, NULL, NULL, 1, counter FROM attended WHERE counter IS NOT NULL) AS laid
    GROUP BY unit_id, day, named HAVING max(counter_id) IS NOT NULL)`;

/** Whether so many dossiers pass the policy for the people of a row of days; who receives nothing does not. */
const passes = (dossiers: 'dossiers' | 'at_most'): SQL => sql`${sql.raw(dossiers)} > (SELECT most FROM bound) * people`;

/**
 * The most dossiers that a person handles a day by the policy, and what each unit would need and has by it; as CTEs. The
 * days and counters of a unit are kept with it as JSON, so that no unit looks through those of all. A counter that nobody
 * is said to work at is worked by whoever is there.
 */
const needParts = (root: SQL, at: At): SQL => sql`
  bound AS MATERIALIZED (
    SELECT y.id, nullif(y.value::numeric, 0) AS most FROM policy y
    WHERE y.id = ${policyInForce(sql`(SELECT id FROM unit WHERE code = ${root})`, sql`'workload.person.max'`, at)}),
  overload AS (
    SELECT unit_id, jsonb_agg(to_jsonb(passed)) AS over FROM (
      SELECT unit_id, day, NULL AS label, dossiers, at_most, people, ${passes('dossiers')} AS sure FROM strength WHERE ${passes('at_most')}
      UNION ALL SELECT unit_id, day, label, dossiers, at_most, people, ${passes('dossiers')} FROM counter_day WHERE people > 0 AND ${passes('at_most')}) AS passed GROUP BY unit_id),
  counter_total AS (
    SELECT unit_id, counter_id, (array_agg(label ORDER BY day DESC))[1] AS label, sum(dossiers) AS dossiers, count(*) AS days, avg(dossiers) AS average
    FROM counter_day GROUP BY unit_id, counter_id),
  congestion AS (SELECT unit_id, avg(average) AS of_all, jsonb_agg(to_jsonb(counter_total)) AS counters FROM counter_total GROUP BY unit_id),
  burden AS MATERIALIZED (
    SELECT whole.*, unit.code, overload.over, congestion.counters, congestion.of_all FROM (
      SELECT unit_id, sum(dossiers) AS dossiers, sum(at_most) AS at_most, count(*) AS days, avg(dossiers) AS average, avg(people) AS people,
        sum(dossiers) / nullif(sum(people), 0) AS per_person, ceil(avg(dossiers) / (SELECT most FROM bound)) AS needed
      FROM strength GROUP BY unit_id) AS whole
    JOIN unit ON unit.id = whole.unit_id LEFT JOIN overload USING (unit_id) LEFT JOIN congestion USING (unit_id))`;

/**
 * Who could go where, so that nobody handles more than the policy says: people that some units have beyond their need and
 * those that others lack are each numbered, the most first, and those of one number meet.
 */
const levelParts = sql`
  apart AS (SELECT unit_id, code, floor(people) - needed AS over FROM burden WHERE needed IS NOT NULL),
  spare AS (SELECT unit_id, code, sum(over) OVER line - over AS first, sum(over) OVER line AS beyond FROM apart WHERE over > 0 WINDOW line AS (ORDER BY over DESC, code)),
  short AS (SELECT unit_id, code, sum(-over) OVER line + over AS first, sum(-over) OVER line AS beyond FROM apart WHERE over < 0 WINDOW line AS (ORDER BY over, code)),
  proposal AS MATERIALIZED (
    SELECT spare.unit_id AS from_id, short.unit_id AS to_id, least(spare.beyond, short.beyond) - greatest(spare.first, short.first) AS people,
      greatest(spare.first, short.first) AS position
    FROM spare JOIN short ON spare.first < short.beyond AND short.first < spare.beyond)`;

/** What the units of a tree have to handle over a period, and who handles it; null where there is no such unit. */
export function workload(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { root: code, from, until } = field.args as { root: string; from: string; until: string };
  if (from >= until || until > addDuration(from, `P${MOST_YEARS}Y`))
    throw new ArgumentError('until', `a day after from, at most ${MOST_YEARS} years`);
  const root = sql`${code}`;
  const asked = onDay(at, sql`(${until}::date - 1)`);
  const fields: Fields<null> = {
    root: (_, child, inner) =>
      unitById(inner, child, { id: sql`(SELECT id FROM unit WHERE code = ${root})`, at: asked }),
    period: (_, child, inner) => inner.part('Period', { from: sql`${from}::date`, until: sql`${until}::date` }, child),
    limit: () => sql`(SELECT most FROM bound)`,
    policy: (_, child, inner) => policyById(inner, child, { id: sql`(SELECT id FROM bound)`, at: asked }),
    units: (_, child, inner) =>
      listed(inner, child, { type: 'UnitWorkload', from: 'burden', order: 'code', at: asked }),
    leveling: (_, child, inner) => leveling(inner, child, asked),
  };
  const window = sql`daterange(${from}::date, ${until}::date)`;
  return sql`(
    WITH RECURSIVE ${loadParts(root, window, asked)}, ${needParts(root, asked)}, ${levelParts}
    ${asObject(sql`SELECT ${compiler.columns('Workload', fields, null, field)} FROM ${knownUnit(root, at)}`)})`;
}

function listed(
  compiler: Compiler,
  field: SelectedField,
  { type, from, order, at }: { type: 'UnitWorkload' | 'LevelingProposal'; from: string; order: string; at: At },
): SQL {
  const row = compiler.alias('w');
  return asList(
    sql`SELECT ${compiler.row(type, { row, at }, field)} FROM ${sql.raw(from)} AS ${row} ORDER BY ${row}.${sql.raw(order)}`,
  );
}

/** Null without a policy: then nobody is short of anything. */
function leveling(compiler: Compiler, field: SelectedField, at: At): SQL {
  const fields: Fields<null> = {
    needed: () => sql`(SELECT coalesce(sum(needed), 0) FROM burden)`,
    present: () => sql`(SELECT coalesce(sum(floor(people)), 0) FROM burden)`,
    shortage: () => sql`(SELECT greatest(0, coalesce(sum(needed) - sum(floor(people)), 0)) FROM burden)`,
    proposals: (_, child, inner) =>
      listed(inner, child, { type: 'LevelingProposal', from: 'proposal', order: 'position', at }),
  };
  return asObject(sql`SELECT ${compiler.columns('Leveling', fields, null, field)} FROM bound WHERE most IS NOT NULL`);
}

const rounded = (value: SQL): SQL => sql`round(${value}, 2)`;

/** Days of a row of `burden` that pass the policy for sure, or only if the most came of what is known as a range. */
function daysOver(sure: boolean): Fields<DatedRow>[string] {
  return ({ row, at }, field, compiler) => {
    const day = compiler.alias('o');
    const from = sql`jsonb_to_recordset(${row}.over) AS ${day} (day date, label text, dossiers bigint, at_most bigint, people int, sure boolean)
      WHERE ${day}.sure = ${sure}`;
    return compiler.list('OverloadedDay', { row: day, at }, field, {
      from,
      order: sql`${day}.day, ${day}.label NULLS FIRST`,
    });
  };
}

/** A row of `burden`. */
export const unitWorkloadFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  dossiers: ({ row }) => sql`${row}.dossiers`,
  dossiersAtMost: ({ row }) => sql`${row}.at_most`,
  days: ({ row }) => sql`${row}.days`,
  averagePerDay: ({ row }) => rounded(sql`${row}.average`),
  strength: ({ row }) => rounded(sql`${row}.people`),
  perPersonAndDay: ({ row }) => rounded(sql`${row}.per_person`),
  needed: ({ row }) => sql`${row}.needed`,
  overloaded: daysOver(true),
  possiblyOverloaded: daysOver(false),
  counters: ({ row, at }, field, compiler) => {
    const counter = compiler.alias('c');
    const from = sql`(SELECT one.*, ${row}.of_all FROM jsonb_to_recordset(${row}.counters)
      AS one (counter_id bigint, label text, dossiers bigint, days bigint, average numeric)) AS ${counter}`;
    return compiler.list('CounterWorkload', { row: counter, at }, field, {
      from,
      order: sql`${counter}.average DESC, ${counter}.label, ${counter}.counter_id`,
    });
  },
};

/** A day of a unit or counter, with dossiers and people. */
export const overloadedDayFields: Fields<DatedRow> = {
  day: ({ row }) => sql`${row}.day`,
  counter: ({ row }) => sql`${row}.label`,
  dossiers: ({ row }) => sql`${row}.dossiers`,
  dossiersAtMost: ({ row }) => sql`${row}.at_most`,
  strength: ({ row }) => sql`${row}.people`,
  perPerson: ({ row }) => rounded(sql`(${row}.dossiers::numeric / nullif(${row}.people, 0))`),
  perPersonAtMost: ({ row }) => rounded(sql`(${row}.at_most::numeric / nullif(${row}.people, 0))`),
};

/** A counter of a unit over the period. */
export const counterWorkloadFields: Fields<DatedRow> = {
  counter: ({ row }) => sql`${row}.label`,
  dossiers: ({ row }) => sql`${row}.dossiers`,
  days: ({ row }) => sql`${row}.days`,
  averagePerDay: ({ row }) => rounded(sql`${row}.average`),
  timesAverage: ({ row }) => rounded(sql`(${row}.average / nullif(${row}.of_all, 0))`),
};

/** A row of `proposal`. */
export const levelingProposalFields: Fields<DatedRow> = {
  from: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.from_id`, at }),
  to: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.to_id`, at }),
  people: ({ row }) => sql`${row}.people`,
};
