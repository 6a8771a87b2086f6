import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideLeaving, decideTransition } from '../../domain/phase.ts';
import { decidePlanInForce } from '../../domain/plan.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { type PhaseCommand, stepPhase } from './step-phase.ts';

/** Holds an active phase: until it is resumed, no change takes effect in it. */
export function suspendPhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'suspendPhase',
    to: 'SUSPENDED',
    decide: (_, step) => [
      ...decidePlanInForce(step.plan, step.on, ['plan']),
      ...decideTransition(step, 'SUSPENDED'),
      ...decideLeaving(step),
    ],
  });
}
