/** Under it an answer holds the code of a person that it shows; no caller can choose this key (a GraphQL name holds no `@`). */
export const PERSON_KEY = '@person';

/** Who looked at whom: a root field that showed people, or was asked for people and found none. */
export interface PersonalRead {
  /** The instant it was shown, as ISO 8601 says. */
  at: string;
  actor: string;
  requestId: string;
  /** The name the caller gave the operation. */
  operation: string | null;
  field: string;
  arguments: unknown;
  /** Codes of the people shown. */
  staff: readonly string[];
}

const LONGEST_TEXT = 100;
const LONGEST_LIST = 20;

/** Arguments as they are kept: texts that may hold anything, such as a file, and the rest of long lists are left out. */
export function briefly(value: unknown): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `… (${value.length} characters)` : value;
  if (Array.isArray(value)) {
    const kept = value.slice(0, LONGEST_LIST).map(briefly);
    return value.length > LONGEST_LIST ? [...kept, `… (${value.length} items)`] : kept;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, briefly(part)]));
}
