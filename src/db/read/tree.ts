import { type SQL, sql } from 'drizzle-orm';
import { type At, valid } from './at.ts';
import { ArgumentError, type SelectedField } from './selection.ts';

/** Ids of a unit and everything established below it on a day, for `IN`. */
export const treeOf = (root: SQL, at: At): SQL =>
  sql`(SELECT ${root} AS id UNION ALL SELECT id FROM ${below(root, at)} AS below)`;

/** Ids of everything below a unit on a day, for `IN`. */
export function below(root: SQL, at: At, relation = 'ESTABLISHMENT'): SQL {
  if (relation !== 'ESTABLISHMENT' || at.knownAt !== null) return steppedBelow(root, at, relation);
  return sql`(SELECT above.unit_id AS id FROM unit_above above WHERE above.above_id = ${root} AND above.unit_id <> ${root}
    AND above.relation = 'ESTABLISHMENT' AND above.valid_from <= ${at.asOf} AND above.valid_to > ${at.asOf})`;
}

/**
 * The same found step by step, from the facts. Each step looks into the index, whatever is guessed of how many there are:
 * OFFSET keeps the planner from reading all relations there are instead.
 */
const steppedBelow = (root: SQL, at: At, relation: string): SQL => sql`(WITH RECURSIVE tree (id) AS (
    SELECT top.child_id FROM unit_relation top WHERE top.parent_id = ${root} AND top.kind = ${relation}::relation_kind AND ${valid(sql`top`, at)}
    UNION SELECT step.child_id FROM tree CROSS JOIN LATERAL (
      SELECT r.child_id FROM unit_relation r WHERE r.parent_id = tree.id AND r.kind = ${relation}::relation_kind AND ${valid(sql`r`, at)} OFFSET 0) AS step
  ) SELECT id FROM tree)`;

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
