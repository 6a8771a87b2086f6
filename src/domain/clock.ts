import type { Day } from './day.ts';

/** Tells which day it is; injected, so that a server can be run on any day. */
export interface Clock {
  today(): Day;
}

/** The calendar day of an instant in Viet Nam (UTC+7, no daylight saving). */
function dayInVietnam(instant: Date): Day {
  return new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
}

/** The real clock, or one standing still on a fixed day. */
export function clockOf(fixed?: Day): Clock {
  return { today: () => fixed ?? dayInVietnam(new Date()) };
}
