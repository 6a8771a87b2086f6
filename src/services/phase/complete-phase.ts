import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideLeaving, decideTransition } from '../../domain/phase.ts';
import { decidePlanInForce } from '../../domain/plan.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { gatesFor, type PhaseCommand, stepPhase } from './step-phase.ts';

/** Completes an active phase: every mandatory gate is met, all that are not come back together. */
export function completePhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'completePhase',
    to: 'COMPLETED',
    decide: async (tx, step) => [
      ...decidePlanInForce(step.plan, step.on, ['plan']),
      ...decideTransition(step, 'COMPLETED'),
      ...decideLeaving(step),
      ...(await gatesFor(tx, step, 'COMPLETED')),
    ],
  });
}
