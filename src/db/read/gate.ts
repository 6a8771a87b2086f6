import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { receptions } from './coverage.ts';
import { policyValue } from './policy.ts';
import { recordedBy, sourceOf, standing, unitById } from './reference.ts';
import { type DatedRow, type GateRow, nearestTerritory } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** Kinds whose facts come with later slices: unmet until these are recorded. */
const NOT_RECORDED = sql.raw(
  `('SEALS_IN_USE','OLD_SEALS_RETURNED','SIGNBOARDS_MOUNTED','HANDOVERS_SIGNED','COUNTERS_OPEN','ACCOUNTS_CREATED','KPI_REACHED')`,
);

/**
 * What stands in the way of a gate, as a JSON list; empty where it is met. Each kind looks only at its own facts. A gate
 * may be attested whatever its kind says only where attestation is its kind.
 */
export function missingOf(gate: SQL, at: At): SQL {
  const window = sql`(
    SELECT daterange(d.window_from, greatest(d.window_from, least(d.window_to, d.live_until))) FROM phase_version d WHERE d.phase_id = ${gate}.phase_id AND ${valid(sql`d`, at)})`;
  const item = (parts: { key: string; words: SQL; unit?: SQL; territory?: SQL; owner?: SQL; due?: SQL; order: SQL }) =>
    sql`jsonb_build_object('key', ${sql.raw(`'${parts.key}'`)}, 'words', ${parts.words}, 'unit', ${parts.unit ?? sql`NULL::bigint`},
      'territory', ${parts.territory ?? sql`NULL::bigint`}, 'owner', ${parts.owner ?? sql`${gate}.owner_id`}, 'due', ${parts.due ?? sql`${gate}.due`}) AS item, ${parts.order} AS position`;
  const branches = [
    sql`SELECT ${item({
      key: 'TERRITORY',
      words: sql`jsonb_build_object('territory', gap.name, 'on', gap.first)`,
      territory: sql`gap.territory_id`,
      order: sql`gap.code`,
    })} FROM (
        WITH RECURSIVE asked AS (SELECT id, center_id FROM plan WHERE id = ${gate}.plan_id), ${receptions(window, at)}
        SELECT named.territory_id, named.code, named.name, min(lower(uncovered.period)) AS first
        FROM uncovered JOIN named USING (territory_id) WHERE lower(uncovered.period) < named.ends GROUP BY 1, 2, 3) AS gap
      WHERE ${gate}.kind = 'TERRITORY_COVERAGE'`,
    sql`SELECT ${item({
      key: 'CHANGE',
      words: sql`jsonb_build_object('kind', p.kind, 'unit', coalesce(p.change -> 'results' -> 0 ->> 'unit', p.change -> 'sources' -> 0 ->> 'unit'), 'on', p.on_day)`,
      unit: sql`(SELECT id FROM unit WHERE code = coalesce(p.change -> 'results' -> 0 ->> 'unit', p.change -> 'sources' -> 0 ->> 'unit'))`,
      due: sql`p.on_day`,
      order: sql`to_char(p.position, 'FM00000000')`,
    })} FROM planned_change p WHERE ${gate}.kind = 'CHANGES_APPLIED' AND p.phase_id = ${gate}.phase_id AND ${known(sql`p`, at)}
        AND NOT EXISTS (SELECT FROM change_event e WHERE e.planned_change_id = p.id AND e.on_day <= ${at.asOf} AND ${recordedBy(sql`e`, at)} AND ${standing(sql`e`, at)})`,
    sql`SELECT ${item({
      key: 'TASK',
      words: sql`jsonb_build_object('task', task.title)`,
      owner: sql`(SELECT unit_id FROM task_owner WHERE task_id = task.id AND position = 0)`,
      due: sql`task.due_on`,
      order: sql`task.code`,
    })} FROM task JOIN task_status s ON s.task_id = task.id AND ${valid(sql`s`, at)}
        WHERE ${gate}.kind = 'TASKS_DONE' AND task.phase_id = ${gate}.phase_id AND s.status = 'OPEN' AND ${recordedBy(sql`task`, at)}`,
    sql`SELECT ${item({
      key: 'DIRECTOR',
      words: sql`jsonb_build_object('unit', led.code)`,
      unit: sql`led.id`,
      order: sql`led.code`,
    })} FROM ${begunUnits(gate, at)} AS led WHERE ${gate}.kind = 'DIRECTOR_APPOINTED' AND NOT EXISTS (
          SELECT FROM leadership l WHERE l.unit_id = led.id AND l.role = 'DIRECTOR' AND ${valid(sql`l`, at)})`,
    sql`SELECT ${item({
      key: 'HEADCOUNT',
      words: sql`jsonb_build_object('unit', opened.code, 'counted', counted, 'minimum', minimum)`,
      unit: sql`opened.id`,
      order: sql`opened.code`,
    })} FROM ${begunUnits(gate, at)} AS opened CROSS JOIN LATERAL (SELECT ${minimumOf(sql`opened.id`, at)} AS minimum, ${countedBelow(sql`opened.id`, at)} AS counted) AS figures
        WHERE ${gate}.kind = 'MINIMUM_HEADCOUNT' AND counted < minimum`,
    sql`SELECT ${item({ key: 'ATTESTATION', words: sql`jsonb_build_object('gate', ${gate}.title)`, order: sql`''` })}
        WHERE ${gate}.kind = 'ATTESTATION' AND NOT EXISTS (
          SELECT FROM gate_attestation a WHERE a.phase_id = ${gate}.phase_id AND a.gate_code = ${gate}.code AND ${valid(sql`a`, at)})`,
    sql`SELECT ${item({ key: 'NOT_RECORDED', words: sql`jsonb_build_object('gate', ${gate}.title)`, order: sql`''` })}
        WHERE ${gate}.kind IN ${NOT_RECORDED}`,
  ];
  return sql`(SELECT coalesce(jsonb_agg(item ORDER BY position), '[]') FROM (${sql.join(branches, sql` UNION ALL `)}) AS items)`;
}

