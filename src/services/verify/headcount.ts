import { outsideUnit } from './organization.ts';
import { believed, known, onePerDay, type Proof, unitCode, waived } from './proof.ts';

/** Those who are counted against each quota: their payroll home is its unit or below it, on days of both. */
const PRESENT = `
  tree (root, id, valid_from, valid_to) AS (
    SELECT unit_id, unit_id, min(valid_from), max(valid_to) FROM quota WHERE superseded_at = 'infinity' GROUP BY unit_id
    UNION
    SELECT t.root, r.child_id, greatest(t.valid_from, r.valid_from), least(t.valid_to, r.valid_to)
    FROM tree t JOIN unit_relation r ON r.parent_id = t.id AND r.kind = 'ESTABLISHMENT' AND ${believed('r')}
      AND r.valid_from < t.valid_to AND t.valid_from < r.valid_to
  ), present AS NOT MATERIALIZED (
    SELECT q.id, q.unit_id, q.ceiling, q.valid_to AS ends, greatest(p.valid_from, t.valid_from, q.valid_from) AS first,
      least(p.valid_to, t.valid_to, q.valid_to) AS beyond
    FROM tree t JOIN payroll p ON p.unit_id = t.id AND ${believed('p')}
    JOIN quota q ON q.unit_id = t.root AND q.category = p.category AND ${believed('q')}
    WHERE greatest(p.valid_from, t.valid_from, q.valid_from) < least(p.valid_to, t.valid_to, q.valid_to))`;

const ceilings: Proof = {
  code: 'HEADCOUNT_CEILING_EXCEEDED',
  title: 'payroll: on every day within the ceiling of the unit and of those above',
  // Only where more people come by in all than there are posts can there be too many on one day.
  sql: `
  WITH RECURSIVE ${PRESENT}, crowded AS MATERIALIZED (
    SELECT id FROM present GROUP BY id, ceiling HAVING count(*) > ceiling
  ), step AS (
    SELECT id, unit_id, ceiling, first AS on_day, 1 AS change FROM present WHERE id IN (SELECT id FROM crowded)
    UNION ALL SELECT id, unit_id, ceiling, beyond, -1 FROM present WHERE beyond < ends AND id IN (SELECT id FROM crowded)
  ), level AS (
    SELECT id, unit_id, ceiling, on_day, sum(sum(change)) OVER (PARTITION BY id ORDER BY on_day) AS counted FROM step GROUP BY id, unit_id, ceiling, on_day)
  SELECT ${unitCode('unit_id')} AS subject, min(on_day) AS day FROM level WHERE counted > ceiling GROUP BY id, unit_id`,
};

const allocations: Proof = {
  code: 'ALLOCATION_EXCEEDS_TOTAL',
  title: 'quota: on every day a center granted no more than its total',
  sql: `
  SELECT ${unitCode('t.unit_id')} AS subject, s.on_day AS day
  FROM quota t
  JOIN (SELECT DISTINCT center_id, category, valid_from AS on_day FROM quota WHERE superseded_at = 'infinity') s
    ON s.center_id = t.center_id AND s.category = t.category AND t.valid_from <= s.on_day AND s.on_day < t.valid_to
  JOIN quota p ON p.center_id = t.center_id AND p.category = t.category AND p.unit_id <> t.unit_id AND ${believed('p')}
    AND p.valid_from <= s.on_day AND s.on_day < p.valid_to
  WHERE t.unit_id = t.center_id AND ${believed('t')}
  GROUP BY t.id, t.unit_id, t.ceiling, s.on_day HAVING sum(p.ceiling) > t.ceiling`,
};

