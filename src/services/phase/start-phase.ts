import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideStart } from '../../domain/phase.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { gatesFor, type PhaseCommand, stepPhase } from './step-phase.ts';

/**
 * Starts a phase in its window, after the ones before it, and alone. A planned phase becomes ready on the way; the gates
 * before READY are asked again, since one may have closed meanwhile.
 */
export function startPhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'startPhase',
    to: 'ACTIVE',
    decide: async (tx, step) => [...decideStart(step), ...(await gatesFor(tx, step, 'READY'))],
  });
}
