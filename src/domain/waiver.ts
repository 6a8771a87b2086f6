import { covers, type Day, type Period } from './day.ts';
import type { Violation, ViolationCode } from './violation.ts';

/** Somebody competent lets a rule be broken, within a scope and until a day. */
export interface WaiverFact extends Period {
  id: number;
  code: ViolationCode;
  /** The unit in whose tree it works; null does not ask. */
  unit: string | null;
  /** The plan, phase and gate it is for; null does not ask. */
  plan: string | null;
  phase: number | null;
  gate: string | null;
  instrument: string;
}

/** Codes that a waiver may lift: what a plan or a policy says, never what keeps the record true. */
export const WAIVABLE: readonly ViolationCode[] = [
  'ASSIGNMENT_OUT_OF_SCOPE',
  'CHANGE_NOT_ALLOWED',
  'COUNTER_REQUIRED',
  'DEPUTY_LIMIT_EXCEEDED',
  'INTEGRATION_CRITERIA_UNMET',
  'MERGE_HEADCOUNT_INCREASE',
  'NAME_FROZEN',
  'PHASE_GATE_UNMET',
  'SEAL_NOT_RETURNED',
  'SECONDMENT_TERM_EXCEEDED',
  'SECONDMENT_TERM_TOO_SHORT',
  'SERVICE_INTERRUPTED',
  'TRANSFER_WINDOW_CLOSED',
];

/**
 * Violations with those lifted that a waiver in force on their day covers: they stay as warnings that name it. One that
 * was covered until some day says so.
 */
export function liftWaived(
  violations: readonly Violation[],
  waivers: readonly WaiverFact[],
  isWithin: (unit: string, root: string) => boolean,
): Violation[] {
  return violations.map((found) => {
    if (!found.waivable || found.severity !== 'BLOCKING') return found;
    const fitting = waivers.filter((waiver) => fits(waiver, found, isWithin));
    const lifting = fitting.find((waiver) => found.on !== null && covers(waiver, found.on));
    if (lifting) return { ...found, severity: 'WARNING', waiver: { id: lifting.id, instrument: lifting.instrument } };
    const expired = lastEnded(fitting, found.on);
    return expired ? { ...found, words: { ...found.words, waivedUntil: expired } } : found;
  });
}

function fits(waiver: WaiverFact, found: Violation, isWithin: (unit: string, root: string) => boolean): boolean {
  const { gate } = found;
  return (
    waiver.code === found.code &&
    (waiver.unit === null || (found.unit !== null && isWithin(found.unit, waiver.unit))) &&
    (waiver.plan === null || waiver.plan === (gate?.plan ?? found.words.plan)) &&
    (waiver.phase === null || waiver.phase === (gate?.phase ?? found.words.phase)) &&
    (waiver.gate === null || waiver.gate === gate?.code)
  );
}

function lastEnded(waivers: readonly WaiverFact[], on: Day | null): Day | null {
  const ended = waivers.filter((waiver) => on !== null && waiver.until <= on).map(({ until }) => until);
  return ended.sort().at(-1) ?? null;
}
