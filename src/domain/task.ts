import type { LifeCycle } from './life-cycle.ts';

export const TASK_STATUSES = ['OPEN', 'DONE', 'CANCELLED'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** Late is no status: it is derived for the day asked. */
export const TASK_LIFE: LifeCycle<TaskStatus> = { OPEN: ['DONE', 'CANCELLED'], DONE: [], CANCELLED: [] };

/** How exactly a deadline is given: a day, a month (its last day counts), or in words alone. */
export const DUE_PRECISIONS = ['DAY', 'MONTH', 'NONE'] as const;
export type DuePrecision = (typeof DUE_PRECISIONS)[number];
