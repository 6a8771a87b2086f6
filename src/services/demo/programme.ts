import type { Day, Period } from '../../domain/day.ts';
import type { Return } from '../../domain/secondment.ts';
import type { LeaderRole, StaffCategory } from '../../domain/staff.ts';
import type { Person } from './person.ts';

/** Somebody to be appointed. */
export interface PlannedLeader extends Period {
  staff: string;
  unit: string;
  role: LeaderRole;
  concurrent: boolean;
  decidedBy: string | null;
}

/** People to be transferred by one decision. */
export interface PlannedTransfer {
  on: Day;
  decidedBy: string;
  moves: readonly { staff: string; toUnit: string; workplace: string | null; category: StaffCategory | null }[];
  /** Called off before its day. */
  isCancelled?: boolean;
}

/** A transfer that is only spoken of. */
export interface ProposedTransfer {
  staff: string;
  toUnit: string;
  on: Day;
  /** Sides that have agreed. */
  agreed: readonly ('FROM' | 'TO')[];
}

/** Somebody to be lent, and what becomes of it. */
export interface PlannedSecondment extends Period {
  staff: string;
  host: string;
  onReturn: Return;
  outcome:
    | { kind: 'RUNS' }
    | { kind: 'EXTENDED'; on: Day; until: Day }
    | { kind: 'RECALLED' | 'RETURNED'; on: Day }
    | { kind: 'TRANSFERRED'; on: Day; decidedBy: string };
}

/** A secondment that is only spoken of. */
export interface ProposedSecondment extends Period {
  staff: string;
  host: string;
  /** Whether the body that lends has agreed. */
  isAgreed: boolean;
}

/** Somebody to be placed at a point. */
export interface PlannedAssignment extends Period {
  staff: string;
  unit: string;
  counter: string;
  primary: boolean;
  /** The day on which it is ended before its time. */
  endsOn: Day | null;
}

/** Everything that a center is to be filled with. */
export interface Programme {
  center: string;
  people: readonly Person[];
  leaders: readonly PlannedLeader[];
  transfers: readonly PlannedTransfer[];
  secondments: readonly PlannedSecondment[];
  assignments: readonly PlannedAssignment[];
  proposals: { transfers: readonly ProposedTransfer[]; secondments: readonly ProposedSecondment[] };
}
