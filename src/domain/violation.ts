import type { Day } from './day.ts';

/** Every code a violation may carry, with the severity it has unless a policy says otherwise. */
export const VIOLATION_CODES = [
  'ALREADY_EXISTS',
  'FACT_OUTSIDE_UNIT',
  'HISTORY_IMMUTABLE',
  'IDEMPOTENCY_MISMATCH',
  'INPUT_INVALID',
  'INSTRUMENT_AMBIGUOUS',
  'INSTRUMENT_REQUIRED',
  'LINEAGE_REQUIRED',
  'MERGE_INVALID',
  'NOT_FOUND',
  'PERIOD_INVALID',
  'SITE_OVERLAP',
  'TERRITORY_CODE_OVERLAP',
  'TERRITORY_OVERLAP',
  'UNIT_CYCLE',
  'UNIT_HAS_DEPENDENTS',
  'UNIT_KIND_PARENT',
  'UNIT_PARENT_OVERLAP',
  'UNIT_VERSION_GAP',
  'UNIT_VERSION_OVERLAP',
  'VERSION_CONFLICT',
] as const;
export type ViolationCode = (typeof VIOLATION_CODES)[number];

/** What a violation can say it expected; worded in messages.ts. */
export const EXPECTATION_KEYS = [
  'ANOTHER_UNIT',
  'ATTRIBUTES_OF_NEW_UNIT',
  'BRANCH_TYPE',
  'DAY_FROM_1900',
  'DAY_WITHIN_VERSION',
  'EXISTING_UNIT',
  'FROM_BEFORE_UNTIL',
  'NO_OTHER_ENTRY',
  'SITE_AREA',
  'SITE_COORDINATES',
  'SOMETHING_TO_CHANGE',
  'SUCCESSOR_OR_NONE',
  'TARGET_NOT_BELOW_SOURCES',
  'TEXT',
  'TWO_SOURCES',
  'UNIT_CODE',
] as const;
export type Expectation = (typeof EXPECTATION_KEYS)[number];

type Severity = 'BLOCKING' | 'WARNING';

/** A rule of law or practice that a violation rests on. */
interface PolicyRef {
  key: string;
  value: string;
  instrument: string;
  article: string | null;
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
  waivable: boolean;
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
    waivable: false,
    ...parts,
  };
}

/** Whether any of them stands in the way of the act. */
export const blocks = (violations: readonly Violation[]): boolean => violations.some((v) => v.severity === 'BLOCKING');
