import type { Day } from '../../domain/day.ts';
import { quoted } from '../reform/row-cells.ts';

const EARLIEST_YEAR = 1900;

/** Exports of programs often put midnight behind a day. */
const YEAR_FIRST = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/;
const DAY_FIRST = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** Reads `YYYY-MM-DD` or the Vietnamese `D/M/YYYY`; otherwise says why the text is no day. */
export function readDay(text: string): { day: Day } | { reason: string } {
  const [, year = '', month = '', day = ''] = YEAR_FIRST.exec(text) ?? reversed(DAY_FIRST.exec(text)) ?? [];
  if (year === '') return { reason: `${quoted(text)} is not a date` };
  if (Number(year) < EARLIEST_YEAR) return { reason: `${quoted(text)} is before ${EARLIEST_YEAR}` };
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (isInCalendar(written)) return { day: written };
  const hint = Number(month) > 12 && Number(day) <= 12 ? '; the day comes before the month' : '';
  return { reason: `${quoted(text)} is not in the calendar${hint}` };
}

function reversed(match: RegExpExecArray | null): string[] | null {
  return match && [match[0], ...match.slice(1).reverse()];
}

/** A `Date` takes 30 February for 2 March, so that only a day that comes back unchanged is one. */
function isInCalendar(day: Day): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}
