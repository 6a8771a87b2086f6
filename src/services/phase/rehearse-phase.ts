import { findPlannedChanges } from '../../db/repositories/phases.ts';
import { setPhaseStatuses } from '../../db/repositories/plans.ts';
import { type Outcome, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import { addDays, type Day, FOREVER, later } from '../../domain/day.ts';
import { FIRST_DAY, lastStatus } from '../../domain/life-cycle.ts';
import { decideChangeInPhase, decideStart, type PhaseStep } from '../../domain/phase.ts';
import { definitionOn, type PhaseFacts } from '../../domain/plan.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { underPlan } from '../plan/import-plan.ts';
import { phaseOf, takePlan } from '../plan/with-plan.ts';
import { gatesFor, lifted } from './step-phase.ts';

/** What a rehearsal shows: the phase and the days between which its effect is seen. */
export interface RehearsedPhase {
  plan: string;
  phase: number;
  rehearsal: { plan: number; phase: number; center: string; before: Day; after: Day };
}

/**
 * Starts a phase and carries out all that is left of it, whatever day it is, then rolls back: every violation, what the
 * gates would say, and the organization before and after. Changes that are refused are left out of what is shown.
 */
export function rehearsePhase<S>(
  work: UnitOfWork<S>,
  command: { plan: string; phase: number },
): Promise<Result<RehearsedPhase, S>> {
  return work.run('rehearsePhase', { rehearse: true }, async (tx): Promise<Outcome<RehearsedPhase>> => {
    const { plan, missing } = await takePlan(tx, command.plan);
    if (plan === null) return refused(missing);
    const found = phaseOf(plan, command.phase);
    if (found.phase === null) return refused(found.missing);
    const { phase } = found;
    const { window } = definitionOn(phase, FOREVER);
    const planned = await findPlannedChanges(tx.tx, [phase.id]);
    const pending = planned.filter(({ act }) => act === null);

    const starting = await start(tx, { plan, phase, on: window.from });
    const underWay = { plan, phase: active(phase, window.from) };
    const changes = pending.map(({ id, change }) =>
      underPlan(change, { plan: plan.id, phase: phase.id, planned: id, instrument: plan.instrument }),
    );
    const outside = changes.flatMap((change) => decideChangeInPhase(underWay, change));
    const carried = await carryOut(tx, changes, { found: outside, despiteRefusals: true });
    const after = planned.reduce((day, { change }) => later(day, change.on), window.from);
    return {
      value: {
        plan: plan.code,
        phase: phase.ordinal,
        rehearsal: { plan: plan.id, phase: phase.id, center: plan.center, before: addDays(window.from, -1), after },
      },
      violations: [...starting, ...carried.violations],
    };
  });
}

/** Starts the phase where it has not begun; one that is over is told so. */
async function start(tx: Work, step: PhaseStep): Promise<Violation[]> {
  const { plan, phase, on } = step;
  const status = lastStatus(phase.statuses)?.status ?? 'DRAFT';
  if (status === 'ACTIVE') return [];
  if (['COMPLETED', 'CANCELLED', 'SUPERSEDED', 'SUSPENDED'].includes(status)) {
    const words = { phase: phase.ordinal, plan: plan.code, status };
    return [violation('PHASE_NOT_ACTIVE', { path: ['phase'], on, words })];
  }
  const violations = await lifted(tx, [...decideStart(step), ...(await gatesFor(tx, step, 'READY'))]);
  if (blocks(violations)) return violations;
  await setPhaseStatuses(tx.tx, [
    { phase: phase.id, plan: plan.id, status: 'ACTIVE', on, instrument: plan.instrument },
  ]);
  return violations;
}

/** The phase as if it had been started: what a change would meet then. */
const active = (phase: PhaseFacts, from: Day): PhaseFacts => ({
  ...phase,
  statuses: [
    { id: null, status: 'PLANNED', from: FIRST_DAY, until: from },
    { id: null, status: 'ACTIVE', from, until: FOREVER },
  ],
});
