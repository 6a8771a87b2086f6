import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideTransition } from '../../domain/phase.ts';
import { decidePlanInForce } from '../../domain/plan.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { gatesFor, type PhaseCommand, stepPhase } from './step-phase.ts';

/** Declares a planned phase ready to start: every mandatory gate before READY is met. */
export function readyPhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'readyPhase',
    to: 'READY',
    decide: async (tx, step) => [
      ...decidePlanInForce(step.plan, step.on, ['plan']),
      ...decideTransition(step, 'READY'),
      ...(await gatesFor(tx, step, 'READY')),
    ],
  });
}
