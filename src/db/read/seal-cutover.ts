import { type SQL, sql } from 'drizzle-orm';
import { type At, known, onDay } from './at.ts';
import { asObject, type Compiler, type Fields } from './compiler.ts';
import { letteredName, letteredText } from './lettering.ts';
import { phaseFrom } from './plan.ts';
import { unitById } from './reference.ts';
import { isOut, unitsToSeal } from './renewal.ts';
import type { DatedRow, ThingRow } from './rows.ts';
import type { SelectedField } from './selection.ts';
import { thingFrom } from './thing.ts';

/**
 * The ledger of a plan's seals: for each unit that needs one by reason of the plan, the last day on which an old seal was
 * in use and the first day of the new one, and the days between on which there was none or more than one.
 */
export function sealCutover(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { plan, phase, onlyProblems } = field.args as { plan: string; phase?: number | null; onlyProblems?: boolean };
  const row = compiler.alias('x');
  const count = (condition: SQL) => sql`(SELECT count(*) FROM ledger WHERE ${condition})`;
  const unclean = sql`verdict NOT IN ('SEAMLESS', 'FIRST')`;
  const fields: Fields<null> = {
    units: () => count(sql`true`),
    gaps: () => count(sql`gap IS NOT NULL`),
    overlaps: () => count(sql`overlap IS NOT NULL`),
    seamless: () => sql`NOT EXISTS (SELECT FROM ledger WHERE ${unclean})`,
    oldSeals: () => sql`(SELECT coalesce(sum(jsonb_array_length(old_seals)), 0) FROM ledger)`,
    oldSealsReturned: () => sql`(SELECT coalesce(sum(returned), 0) FROM ledger)`,
    newSeals: () => count(sql`began <= ${at.asOf}`),
    rows: (_, child) =>
      compiler.list('SealCutoverRow', { row, at }, child, {
        from: sql`ledger ${row}${onlyProblems ? sql` WHERE ${row}.${unclean}` : sql``}`,
        order: sql`${row}.on_day, ${row}.code`,
      }),
  };
  const asked = sql`SELECT plan.id FROM plan WHERE plan.code = ${plan}${at.knownAt === null ? sql`` : sql` AND plan.recorded_at <= ${at.knownAt}`}`;
  const phases = sql`SELECT id FROM phase WHERE plan_id IN (SELECT id FROM asked)${phase == null ? sql`` : sql` AND ordinal = ${phase}`}`;
  return sql`(
    WITH asked AS (${asked}), phases AS MATERIALIZED (${phases}), ${ledger(at)}
    ${asObject(sql`SELECT ${compiler.columns('SealCutover', fields, null, field)} FROM asked${phase == null ? sql`` : sql` WHERE EXISTS (SELECT FROM phases)`}`)})`;
}

/** Uses of principal seals that are believed, with the seal's name as it is lettered. */
const uses = (at: At): SQL => sql`
  SELECT k.id AS seal_id, k.unit_id, ${letteredText(sql`k.engraved_name`)} AS lettered, k.phase_id, s.valid_from, s.valid_to
  FROM seal k JOIN seal_status s ON s.seal_id = k.id AND s.status = 'IN_USE' AND s.valid_from < s.valid_to AND ${known(sql`s`, at)} WHERE k.kind = 'PRINCIPAL'`;

/**
 * As parts of a WITH: `ledger`, a row per phase and unit. The new seal bears the name the unit has from the day on; old
 * ones were in use before it, by the unit itself or by those that it followed that day. Where no act is the reason, the
 * new seal is the one that the phase provides, whatever its name, and the day is its first.
 */