const mergers: Proof = {
  code: 'MERGE_HEADCOUNT_INCREASE',
  title: 'quota: what is granted after a merger is no more than there was on the eve',
  // As in the verb: of sources that stood below the result or another source the posts were part of that one's already.
  sql: `
  WITH granted AS (
    SELECT * FROM quota WHERE change_id IS NULL AND superseded_at = 'infinity'
  ), merged AS (
    SELECT DISTINCT q.id, q.recorded_at AS instant, q.category, q.ceiling, q.valid_from, q.unit_id, l.source_id, l.on_day
    FROM granted q JOIN unit_lineage l ON l.target_id = q.unit_id AND l.on_day < q.valid_to AND ${known('l', 'q.recorded_at')}
    JOIN change_event e ON e.id = l.change_id AND e.kind IN ('MERGE', 'ABSORB')
  ), latest AS (
    SELECT m.* FROM merged m WHERE m.on_day = (SELECT max(o.on_day) FROM merged o WHERE o.id = m.id)
  ), apart AS (
    SELECT m.* FROM latest m WHERE NOT EXISTS (
      SELECT FROM unit_relation r WHERE r.child_id = m.source_id AND r.kind = 'ESTABLISHMENT' AND ${known('r', 'm.instant')}
        AND r.valid_from < m.on_day AND r.valid_to >= m.on_day
        AND (r.parent_id = m.unit_id OR r.parent_id IN (SELECT source_id FROM latest o WHERE o.id = m.id)))
  ), held AS (
    SELECT m.id, m.instant, m.unit_id, m.ceiling, greatest(m.on_day, m.valid_from) AS day,
      (SELECT sum(p.ceiling) FROM apart a JOIN quota p ON p.unit_id = a.source_id AND p.category = m.category AND ${known('p', 'm.instant')}
        AND p.valid_from < m.on_day AND p.valid_to >= m.on_day WHERE a.id = m.id) AS others,
      -- As it was granted before: who restates the whole year does not move what the merger is held against.
      (SELECT o.ceiling FROM quota o WHERE o.unit_id = m.unit_id AND o.category = m.category AND o.valid_from < m.on_day AND o.valid_to >= m.on_day
        AND o.recorded_at <= m.instant AND o.superseded_at >= m.instant ORDER BY o.recorded_at LIMIT 1) AS own
    FROM (SELECT DISTINCT id, instant, unit_id, category, ceiling, valid_from, on_day FROM latest) m)
  SELECT ${unitCode('unit_id')} AS subject, day FROM held
  WHERE num_nonnulls(others, own) > 0 AND ceiling > coalesce(others, 0) + coalesce(own, 0)
    AND NOT ${waived('MERGE_HEADCOUNT_INCREASE', 'held.instant')}`,
};

/** By how many more there are from a day on: of those believed to be there, less what `unit_headcount` tells. */
const DIFFERENCES = `
  SELECT unit_id, valid_from AS on_day, 1 AS paid, 0 AS lent FROM payroll WHERE superseded_at = 'infinity'
  UNION ALL SELECT unit_id, valid_to, -1, 0 FROM payroll WHERE superseded_at = 'infinity' AND valid_to < 'infinity'
  UNION ALL SELECT unit_id, valid_from, 0, 1 FROM workplace WHERE superseded_at = 'infinity' AND basis = 'SECONDMENT'
  UNION ALL SELECT unit_id, valid_to, 0, -1 FROM workplace WHERE superseded_at = 'infinity' AND basis = 'SECONDMENT' AND valid_to < 'infinity'
  UNION ALL SELECT unit_id, from_day, lag(payroll, 1, 0) OVER step - payroll, lag(seconded_in, 1, 0) OVER step - seconded_in
  FROM unit_headcount WINDOW step AS (PARTITION BY unit_id ORDER BY from_day)`;

const counts: Proof = {
  code: 'HEADCOUNT_STALE',
  title: 'unit_headcount: on every day as many as are paid or seconded there',
  sql: `
  SELECT ${unitCode('unit_id')} AS subject, on_day AS day FROM (${DIFFERENCES}) AS difference
  GROUP BY unit_id, on_day HAVING sum(paid) <> 0 OR sum(lent) <> 0`,
};

/** Posts, and who is counted against them. */
export const headcountProofs: readonly Proof[] = [
  onePerDay({
    code: 'QUOTA_OVERLAP',
    table: 'quota',
    keys: ['f.unit_id', 'f.category'],
    subject: unitCode('f.unit_id'),
  }),
  outsideUnit('quota', `SELECT unit_id, valid_from, valid_to FROM quota WHERE superseded_at = 'infinity'`),
  ceilings,
  allocations,
  mergers,
  counts,
];
