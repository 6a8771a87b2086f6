import { type SQL, sql } from 'drizzle-orm';
import { type At, instantText, known, valid } from './at.ts';
import { capabilityFacts } from './capability.ts';
import { changeOf } from './change.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { gates } from './gate.ts';
import { progressOf } from './phase-progress.ts';
import { policies } from './policy.ts';
import { instrumentById, recordedBy, sourceOf, standing, unitById } from './reference.ts';
import type { DatedRow, PhaseRow, PlanRow } from './rows.ts';
import { isGovernedBy } from './scope.ts';
import type { SelectedField } from './selection.ts';

/** Plans that govern the caller's scope, known at the point, each with its version of the day. */
export function planFrom(compiler: Compiler, at: At): { row: PlanRow; from: SQL } {
  const plan = compiler.alias('p');
  const version = compiler.alias('v');
  const governs = compiler.scope === null ? sql`` : sql` AND ${isGovernedBy(compiler, sql`${plan}.center_id`)}`;
  const from = sql`plan ${plan} JOIN plan_version ${version} ON ${version}.plan_id = ${plan}.id AND ${valid(version, at)}${governs}`;
  return { row: { plan, version, at }, from };
}

/** Phases of such plans known at the point, each with its definition and status of the day. */
export function phaseFrom(compiler: Compiler, at: At): { row: PhaseRow; from: SQL } {
  const [phase, version, state] = [compiler.alias('h'), compiler.alias('d'), compiler.alias('s')];
  const from = sql`phase ${phase}
    JOIN phase_version ${version} ON ${version}.phase_id = ${phase}.id AND ${valid(version, at)}
    JOIN phase_status ${state} ON ${state}.phase_id = ${phase}.id AND ${valid(state, at)}${ofGoverning(compiler, sql`${phase}.plan_id`)}`;
  return { row: { phase, version, state, at }, from };
}

/** … AND the plan of an id governs the caller's scope. */
export const ofGoverning = (compiler: Compiler, plan: SQL): SQL =>
  compiler.scope === null
    ? sql``
    : sql` AND ${plan} IN (SELECT id FROM plan WHERE ${isGovernedBy(compiler, sql`plan.center_id`)})`;

const OVER = sql.raw(`('COMPLETED','CANCELLED','SUPERSEDED')`);
const UNDER_WAY = sql.raw(`('ACTIVE','SUSPENDED')`);

const statusOf = (plan: SQL, at: At): SQL =>
  sql`(SELECT status::text FROM plan_status s WHERE s.plan_id = ${plan}.id AND ${valid(sql`s`, at)})`;

/** A plan that was amended has phases that it did not have before: these are drafts then, and not shown. */
const shownPhases = ({ plan, at }: PlanRow, { phase, state }: PhaseRow): SQL =>
  sql`${phase}.plan_id = ${plan}.id AND (${state}.status <> 'DRAFT' OR ${statusOf(plan, at)} = 'DRAFT')`;

export const planFields: Fields<PlanRow> = {
  id: ({ plan }) => globalIdOf('Plan', sql`${plan}.id`),
  code: ({ plan }) => sql`${plan}.code`,
  version: ({ plan }) => sql`${plan}.version`,
  title: ({ version }) => sql`${version}.title`,
  // Completed as soon as every phase is over.
  status: ({ plan, at }) => sql`(SELECT CASE WHEN stated.status = 'ADOPTED'
      AND NOT EXISTS (SELECT FROM phase_status s WHERE s.plan_id = ${plan}.id AND ${valid(sql`s`, at)} AND s.status NOT IN ${OVER})
      AND EXISTS (SELECT FROM phase WHERE phase.plan_id = ${plan}.id)
    THEN 'COMPLETED' ELSE stated.status::text END
    FROM plan_status stated WHERE stated.plan_id = ${plan}.id AND ${valid(sql`stated`, at)})`,
  center: ({ plan, at }, field, compiler) => unitById(compiler, field, { id: sql`${plan}.center_id`, at }),
  instrument: ({ version, at }, field, compiler) =>
    instrumentById(compiler, field, { id: sql`${version}.instrument_id`, at }),
  source: ({ version }, field, compiler) => sourceOf(compiler, field, sql`${version}.source`),
  document: ({ version }) => sql`${version}.document`,
  versions: ({ plan, at }, field, compiler) => {
    const row = compiler.alias('v');
    return compiler.list('PlanVersion', { row, at }, field, {
      from: sql`plan_version ${row} WHERE ${row}.plan_id = ${plan}.id AND ${known(row, at)}`,
      order: sql`${row}.number`,
    });
  },
  // Found by its status: a plan has one under way at most.
  currentPhase: (plan, field, compiler) => {
    const { row, from } = phaseFrom(compiler, plan.at);
    return compiler.object(
      'Phase',
      row,
      field,
      sql`${from} WHERE ${row.state}.plan_id = ${plan.plan}.id AND ${row.state}.status IN ${UNDER_WAY}`,
    );
  },
  phases: (plan, field, compiler) => {
    const { row, from } = phaseFrom(compiler, plan.at);
    return compiler.list('Phase', row, field, {
      from: sql`${from} WHERE ${shownPhases(plan, row)}`,
      order: sql`${row.phase}.ordinal`,
    });
  },
  viewerCan: ({ plan, at }, _field, compiler) =>
    capabilityFacts(compiler, { units: sql`${plan}.center_id`, at, facts: { status: statusOf(plan, at) } }),
  policies: ({ plan, at }, field, compiler) => policies(compiler, field, { center: sql`${plan}.center_id`, at }),
};