const ledger = (at: At): SQL => sql`
  used AS MATERIALIZED (${uses(at)}),
  due AS MATERIALIZED (
    SELECT named.phase_id, named.code, named.id AS unit_id, named.on_day IS NOT NULL AS by_act, coalesce(named.on_day,
      (SELECT min(used.valid_from) FROM used WHERE used.unit_id = named.id AND used.phase_id = named.phase_id)) AS on_day
    FROM (${unitsToSeal((id) => sql`${id} IN (SELECT id FROM phases)`, at)}) AS named),
  fresh AS (
    SELECT DISTINCT ON (due.phase_id, due.code) due.phase_id, due.code, used.seal_id, used.valid_from
    FROM due JOIN used ON used.unit_id = due.unit_id AND used.valid_to > due.on_day
      AND (used.phase_id = due.phase_id AND NOT due.by_act OR used.lettered = ${letteredName(sql`due.unit_id`, onDay(at, sql`greatest(used.valid_from, due.on_day)`))})
    ORDER BY due.phase_id, due.code, (used.phase_id = due.phase_id) DESC NULLS LAST, used.valid_from),
  aged AS (
    SELECT due.phase_id, due.code, jsonb_agg(DISTINCT used.seal_id) AS seals, max(used.valid_to) AS ended
    FROM due LEFT JOIN fresh USING (phase_id, code)
    JOIN used ON used.seal_id IS DISTINCT FROM fresh.seal_id AND used.valid_from < due.on_day AND (used.unit_id = due.unit_id OR used.unit_id IN (
      SELECT l.source_id FROM unit_lineage l WHERE l.target_id = due.unit_id AND l.on_day = due.on_day AND ${known(sql`l`, at)}))
    WHERE used.valid_to >= due.on_day OR used.valid_to = (SELECT max(last.valid_to) FROM used AS last WHERE last.unit_id = used.unit_id AND last.valid_from < due.on_day)
    GROUP BY due.phase_id, due.code),
  days AS (
    SELECT due.*, fresh.seal_id AS new_seal, fresh.valid_from AS began, coalesce(aged.seals, '[]') AS old_seals, aged.ended
    FROM due LEFT JOIN fresh USING (phase_id, code) LEFT JOIN aged USING (phase_id, code)),
  ledger AS MATERIALIZED (
    SELECT *,
      CASE WHEN began IS NULL AND coalesce(ended, on_day) <> 'infinity' THEN daterange(coalesce(ended, on_day), NULL)
        WHEN began > coalesce(ended, on_day) THEN daterange(coalesce(ended, on_day), began) END AS gap,
      CASE WHEN began < ended THEN daterange(began, nullif(ended, 'infinity')) END AS overlap,
      CASE WHEN began IS NULL AND ended = 'infinity' THEN 'OLD_IN_USE' WHEN began IS NULL THEN 'NO_SEAL' WHEN began < ended THEN 'OVERLAP'
        WHEN began > coalesce(ended, on_day) THEN 'GAP' WHEN ended IS NULL THEN 'FIRST' ELSE 'SEAMLESS' END AS verdict,
      (SELECT count(*) FROM jsonb_array_elements_text(old_seals) AS old (id) JOIN seal_status s ON s.seal_id = old.id::bigint
        AND s.valid_from <= ${at.asOf} AND s.valid_to > ${at.asOf} AND ${known(sql`s`, at)} AND NOT ${isOut(sql`s`)}) AS returned
    FROM days)`;

/** A row of the ledger. */
export const sealCutoverRowFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) =>
    unitById(compiler, field, { id: sql`${row}.unit_id`, at: onDay(at, sql`${row}.on_day`) }),
  code: ({ row }) => sql`${row}.code`,
  phase: ({ row, at }, field, compiler) => {
    const { row: phase, from } = phaseFrom(compiler, at);
    return compiler.object('Phase', phase, field, sql`${from} WHERE ${phase.phase}.id = ${row}.phase_id`);
  },
  on: ({ row }) => sql`${row}.on_day`,
  oldSeals: (row, field, compiler) => {
    const { row: thing, from } = sealsAt(compiler, row);
    return compiler.list('Seal', thing, field, {
      from: sql`${from} WHERE ${thing.thing}.id IN (SELECT value::bigint FROM jsonb_array_elements_text(${row.row}.old_seals))`,
      order: sql`${thing.thing}.id`,
    });
  },
  lastDayOfOld: ({ row }) => sql`CASE WHEN ${row}.ended <> 'infinity' THEN ${row}.ended - 1 END`,
  newSeal: (row, field, compiler) => {
    const { row: thing, from } = sealsAt(compiler, row);
    return compiler.object('Seal', thing, field, sql`${from} WHERE ${thing.thing}.id = ${row.row}.new_seal`);
  },
  firstDayOfNew: ({ row }) => sql`${row}.began`,
  gap: ({ row }, field, compiler) => period(compiler, field, sql`${row}.gap`),
  overlap: ({ row }, field, compiler) => period(compiler, field, sql`${row}.overlap`),
  verdict: ({ row }) => sql`${row}.verdict`,
  returned: ({ row }) => sql`(${row}.returned = jsonb_array_length(${row}.old_seals))`,
};

/** Seals as they stand on the day asked. */
const sealsAt = (compiler: Compiler, { at }: DatedRow): { row: ThingRow; from: SQL } => thingFrom(compiler, 'Seal', at);

function period(compiler: Compiler, field: SelectedField, range: SQL): SQL {
  const parts = { from: sql`lower(${range})`, until: sql`upper(${range})` };
  return sql`(SELECT CASE WHEN ${range} IS NOT NULL THEN ${compiler.part('Period', parts, field)} END)`;
}
