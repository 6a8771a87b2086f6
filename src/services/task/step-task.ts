import { findTask, setTaskStatuses } from '../../db/repositories/tasks.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideDay, lastStatus } from '../../domain/life-cycle.ts';
import { TASK_LIFE, type TaskStatus } from '../../domain/task.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { takePlan } from '../plan/with-plan.ts';

/** What every verb on a task takes. */
export interface TaskCommand extends CommandOptions {
  plan: string;
  /** Code of the task in its plan, or its global id. */
  task: string;
  on: Day;
  instrument?: string | null;
  evidence?: string | null;
}

export interface TaskValue {
  task: number;
  on: Day;
}

/** Ends a task from a day on: done with evidence, or no longer owed. */
export function stepTask<S>(
  work: UnitOfWork<S>,
  command: TaskCommand,
  { verb, to }: { verb: string; to: TaskStatus },
): Promise<Result<TaskValue, S>> {
  const { on, evidence = null } = command;
  return work.run(verb, command, async (tx): Promise<Outcome<TaskValue>> => {
    const { plan, missing } = await takePlan(tx, command.plan);
    if (plan === null) return refused(missing);
    const id = idOf('Task', command.task);
    const task = await findTask(tx.tx, id ? { id } : { plan: plan.code, code: command.task });
    const cited = await citeInstrument(tx, command.instrument);
    const violations = [
      ...decideDay(on, ['on']),
      ...cited.violations,
      ...(evidence === null ? [] : decideText('evidence', evidence, { path: ['evidence'] })),
    ];
    if (!task || task.plan !== plan.code)
      return refused([...violations, violation('NOT_FOUND', { path: ['task'], words: { what: command.task } })]);
    const last = lastStatus(task.statuses);
    const from = last?.status ?? 'OPEN';
    if (!TASK_LIFE[from].includes(to)) {
      const words = { what: task.code, from, to, allowed: TASK_LIFE[from].join(', ') || '–' };
      violations.push(violation('TRANSITION_INVALID', { path: ['task'], on, words }));
    }
    if (blocks(violations)) return refused(violations);
    await setTaskStatuses(tx.tx, { tasks: [task.id], plan: plan.id, status: to, on, evidence, instrument: cited.id });
    await tx.audit([
      {
        subjectType: 'Task',
        subject: `${plan.code}/${task.code}`,
        before: { status: from },
        after: { status: to, on, evidence },
        instrument: cited.id,
        change: null,
      },
    ]);
    return done({ task: task.id, on });
  });
}
