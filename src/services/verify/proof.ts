import type { ViolationCode } from '../../domain/violation.ts';

/** What a breach is told by: the code of the rule, or of what is true of any record here. */
export type ProofCode =
  | ViolationCode
  | 'AUDIT_MISSING'
  | 'RECORD_TIME_INVALID'
  | 'SCOPE_STALE'
  | 'HEADCOUNT_STALE'
  | 'TREE_STALE'
  | 'PROGRESS_STALE';

/** A rule re-proved over everything on record. */
export interface Proof {
  code: ProofCode;
  /** What is looked at, in a few words. */
  title: string;
  /**
   * Answers `subject` and `day` of every breach: plain SQL over the tables. None of the functions, triggers and
   * constraints is used that keep the rule, so that it is proved although one of them is gone or wrong.
   */
  sql: string;
}

/** Believed today. */
export const believed = (row: string): string => `${row}.superseded_at = 'infinity'`;

/** Holds on a day. */
export const holds = (row: string, day: string): string => `${row}.valid_from <= ${day} AND ${day} < ${row}.valid_to`;

/** Was believed at an instant: what a decision of that transaction saw, and left behind. */
export const known = (row: string, instant: string): string =>
  `${row}.recorded_at <= ${instant} AND ${instant} < ${row}.superseded_at`;

/** The code of a unit, also where there is no such unit. */
export const unitCode = (id: string): string => `coalesce((SELECT code FROM unit WHERE id = ${id}), 'unit ' || ${id})`;

/** The code of a person, also where there is no such person. */
export const staffCode = (id: string): string =>
  `coalesce((SELECT code FROM staff WHERE id = ${id}), 'staff ' || ${id})`;

/** A plan, or a phase of it, as `HN/2`. */
export const planCode = (id: string): string => `coalesce((SELECT code FROM plan WHERE id = ${id}), 'plan ' || ${id})`;
export const phaseCode = (id: string): string =>
  `coalesce((SELECT plan.code || '/' || phase.ordinal FROM phase JOIN plan ON plan.id = plan_id WHERE phase.id = ${id}), 'phase ' || ${id})`;

/** A waiver lifted the rule in the transaction that recorded at an instant: it leaves a line of its use. */
export const waived = (code: ProofCode, instant: string): string =>
  `EXISTS (SELECT FROM waiver_use u JOIN waiver w ON w.id = u.waiver_id WHERE w.code = '${code}' AND u.recorded_at = ${instant})`;

/** One statement a day at every instant that can be asked about. */
export interface Uniqueness {
  code: ProofCode;
  table: string;
  /** What may be said once a day: columns or expressions over `f`. */
  keys: readonly string[];
  /** Which rows it is about. */
  where?: string;
  subject: string;
}

/** No two rows about the same thing share a day while both are believed. */
export function onePerDay({ code, table, keys, where = 'true', subject }: Uniqueness): Proof {
  const row = (alias: string) => `
    SELECT f.*, ${keys.map((key, index) => `${key} AS key${index}`).join(', ')} FROM ${table} f
    WHERE ${where} AND f.valid_from < f.valid_to AND f.recorded_at < f.superseded_at) ${alias}`;
  const same = keys.map((_, index) => `f.key${index} = g.key${index}`).join(' AND ');
  return {
    code,
    title: `${table}: one a day by ${keys.join(', ')}`,
    sql: `
    SELECT ${subject} AS subject, greatest(f.valid_from, g.valid_from) AS day
    FROM (${row('f')} JOIN (${row('g')} ON ${same} AND f.id < g.id
      AND f.valid_from < g.valid_to AND g.valid_from < f.valid_to AND f.recorded_at < g.superseded_at AND g.recorded_at < f.superseded_at`,
  };
}

/** Some rows have no equal by their keys; what is null in a key is equal to nothing. */
export const unique = (
  code: ProofCode,
  table: string,
  { keys, where = 'true' }: { keys: string; where?: string },
): Proof => ({
  code,
  title: `${table}: once by ${keys}`,
  sql: `SELECT concat_ws(' ', '${table}', ${keys}) AS subject, NULL::date AS day FROM ${table} f WHERE ${where} GROUP BY ${keys} HAVING count(*) > 1`,
});

/** Every row of a table fulfils a condition; as in a check, what is unknown is no breach. */
export const every = (code: ProofCode, table: string, condition: string): Proof => ({
  code,
  title: `${table}: ${condition}`,
  sql: `SELECT '${table} ' || f.id AS subject, f.recorded_at::date AS day FROM ${table} f WHERE (${condition}) IS FALSE`,
});

/**
 * Units with those above them, nearest first, as a decision saw them: `decision` answers `id`, `unit_id`, `day`,
 * `instant` and `depth`, from which it counts upwards.
 */
export const linesAbove = (decision: string): string => `
  decision AS MATERIALIZED (${decision}),
  line (id, unit_id, day, instant, depth) AS (
    SELECT id, unit_id, day, instant, depth FROM decision
    UNION ALL
    SELECT line.id, r.parent_id, line.day, line.instant, line.depth + 1
    FROM line JOIN unit_relation r ON r.child_id = line.unit_id AND r.kind = 'ESTABLISHMENT'
      AND ${holds('r', 'line.day')} AND ${known('r', 'line.instant')}
    WHERE line.depth % 100 < 40)`;

/** The policy of a key that each decision was under: that of the nearest unit above, else the one for all. */
export const policyOf = (key: string): string => `
  rule AS (
    SELECT DISTINCT ON (d.id) d.id, p.value
    FROM (SELECT DISTINCT id, day, instant FROM decision) d
    JOIN policy p ON p.key = '${key}' AND ${holds('p', 'd.day')} AND ${known('p', 'd.instant')}
    LEFT JOIN line ON line.id = d.id AND line.unit_id = p.scope_id
    WHERE p.scope_id IS NULL OR line.unit_id IS NOT NULL
    ORDER BY d.id, p.scope_id IS NULL, line.depth)`;
