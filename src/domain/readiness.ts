import type { Day } from './day.ts';
import { decideDay } from './life-cycle.ts';
import type { Organization } from './organization/organization.ts';
import { decideText } from './text.ts';
import { decideLasting } from './thing.ts';
import { type Violation, violation } from './violation.ts';

/** What a unit has ready before it opens, by count. */
export const READINESS_ITEMS = ['OFFICIAL_ACCOUNTS', 'PROCEDURES'] as const;
export type ReadinessItem = (typeof READINESS_ITEMS)[number];

/** What a statement is about: how far a unit is with an item, in a field of procedures or in all. */
export interface ReadinessSubject {
  unit: string;
  item: ReadinessItem;
  field: string | null;
}

/** A statement that is believed and that no later one has followed. */
export interface ReadinessFact extends ReadinessSubject {
  id: number;
  from: Day;
  done: number;
  total: number;
}

/** A statement to be recorded, and where the input makes it. */
export interface ReadinessStatement extends ReadinessSubject {
  done: number;
  /** Of how many; null where nothing says so. */
  total: number | null;
  on: Day;
  source: string | null;
  path: readonly string[];
}

/** Nothing is counted here of which there are more. */
const MAX_COUNT = 999_999;

/** One text per subject, to find the statements that follow one another. */
export const subjectOf = ({ unit, item, field }: ReadinessSubject): string => JSON.stringify([unit, item, field]);

/**
 * What stands in the way of a statement: a count that is none, a unit that has ended, and PERIOD_INVALID where one of a
 * later day is believed. One of the same day is a correction.
 */
export function decideReadiness(
  organization: Organization,
  statement: ReadinessStatement,
  last: ReadinessFact | undefined,
): Violation[] {
  const { unit, field, on, source, path } = statement;
  const isEarly = last !== undefined && on < last.from;
  return [
    ...decideDay(on, [...path, 'on']),
    ...decideLasting(organization, unit, { on, path: [...path, 'unit'] }),
    ...(field === null ? [] : decideText('name', field, { path: [...path, 'field'] })),
    ...(source === null ? [] : decideText('note', source, { path: [...path, 'source'] })),
    ...decideCount(statement),
    ...(isEarly
      ? [
          violation('PERIOD_INVALID', {
            path: [...path, 'on'],
            unit,
            on,
            expected: 'NOT_BEFORE',
            words: { day: last.from },
          }),
        ]
      : []),
  ];
}

function decideCount({ unit, on, done, total, path }: ReadinessStatement): Violation[] {
  if (total === null || total < 0 || total > MAX_COUNT) {
    const words = { max: MAX_COUNT };
    return [violation('INPUT_INVALID', { path: [...path, 'total'], unit, on, expected: 'TOTAL', words })];
  }
  if (done >= 0 && done <= total) return [];
  return [violation('INPUT_INVALID', { path: [...path, 'done'], unit, on, expected: 'DONE', words: { total } })];
}