/** A row of `plan_version`. */
export const planVersionFields: Fields<DatedRow> = {
  number: ({ row }) => sql`${row}.number`,
  title: ({ row }) => sql`${row}.title`,
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

export const phaseFields: Fields<PhaseRow> = {
  id: ({ phase }) => globalIdOf('Phase', sql`${phase}.id`),
  ordinal: ({ phase }) => sql`${phase}.ordinal`,
  title: ({ version }) => sql`${version}.title`,
  status: ({ state }) => sql`${state}.status`,
  overdue: ({ version, state, at }) =>
    sql`(${state}.status NOT IN ${OVER} AND ${state}.status <> 'DRAFT' AND ${version}.window_to <= ${at.asOf})`,
  period: ({ version }, field, compiler) =>
    compiler.part('Period', { from: sql`${version}.window_from`, until: sql`${version}.window_to` }, field),
  retroactive: ({ phase, version, at }) => sql`coalesce((
    SELECT i.issued_on > ${version}.window_from FROM plan_version v JOIN legal_instrument i ON i.id = v.instrument_id
    WHERE v.plan_id = ${phase}.plan_id AND ${valid(sql`v`, at)}), false)`,
  allowedKinds: ({ version }) => sql`to_json(${version}.allowed)`,
  instrument: ({ version, at }, field, compiler) =>
    instrumentById(compiler, field, { id: sql`${version}.instrument_id`, at }),
  source: ({ version }, field, compiler) => sourceOf(compiler, field, sql`${version}.source`),
  assumed: ({ version }) => sql`${version}.assumed`,
  plan: ({ phase, at }, field, compiler) => {
    const { row, from } = planFrom(compiler, at);
    return compiler.object('Plan', row, field, sql`${from} WHERE ${row.plan}.id = ${phase}.plan_id`);
  },
  viewerCan: ({ phase, state, at }, _field, compiler) =>
    capabilityFacts(compiler, {
      units: sql`SELECT center_id FROM plan WHERE plan.id = ${phase}.plan_id`,
      at,
      facts: { status: sql`${state}.status` },
    }),
  gates: ({ phase, at }, field, compiler) => gates(compiler, field, { phase: sql`${phase}.id`, at }),
  freezes: ({ phase, at }, field, compiler) => {
    const row = compiler.alias('f');
    return compiler.list('Freeze', { row, at }, field, {
      from: sql`phase_freeze ${row} WHERE ${row}.phase_id = ${phase}.id AND ${known(row, at)}`,
      order: sql`${row}.id`,
    });
  },
  changes: ({ phase, at }, field, compiler) => {
    const row = compiler.alias('c');
    return compiler.list('PlannedChange', { row, at }, field, {
      from: sql`planned_change ${row} WHERE ${row}.phase_id = ${phase}.id AND ${known(row, at)}`,
      order: sql`${row}.on_day, ${row}.position, ${row}.id`,
    });
  },
  progress: (row, field, compiler) => progressOf(compiler, field, row),
  history: ({ phase, at }, field, compiler) => {
    const row = compiler.alias('s');
    return compiler.list('PhaseStep', { row, at }, field, {
      from: sql`phase_status ${row} WHERE ${row}.phase_id = ${phase}.id AND ${known(row, at)}`,
      order: sql`${row}.valid_from`,
    });
  },
};

/** A row of `phase_status`. */
export const phaseStepFields: Fields<DatedRow> = {
  status: ({ row }) => sql`${row}.status`,
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  assumed: ({ row }) => sql`${row}.assumed`,
  note: ({ row }) => sql`${row}.note`,
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/** A row of `phase_freeze`. */
export const freezeFields: Fields<DatedRow> = {
  what: () => sql`'NAME'`,
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  source: ({ row }, field, compiler) => sourceOf(compiler, field, sql`${row}.source`),
};

/** A row of `planned_change`; what it will do is kept as the engine will be given it. */
export const plannedChangeFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('PlannedChange', sql`${row}.id`),
  kind: ({ row }) => sql`${row}.kind`,
  on: ({ row }) => sql`${row}.on_day`,
  assumed: ({ row }) => sql`coalesce((${row}.change ->> 'assumed')::boolean, false)`,
  sources: ({ row }) =>
    sql`(SELECT coalesce(array_to_json(array_agg(s ->> 'unit')), '[]') FROM jsonb_array_elements(${row}.change -> 'sources') s)`,
  results: ({ row }) =>
    sql`(SELECT coalesce(array_to_json(array_agg(r ->> 'unit')), '[]') FROM jsonb_array_elements(${row}.change -> 'results') r)`,
  name: ({ row }) => sql`${row}.change -> 'results' -> 0 -> 'attributes' ->> 'name'`,
  event: ({ row, at }, field, compiler) => {
    const event = compiler.alias('e');
    const from = sql`change_event ${event} WHERE ${event}.planned_change_id = ${row}.id AND ${recordedBy(event, at)} AND ${standing(event, at)}`;
    return compiler.object('ChangeEvent', { row: event, at }, field, from);
  },
};

/** The plan and phase under which an act was carried out. */
export const underFields = {
  phase: ({ row, at }: DatedRow, field: SelectedField, compiler: Compiler): SQL => {
    const { row: phase, from } = phaseFrom(compiler, at);
    return compiler.object('Phase', phase, field, sql`${from} WHERE ${phase.phase}.id = ${row}.phase_id`);
  },
  compensates: ({ row, at }: DatedRow, field: SelectedField, compiler: Compiler): SQL =>
    changeOf(compiler, field, { row: { row, at }, column: 'compensates_id' }),
  compensatedBy: ({ row, at }: DatedRow, field: SelectedField, compiler: Compiler): SQL => {
    const event = compiler.alias('e');
    const from = sql`change_event ${event} WHERE ${event}.compensates_id = ${row}.id AND ${recordedBy(event, at)}`;
    return compiler.object('ChangeEvent', { row: event, at }, field, from);
  },
};
