import { citeAdoption, findPlanDocument, setPhaseStatuses, setPlanStatus } from '../../db/repositories/plans.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { decideDay, lastStatus } from '../../domain/life-cycle.ts';
import { PLAN_LIFE } from '../../domain/plan.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { carryOut } from '../change/carry-out.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { decideVersion } from '../phase/step-phase.ts';
import { expandAll, layGround } from './plan-ground.ts';
import { rereadPlan } from './read-plan.ts';
import { type PlanValue, takePlan } from './with-plan.ts';

export interface AdoptPlan extends CommandOptions {
  plan: string;
  on: Day;
  instrument?: string | null;
  expectedVersion?: number | null;
}

/** Puts a draft into force by an instrument: its phases are planned, and what runs on its own clock is carried out. */
export function adoptPlan<S>(work: UnitOfWork<S>, command: AdoptPlan): Promise<Result<PlanValue, S>> {
  const { on } = command;
  return work.run('adoptPlan', command, async (tx): Promise<Outcome<PlanValue>> => {
    const { plan, missing } = await takePlan(tx, command.plan);
    if (plan === null) return refused(missing);
    const cited = await citeInstrument(tx, command.instrument);
    const status = lastStatus(plan.statuses)?.status ?? 'DRAFT';
    const words = { what: plan.code, from: status, to: 'ADOPTED', allowed: PLAN_LIFE[status].join(', ') || '–' };
    const violations: Violation[] = [
      ...cited.violations,
      ...decideDay(on, ['on']),
      ...(command.instrument ? [] : [violation('INSTRUMENT_REQUIRED', { path: ['instrument'], on })]),
      ...(status === 'DRAFT' ? [] : [violation('TRANSITION_INVALID', { path: ['plan'], on, words })]),
      ...decideVersion(plan, command.expectedVersion),
    ];
    const { id: instrument } = cited;
    if (blocks(violations) || instrument === null) return refused(violations);

    await citeAdoption(tx.tx, plan.id, instrument);
    await setPlanStatus(tx.tx, { plan: plan.id, status: 'ADOPTED', on, instrument });
    const drafts = plan.phases.filter(({ statuses }) => lastStatus(statuses)?.status === 'DRAFT');
    await setPhaseStatuses(
      tx.tx,
      drafts.map(({ id }) => ({ phase: id, plan: plan.id, status: 'PLANNED', on, instrument })),
    );
    const document = rereadPlan(await findPlanDocument(tx.tx, plan.id));
    const ground = await layGround(tx, document);
    const around = { on, instrument: null, path: ['alongside'] };
    const alongside = (await expandAll(document.document.alongside, ground, around)).map((change) => ({
      ...change,
      instrument: change.instrument ?? instrument,
    }));
    const outcome = await carryOut(tx, alongside, { found: ground.misses });
    if (outcome.value === null) return refused(outcome.violations);
    await tx.audit([
      {
        subjectType: 'Plan',
        subject: plan.code,
        before: { status },
        after: { status: 'ADOPTED', on },
        instrument,
        change: null,
      },
    ]);
    return done({ plan: plan.code, on }, outcome.violations);
  });
}
