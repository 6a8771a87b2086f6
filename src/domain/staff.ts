import type { Day, Period } from './day.ts';

export const STAFF_CATEGORIES = [
  'CIVIL_SERVANT',
  'PUBLIC_EMPLOYEE',
  'CONTRACT',
  'POSTAL',
  'VOLUNTEER',
  'OUTSIDE_SUPPORT',
] as const;
export type StaffCategory = (typeof STAFF_CATEGORIES)[number];

/** Categories that are paid from a payroll home: somebody always counts them. The others may have none. */
export const PAID: readonly StaffCategory[] = ['CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'CONTRACT'];

/**
 * Why somebody works where they do, weakest first: what comes later in this list goes before what comes earlier on the
 * days of both. So a post is there again once an assignment or a secondment is over.
 */
export const WORKPLACE_BASES = ['ADDITIONAL', 'POST', 'ASSIGNMENT', 'SECONDMENT', 'SECONDED_ASSIGNMENT'] as const;
export type WorkplaceBasis = (typeof WORKPLACE_BASES)[number];

export const LEADER_ROLES = ['DIRECTOR', 'DEPUTY_DIRECTOR'] as const;
export type LeaderRole = (typeof LEADER_ROLES)[number];

/** A believed statement about a person: `id` null while not stored. */
interface Stored extends Period {
  id: number | null;
}

/** What a person is called and is; there on every day of their employment. */
export interface StaffVersionFact extends Stored {
  name: string;
  category: StaffCategory;
  /** Attested: pregnant or nursing a child under 36 months. */
  protected: boolean;
  instrument: number | null;
  note: string | null;
}

/** Where somebody is counted and paid. */
export interface PayrollFact extends Stored {
  unit: string;
  category: StaffCategory;
  instrument: number | null;
  transfer: number | null;
  /** The act of reorganization that took the person along. */
  change: number | null;
}

/** Where somebody works. */
export interface WorkplaceFact extends Stored {
  unit: string;
  basis: WorkplaceBasis;
  counter: string | null;
  /** Lasting id of an assignment, and the secondment it comes from. */
  assignment: number | null;
  secondment: number | null;
  instrument: number | null;
  transfer: number | null;
  change: number | null;
}

/** Whom somebody leads. */
export interface LeadershipFact extends Stored {
  appointment: number;
  unit: string;
  role: LeaderRole;
  concurrent: boolean;
  instrument: number;
}

/** A certificate by which somebody signs. */
export interface SignatureFact extends Stored {
  serial: string;
  issuer: string;
  /** Whether it ended before its time because it was taken back. */
  revoked: boolean;
  /** Why it was: said to the audit alone. */
  reason?: string;
}

/** Everything believed about one person. */
export interface StaffFacts {
  id: number;
  code: string;
  version: number;
  versions: StaffVersionFact[];
  payroll: PayrollFact[];
  workplaces: WorkplaceFact[];
  leaderships: LeadershipFact[];
  signatures: SignatureFact[];
}

/** Where somebody works on a day: by the strongest basis there is then. */
export function workplaceOn({ workplaces }: Pick<StaffFacts, 'workplaces'>, on: Day): WorkplaceFact | undefined {
  const there = workplaces.filter((fact) => fact.basis !== 'ADDITIONAL' && fact.from <= on && on < fact.until);
  return there.sort((a, b) => WORKPLACE_BASES.indexOf(b.basis) - WORKPLACE_BASES.indexOf(a.basis))[0];
}
