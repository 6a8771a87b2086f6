import { endPhaseWindows, setPhaseStatuses, setPlanStatus } from '../../db/repositories/plans.ts';
import { findOpenTasks, setTaskStatuses } from '../../db/repositories/tasks.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { decideDay, lastStatus, statusOn } from '../../domain/life-cycle.ts';
import { PHASE_LIFE, PLAN_LIFE } from '../../domain/plan.ts';
import { decideText } from '../../domain/text.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { decideVersion } from '../phase/step-phase.ts';
import { type PlanValue, takePlan } from './with-plan.ts';

export interface SupersedePlan extends CommandOptions {
  plan: string;
  /** First day on which nothing new takes effect under it. */
  on: Day;
  instrument?: string | null;
  note?: string | null;
  expectedVersion?: number | null;
}

/** A superseded plan, and what its end leaves to be decided. */
export interface SupersededPlan extends PlanValue {
  impact: { plan: number; center: string; on: Day; phases: number[]; tasks: number[] };
}

/**
 * Ends a plan by an instrument: phases that are not over are superseded, their days are free again, and open tasks are
 * no longer owed. What was carried out stays; the impact lists what is left without a plan.
 */
export function supersedePlan<S>(work: UnitOfWork<S>, command: SupersedePlan): Promise<Result<SupersededPlan, S>> {
  const { on, note = null } = command;
  return work.run('supersedePlan', command, async (tx): Promise<Outcome<SupersededPlan>> => {
    const { plan, missing } = await takePlan(tx, command.plan);
    if (plan === null) return refused(missing);
    const cited = await citeInstrument(tx, command.instrument);
    const status = lastStatus(plan.statuses)?.status ?? 'DRAFT';
    const possible = PLAN_LIFE[status].includes('SUPERSEDED');
    // What was decided from a day on is not undone by a day before it.
    const decided = lastStatus(plan.statuses)?.from ?? on;
    const words = { what: plan.code, from: status, to: 'SUPERSEDED', allowed: PLAN_LIFE[status].join(', ') || '–' };
    const violations: Violation[] = [
      ...cited.violations,
      ...decideDay(on, ['on']),
      ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on })]),
      ...(possible ? [] : [violation('TRANSITION_INVALID', { path: ['plan'], on, words })]),
      ...(possible && decided > on
        ? [
            violation('PERIOD_INVALID', {
              path: ['on'],
              on,
              expected: 'LATER_THAN',
              words: { day: addDays(decided, -1) },
            }),
          ]
        : []),
      ...(note === null ? [] : decideText('note', note, { path: ['note'] })),
      ...decideVersion(plan, command.expectedVersion),
    ];
    const { id: instrument } = cited;
    if (blocks(violations) || instrument === null) return refused(violations);

    // What is over by the day stays over; what is decided for later does not come about any more.
    const cut = plan.phases.filter(({ statuses }) => PHASE_LIFE[statusOn(statuses, on) ?? 'DRAFT'].length > 0);
    const phases = cut.map(({ id }) => id);
    await setPhaseStatuses(
      tx.tx,
      cut.map(({ id }) => ({ phase: id, plan: plan.id, status: 'SUPERSEDED', on, instrument, note })),
    );
    await endPhaseWindows(tx.tx, phases, on);
    await setPlanStatus(tx.tx, { plan: plan.id, status: 'SUPERSEDED', on, instrument, note });
    const tasks = await findOpenTasks(tx.tx, plan.id, on);
    await setTaskStatuses(tx.tx, { tasks, plan: plan.id, status: 'CANCELLED', on, evidence: note, instrument });
    const after = { status: 'SUPERSEDED', on, phases: cut.map(({ ordinal }) => ordinal), tasks: tasks.length };
    await tx.audit([{ subjectType: 'Plan', subject: plan.code, before: { status }, after, instrument, change: null }]);
    return done({ plan: plan.code, on, impact: { plan: plan.id, center: plan.center, on, phases, tasks } }, violations);
  });
}
