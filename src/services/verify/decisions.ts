import { holds, known, linesAbove, type Proof, policyOf, staffCode, unitCode, waived } from './proof.ts';

/** The days for which something was said first, by what it belongs to. */
const firstOf = (table: string, owner: string, where = 'true'): string =>
  `(SELECT DISTINCT ON (${owner}) * FROM ${table} WHERE ${where} ORDER BY ${owner}, recorded_at, id)`;

const kindOf = (row: string): string =>
  `(SELECT v.kind::text FROM unit_version v WHERE v.unit_id = ${row}.unit_id AND ${holds('v', `${row}.day`)} AND ${known('v', `${row}.instant`)} LIMIT 1)`;

const authority: Proof = {
  code: 'APPOINTING_AUTHORITY',
  title: 'appointment: leaders of a branch or point by its center, others by a unit above',
  sql: `
  WITH RECURSIVE ${linesAbove(`
    SELECT a.id, a.unit_id, l.valid_from AS day, a.recorded_at AS instant, 0 AS depth
    FROM appointment a JOIN ${firstOf('leadership', 'appointment_id')} l ON l.appointment_id = a.id`)},
  above AS (SELECT line.*, ${kindOf('line')} AS kind FROM line),
  ruled AS (
    SELECT id, max(kind) FILTER (WHERE depth = 0) IN ('BRANCH', 'ONE_STOP', 'RECEPTION_POINT') AS of_center,
      (array_agg(unit_id ORDER BY depth) FILTER (WHERE depth > 0 AND kind IN ('PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER')))[1] AS center,
      array_agg(unit_id) FILTER (WHERE depth > 0) AS everybody
    FROM above GROUP BY id)
  SELECT ${unitCode('a.unit_id')} || ' ' || ${staffCode('a.staff_id')} AS subject, d.day
  FROM appointment a JOIN decision d ON d.id = a.id JOIN ruled r ON r.id = a.id
  WHERE r.everybody IS NOT NULL
    AND NOT coalesce(a.decided_by_id = ANY (CASE WHEN r.of_center AND r.center IS NOT NULL THEN ARRAY[r.center] ELSE r.everybody END), false)`,
};

/** Who led a unit as deputy on the days that an appointment begins to count on, as it was known when it was made. */
const deputies: Proof = {
  code: 'DEPUTY_LIMIT_EXCEEDED',
  title: 'appointment: deputies of a unit within its limit',
  sql: `
  WITH RECURSIVE term AS MATERIALIZED (
    SELECT a.id, a.unit_id, a.recorded_at AS instant, l.valid_from, l.valid_to
    FROM appointment a JOIN ${firstOf('leadership', 'appointment_id')} l ON l.appointment_id = a.id
    WHERE a.role = 'DEPUTY_DIRECTOR' AND EXISTS (SELECT FROM policy WHERE key = 'deputies.max')
  ), day_of AS (
    SELECT t.unit_id, t.instant, t.valid_from AS day FROM term t
    UNION SELECT t.unit_id, t.instant, o.valid_from FROM term t JOIN leadership o ON o.unit_id = t.unit_id AND o.role = 'DEPUTY_DIRECTOR'
      AND ${known('o', 't.instant')} AND t.valid_from < o.valid_from AND o.valid_from < t.valid_to
    UNION SELECT t.unit_id, t.instant, d.day FROM term t
      JOIN (SELECT valid_from AS day FROM policy WHERE key = 'deputies.max' UNION SELECT valid_to FROM policy WHERE key = 'deputies.max') d
        ON t.valid_from < d.day AND d.day < t.valid_to
  ), ${linesAbove('SELECT row_number() OVER () AS id, unit_id, day, instant, 0 AS depth FROM day_of')}, ${policyOf('deputies.max')}
  SELECT ${unitCode('d.unit_id')} AS subject, d.day
  FROM decision d JOIN rule ON rule.id = d.id
  JOIN leadership o ON o.unit_id = d.unit_id AND o.role = 'DEPUTY_DIRECTOR' AND ${holds('o', 'd.day')} AND ${known('o', 'd.instant')}
  WHERE NOT ${waived('DEPUTY_LIMIT_EXCEEDED', 'd.instant')}
  GROUP BY d.id, d.unit_id, d.day, rule.value HAVING count(*) > rule.value::int`,
};

const moved = `transfer_step s JOIN transfer t ON t.id = s.transfer_id AND s.step = 'DECIDED'`;
const parentOf = (kind: string): string =>
  `(SELECT r.parent_id FROM unit_relation r WHERE r.child_id = t.to_unit_id AND r.kind = '${kind}' AND ${holds('r', 't.on_day')} AND ${known('r', 's.recorded_at')} LIMIT 1)`;

const managers: Proof = {
  code: 'TRANSFER_MANAGER_MISMATCH',
  title: 'transfer_step: decided by who manages the staff of the receiving unit, or a body above',
  sql: `
  WITH RECURSIVE ${linesAbove(`
    SELECT s.id, coalesce(${parentOf('STAFF_MANAGEMENT')}, ${parentOf('ESTABLISHMENT')}, t.to_unit_id) AS unit_id,
      t.on_day AS day, s.recorded_at AS instant, 0 AS depth
    FROM ${moved}`)}
  SELECT ${staffCode('t.staff_id')} AS subject, t.on_day AS day
  FROM ${moved} WHERE NOT EXISTS (SELECT FROM line WHERE line.id = s.id AND line.unit_id = s.decided_by_id)`,
};

