import { type SQL, sql } from 'drizzle-orm';
import { accessParts, isAsked, isNear } from './access.ts';
import { type At, known, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { nearestTerritory } from './nearest.ts';
import { policyById, policyInForce } from './policy.ts';
import { unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** How many people are paid at a unit or below it on the day. */
const staffOf = (unit: SQL, at: At): SQL => sql`(
  WITH RECURSIVE under (id) AS (
    SELECT ${unit} UNION SELECT r.child_id FROM under JOIN unit_relation r ON r.parent_id = under.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)})
  SELECT count(*) FROM payroll p JOIN under ON under.id = p.unit_id WHERE ${valid(sql`p`, at)})`;

/** Dossiers received a day, on average over the days of the last 90 of which there are figures. */
const volumeOf = (unit: SQL, at: At): SQL => sql`(
  SELECT avg(dossiers)::float8 FROM (
    SELECT coalesce(sum(d.received) FILTER (WHERE d.counter_id IS NULL), sum(d.received)) AS dossiers FROM dossier_load d
    WHERE d.unit_id = ${unit} AND ${known(sql`d`, at)} AND d.day > ${at.asOf} - 90 AND d.day <= ${at.asOf} GROUP BY d.day) AS per_day)`;

/** Each criterion: what it measures of a point and the unit that would take it in, and on which side of the policy that lies. */
const CRITERIA = [
  {
    key: 'integration.distance.max',
    actual: sql`kilometers_between(point.latitude, point.longitude, receiver.latitude, receiver.longitude)`,
    least: false,
  },
  { key: 'integration.premises.min', actual: sql`receiver.area_m2`, least: true },
  { key: 'integration.volume.max', actual: sql`point.volume`, least: false },
  { key: 'integration.staff.min', actual: sql`receiver.staff`, least: true },
] as const;

const idOf = (position: number): SQL => sql.raw(`policy${position}_id`);

/**
 * Points, the units they stand under, and how each criterion turns out between them, as an act of integration would
 * decide it; as CTEs. What is not recorded does not meet a criterion, one without a policy is not asked.
 */
function candidateParts(at: At): SQL {
  const policies = CRITERIA.map(
    ({ key }, position) => sql`${policyInForce(sql`stand.id`, sql`${key}`, at)} AS ${idOf(position)}`,
  );
  const rows = CRITERIA.map(
    ({ key, actual, least }, position) =>
      sql`(${position}::int, ${key}::text, (${actual})::float8, receiver.${idOf(position)}, ${least}::boolean)`,
  );
  return sql`
    point AS MATERIALIZED (
      SELECT stand.*, ${volumeOf(sql`stand.id`, at)} AS volume FROM stand WHERE kind IN ('ONE_STOP', 'RECEPTION_POINT')),
    receiver AS MATERIALIZED (
      SELECT stand.*, ${staffOf(sql`stand.id`, at)} AS staff, ${sql.join(policies, sql`, `)} FROM stand WHERE id IN (SELECT parent_id FROM point)),
    criterion AS MATERIALIZED (
      SELECT point.id AS point_id, item.*, y.value::float8 AS needed,
        CASE WHEN y.id IS NOT NULL THEN coalesce(CASE WHEN least THEN actual >= y.value::float8 ELSE actual <= y.value::float8 END, false) END AS met
      FROM point JOIN receiver ON receiver.id = point.parent_id
      CROSS JOIN LATERAL (VALUES ${sql.join(rows, sql`, `)}) AS item (position, key, actual, policy_id, least) LEFT JOIN policy y ON y.id = policy_id),
    lost AS MATERIALIZED (
      SELECT territory_id, min(point_id) FILTER (WHERE is_near) AS point_id FROM (
        SELECT way.*, ${isNear(sql`way.km`)} AS is_near FROM way CROSS JOIN standard) AS way
      GROUP BY territory_id HAVING count(*) FILTER (WHERE is_near) = 1),
    candidate AS MATERIALIZED (
      SELECT point.id, point.code, point.parent_id, count(criterion.met) AS asked, count(*) FILTER (WHERE criterion.met) AS met
      FROM point LEFT JOIN criterion ON criterion.point_id = point.id GROUP BY point.id, point.code, point.parent_id)`;
}

/** The points of a plan that could be integrated into the unit they stand under, the fittest first. */
export function integrationCandidates(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { plan } = field.args as { plan: string };
  const row = compiler.alias('c');
  const listed = compiler.list('IntegrationCandidate', { row, at }, field, {
    from: sql`candidate ${row}`,
    order: sql`${row}.met DESC, ${row}.asked, ${row}.code`,
  });
  return sql`(WITH RECURSIVE ${accessParts({ plan, inside: null, at })}, ${candidateParts(at)} SELECT ${listed})`;
}

/** A row of `candidate`. */
export const integrationCandidateFields: Fields<DatedRow> = {
  point: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.id`, at }),
  into: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.parent_id`, at }),
  criteria: ({ row, at }, field, compiler) => {
    const item = compiler.alias('k');
    const from = sql`criterion ${item} WHERE ${item}.point_id = ${row}.id`;
    return compiler.list('IntegrationCriterion', { row: item, at }, field, { from, order: sql`${item}.position` });
  },
  met: ({ row }) => sql`${row}.met`,
  asked: ({ row }) => sql`${row}.asked`,
  leavesOutside: ({ row, at }, field, compiler) => {
    const lost = compiler.alias('l');
    const { territory, from } = nearestTerritory(compiler, at, sql`${lost}.territory_id`);
    return compiler.list('Territory', territory, field, {
      from: sql`lost ${lost} CROSS JOIN LATERAL ${from} WHERE ${lost}.point_id = ${row}.id`,
      order: sql`${territory.version}.code`,
    });
  },
  breaksAccess: ({ row }) => sql`(
    SELECT CASE WHEN ${isAsked} THEN EXISTS (SELECT FROM lost WHERE lost.point_id = ${row}.id) END FROM standard)`,
};

/** A row of `criterion`. */
export const integrationCriterionFields: Fields<DatedRow> = {
  key: ({ row }) => sql`${row}.key`,
  actual: ({ row }) => sql`round(${row}.actual::numeric, 2)`,
  needed: ({ row }) => sql`${row}.needed`,
  atLeast: ({ row }) => sql`${row}.least`,
  policy: ({ row, at }, field, compiler) => policyById(compiler, field, { id: sql`${row}.policy_id`, at }),
  met: ({ row }) => sql`${row}.met`,
};
