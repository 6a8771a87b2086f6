import { type SQL, sql } from 'drizzle-orm';
import type { RelationKind } from '../../domain/unit.ts';

const ofKind = (kind?: RelationKind): SQL => (kind ? sql`AND r.kind = ${sql.raw(`'${kind}'`)}` : sql``);

/**
 * The units above one, of any day, to be joined laterally. `OFFSET 0` has the index asked for each unit: the planner expects
 * many more in a recursion than there are, and would read all relations of the country for it.
 */
export const parentsOf = (unit: SQL, kind?: RelationKind): SQL => sql`(
  SELECT r.parent_id FROM unit_relation r WHERE r.child_id = ${unit} ${ofKind(kind)} AND r.superseded_at = 'infinity' OFFSET 0) AS parent`;
