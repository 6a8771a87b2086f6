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

/** The day after an ISO 8601 duration of years, months and days, such as `P3Y`; a month that is too short ends earlier. */
export function addDuration(day: Day, duration: string): Day {
  const [, years = '0', months = '0', days = '0'] = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?$/.exec(duration) ?? [];
  const date = new Date(`${day}T00:00:00Z`);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + Number(years) * 12 + Number(months));
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(dayOfMonth, last));
  return addDays(date.toISOString().slice(0, 10), Number(days));
}

export const earlier = (a: Day, b: Day): Day => (a < b ? a : b);
export const later = (a: Day, b: Day): Day => (a > b ? a : b);
export const overlaps = (a: Period, b: Period): boolean => a.from < b.until && b.from < a.until;
export const covers = (period: Period, day: Day): boolean => period.from <= day && day < period.until;
export const contains = (outer: Period, inner: Period): boolean =>
  outer.from <= inner.from && inner.until <= outer.until;
