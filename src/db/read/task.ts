import { sql } from 'drizzle-orm';
import { type At, instantText, valid } from './at.ts';
import { type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { connection } from './connection.ts';
import { nearestUnit } from './nearest.ts';
import { ofGoverning, phaseFrom, planFrom } from './plan.ts';
import { recordedBy, sourceOf, unitById } from './reference.ts';
import type { TaskRow } from './rows.ts';
import type { SelectedField } from './selection.ts';

/** A row of `task` with its status of the day. */
export const taskFields: Fields<TaskRow> = {
  id: ({ task }) => globalIdOf('Task', sql`${task}.id`),
  code: ({ task }) => sql`${task}.code`,
  title: ({ task }) => sql`${task}.title`,
  owner: ({ task, at }, field, compiler) => {
    const id = sql`(SELECT unit_id FROM task_owner o WHERE o.task_id = ${task}.id AND o.position = 0)`;
    return unitById(compiler, field, { id, at });
  },
  coOwners: ({ task, at }, field, compiler) => {
    const owner = compiler.alias('o');
    const { unit, from } = nearestUnit(compiler, at);
    return compiler.list('OrgUnit', unit, field, {
      from: sql`${from} JOIN task_owner ${owner} ON ${owner}.unit_id = ${unit.unit}.id AND ${owner}.position > 0 WHERE ${owner}.task_id = ${task}.id`,
      order: sql`${owner}.position`,
    });
  },
  due: ({ task }, field, compiler) => {
    const row = compiler.alias('x');
    const stated = sql`(SELECT 1 WHERE ${task}.due_on IS NOT NULL OR ${task}.due_text IS NOT NULL) AS ${row}`;
    return compiler.object('Due', task, field, stated);
  },
  status: ({ state }) => sql`${state}.status`,
  // A day given is the last one in time.
  late: ({ task, state, at }) => sql`(${state}.status = 'OPEN' AND coalesce(${task}.due_on < ${at.asOf}, false))`,
  evidence: ({ state }) => sql`${state}.evidence`,
  since: ({ state }) => sql`CASE WHEN ${state}.status <> 'OPEN' THEN ${state}.valid_from END`,
  phase: ({ task, at }, field, compiler) => {
    const { row, from } = phaseFrom(compiler, at);
    return compiler.object('Phase', row, field, sql`${from} WHERE ${row.phase}.id = ${task}.phase_id`);
  },
  plan: ({ task, at }, field, compiler) => {
    const { row, from } = planFrom(compiler, at);
    return compiler.object('Plan', row, field, sql`${from} WHERE ${row.plan}.id = ${task}.plan_id`);
  },
  source: ({ task }, field, compiler) => sourceOf(compiler, field, sql`${task}.source`),
  assumed: ({ task }) => sql`${task}.assumed`,
  recordedAt: ({ task }) => instantText(sql`${task}.recorded_at`),
};

export const dueFields: Fields<TaskRow['task']> = {
  on: (task) => sql`${task}.due_on`,
  precision: (task) => sql`${task}.due_precision`,
  text: (task) => sql`${task}.due_text`,
};

/** Tasks of a plan, or of all: by owner, late ones, by status; those due first come first. */
export function tasks(compiler: Compiler, field: SelectedField, at: At): ReturnType<typeof connection> {
  const { plan, phase, late, owner, status } = field.args as {
    plan?: string | null;
    phase?: number | null;
    late?: boolean | null;
    owner?: string | null;
    status?: string | null;
  };
  const isLate = sql`(s.status = 'OPEN' AND coalesce(t.due_on < ${at.asOf}, false))`;
  const conditions = [
    valid(sql`s`, at),
    recordedBy(sql`t`, at),
    ...(plan == null ? [] : [sql`t.plan_id = (SELECT id FROM plan WHERE code = ${plan})`]),
    ...(phase == null
      ? []
      : [sql`t.phase_id IN (SELECT id FROM phase WHERE ordinal = ${phase} AND plan_id = t.plan_id)`]),
    ...(late == null ? [] : [late ? isLate : sql`NOT ${isLate}`]),
    ...(status == null ? [] : [sql`s.status = ${status}::task_status_kind`]),
    ...(owner == null
      ? []
      : [
          sql`EXISTS (SELECT FROM task_owner o JOIN unit ON unit.id = o.unit_id WHERE o.task_id = t.id AND unit.code = ${owner})`,
        ]),
  ];
  const { row, from } = taskFrom(compiler, at);
  return connection(compiler, field, {
    type: 'Task',
    row,
    // What has no day comes last.
    matching: sql`SELECT t.id, coalesce(t.due_on::text, 'z') || ' ' || p.code AS name, p.code || '/' || t.code AS code
      FROM task t JOIN plan p ON p.id = t.plan_id JOIN task_status s ON s.task_id = t.id WHERE ${sql.join(conditions, sql` AND `)}${ofGoverning(compiler, sql`t.plan_id`)}`,
    from: sql`page JOIN ${from} ON ${row.task}.id = page.id`,
  });
}

/** Tasks of plans that govern the caller's scope, each with its status of the day. */
export function taskFrom(compiler: Compiler, at: At) {
  const [task, state] = [compiler.alias('t'), compiler.alias('s')];
  const row: TaskRow = { task, state, at };
  const from = sql`(task ${task} JOIN task_status ${state} ON ${state}.task_id = ${task}.id AND ${valid(state, at)}${ofGoverning(compiler, sql`${task}.plan_id`)})`;
  return { row, from };
}
