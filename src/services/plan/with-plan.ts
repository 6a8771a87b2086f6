import { loadPlanFacts, lockPlan } from '../../db/repositories/plans.ts';
import type { Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import type { PhaseFacts, PlanFacts } from '../../domain/plan.ts';
import { type Violation, violation } from '../../domain/violation.ts';

/** A plan from a day on, to be shown. */
export interface PlanValue {
  plan: string;
  on: Day;
}

/** A phase from a day on, to be shown. */
export interface PhaseValue extends PlanValue {
  phase: number;
}

/** The plan of a code with its row taken: what is read of it stays true until the transaction ends. */
export async function takePlan(
  { tx }: Work,
  code: string,
): Promise<{ plan: PlanFacts; missing: [] } | { plan: null; missing: [Violation] }> {
  const id = await lockPlan(tx, code);
  if (id === null) return { plan: null, missing: [violation('NOT_FOUND', { path: ['plan'], words: { what: code } })] };
  return { plan: await loadPlanFacts(tx, id), missing: [] };
}

/** The phase of an ordinal, or that there is none. */
export function phaseOf(plan: PlanFacts, ordinal: number): { phase: PhaseFacts | null; missing: Violation[] } {
  const phase = plan.phases.find((candidate) => candidate.ordinal === ordinal) ?? null;
  const what = `${plan.code}/${ordinal}`;
  return { phase, missing: phase ? [] : [violation('NOT_FOUND', { path: ['phase'], words: { what } })] };
}
