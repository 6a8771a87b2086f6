import type { Day } from './day.ts';
import type { StaffCategory } from './staff.ts';

/** Every code a violation may carry, with the severity it has unless a policy says otherwise. */
export const VIOLATION_CODES = [
  'ACCOUNT_NOT_ENTITLED',
  'ACCOUNT_OVERLAP',
  'ALLOCATION_EXCEEDS_TOTAL',
  'ALREADY_DONE',
  'ALREADY_EXISTS',
  'APPOINTING_AUTHORITY',
  'ASSIGNMENT_OUT_OF_SCOPE',
  'CHANGE_NOT_ALLOWED',
  'COUNTER_OVERLAP',
  'COUNTER_REQUIRED',
  'DEPUTY_LIMIT_EXCEEDED',
  'DIRECTOR_EXISTS',
  'EQUIPMENT_AUTHORITY',
  'FACT_OUTSIDE_EMPLOYMENT',
  'FACT_OUTSIDE_UNIT',
  'GOVERNANCE_MODEL_CONFLICT',
  'HANDOVER_INCOMPLETE',
  'HEADCOUNT_BELOW_MINIMUM',
  'HEADCOUNT_CEILING_EXCEEDED',
  'HISTORY_IMMUTABLE',
  'IDEMPOTENCY_MISMATCH',
  'INPUT_INVALID',
  'INSTRUMENT_AMBIGUOUS',
  'INSTRUMENT_REQUIRED',
  'INTEGRATION_CRITERIA_UNMET',
  'LEADERSHIP_OVERLAP',
  'LEADERS_SURPLUS',
  'LINEAGE_REQUIRED',
  'MERGE_HEADCOUNT_INCREASE',
  'MERGE_INVALID',
  'NAME_FROZEN',
  'NOT_FOUND',
  'OUT_OF_SCOPE',
  'PERIOD_INVALID',
  'PHASE_ALREADY_ACTIVE',
  'PHASE_GATE_UNMET',
  'PHASE_NOT_ACTIVE',
  'PHASE_ORDER',
  'PHASE_OVERLAP',
  'PHASE_WINDOW_CLOSED',
  'PLAN_SUPERSEDED',
  'POLICY_OVERLAP',
  'QUOTA_OVERLAP',
  'SEAL_DUPLICATE',
  'SEAL_NAME_MISMATCH',
  'SEAL_NOT_ENTITLED',
  'SEAL_NOT_REGISTERED',
  'SEAL_NOT_RETURNED',
  'SECONDMENT_CONSENT_MISSING',
  'SECONDMENT_COUNTED_AT_HOST',
  'SECONDMENT_PROTECTED',
  'SECONDMENT_RETURN_UNPLANNED',
  'SECONDMENT_TERM_EXCEEDED',
  'SECONDMENT_TERM_TOO_SHORT',
  'SERVICE_INTERRUPTED',
  'SIGNATURE_OVERLAP',
  'SIGNBOARD_NAME_MISMATCH',
  'SITE_DOUBLE_ALLOCATED',
  'SITE_OVERLAP',
  'STAFF_CATEGORY_MISMATCH',
  'STAFF_HOME_OVERLAP',
  'STAFF_VERSION_OVERLAP',
  'STAFF_WORKPLACE_OVERLAP',
  'STATUS_GAP',
  'STATUS_OVERLAP',
  'TERRITORY_CODE_OVERLAP',
  'TERRITORY_OVERLAP',
  'TERRITORY_UNCOVERED',
  'TRANSFER_MANAGER_MISMATCH',
  'TRANSFER_WINDOW_CLOSED',
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
  'ABOVE_ZERO',
  'ACCOUNT_NUMBER',
  'AMOUNT',
  'AMOUNT_FUNDED',
  'ANOTHER_CORRECTION',
  'ANOTHER_STAFF',
  'ANOTHER_UNIT',
  'ATTESTATION_GATE',
  'ATTRIBUTES_OF_NEW_UNIT',
  'BRANCH_TYPE',
  'CHANGE_KIND',
  'CHILD_TO_DECIDE',
  'DAY_FROM_1900',
  'DAY_IN_FORCE',
  'DAY_UNTIL',
  'DAY_WITHIN_VERSION',
  'DECIDER_NAMED',
  'DOCUMENT',
  'DONE',
  'EXISTING_UNIT',
  'FIGURE',
  'FILE_CELL',
  'FROM_BEFORE_UNTIL',
  'LATER_THAN',
  'MOST_ITEMS',
  'SOME_UNITS',
  'NOT_BEFORE',
  'NOT_CHANGED_SINCE',
  'NO_LATER_FACT',
  'NO_OTHER_ENTRY',
  'ONE_OF_CHANGE_AND_PLANNED',
  'PAID_CATEGORY_HOME',
  'PAID_STAFF',
  'POLICY_VALUE',
  'QUANTITY',
  'QUOTA',
  'QUOTA_DAY',
  'RESULTS_OF_KIND',
  'RETURN_PLAN',
  'SAME_PLAN',
  'SCOPE',
  'SITE_AREA',
  'SITE_COORDINATES',
  'SOMETHING_TO_CHANGE',
  'SOURCES_OF_KIND',
  'STAFF_CODE',
  'STAFF_MEMBER',
  'SUCCESSOR_OR_NONE',
  'TARGET_NOT_BELOW_SOURCES',
  'TERRITORY_TO_DECIDE',
  'TEXT',
  'TOTAL',
  'TWO_SOURCES',
  'UNDER_WAY',
  'UNDONE_BY_ONE_ACT',
  'UNIT_BELOW_SOURCE',
  'UNIT_CODE',
  'UNIT_OF_CENTER',
  'UNIT_THAT_RETURNS',
  'UNTIL_OR_EVENT',
  'WAIVABLE_CODE',
  'WEEKDAYS',
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

/** Posts and people that a violation is about. */
export interface HeadcountRef {
  category: StaffCategory;
  ceiling: number;
  /** How many there would be on the day. */
  counted: number;
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
  /** Code of the person it is about. */
  staff: string | null;
  headcount: HeadcountRef | null;
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
    staff: null,
    headcount: null,
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
