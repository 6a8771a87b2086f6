import type { Day } from './day.ts';

/** Every code a violation may carry, with the severity it has unless a policy says otherwise. */
export const VIOLATION_CODES = [
  'ALREADY_DONE',
  'ALREADY_EXISTS',
  'CHANGE_NOT_ALLOWED',
  'FACT_OUTSIDE_UNIT',
  'GOVERNANCE_MODEL_CONFLICT',
  'HISTORY_IMMUTABLE',
  'IDEMPOTENCY_MISMATCH',
  'INPUT_INVALID',
  'INSTRUMENT_AMBIGUOUS',
  'INSTRUMENT_REQUIRED',
  'INTEGRATION_CRITERIA_UNMET',
  'LINEAGE_REQUIRED',
  'MERGE_INVALID',
  'NAME_FROZEN',
  'NOT_FOUND',
  'PERIOD_INVALID',
  'PHASE_ALREADY_ACTIVE',
  'PHASE_GATE_UNMET',
  'PHASE_NOT_ACTIVE',
  'PHASE_ORDER',
  'PHASE_OVERLAP',
  'PHASE_WINDOW_CLOSED',
  'PLAN_SUPERSEDED',
  'POLICY_OVERLAP',
  'SERVICE_INTERRUPTED',
  'SITE_OVERLAP',
  'STATUS_GAP',
  'STATUS_OVERLAP',
  'TERRITORY_CODE_OVERLAP',
  'TERRITORY_OVERLAP',
  'TERRITORY_UNCOVERED',
  'TRANSITION_INVALID',
  'UNIT_CYCLE',
  'UNIT_HAS_DEPENDENTS',
  'UNIT_KIND_PARENT',
  'UNIT_PARENT_OVERLAP',
  'UNIT_VERSION_GAP',
  'UNIT_VERSION_OVERLAP',
  'VERSION_CONFLICT',
  'WAIVER_EXPIRED',
] as const;
export type ViolationCode = (typeof VIOLATION_CODES)[number];

/** What a violation can say it expected; worded in messages.ts. */
export const EXPECTATION_KEYS = [
  'ANOTHER_CORRECTION',
  'ANOTHER_UNIT',
  'ATTESTATION_GATE',
  'ATTRIBUTES_OF_NEW_UNIT',
  'BRANCH_TYPE',
  'CHANGE_KIND',
  'CHILD_TO_DECIDE',
  'DAY_FROM_1900',
  'DAY_WITHIN_VERSION',
  'DOCUMENT',
  'EXISTING_UNIT',
  'FROM_BEFORE_UNTIL',
  'LATER_THAN',
  'NOT_CHANGED_SINCE',
  'NO_OTHER_ENTRY',
  'ONE_OF_CHANGE_AND_PLANNED',
  'POLICY_VALUE',
  'RESULTS_OF_KIND',
  'SAME_PLAN',
  'SCOPE',
  'SITE_AREA',
  'SITE_COORDINATES',
  'SOMETHING_TO_CHANGE',
  'SOURCES_OF_KIND',
  'SUCCESSOR_OR_NONE',
  'TARGET_NOT_BELOW_SOURCES',
  'TERRITORY_TO_DECIDE',
  'TEXT',
  'TWO_SOURCES',
  'UNDONE_BY_ONE_ACT',
  'UNIT_BELOW_SOURCE',
  'UNIT_CODE',
  'UNIT_THAT_RETURNS',
  'WAIVABLE_CODE',
  'WHAT_KIND_SAYS',
] as const;
export type Expectation = (typeof EXPECTATION_KEYS)[number];

type Severity = 'BLOCKING' | 'WARNING';

/** A rule of law or practice that a violation rests on. */
export interface PolicyRef {
  key: string;
  value: string;
  instrument: string;
  article: string | null;
}

/** A gate of a phase, by the names people use. */
interface GateRef {
  plan: string;
  phase: number;
  code: string;
}

/** One rule broken: which, where in the input, on which day, and what it is about. */
export interface Violation {
  code: ViolationCode;
  severity: Severity;
  /** Path of the input field, from the input object down. */
  path: readonly string[] | null;
  on: Day | null;
  /** Code of the unit it is about. */
  unit: string | null;
  /** Code of the territory it is about. */
  territory: string | null;
  /** What was expected instead. */
  expected: Expectation | null;
  /** Further words the message is filled with. */
  words: Readonly<Record<string, string | number>>;
  policy: PolicyRef | null;
  /** The gate it is about. */
  gate: GateRef | null;
  /** Where in a plan document it stands, counted from 1. */
  place: { line: number; column: number } | null;
  waivable: boolean;
  /** The waiver that lifted it. */
  waiver: { id: number; instrument: string } | null;
}

/** A blocking violation with the parts that apply. */
export function violation(code: ViolationCode, parts: Partial<Omit<Violation, 'code'>> = {}): Violation {
  return {
    code,
    severity: 'BLOCKING',
    path: null,
    on: null,
    unit: null,
    territory: null,
    expected: null,
    words: {},
    policy: null,
    gate: null,
    place: null,
    waivable: false,
    waiver: null,
    ...parts,
  };
}

/** Whether any of them stands in the way of the act. */
export const blocks = (violations: readonly Violation[]): boolean => violations.some((v) => v.severity === 'BLOCKING');
