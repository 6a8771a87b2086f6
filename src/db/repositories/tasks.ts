import { eq, sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import { FIRST_DAY, type StatusFact } from '../../domain/life-cycle.ts';
import type { DuePrecision, TaskStatus } from '../../domain/task.ts';
import type { Transaction } from '../client.ts';
import { codesIn, idsIn } from '../json.ts';
import { task, taskOwner, taskState } from '../tables/task.ts';
import { cutRows, insertRows } from './facts.ts';

export interface TaskRecord {
  plan: number;
  phase: number | null;
  code: string;
  title: string;
  due: { on: Day | null; precision: DuePrecision; text: string | null };
  source: unknown;
  assumed: boolean;
  /** Ids of the units that owe it, the owner first. */
  owners: readonly number[];
}

/** Records tasks with those who owe them; all are open. */
export async function insertTasks(tx: Transaction, records: readonly TaskRecord[]): Promise<void> {
  if (records.length === 0) return;
  const ids = await insertRows(
    tx,
    task,
    records.map(({ plan: planId, phase, code, title, due, source, assumed }) => ({
      planId,
      phaseId: phase,
      code,
      title,
      dueOn: due.on,
      duePrecision: due.precision,
      dueText: due.text,
      source,
      assumed,
    })),
  );
  const owners = records.flatMap(({ owners: units }, index) =>
    units.map((unitId, position) => ({ taskId: ids[index] ?? 0, unitId, position })),
  );
  await insertRows(tx, taskOwner, owners);
  const open = records.map(({ plan: planId }, index) => ({
    taskId: ids[index] ?? 0,
    planId,
    status: 'OPEN' as const,
    validFrom: FIRST_DAY,
  }));
  await insertRows(tx, taskState, open);
}

export interface TaskFacts {
  id: number;
  plan: string;
  code: string;
  statuses: StatusFact<TaskStatus>[];
}

/** A task by its plan and code, or by its id, as believed. */
export async function findTask(
  tx: Transaction,
  reference: { plan: string; code: string } | { id: number },
): Promise<TaskFacts | null> {
  const match =
    'id' in reference
      ? eq(task.id, reference.id)
      : sql`plan.code = ${reference.plan} AND task.code = ${reference.code}`;
  const [row] = await tx.execute<{ id: string; plan: string; code: string; statuses: StatusFact<TaskStatus>[] }>(sql`
    SELECT task.id, plan.code AS plan, task.code, (
      SELECT json_agg(json_build_object('id', s.id, 'status', s.status, 'from', s.valid_from, 'until', s.valid_to) ORDER BY s.valid_from)
      FROM task_status s WHERE s.task_id = task.id AND s.superseded_at = 'infinity') AS statuses
    FROM task JOIN plan ON plan.id = task.plan_id WHERE ${match}`);
  return row ? { ...row, id: Number(row.id) } : null;
}

/** A step of tasks' life from a day on; two statements. */
export async function setTaskStatuses(
  tx: Transaction,
  step: {
    tasks: readonly number[];
    plan: number;
    status: TaskStatus;
    on: Day;
    evidence: string | null;
    instrument: number | null;
  },
): Promise<void> {
  const { tasks, plan: planId, status, on, evidence, instrument } = step;
  if (tasks.length === 0) return;
  await cutRows(tx, { table: taskState, where: sql`task_id IN ${idsIn(tasks)}`, on });
  const row = { planId, status, validFrom: on, evidence, instrumentId: instrument };
  await insertRows(
    tx,
    taskState,
    tasks.map((taskId) => ({ ...row, taskId })),
  );
}

/** Ids of a plan's tasks that are open on a day and after it. */
export async function findOpenTasks(tx: Transaction, planId: number, on: Day): Promise<number[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    SELECT task.id FROM task JOIN task_status s ON s.task_id = task.id AND s.superseded_at = 'infinity' AND s.valid_to = 'infinity'
    WHERE task.plan_id = ${planId} AND s.status = 'OPEN' AND s.valid_from <= ${on} ORDER BY task.id`);
  return rows.map(({ id }) => Number(id));
}

/** Those of a plan's tasks that bear some codes, each with its id. */
export async function findTasks(
  tx: Transaction,
  planId: number,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.execute<{ id: string; code: string }>(
    sql`SELECT id, code FROM task WHERE plan_id = ${planId} AND code IN ${codesIn(codes)}`,
  );
  return new Map(rows.map(({ id, code }) => [code, Number(id)]));
}
