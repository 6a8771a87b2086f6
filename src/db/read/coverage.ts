import { type SQL, sql } from 'drizzle-orm';
import { type At, known } from './at.ts';
import { asObject, type Compiler, type Fields, inVietnamese } from './compiler.ts';
import { liveUnits, nearestTerritory } from './nearest.ts';
import type { CoverageRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** A territory and days of it; alias of a row with territory_id, period and, where several receive, units. */
export const coverageGapFields: Fields<CoverageRow> = {
  territory: ({ row, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(
      compiler,
      { ...at, asOf: sql`lower(${row}.period)` },
      sql`${row}.territory_id`,
    );
    return compiler.object('Territory', territory, field, from);
  },
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`lower(${row}.period)`, until: sql`upper(${row}.period)` }, field),
};

export const coverageOverlapFields: Fields<CoverageRow> = {
  ...coverageGapFields,
  units: ({ row, at }, field, compiler) => {
    const { unit, from } = liveUnits(compiler, { ...at, asOf: sql`lower(${row}.period)` });
    return compiler.list('OrgUnit', unit, field, {
      from: sql`${from} WHERE ${unit.unit}.id = ANY (${row}.units)`,
      order: sql`${unit.unit}.code`,
    });
  },
};

/**
 * Which territories of a plan no unit of its center's tree receives for, or more than one, on which days exactly.
 * A unit counts for the days on which it stands in the tree.
 */
export function coverage(
  compiler: Compiler,
  field: SelectedField,
  { plan, window, at }: { plan: string; window: SQL; at: At },
): SQL {
  const rows =
    (table: string, order: SQL) => (type: 'CoverageGap' | 'CoverageOverlap') => (_: null, child: SelectedField) => {
      const row = compiler.alias('g');
      return compiler.list(type, { row, at }, child, {
        from: sql`${sql.raw(table)} ${row} JOIN named ON named.territory_id = ${row}.territory_id`,
        order: sql`${order}, named.code, ${row}.period`,
      });
    };
  const byName = inVietnamese(sql`named.name`);
  const fields: Fields<null> = {
    territories: () => sql`(SELECT count(*) FROM named)`,
    uncovered: rows('uncovered', byName)('CoverageGap'),
    overlapping: rows('overlapping', byName)('CoverageOverlap'),
  };
  const asked = at.knownAt === null ? sql`true` : sql`recorded_at <= ${at.knownAt}`;
  return sql`(
    WITH RECURSIVE asked AS (SELECT id, center_id FROM plan WHERE code = ${plan} AND ${asked}),
    ${receptions(window, at)},
    overlapping AS (
      SELECT one.territory_id, one.period * other.period AS period, ARRAY[one.unit_id, other.unit_id] AS units
      FROM received AS one JOIN received AS other USING (territory_id)
      WHERE one.unit_id < other.unit_id AND one.period && other.period)
    ${asObject(sql`SELECT ${compiler.columns('Coverage', fields, null, field)} FROM asked`)})`;
}

/** For the plan `asked`, a part of a WITH: `named`, the territories it must cover. */
export const named = (at: At): SQL => sql`
    named AS (
      SELECT DISTINCT ON (territory_id) territory_id, version.code, version.name, max(version.valid_to) OVER (PARTITION BY territory_id) AS ends
      FROM plan_territory JOIN asked ON asked.id = plan_id JOIN territory_version AS version USING (territory_id)
      WHERE ${known(sql`version`, at)} ORDER BY territory_id, version.valid_from DESC)`;

/**
 * For the plan `asked` (id, center_id), as parts of a WITH RECURSIVE: `named`, the territories it must cover; `received`,
 * who in its center's tree receives for which and when; `uncovered`, days of a window on which nobody does.
 */
export function receptions(window: SQL, at: At): SQL {
  return sql`
    ${named(at)},
    tree (unit_id, period) AS (
      SELECT center_id, ${window} FROM asked
      UNION ALL
      SELECT r.child_id, tree.period * daterange(r.valid_from, r.valid_to)
      FROM tree JOIN unit_relation r ON r.parent_id = tree.unit_id AND r.kind = 'ESTABLISHMENT' AND ${known(sql`r`, at)}
      WHERE tree.period && daterange(r.valid_from, r.valid_to)),
    received AS MATERIALIZED (
      SELECT s.territory_id, s.unit_id, tree.period * daterange(s.valid_from, s.valid_to) AS period
      FROM tree JOIN service_territory s ON s.unit_id = tree.unit_id AND ${known(sql`s`, at)}
      WHERE tree.period && daterange(s.valid_from, s.valid_to)),
    uncovered AS (
      SELECT named.territory_id, unnest(datemultirange(${window}) - coalesce(range_agg(received.period), '{}'::datemultirange)) AS period
      FROM named LEFT JOIN received USING (territory_id) GROUP BY named.territory_id)`;
}
