import postgres from 'postgres';
import {
  type HeadcountRef,
  VIOLATION_CODES,
  type Violation,
  type ViolationCode,
  violation,
} from '../domain/violation.ts';

/** PostgreSQL's own error behind whatever wraps it. */
export function databaseError(error: unknown): postgres.PostgresError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof postgres.PostgresError) return cause;
  }
  return null;
}

/** The code a constraint stands for: its name up to `__`, in capitals. */
export function codeOfConstraint(name: string): ViolationCode | null {
  const code = name.split('__')[0]?.toUpperCase();
  return VIOLATION_CODES.find((known) => known === code) ?? null;
}

/** The violation that a refused statement or commit means to the caller, or null where it is no rule's refusal. */
export function violationOf(error: unknown): Violation | null {
  const refusal = databaseError(error);
  const code = refusal?.constraint_name ? codeOfConstraint(refusal.constraint_name) : null;
  if (!refusal || !code) return null;
  const facts = factsOf(refusal.detail);
  const { unit = null, staff = null, on = null, category, ceiling, counted } = facts;
  const headcount = category && ceiling !== undefined && counted !== undefined ? { category, ceiling, counted } : null;
  return violation(code, { unit, staff, on, headcount });
}

interface RefusedFacts extends Partial<HeadcountRef> {
  unit?: string;
  staff?: string;
  on?: string;
}

/** The facts our own triggers put into DETAIL as JSON; PostgreSQL's own wording is not for callers. */
function factsOf(detail: string | undefined): RefusedFacts {
  if (!detail?.startsWith('{')) return {};
  return JSON.parse(detail);
}
