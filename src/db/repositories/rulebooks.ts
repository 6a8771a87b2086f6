import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import { NO_RULES, type Rulebook, type Standing } from '../../domain/rulebook.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesGiven, codesIn } from '../json.ts';
import { premisesArea } from '../premises-area.ts';
import { parentsOf } from './relations.ts';

/** All waivers, with the days on which each works. */
const waivers = sql`(
  SELECT coalesce(json_agg(json_build_object('id', w.id, 'code', w.code, 'unit', unit.code, 'plan', plan.code, 'phase', w.phase, 'gate', w.gate,
      'from', t.valid_from, 'until', t.valid_to, 'instrument', i.number) ORDER BY w.id), '[]')
  FROM waiver w JOIN waiver_term t ON t.waiver_id = w.id AND t.superseded_at = 'infinity' JOIN legal_instrument i ON i.id = w.instrument_id
  LEFT JOIN unit ON unit.id = w.unit_id LEFT JOIN plan ON plan.id = w.plan_id)`;

/** What rules say of the units in `named`, as part of a statement. */
export const RULES = {
  ctes: sql`line (id) AS (
      SELECT id FROM named
      UNION SELECT parent_id FROM line CROSS JOIN LATERAL ${parentsOf(sql`line.id`, 'ESTABLISHMENT')})`,
  columns: sql`
      (SELECT coalesce(json_agg(json_build_object('id', p.id, 'key', p.key, 'value', p.value, 'scope', scope.code, 'from', p.valid_from,
          'until', p.valid_to, 'instrument', i.number, 'article', p.article) ORDER BY p.id), '[]')
        FROM policy p JOIN legal_instrument i ON i.id = p.instrument_id LEFT JOIN unit scope ON scope.id = p.scope_id
        WHERE p.superseded_at = 'infinity' AND (p.scope_id IS NULL OR p.scope_id IN (SELECT id FROM line))) AS policies,
      (SELECT coalesce(json_agg(json_build_object('unit', unit.code, 'plan', plan.code, 'phase', phase.ordinal,
          'from', greatest(d.window_from, s.valid_from), 'until', least(d.window_to, d.live_until, s.valid_to))), '[]')
        FROM phase_freeze f JOIN unit ON unit.id = f.unit_id
        JOIN phase ON phase.id = f.phase_id JOIN plan ON plan.id = f.plan_id
        JOIN phase_version d ON d.phase_id = f.phase_id AND d.superseded_at = 'infinity' AND d.valid_to = 'infinity'
        JOIN plan_status s ON s.plan_id = f.plan_id AND s.superseded_at = 'infinity' AND s.status = 'ADOPTED'
        WHERE f.unit_id = ANY (ARRAY(SELECT id FROM named)) AND f.superseded_at = 'infinity') AS freezes,
      ${waivers} AS waivers`,
};

/**
 * Policies that apply to some units or everywhere, freezes of the units' names, and waivers; one statement. A freeze
 * holds on the days of its phase on which the plan is in force.
 */
export async function loadRulebook(tx: Transaction, units: readonly string[]): Promise<Rulebook> {
  const [row] = await rulesOf(tx, { units: JSON.stringify(units) });
  return row ? { ...row, standings: new Map() } : NO_RULES;
}

export type Rules = Pick<Rulebook, 'policies' | 'freezes' | 'waivers'>;
const rulesOf = fixed<Rules>(
  () => sql`
    WITH RECURSIVE named AS MATERIALIZED (SELECT id FROM unit WHERE code IN ${codesGiven('units')}), ${RULES.ctes}
    SELECT ${RULES.columns}`,
);

export async function loadWaivers(tx: Transaction): Promise<Rulebook['waivers']> {
  const [row] = await tx.execute<Pick<Rulebook, 'waivers'>>(sql`SELECT ${waivers} AS waivers`);
  return row?.waivers ?? [];
}

/** Where units are on a day: their seat or, where that has no coordinates, the territories they receive for. */
export async function findStandings(
  tx: Transaction,
  units: readonly string[],
  on: Day,
): Promise<Map<string, Standing>> {
  const rows = await tx.execute<Record<keyof Standing, string | number | null>>(sql`
    SELECT unit.code AS unit, coalesce(seat.latitude, ground.latitude) AS latitude, coalesce(seat.longitude, ground.longitude) AS longitude,
           ${premisesArea(sql`unit.id`, (row) => sql`${row}.superseded_at = 'infinity' AND ${row}.valid_from <= ${on} AND ${row}.valid_to > ${on}`)} AS "areaM2",
           (WITH RECURSIVE tree (id) AS (
              SELECT unit.id UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT'
                AND r.superseded_at = 'infinity' AND r.valid_from <= ${on} AND r.valid_to > ${on})
            SELECT count(*)::int FROM payroll p JOIN tree ON tree.id = p.unit_id
            WHERE p.superseded_at = 'infinity' AND p.valid_from <= ${on} AND p.valid_to > ${on}) AS staff,
           (SELECT avg(d.dossiers)::float8 FROM (
              SELECT d.day, coalesce(sum(d.received) FILTER (WHERE d.counter_id IS NULL), sum(d.received)) AS dossiers FROM dossier_load d
              WHERE d.unit_id = unit.id AND d.superseded_at = 'infinity' AND d.day > ${on}::date - 90 AND d.day <= ${on} GROUP BY d.day) AS d) AS volume
    FROM unit
    LEFT JOIN LATERAL (
      SELECT site.* FROM unit_site u JOIN site ON site.id = u.site_id
      WHERE u.unit_id = unit.id AND u.role = 'SEAT' AND u.superseded_at = 'infinity' AND u.valid_from <= ${on} AND u.valid_to > ${on}) AS seat ON true
    LEFT JOIN LATERAL (
      SELECT avg(t.latitude) AS latitude, avg(t.longitude) AS longitude FROM service_territory s JOIN territory_version t ON t.territory_id = s.territory_id
      WHERE s.unit_id = unit.id AND s.superseded_at = 'infinity' AND s.valid_from <= ${on} AND s.valid_to > ${on}
        AND t.superseded_at = 'infinity') AS ground ON true
    WHERE unit.code IN ${codesIn(units)}`);
  return new Map(rows.map((row) => [String(row.unit), row as Standing]));
}
