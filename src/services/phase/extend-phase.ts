import { extendWindow } from '../../db/repositories/plans.ts';
import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { addDays, type Day, FOREVER } from '../../domain/day.ts';
import { decideExtension } from '../../domain/phase.ts';
import { definitionOn } from '../../domain/plan.ts';
import { blocks, violation } from '../../domain/violation.ts';
import type { PhaseValue } from '../plan/with-plan.ts';
import { onPhase, type PhaseCommand } from './step-phase.ts';

export interface ExtendPhase extends PhaseCommand {
  /** First day no longer in the window; left open by `FOREVER`. */
  until: Day;
}

/** Gives a phase a later end, on an instrument of its own. */
export function extendPhase<S>(work: UnitOfWork<S>, command: ExtendPhase): Promise<Result<PhaseValue, S>> {
  const { until, on } = command;
  return onPhase(work, { verb: 'extendPhase', command }, async (tx, step) => {
    const { window } = definitionOn(step.phase, on);
    const violations = [
      ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on })]),
      ...decideExtension(step, until),
    ];
    if (blocks(violations) || step.instrument === null) return { violations };
    await extendWindow(tx.tx, { phase: step.phase.id, on, until, instrument: step.instrument });
    const last = (day: Day) => (day === FOREVER ? null : addDays(day, -1));
    return { violations, before: { lastDay: last(window.until) }, after: { lastDay: last(until), on } };
  });
}
