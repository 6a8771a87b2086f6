import { type SQL, sql } from 'drizzle-orm';
import { type At, known, onDay, valid } from './at.ts';
import { letteredName, letteredText } from './lettering.ts';
import { recordedBy, standing } from './reference.ts';

/**
 * The day on which what a phase does to things is judged: that on which it was completed, where it was, since what it
 * achieved is not undone by a later change of name.
 */
export const judgedOn = (phase: SQL, at: At): At =>
  onDay(
    at,
    sql`coalesce((SELECT min(s.valid_from) FROM phase_status s WHERE s.phase_id = ${phase} AND s.status = 'COMPLETED'
      AND s.valid_from <= ${at.asOf} AND ${known(sql`s`, at)}), ${at.asOf})`,
  );

/**
 * Units that the acts of a phase bring into being or give another name, with the day and whether they are to have a seal
 * of their own: columns phase_id, plan_id, code, on_day, sealed. `phases` says of a row's phase_id whether it is asked for.
 */
const newNames = (phases: (phase: SQL) => SQL, at: At): SQL => sql`
  SELECT p.phase_id, p.plan_id, result ->> 'unit' AS code, p.on_day, coalesce((result -> 'attributes' ->> 'ownSeal')::boolean, false) AS sealed
  FROM planned_change p CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'results') AS result
  WHERE ${phases(sql`p.phase_id`)} AND ${known(sql`p`, at)}
    AND (p.kind IN ('ESTABLISH', 'MERGE', 'SPLIT') OR jsonb_exists(result -> 'attributes', 'name'))
  UNION ALL
  SELECT e.phase_id, e.plan_id, unit.code, e.on_day, v.own_seal
  FROM change_event e JOIN unit_version v ON v.change_id = e.id AND v.valid_from = e.on_day AND ${known(sql`v`, at)} JOIN unit ON unit.id = v.unit_id
  WHERE ${phases(sql`e.phase_id`)} AND e.planned_change_id IS NULL AND e.on_day <= ${at.asOf} AND ${recordedBy(sql`e`, at)} AND ${standing(sql`e`, at)}
    AND NOT EXISTS (SELECT FROM unit_version was WHERE was.unit_id = v.unit_id AND was.valid_to = v.valid_from AND was.name = v.name AND ${known(sql`was`, at)})`;

/** Units that the acts of a phase close: columns phase_id, code, on_day. */
const closedNames = (phases: (phase: SQL) => SQL, at: At): SQL => sql`
  SELECT p.phase_id, source ->> 'unit' AS code, p.on_day
  FROM planned_change p CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'sources') AS source
  WHERE ${phases(sql`p.phase_id`)} AND ${known(sql`p`, at)}
    AND NOT EXISTS (SELECT FROM jsonb_array_elements(p.change -> 'results') AS result WHERE result ->> 'unit' = source ->> 'unit')
  UNION ALL
  SELECT e.phase_id, unit.code, e.on_day
  FROM change_event e JOIN unit_life l ON l.closed_by = e.id AND ${known(sql`l`, at)} JOIN unit ON unit.id = l.unit_id
  WHERE ${phases(sql`e.phase_id`)} AND e.planned_change_id IS NULL AND ${recordedBy(sql`e`, at)} AND ${standing(sql`e`, at)}`;

/**
 * Units that need a principal seal by reason of a phase: those of `newNames` that are entitled to one, and those for
 * which one is provided under it. Columns phase_id, code, id (null while it is not there), on_day (null where no act of
 * the phase is the reason).
 */
