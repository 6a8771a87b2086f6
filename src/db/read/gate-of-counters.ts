import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import { type Missing, missingItem } from './missing.ts';
import { policyValue } from './policy.ts';

/**
 * Units that receive and that a phase brings into being, names, describes or places anew, as far as they are there on the
 * day; the plan's center where it does so with none.
 */
const receiving = (gate: SQL, at: At): SQL => sql`(
  WITH named AS (
    SELECT DISTINCT result ->> 'unit' AS code FROM planned_change p CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'results') AS result
    WHERE p.phase_id = ${gate}.phase_id AND p.kind NOT IN ('TERRITORY', 'DISSOLVE') AND ${known(sql`p`, at)})
  SELECT unit.id, unit.code FROM unit JOIN unit_version v ON v.unit_id = unit.id AND ${valid(sql`v`, at)}
  WHERE v.kind IN ('PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER', 'BRANCH', 'ONE_STOP', 'RECEPTION_POINT')
    AND (unit.code IN (SELECT code FROM named)
      OR (NOT EXISTS (SELECT FROM named) AND unit.id = (SELECT center_id FROM plan WHERE plan.id = ${gate}.plan_id))))`;

export const unitsWithoutCounter: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'COUNTER',
    words: sql`jsonb_build_object('unit', asked.code)`,
    unit: sql`asked.id`,
    order: sql`asked.code`,
  })}
  FROM ${receiving(gate, at)} AS asked WHERE ${gate}.kind = 'COUNTERS_OPEN' AND NOT EXISTS (
    SELECT FROM counter_version c WHERE c.unit_id = asked.id AND ${valid(sql`c`, at)})`;

/** COUNTER_REQUIRED: units to which a policy gives a counter of a kind, and that have none of it. */
const withoutKind = (gate: SQL, at: At, { kind, key }: { kind: string; key: string }): SQL => sql`
  SELECT ${missingItem(gate, {
    key: 'COUNTER_KIND',
    words: sql`jsonb_build_object('unit', asked.code, 'kind', ${sql.raw(`'${kind}'`)})`,
    unit: sql`asked.id`,
    order: sql`asked.code || ' ' || ${sql.raw(`'${kind}'`)}`,
  })}
  FROM ${receiving(gate, at)} AS asked WHERE ${gate}.kind = 'COUNTERS_OPEN' AND NOT EXISTS (
    SELECT FROM counter_version c WHERE c.unit_id = asked.id AND c.kind IN ('COMBINED', ${sql.raw(`'${kind}'`)}) AND ${valid(sql`c`, at)})
    -- Most plans have no such policy: then nobody looks for the nearest one above each unit.
    AND EXISTS (SELECT FROM policy y WHERE y.key = ${key} AND ${valid(sql`y`, at)}) AND ${policyValue(sql`asked.id`, key, at)} = 'true'`;

export const unitsWithoutCounterKind: Missing = (gate, at) =>
  sql.join(
    [
      withoutKind(gate, at, { kind: 'NON_BOUNDARY', key: 'counter.nonBoundary.required' }),
      withoutKind(gate, at, { kind: 'PRIORITY', key: 'counter.priority.required' }),
    ],
    sql` UNION ALL `,
  );
