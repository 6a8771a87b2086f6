import { boolean, date, index, integer, jsonb, pgEnum, pgTable, text } from 'drizzle-orm/pg-core';
import { DUE_PRECISIONS, TASK_STATUSES } from '../../domain/task.ts';
import { identity, recordTime, reference, validTime } from './fact.ts';

export const duePrecision = pgEnum('due_precision', DUE_PRECISIONS);
export const taskStatus = pgEnum('task_status_kind', TASK_STATUSES);

/** Something a plan asks a named body to do. */
export const task = pgTable(
  'task',
  {
    id: identity(),
    planId: reference().notNull(),
    phaseId: reference(),
    code: text().notNull(),
    title: text().notNull(),
    dueOn: date(),
    duePrecision: duePrecision().notNull(),
    dueText: text(),
    source: jsonb(),
    assumed: boolean().notNull().default(false),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [index('task_plan').on(table.planId, table.code), index('task_phase').on(table.phaseId)],
);

/** Who owes it: the owner at position 0, then those who help. */
export const taskOwner = pgTable(
  'task_owner',
  {
    id: identity(),
    taskId: reference().notNull(),
    unitId: reference().notNull(),
    position: integer().notNull(),
    recordedAt: recordTime().recordedAt,
  },
  (table) => [index('task_owner_task').on(table.taskId), index('task_owner_unit').on(table.unitId)],
);

export const taskState = pgTable(
  'task_status',
  {
    id: identity(),
    taskId: reference().notNull(),
    planId: reference().notNull(),
    status: taskStatus().notNull(),
    evidence: text(),
    instrumentId: reference(),
    ...validTime(),
    ...recordTime(),
  },
  (table) => [index('task_status_task').on(table.taskId, table.validFrom, table.validTo)],
);
