import { type SQL, sql } from 'drizzle-orm';
import { ArgumentError } from './selection.ts';

const MAX_LENGTH = 200;

/** What someone typed, so that it stands for itself within LIKE; empty where nothing was. */
export function typed(search: unknown): string {
  if (typeof search !== 'string') return '';
  if (search.length > MAX_LENGTH) throw new ArgumentError('search', `at most ${MAX_LENGTH} characters`);
  return search.trim().replace(/[\\%_]/g, '\\$&');
}

/** Every word typed somewhere in a folded text, whatever its diacritics and case. */
export function holdsWords(folded: SQL, text: string): SQL {
  const words = text.split(/\s+/).map((word) => sql`${folded} LIKE '%' || fold_text(${word}) || '%'`);
  return sql`(${sql.join(words, sql` AND `)})`;
}
