import { type SQL, sql } from 'drizzle-orm';
import { type At, valid } from './at.ts';
import type { Compiler } from './compiler.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

/** Ids of everything below a unit on a day, for `IN`. */
export function below(compiler: Compiler, { root, relation, at }: { root: SQL; relation?: SQL; at: At }): SQL {
  if (relation !== undefined || at.knownAt !== null)
    return steppedBelow(compiler, { root, relation: relation ?? ESTABLISHMENT, at });
  const above = compiler.alias('w');
  return sql`(SELECT ${above}.unit_id AS id FROM unit_above ${above} WHERE ${above}.above_id = ${root} AND ${above}.unit_id <> ${root}
    AND ${above}.relation = ${ESTABLISHMENT} AND ${above}.valid_from <= ${at.asOf} AND ${above}.valid_to > ${at.asOf})`;
}

const ESTABLISHMENT = sql`'ESTABLISHMENT'::relation_kind`;

/**
 * The same found step by step, from the facts. Each step looks into the index, whatever is guessed of how many there are:
 * OFFSET keeps the planner from reading all relations there are instead.
 */
function steppedBelow(compiler: Compiler, { root, relation, at }: { root: SQL; relation: SQL; at: At }): SQL {
  const tree = compiler.alias('tree');
  const step = compiler.alias('s');
  const next = compiler.alias('r');
  const top = compiler.alias('r');
  return sql`(WITH RECURSIVE ${tree} (id) AS (
    SELECT ${top}.child_id FROM unit_relation ${top} WHERE ${top}.parent_id = ${root} AND ${top}.kind = ${relation} AND ${valid(top, at)}
    UNION SELECT ${step}.child_id FROM ${tree} CROSS JOIN LATERAL (
      SELECT ${next}.child_id FROM unit_relation ${next} WHERE ${next}.parent_id = ${tree}.id AND ${next}.kind = ${relation} AND ${valid(next, at)} OFFSET 0) AS ${step}
  ) SELECT id FROM ${tree})`;
}

/** Ids of a unit and everything established below it on a day, for `IN`. */
export const treeOf = (root: SQL, at: At): SQL => sql`(
  WITH RECURSIVE tree (id) AS (
    SELECT ${root} UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)})
  SELECT id FROM tree)`;

/** The id of the unit at the top of what a field is asked about: one of a unit and a plan, whose center it is. */
export function rootOf({ args }: SelectedField): SQL {
  const { under, plan } = args as { under?: string | null; plan?: string | null };
  if ((under == null) === (plan == null)) throw new ArgumentError('under', 'one of under and plan');
  return under == null
    ? sql`(SELECT center_id FROM plan WHERE code = ${plan})`
    : sql`(SELECT id FROM unit WHERE code = ${under})`;
}

const LONGEST = 1_000;

/** How many rows of a list a field wants at most. */
export function atMost({ args }: SelectedField): SQL {
  const first = Number(args.first ?? 100);
  if (first < 1 || first > LONGEST) throw new ArgumentError('first', `a number from 1 to ${LONGEST}`);
  return sql`LIMIT ${first}`;
}
