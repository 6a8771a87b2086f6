import type { Actor, Role } from './actor.ts';

/** What a caller may see or act on: some units with all that stands under them and those they became or came from. */
export interface Scope {
  /** Codes of units. */
  readonly units: readonly string[];
  /** Those of them held as a body that manages staff: also what they manage staff of. */
  readonly managing: readonly string[];
}

/** The scope of a caller in some roles, in any where none are named; null where it has no bounds. */
export function scopeOf({ grants }: Actor, roles?: readonly Role[]): Scope | null {
  const held = grants.filter(({ role }) => roles === undefined || roles.includes(role));
  if (held.some(({ unit }) => unit === null)) return null;
  const unitsOf = (wanted: typeof held) => [...new Set(wanted.flatMap(({ unit }) => unit ?? []))].sort();
  return { units: unitsOf(held), managing: unitsOf(held.filter(({ role }) => role === 'STAFF_MANAGER')) };
}
