/** What of a plan has changed. */
export const PLAN_EVENT_KINDS = ['PLAN', 'PHASE', 'GATE', 'CHANGE', 'TASK', 'RESYNC'] as const;

export type PlanEventKind = (typeof PLAN_EVENT_KINDS)[number];

/** That something of a plan has changed; what it came to is read when a subscriber is told. */
export interface PlanNotice {
  /** Code of the plan. */
  plan: string;
  /** Ordinal of the phase, where the change is about one. */
  phase: number | null;
  /** RESYNC says that something may have been missed, so that whoever watches the plan reads it again. */
  kind: PlanEventKind;
}

/** Reads what the database tells at commit; null for anything else, since whoever may connect can write there. */
export function readPlanNotice(text: string): PlanNotice | null {
  const { plan, phase, kind } = fieldsOf(text);
  const known = PLAN_EVENT_KINDS.find((one) => one === kind);
  if (typeof plan !== 'string' || known === undefined) return null;
  return { plan, phase: Number.isSafeInteger(phase) ? (phase as number) : null, kind: known };
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
