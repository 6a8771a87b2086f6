import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';

/** What a kind of gate misses: a SELECT of `item` (see `missingItem`) and `position`; no row where the gate is of another kind. */
export type Missing = (gate: SQL, at: At) => SQL;

/** One thing that a gate misses, as columns `item` and `position`; worded by its key in messages.ts. */
export const missingItem = (
  gate: SQL,
  parts: { key: string; words: SQL; unit?: SQL; territory?: SQL; owner?: SQL; due?: SQL; order: SQL },
): SQL =>
  sql`jsonb_build_object('key', ${sql.raw(`'${parts.key}'`)}, 'words', ${parts.words}, 'unit', ${parts.unit ?? sql`NULL::bigint`},
    'territory', ${parts.territory ?? sql`NULL::bigint`}, 'owner', ${parts.owner ?? sql`${gate}.owner_id`}, 'due', ${parts.due ?? sql`${gate}.due`}) AS item, ${parts.order} AS position`;

/** The days of the phase that a gate belongs to. */
export const windowOf = (gate: SQL, at: At): SQL => sql`(
  SELECT daterange(d.window_from, greatest(d.window_from, least(d.window_to, d.live_until))) FROM phase_version d WHERE d.phase_id = ${gate}.phase_id AND ${valid(sql`d`, at)})`;

/**
 * Centers and branches that a phase brings into being or merges, whether or not it has yet; the plan's center where it
 * brings none.
 */
export const begunUnits = (gate: SQL, at: At): SQL => sql`(
  WITH planned AS (
    SELECT DISTINCT result ->> 'unit' AS code, result -> 'attributes' ->> 'kind' AS kind FROM planned_change p
    CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'results') AS result
    WHERE p.phase_id = ${gate}.phase_id AND p.kind IN ('ESTABLISH', 'MERGE', 'SPLIT') AND ${known(sql`p`, at)}
  ), begun AS (
    SELECT planned.code, unit.id FROM planned LEFT JOIN unit ON unit.code = planned.code
    WHERE coalesce((SELECT v.kind::text FROM unit_version v WHERE v.unit_id = unit.id AND ${valid(sql`v`, at)}), planned.kind)
      IN ('BRANCH', 'PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER'))
  SELECT code, id FROM begun
  UNION ALL SELECT unit.code, unit.id FROM plan JOIN unit ON unit.id = plan.center_id WHERE plan.id = ${gate}.plan_id AND NOT EXISTS (SELECT FROM begun))`;
