import { findPlannedChanges } from '../../db/repositories/phases.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import { type Day, later } from '../../domain/day.ts';
import { decideChangeInPhase } from '../../domain/phase.ts';
import { violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { underPlan } from '../plan/import-plan.ts';
import { type PhaseValue, phaseOf, takePlan } from '../plan/with-plan.ts';

export interface ApplyPhase extends CommandOptions {
  plan: string;
  phase: number;
  today: Day;
}

/** The phase, and the acts that carried out its changes. */
export interface AppliedPhase extends PhaseValue {
  changes: number[];
}

/** Carries out every change that an active phase foresees and nobody carried out yet: all of them or none. */
export function applyPhase<S>(work: UnitOfWork<S>, command: ApplyPhase): Promise<Result<AppliedPhase, S>> {
  const { today, ...rest } = command;
  return work.run('applyPhase', rest, async (tx): Promise<Outcome<AppliedPhase>> => {
    const { plan, missing } = await takePlan(tx, command.plan);
    if (plan === null) return refused(missing);
    const found = phaseOf(plan, command.phase);
    const { phase } = found;
    if (phase === null) return refused(found.missing);
    const pending = (await findPlannedChanges(tx.tx, [phase.id])).filter(({ act }) => act === null);
    const what = `${plan.code}/${phase.ordinal}`;
    if (pending.length === 0) return refused([violation('ALREADY_DONE', { path: ['phase'], words: { what } })]);

    const changes = pending.map(({ id, change }) =>
      underPlan(change, { plan: plan.id, phase: phase.id, planned: id, instrument: plan.instrument }),
    );
    const outside = changes.flatMap((change) => decideChangeInPhase({ plan, phase }, change));
    // Shown once all of it has taken effect.
    const on = changes.reduce((day, change) => later(day, change.on), today);
    const { value, violations } = await carryOut(tx, changes, { found: outside });
    return value === null
      ? refused(violations)
      : done({ plan: plan.code, phase: phase.ordinal, on, changes: value }, violations);
  });
}
