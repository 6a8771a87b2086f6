import { sql } from 'drizzle-orm';
import { kpiParts } from './kpi.ts';
import { type Missing, missingItem, windowOf } from './missing.ts';

/**
 * Targets that the figures of the plan's center and those below it, over the days of the phase up to now, do not reach or
 * say nothing of. A plan without a target has nothing to reach, which is missing too.
 */
export const targetsMissed: Missing = (gate, at) => {
  const root = sql`(SELECT unit.code FROM plan JOIN unit ON unit.id = plan.center_id WHERE plan.id = ${gate}.plan_id)`;
  const window = sql`(${windowOf(gate, at)} * daterange(NULL, ${at.asOf} + 1))`;
  const sign = sql`CASE WHEN least THEN '≥ ' ELSE '≤ ' END`;
  const words = sql`jsonb_build_object('kpi', key, 'actual', coalesce(trim_scale(percent) || ' %', '–'), 'target', ${sign} || trim_scale(target) || ' %')`;
  return sql`
  SELECT item, position FROM (
    WITH RECURSIVE ${kpiParts({ root, window, at, on: at.asOf })}
    SELECT ${missingItem(gate, { key: 'KPI', words, order: sql`kpi.position::text` })} FROM kpi WHERE target IS NOT NULL AND met IS NOT TRUE
    UNION ALL SELECT ${missingItem(gate, { key: 'KPI_TARGET', words: sql`jsonb_build_object('gate', ${gate}.title)`, order: sql`''` })}
    WHERE NOT EXISTS (SELECT FROM kpi WHERE target IS NOT NULL)) AS missed
  WHERE ${gate}.kind = 'KPI_REACHED'`;
};
