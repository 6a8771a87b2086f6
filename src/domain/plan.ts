import type { ChangeKind } from './change.ts';
import { covers, type Day, type Period } from './day.ts';
import { type LifeCycle, type StatusFact, statusOn } from './life-cycle.ts';
import { type Violation, violation } from './violation.ts';

export const PLAN_STATUSES = ['DRAFT', 'ADOPTED', 'SUPERSEDED'] as const;
export type PlanStatus = (typeof PLAN_STATUSES)[number];

export const PLAN_LIFE: LifeCycle<PlanStatus> = {
  DRAFT: ['ADOPTED', 'SUPERSEDED'],
  ADOPTED: ['SUPERSEDED'],
  SUPERSEDED: [],
};

export const PHASE_STATUSES = [
  'DRAFT',
  'PLANNED',
  'READY',
  'ACTIVE',
  'SUSPENDED',
  'COMPLETED',
  'CANCELLED',
  'SUPERSEDED',
] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];

/** An amended plan takes a phase that was ready back to being planned. */
export const PHASE_LIFE: LifeCycle<PhaseStatus> = {
  DRAFT: ['PLANNED', 'CANCELLED', 'SUPERSEDED'],
  PLANNED: ['READY', 'CANCELLED', 'SUPERSEDED'],
  READY: ['ACTIVE', 'PLANNED', 'CANCELLED', 'SUPERSEDED'],
  ACTIVE: ['COMPLETED', 'SUSPENDED', 'SUPERSEDED'],
  SUSPENDED: ['ACTIVE', 'SUPERSEDED'],
  COMPLETED: [],
  CANCELLED: [],
  SUPERSEDED: [],
};

/** What the plan says of a phase from a day on: its window (days), and the kinds of change it allows. */
export interface PhaseDefinition extends Period {
  id: number | null;
  title: string;
  window: Period;
  allowed: readonly ChangeKind[];
}

export interface PhaseFacts {
  id: number;
  ordinal: number;
  statuses: StatusFact<PhaseStatus>[];
  definitions: PhaseDefinition[];
  /** The last day on which an act under it takes effect that nobody undid. */
  lastAct?: Day | null;
}

/** What is believed about a plan, as far as any rule looks. Phases in their order. */
export interface PlanFacts {
  id: number;
  code: string;
  center: string;
  version: number;
  /** The instrument that adopted it, or amended it last; null while it is a draft. */
  instrument: number | null;
  statuses: StatusFact<PlanStatus>[];
  phases: PhaseFacts[];
}

/** What is said of a phase on a day. */
export function definitionOn({ definitions, ordinal }: PhaseFacts, on: Day): PhaseDefinition {
  const found = definitions.find((definition) => covers(definition, on)) ?? definitions.at(-1);
  if (!found) throw new Error(`phase ${ordinal} has no definition`);
  return found;
}

/** Nothing new takes effect under a plan that is superseded, or not adopted yet. */
export function decidePlanInForce(plan: PlanFacts, on: Day, path: readonly string[]): Violation[] {
  const status = statusOn(plan.statuses, on);
  if (status === 'ADOPTED') return [];
  if (status === 'SUPERSEDED') return [violation('PLAN_SUPERSEDED', { path, on, words: { plan: plan.code } })];
  return [
    violation('TRANSITION_INVALID', {
      path,
      on,
      words: { what: plan.code, from: 'DRAFT', to: 'ADOPTED', allowed: PLAN_LIFE.DRAFT.join(', ') },
    }),
  ];
}
