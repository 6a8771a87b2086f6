import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { stepTask, type TaskCommand, type TaskValue } from './step-task.ts';

/** Says that a task is no longer owed. */
export function cancelTask<S>(work: UnitOfWork<S>, command: TaskCommand): Promise<Result<TaskValue, S>> {
  return stepTask(work, command, { verb: 'cancelTask', to: 'CANCELLED' });
}
