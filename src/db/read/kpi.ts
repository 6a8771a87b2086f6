import { type SQL, sql } from 'drizzle-orm';
import type { KpiKind } from '../../domain/kpi.ts';
import type { PolicyKey } from '../../domain/policy.ts';
import { type At, onDay } from './at.ts';
import { asList, asObject, type Compiler, type Fields } from './compiler.ts';
import { figureParts } from './dossier-load.ts';
import { policyById, policyInForce } from './policy.ts';
import { knownUnit, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

interface Measure {
  key: PolicyKey;
  /** Whether the target is reached from below; otherwise it is not to be passed. */
  least: boolean;
  part: SQL;
  whole: SQL;
}

/** Dossiers that were resolved, late or not, by whichever is stated. */
const RESOLVED = sql`CASE WHEN num_nonnulls(resolved_on_time, late) > 0 THEN coalesce(resolved_on_time, 0) + coalesce(late, 0) END`;
/** Where only a range was published, the end of it that speaks against the unit. */
const RECEIVED_AT_MOST = sql`coalesce(received_at_most, received)`;

const MEASURES: Readonly<Record<KpiKind, Measure>> = {
  DIGITIZED: { key: 'kpi.digitized', least: true, part: sql`digitized`, whole: RECEIVED_AT_MOST },
  ARCHIVED: { key: 'kpi.archived', least: true, part: sql`archived`, whole: RESOLVED },
  PUBLISHED: { key: 'kpi.published', least: true, part: sql`published`, whole: RESOLVED },
  SATISFACTION: { key: 'kpi.satisfaction', least: true, part: sql`satisfied`, whole: sql`surveyed` },
  LATE: { key: 'kpi.late.max', least: false, part: sql`late`, whole: sql`resolved_on_time + late` },
  SUPPLEMENT: { key: 'kpi.supplement.max', least: false, part: sql`supplement_asked`, whole: sql`received` },
  WITHDRAWN: { key: 'kpi.withdrawn.max', least: false, part: sql`withdrawn`, whole: sql`received` },
};

/** One measure over all figures that state both its part and its whole. */
const measured = ([kind, { key, least, part, whole }]: [string, Measure], position: number): SQL => sql`
  SELECT ${kind}::text AS kind, ${position}::int AS position, ${key}::text AS key, ${least}::boolean AS least,
    sum(${part}) FILTER (WHERE (${whole}) IS NOT NULL) AS numerator, sum(${whole}) FILTER (WHERE ${part} IS NOT NULL) AS denominator FROM said`;

/** Every measure of a unit and those below it over a window, held against the policy of a day; as CTEs that end with `kpi`. */
export const kpiParts = ({ root, window, at, on }: { root: SQL; window: SQL; at: At; on: SQL }): SQL => sql`
  ${figureParts(root, window, at)},
  measure AS (${sql.join(Object.entries(MEASURES).map(measured), sql` UNION ALL `)}),
  kpi AS MATERIALIZED (
    SELECT measure.*, target.id AS policy_id, target.value::numeric AS target, round(100.0 * numerator / nullif(denominator, 0), 2) AS percent,
      CASE WHEN denominator > 0 THEN CASE WHEN least THEN 100.0 * numerator >= target.value::numeric * denominator
        ELSE 100.0 * numerator <= target.value::numeric * denominator END END AS met
    FROM measure LEFT JOIN policy target ON target.id = ${policyInForce(sql`(SELECT id FROM unit WHERE code = ${root})`, sql`measure.key`, onDay(at, on))})`;

/** A row of `kpi`. */
export const kpiFields: Fields<DatedRow> = {
  kind: ({ row }) => sql`${row}.kind`,
  numerator: ({ row }) => sql`coalesce(${row}.numerator, 0)`,
  denominator: ({ row }) => sql`coalesce(${row}.denominator, 0)`,
  percent: ({ row }) => sql`${row}.percent`,
  target: ({ row }) => sql`${row}.target`,
  atLeast: ({ row }) => sql`${row}.least`,
  policy: ({ row, at }, field, compiler) => policyById(compiler, field, { id: sql`${row}.policy_id`, at }),
  met: ({ row }) => sql`${row}.met`,
};

/** What the service of a unit and those below it came to over a period; null where there is no such unit. */
export function kpis(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { root: code, from, until } = field.args as { root: string; from: string; until: string };
  if (from >= until) throw new ArgumentError('until', 'a day after from');
  const root = sql`${code}`;
  const last = sql`(${until}::date - 1)`;
  const asked = onDay(at, last);
  const fields: Fields<null> = {
    root: (_, child, inner) =>
      unitById(inner, child, { id: sql`(SELECT id FROM unit WHERE code = ${root})`, at: asked }),
    period: (_, child, inner) => inner.part('Period', { from: sql`${from}::date`, until: sql`${until}::date` }, child),
    days: () => sql`(SELECT count(DISTINCT day) FROM said)`,
    measures: (_, child, inner) => {
      const row = inner.alias('k');
      return asList(
        sql`SELECT ${inner.row('Kpi', { row, at: asked }, child)} FROM kpi AS ${row} ORDER BY ${row}.position`,
      );
    },
  };
  const window = sql`daterange(${from}::date, ${until}::date)`;
  return sql`(
    WITH RECURSIVE ${kpiParts({ root, window, at: asked, on: last })}
    ${asObject(sql`SELECT ${compiler.columns('Kpis', fields, null, field)} FROM ${knownUnit(root, at)}`)})`;
}
