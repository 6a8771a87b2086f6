import { type SQL, sql } from 'drizzle-orm';
import { type At, valid } from './at.ts';
import type { Compiler } from './compiler.ts';

/** Ids of everything below a unit on a day, for `IN`. */
export function below(compiler: Compiler, { root, relation, at }: { root: SQL; relation: SQL; at: At }): SQL {
  const tree = compiler.alias('tree');
  const step = compiler.alias('r');
  const top = compiler.alias('r');
  return sql`(WITH RECURSIVE ${tree} (id) AS (
    SELECT ${top}.child_id FROM unit_relation ${top} WHERE ${top}.parent_id = ${root} AND ${top}.kind = ${relation} AND ${valid(top, at)}
    UNION SELECT ${step}.child_id FROM ${tree} JOIN unit_relation ${step} ON ${step}.parent_id = ${tree}.id AND ${step}.kind = ${relation} AND ${valid(step, at)}
  ) SELECT id FROM ${tree})`;
}
