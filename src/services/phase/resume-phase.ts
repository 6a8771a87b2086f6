import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { statusOn } from '../../domain/life-cycle.ts';
import { decideTransition } from '../../domain/phase.ts';
import { decidePlanInForce } from '../../domain/plan.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { type PhaseCommand, stepPhase } from './step-phase.ts';

/** Takes up a suspended phase again. */
export function resumePhase<S>(work: UnitOfWork<S>, command: PhaseCommand): Promise<Result<PhaseValue, S>> {
  return stepPhase(work, command, {
    verb: 'resumePhase',
    to: 'ACTIVE',
    decide: (_, step): Violation[] => {
      const status = statusOn(step.phase.statuses, step.on) ?? 'DRAFT';
      const words = {
        what: `${step.plan.code}/${step.phase.ordinal}`,
        from: status,
        to: 'ACTIVE',
        allowed: 'SUSPENDED → ACTIVE',
      };
      // A phase that is ready could become active too, but that is to start it.
      const notHeld =
        status === 'SUSPENDED'
          ? decideTransition(step, 'ACTIVE')
          : [violation('TRANSITION_INVALID', { path: ['phase'], on: step.on, words })];
      return [...decidePlanInForce(step.plan, step.on, ['plan']), ...notHeld];
    },
  });
}