const windows: Proof = {
  code: 'TRANSFER_WINDOW_CLOSED',
  title: 'transfer_step: on a day of the window',
  sql: `
  WITH RECURSIVE ${linesAbove(`
    SELECT s.id, t.to_unit_id AS unit_id, t.on_day AS day, s.recorded_at AS instant, 0 AS depth FROM ${moved}
    WHERE EXISTS (SELECT FROM policy WHERE key = 'transfer.window')`)}, ${policyOf('transfer.window')}
  SELECT ${staffCode('t.staff_id')} AS subject, t.on_day AS day
  FROM ${moved} JOIN rule ON rule.id = s.id
  WHERE NOT (t.on_day BETWEEN split_part(rule.value, '/', 1)::date AND split_part(rule.value, '/', 2)::date)
    AND NOT ${waived('TRANSFER_WINDOW_CLOSED', 's.recorded_at')}`,
};

const scopes: Proof = {
  code: 'ASSIGNMENT_OUT_OF_SCOPE',
  title: 'assignment: within the network of who assigns, on its first day',
  sql: `
  WITH RECURSIVE ${linesAbove(`
    SELECT a.id, w.unit_id, w.valid_from AS day, a.recorded_at AS instant, 0 AS depth
    FROM assignment a JOIN ${firstOf('workplace', 'assignment_id', 'assignment_id IS NOT NULL')} w ON w.assignment_id = a.id
    WHERE a.decided_by_id IS NOT NULL`)}
  SELECT ${staffCode('a.staff_id')} AS subject, d.day
  FROM assignment a JOIN decision d ON d.id = a.id
  WHERE NOT EXISTS (SELECT FROM line WHERE line.id = a.id AND line.unit_id = a.decided_by_id)
    AND NOT ${waived('ASSIGNMENT_OUT_OF_SCOPE', 'd.instant')}`,
};

/** Secondments as they were decided on or extended, with the end that was said before. */
const LENT = `(
  SELECT s.*, c.staff_id, c.home_id, c.host_id, c.from_day,
    CASE WHEN s.step = 'EXTENDED' THEN s.until_before ELSE c.from_day END AS decided_from
  FROM (SELECT *, lag(until_day) OVER (PARTITION BY secondment_id ORDER BY id) AS until_before FROM secondment_step) s
  JOIN secondment c ON c.id = s.secondment_id WHERE s.step IN ('DECIDED', 'EXTENDED'))`;

function term(code: 'SECONDMENT_TERM_EXCEEDED' | 'SECONDMENT_TERM_TOO_SHORT'): Proof {
  const [key, beyond] = code === 'SECONDMENT_TERM_EXCEEDED' ? ['secondment.max', '>'] : ['secondment.min', '<'];
  // The host's line comes before the home's: depths are counted from 0 and from 100.
  return {
    code,
    title: `secondment_step: ${key}`,
    sql: `
  WITH RECURSIVE ${linesAbove(`
    SELECT s.id, e.unit_id, s.from_day AS day, s.recorded_at AS instant, e.depth
    FROM ${LENT} s CROSS JOIN LATERAL (VALUES (s.host_id, 0), (s.home_id, 100)) AS e (unit_id, depth)
    WHERE EXISTS (SELECT FROM policy WHERE key = '${key}')`)}, ${policyOf(key)}
  SELECT ${staffCode('s.staff_id')} AS subject, s.until_day AS day
  FROM ${LENT} s JOIN rule ON rule.id = s.id
  WHERE s.until_day ${beyond} (s.from_day + rule.value::interval)::date AND NOT ${waived(code, 's.recorded_at')}`,
  };
}

/** What law and policy say of lending people. */
const lending: readonly Proof[] = [
  term('SECONDMENT_TERM_EXCEEDED'),
  term('SECONDMENT_TERM_TOO_SHORT'),
  {
    code: 'SECONDMENT_CONSENT_MISSING',
    title: 'secondment_step: both bodies agreed in writing before it was decided',
    sql: `
    SELECT ${staffCode('s.staff_id')} AS subject, s.from_day AS day FROM ${LENT} s
    WHERE (SELECT count(DISTINCT a.step) FROM secondment_step a WHERE a.secondment_id = s.secondment_id AND a.id < s.id
      AND a.step IN ('AGREED_HOME', 'AGREED_HOST') AND coalesce(a.reference, '') <> '') < 2`,
  },
  {
    code: 'SECONDMENT_RETURN_UNPLANNED',
    title: 'secondment_step: what comes after it is said',
    sql: `
    SELECT ${staffCode('c.staff_id')} AS subject, s.until_day AS day FROM secondment_step s JOIN secondment c ON c.id = s.secondment_id
    WHERE s.step IN ('DECIDED', 'EXTENDED', 'RETURNED') AND s.on_return IS NULL`,
  },
  {
    code: 'SECONDMENT_PROTECTED',
    title: 'secondment_step: nobody protected is lent',
    sql: `
    SELECT DISTINCT ${staffCode('s.staff_id')} AS subject, greatest(v.valid_from, s.decided_from) AS day
    FROM ${LENT} s JOIN staff_version v ON v.staff_id = s.staff_id AND v.protected AND ${known('v', 's.recorded_at')}
      AND v.valid_from < s.until_day AND s.decided_from < v.valid_to`,
  },
];

/** What was decided about people, held against what was believed when it was. */
export const decisionProofs: readonly Proof[] = [authority, deputies, managers, windows, scopes, ...lending];
