import { believed, type Proof, unitCode } from './proof.ts';

/** Under whom units stand on which days, as it is believed; ends also where units stand in a circle. */
const DERIVED = `
  up (unit_id, above_id, valid_from, valid_to) AS (
    SELECT unit_id, unit_id, valid_from, valid_to FROM unit_life WHERE superseded_at = 'infinity'
    UNION
    SELECT up.unit_id, r.parent_id, greatest(up.valid_from, r.valid_from), least(up.valid_to, r.valid_to)
    FROM up JOIN unit_relation r ON r.child_id = up.above_id AND r.kind = 'ESTABLISHMENT' AND ${believed('r')}
      AND r.valid_from < up.valid_to AND up.valid_from < r.valid_to
  ), derived AS (
    SELECT unit_id, above_id, 'ESTABLISHMENT'::relation_kind AS relation, valid_from, valid_to FROM up
    UNION
    SELECT up.unit_id, r.parent_id, r.kind, greatest(up.valid_from, r.valid_from), least(up.valid_to, r.valid_to)
    FROM up JOIN unit_relation r ON r.child_id = up.above_id AND r.kind = 'STAFF_MANAGEMENT' AND ${believed('r')}
      AND r.valid_from < up.valid_to AND up.valid_from < r.valid_to)`;

const STORED = 'SELECT unit_id, above_id, relation, valid_from, valid_to FROM unit_above';

/** What a scope is asked of says what relations say, no more and no less. */
export const scopeProofs: readonly Proof[] = [
  {
    code: 'SCOPE_STALE',
    title: 'unit_above: nothing that no relation says',
    sql: `WITH RECURSIVE ${DERIVED} SELECT ${unitCode('e.unit_id')} AS subject, e.valid_from AS day FROM (${STORED} EXCEPT SELECT * FROM derived) e`,
  },
  {
    code: 'SCOPE_STALE',
    title: 'unit_above: everything that relations say',
    sql: `WITH RECURSIVE ${DERIVED} SELECT ${unitCode('e.unit_id')} AS subject, e.valid_from AS day FROM (SELECT * FROM derived EXCEPT ${STORED}) e`,
  },
];
