import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideTransition } from '../../domain/phase.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { type PhaseCommand, stepPhase } from './step-phase.ts';

/** Gives up a phase that has not begun; its days are free again. */
export function cancelPhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'cancelPhase',
    to: 'CANCELLED',
    decide: (_, step) => decideTransition(step, 'CANCELLED'),
  });
}
