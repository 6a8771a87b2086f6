import { messageOf } from '../domain/messages.ts';
import type { Violation } from '../domain/violation.ts';
import type { PlanProblem } from '../services/plan/read-plan.ts';

/** Lines for a terminal: where a document is no plan, and what was expected. */
export const describeProblems = (problems: readonly PlanProblem[]): string[] =>
  problems.map(({ line, column, path, message }) => `  ${line}:${column} ${path.join('.')}: ${message}`);

/** Lines for a terminal: which rules a plan breaks, and where. */
export const describeViolations = (violations: readonly Violation[]): string[] =>
  violations.map((found) => {
    const { place, path, code } = found;
    const at = place ? `${place.line}:${place.column} ` : '';
    return `  ${at}${path?.join('.') ?? ''} ${code}: ${messageOf(found, 'en')}`;
  });
