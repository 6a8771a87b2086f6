import { type SQL, sql } from 'drizzle-orm';
import { type At, valid } from './at.ts';
import { begunUnits, type Missing, missingItem } from './missing.ts';
import { policyValue } from './policy.ts';

export const unitsWithoutDirector: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, { key: 'DIRECTOR', words: sql`jsonb_build_object('unit', led.code)`, unit: sql`led.id`, order: sql`led.code` })}
  FROM ${begunUnits(gate, at)} AS led WHERE ${gate}.kind = 'DIRECTOR_APPOINTED' AND NOT EXISTS (
    SELECT FROM leadership l WHERE l.unit_id = led.id AND l.role = 'DIRECTOR' AND ${valid(sql`l`, at)})`;

export const unitsBelowMinimum: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'HEADCOUNT',
    words: sql`jsonb_build_object('unit', opened.code, 'counted', counted, 'minimum', minimum)`,
    unit: sql`opened.id`,
    order: sql`opened.code`,
  })}
  FROM ${begunUnits(gate, at)} AS opened CROSS JOIN LATERAL (SELECT ${minimumOf(sql`opened.id`, at)} AS minimum, ${countedBelow(sql`opened.id`, at)} AS counted) AS figures
  WHERE ${gate}.kind = 'MINIMUM_HEADCOUNT' AND counted < minimum`;

/** HEADCOUNT_BELOW_MINIMUM: what the quotas of a unit say it needs or, where they say nothing, what the policy says. */
const minimumOf = (unit: SQL, at: At): SQL => sql`coalesce(
  (SELECT sum(q.minimum) FROM quota q WHERE q.unit_id = ${unit} AND ${valid(sql`q`, at)}),
  ${policyValue(unit, 'headcount.min', at)}::int)`;

/** How many are paid at a unit or below it on the day. */
const countedBelow = (unit: SQL, at: At): SQL => sql`(
  WITH RECURSIVE tree (id) AS (
    SELECT ${unit} UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)})
  SELECT count(*) FROM payroll p JOIN tree ON tree.id = p.unit_id WHERE ${valid(sql`p`, at)})`;
