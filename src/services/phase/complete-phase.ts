import { findOldSeals } from '../../db/repositories/seals.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideLeaving, decideTransition } from '../../domain/phase.ts';
import { decidePlanInForce } from '../../domain/plan.ts';
import { decideOldSeals } from '../../domain/seal.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { gatesFor, type PhaseCommand, stepPhase } from './step-phase.ts';

/** Completes an active phase: every mandatory gate is met and every old seal given back; all that is not comes back together. */
export function completePhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'completePhase',
    to: 'COMPLETED',
    decide: async (tx, step) => [
      ...decidePlanInForce(step.plan, step.on, ['plan']),
      ...decideTransition(step, 'COMPLETED'),
      ...decideLeaving(step),
      ...(await gatesFor(tx, step, 'COMPLETED')),
      ...decideOldSeals(await findOldSeals(tx.tx, step.phase.id, step.on), {
        plan: step.plan.code,
        phase: step.phase.ordinal,
        on: step.on,
      }),
    ],
  });
}
