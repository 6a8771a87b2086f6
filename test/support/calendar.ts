import fc from 'fast-check';
import { addDays, covers, type Day, type Period } from '../../src/domain/day.ts';

const FIRST = '2025-01-01';

/** The days that facts made up by chance are looked at on. */
export const CALENDAR: Day[] = Array.from({ length: 30 }, (_, index) => addDays(FIRST, index));

/** A day of the calendar, but for its last ones: so what begins then is seen. */
export const aDay = fc.integer({ min: 0, max: 25 }).map((index) => addDays(FIRST, index));

/** Days in order on which one fact gives way to the next. */
export const borders = fc.uniqueArray(aDay, { minLength: 1, maxLength: 5 }).map((days) => days.sort());

/** What holds on each day of the calendar, as `tell` says it. */
export const onEachDay = <T extends Period>(facts: readonly T[], tell: (fact: T) => string): string[] =>
  CALENDAR.map((date) =>
    facts
      .filter((fact) => covers(fact, date))
      .map(tell)
      .sort()
      .join(', '),
  );
