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

/** Who is asking; every rule, scope and audit entry names this person. */
export interface Actor {
  readonly subject: string;
  readonly roles: readonly Role[];
}
