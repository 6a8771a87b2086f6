import { type Violation, violation } from './violation.ts';

/** How long texts may be, in characters; what is indexed must fit into an index row. */
export const TEXT_LIMITS = {
  name: 500,
  shortName: 200,
  rank: 200,
  number: 100,
  issuer: 300,
  title: 1000,
  address: 500,
  reason: 1000,
  idempotencyKey: 200,
  untilEvent: 500,
  note: 1000,
  evidence: 2000,
  article: 200,
  wording: 500,
  label: 200,
} as const;

/** A text that must say something, within its limit. */
export function decideText(
  field: keyof typeof TEXT_LIMITS,
  value: string,
  parts: Pick<Partial<Violation>, 'path' | 'unit'>,
): Violation[] {
  const max = TEXT_LIMITS[field];
  if (value.trim() !== '' && value.length <= max) return [];
  return [violation('INPUT_INVALID', { ...parts, expected: 'TEXT', words: { max } })];
}

/** PostgreSQL stores neither the NUL character nor half a surrogate pair. */
export const isStorable = (text: string): boolean => !/\0|[\ud800-\udfff]/u.test(text);

/** A text of at most so many characters; what is cut off is told by a "…". */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
