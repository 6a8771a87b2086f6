/** A calendar day `YYYY-MM-DD` in Asia/Ho_Chi_Minh, or `FOREVER`. Days compare as text. */
export type Day = string;

/** The open end of a period; sorts after every day, and is PostgreSQL's own word for it. */
export const FOREVER: Day = 'infinity';

/** Half-open: `until` is the first day no longer covered. */
export interface Period {
  from: Day;
  until: Day;
}

/** The day so many days after (or before, when negative). */
export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);
export const overlaps = (a: Period, b: Period): boolean => a.from < b.until && b.from < a.until;
export const covers = (period: Period, day: Day): boolean => period.from <= day && day < period.until;
export const contains = (outer: Period, inner: Period): boolean =>
  outer.from <= inner.from && inner.until <= outer.until;
