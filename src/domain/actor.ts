/** What a caller may be; one caller may be several at once. */
export const ROLES = [
  'ADMIN',
  'CENTER_DIRECTOR',
  'BRANCH_DIRECTOR',
  'PLANNER',
  'STAFF_MANAGER',
  'HOME_BODY',
  'LEADER',
  'AUDITOR',
  'VIEWER',
] as const;

export type Role = (typeof ROLES)[number];

/** A role over a unit and what belongs to it, or over everything where `unit` is null. */
export interface Grant {
  readonly role: Role;
  /** Code of the unit. */
  readonly unit: string | null;
}

/** Who is asking; every rule, scope and audit entry names this person. */
export interface Actor {
  readonly subject: string;
  readonly grants: readonly Grant[];
}

/** A role over everything. */
export const everywhere = (role: Role): Grant => ({ role, unit: null });

/** A role as tokens and people spell it. */
export const spellRole = (role: Role): string => role.toLowerCase().replaceAll('_', '-');

/** A grant as a token holds it: `PLANNER`, or `PLANNER@HN` for one over a unit. */
export const writeGrant = ({ role, unit }: Grant): string => (unit === null ? role : `${role}@${unit}`);

/** Reads a grant as `writeGrant` writes it; a role may also be spelled `center-director`. Null where it is none. */
export function readGrant(text: string): Grant | null {
  const [, name = '', unit = null] = /^([A-Za-z_-]+)(?:@([A-Z0-9][A-Z0-9.-]{0,63}))?$/.exec(text) ?? [];
  const role = ROLES.find((known) => known === name.toUpperCase().replaceAll('-', '_'));
  return role ? { role, unit } : null;
}