export const unitsToSeal = (phases: (phase: SQL) => SQL, at: At): SQL => sql`
  WITH name AS MATERIALIZED (${newNames(phases, at)})
  SELECT named.phase_id, named.code, unit.id, max(named.on_day) AS on_day
  FROM name AS named LEFT JOIN unit ON unit.code = named.code
  WHERE coalesce((SELECT v.own_seal FROM unit_version v WHERE v.unit_id = unit.id AND ${valid(sql`v`, onDay(at, sql`greatest(named.on_day, ${at.asOf})`))}), named.sealed)
  GROUP BY named.phase_id, named.code, unit.id
  UNION
  SELECT k.phase_id, unit.code, unit.id, NULL FROM seal k JOIN unit ON unit.id = k.unit_id
  WHERE ${phases(sql`k.phase_id`)} AND k.kind = 'PRINCIPAL' AND ${recordedBy(sql`k`, at)}
    AND NOT EXISTS (SELECT FROM name WHERE name.code = unit.code)`;

/**
 * Units that need a signboard by reason of a phase: those it names, and those for which one is provided under it. Columns
 * code, and on_day, null where no act of the phase is the reason.
 */
export const unitsToSign = (phases: (phase: SQL) => SQL, at: At): SQL => sql`
  WITH name AS MATERIALIZED (${newNames(phases, at)})
  SELECT name.code, max(name.on_day) AS on_day FROM name GROUP BY name.code
  UNION SELECT unit.code, NULL FROM signboard k JOIN unit ON unit.id = k.unit_id WHERE ${phases(sql`k.phase_id`)} AND ${recordedBy(sql`k`, at)}
    AND unit.code NOT IN (SELECT code FROM name)`;

/** A name is borne from its day on: before, the seal and the board of the old one do not count. */
export const isNamed = (row: SQL, at: At): SQL => sql`coalesce(${row}.on_day <= ${at.asOf}, true)`;

/** Whether a unit has its principal seal in use on the day, under the name of the day. */
export const isSealed = (unit: SQL, at: At): SQL => sql`EXISTS (
  SELECT FROM seal k JOIN seal_status s ON s.seal_id = k.id AND ${valid(sql`s`, at)}
  WHERE k.unit_id = ${unit} AND k.kind = 'PRINCIPAL' AND s.status = 'IN_USE' AND ${letteredText(sql`k.engraved_name`)} = ${letteredName(unit, at)})`;

/** Whether a unit has a signboard up on the day that bears the name of the day. */
export const isSignposted = (unit: SQL, at: At): SQL => sql`EXISTS (
  SELECT FROM signboard k JOIN signboard_status s ON s.signboard_id = k.id AND ${valid(sql`s`, at)}
  WHERE k.unit_id = ${unit} AND s.status = 'MOUNTED' AND position(${letteredName(unit, at)} IN ${letteredText(sql`k.text`)}) > 0)`;

/**
 * Old seals that are still out by reason of a phase: of the units it names, renames, closes or provides seals for, those
 * that are withdrawn or invalid, bear another name than the unit has, or whose unit is gone. Columns id, unit_id, status.
 */
export const oldSeals = (phases: (phase: SQL) => SQL, at: At): SQL => sql`
  SELECT k.id, k.unit_id, k.engraved_name, s.status, s.valid_from FROM seal k JOIN seal_status s ON s.seal_id = k.id AND ${valid(sql`s`, at)}
  JOIN unit ON unit.id = k.unit_id
  WHERE ${isOut(sql`s`)}
    AND (unit.code IN (SELECT code FROM (${newNames(phases, at)}) AS named WHERE named.on_day <= ${at.asOf})
      OR unit.code IN (SELECT code FROM (${closedNames(phases, at)}) AS closed WHERE closed.on_day <= ${at.asOf})
      OR EXISTS (SELECT FROM seal other WHERE other.unit_id = k.unit_id AND ${phases(sql`other.phase_id`)}))
    AND (s.status IN ('WITHDRAWN', 'INVALIDATED') OR ${letteredText(sql`k.engraved_name`)} IS DISTINCT FROM ${letteredName(sql`k.unit_id`, at)})`;

/** A status of a seal with which somebody could still sign. */
export const isOut = (state: SQL): SQL =>
  sql`${state}.status NOT IN ('REQUESTED', 'AUTHORIZED', 'RETURNED', 'DESTROYED', 'ARCHIVED', 'LOST')`;