/**
 * Centers and branches that a phase brings into being or merges, whether or not it has yet; the plan's center where it
 * brings none.
 */
const begunUnits = (gate: SQL, at: At): SQL => sql`(
  WITH planned AS (
    SELECT DISTINCT result ->> 'unit' AS code, result -> 'attributes' ->> 'kind' AS kind FROM planned_change p
    CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'results') AS result
    WHERE p.phase_id = ${gate}.phase_id AND p.kind IN ('ESTABLISH', 'MERGE', 'SPLIT') AND ${known(sql`p`, at)}
  ), begun AS (
    SELECT planned.code, unit.id FROM planned LEFT JOIN unit ON unit.code = planned.code
    WHERE coalesce((SELECT v.kind::text FROM unit_version v WHERE v.unit_id = unit.id AND ${valid(sql`v`, at)}), planned.kind)
      IN ('BRANCH', 'PROVINCIAL_CENTER', 'DISTRICT_CENTER', 'COMMUNE_CENTER'))
  SELECT code, id FROM begun
  UNION ALL SELECT unit.code, unit.id FROM plan JOIN unit ON unit.id = plan.center_id WHERE plan.id = ${gate}.plan_id AND NOT EXISTS (SELECT FROM begun))`;

/** HEADCOUNT_BELOW_MINIMUM: what the quotas of a unit say it needs or, where they say nothing, what the policy says. */
const minimumOf = (unit: SQL, at: At): SQL => sql`coalesce(
  (SELECT sum(q.minimum) FROM quota q WHERE q.unit_id = ${unit} AND ${valid(sql`q`, at)}),
  ${policyValue(unit, 'headcount.min', at)}::int)`;

/** How many are paid at a unit or below it on the day. */
const countedBelow = (unit: SQL, at: At): SQL => sql`(
  WITH RECURSIVE tree (id) AS (
    SELECT ${unit} UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)})
  SELECT count(*) FROM payroll p JOIN tree ON tree.id = p.unit_id WHERE ${valid(sql`p`, at)})`;

/** Gates of the phase given by an id, each with what it misses where that is asked for. */
export function gates(compiler: Compiler, field: SelectedField, { phase, at }: { phase: SQL; at: At }): SQL {
  const { row, from } = gateFrom(compiler, field, at);
  return compiler.list('Gate', row, field, {
    from: sql`${from} WHERE ${row.gate}.phase_id = ${phase} AND ${known(row.gate, at)}`,
    order: sql`${row.gate}.moment, ${row.gate}.id`,
  });
}

export function gateFrom(compiler: Compiler, field: SelectedField, at: At): { row: GateRow; from: SQL } {
  const gate = compiler.alias('g');
  const state = compiler.alias('m');
  const asked = field.fields('Gate').some(({ name }) => name === 'met' || name === 'missing');
  const missing = asked ? sql` CROSS JOIN LATERAL (SELECT ${missingOf(gate, at)} AS missing) AS ${state}` : sql``;
  return { row: { gate, state, at }, from: sql`gate ${gate}${missing}` };
}

/** A row of `gate`, and what it misses. */
export const gateFields: Fields<GateRow> = {
  code: ({ gate }) => sql`${gate}.code`,
  title: ({ gate }) => sql`${gate}.title`,
  kind: ({ gate }) => sql`${gate}.kind`,
  before: ({ gate }) => sql`${gate}.moment`,
  mandatory: ({ gate }) => sql`${gate}.mandatory`,
  met: ({ state }) => sql`${state}.missing = '[]'`,
  missing: ({ state, at }, field, compiler) => missingItems(compiler, field, { items: sql`${state}.missing`, at }),
  owner: ({ gate, at }, field, compiler) => unitById(compiler, field, { id: sql`${gate}.owner_id`, at }),
  due: ({ gate }) => sql`${gate}.due`,
  source: ({ gate }, field, compiler) => sourceOf(compiler, field, sql`${gate}.source`),
  assumed: ({ gate }) => sql`${gate}.assumed`,
  attestation: ({ gate, at }, field, compiler) => {
    const row = compiler.alias('a');
    const from = sql`gate_attestation ${row} WHERE ${row}.phase_id = ${gate}.phase_id AND ${row}.gate_code = ${gate}.code AND ${valid(row, at)}`;
    return compiler.object('GateAttestation', { row, at }, field, from);
  },
};

export function missingItems(compiler: Compiler, field: SelectedField, { items, at }: { items: SQL; at: At }): SQL {
  const row = compiler.alias('x');
  return compiler.list('GateMissing', { row: sql`${row}.item`, at }, field, {
    from: sql`jsonb_array_elements(${items}) WITH ORDINALITY AS ${row} (item, position)`,
    order: sql`${row}.position`,
  });
}

/** An item of what a gate misses, as JSON; its description is worded by the resolver, in the caller's language. */
export const gateMissingFields: Fields<DatedRow> = {
  description: ({ row }) => sql`${row}`,
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`(${row} ->> 'unit')::bigint`, at }),
  territory: ({ row, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`(${row} ->> 'territory')::bigint`);
    return compiler.object('Territory', territory, field, from);
  },
  owner: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`(${row} ->> 'owner')::bigint`, at }),
  due: ({ row }) => sql`${row} ->> 'due'`,
};

export const gateAttestationFields: Fields<DatedRow> = {
  evidence: ({ row }) => sql`${row}.evidence`,
  attestedBy: ({ row }) => sql`${row}.attested_by`,
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
};
