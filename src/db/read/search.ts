import { type SQL, sql } from 'drizzle-orm';
import { ArgumentError } from './selection.ts';

const MAX_LENGTH = 200;

/** What someone typed, so that it stands for itself within LIKE; empty where nothing was. */
export function typed(search: unknown): string {
  if (typeof search !== 'string') return '';
  if (search.length > MAX_LENGTH) throw new ArgumentError('search', `at most ${MAX_LENGTH} characters`);
  return search.trim().replace(/[\\%_]/g, '\\$&');
}

/**
 * Every word typed somewhere in a folded text, whatever its diacritics and case. A word is folded in a subselect: so once,
 * not once for each row.
 */
export function holdsWords(folded: SQL, text: string): SQL {
  // One with a digit, such as a number, tells more apart than one without, and a long one more than a short one.
  const telling = (word: string) => (/\d/.test(word) ? MAX_LENGTH : 0) + word.length;
  const inOrder = text.split(/\s+/).sort((one, other) => telling(other) - telling(one));
  const words = inOrder.map((word) => sql`${folded} LIKE (SELECT '%' || fold_text(${word}) || '%')`);
  return sql`(${sql.join(words, sql` AND `)})`;
}
