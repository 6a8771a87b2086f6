import { boolean, text } from 'drizzle-orm/pg-core';
import { recordTime, reference, validTime } from './fact.ts';

/** What every thing is known by: the plan and phase under which it is provided, if any, and when it was recorded. */
export const thingColumns = () => ({
  planId: reference(),
  phaseId: reference(),
  recordedAt: recordTime().recordedAt,
});

/**
 * What every status of a thing says: the unit it belongs to, by which instrument, letter or minutes, and from which day
 * until which. A status that was passed on one day has no day of its own: it begins and ends on the same.
 */
export const statusColumns = () => ({
  unitId: reference().notNull(),
  instrumentId: reference(),
  /** Minutes, letter or certificate. */
  reference: text(),
  note: text(),
  assumed: boolean().notNull().default(false),
  /** The act of reorganization that brought it about. */
  changeId: reference(),
  ...validTime(),
  ...recordTime(),
});
