import type { Placeholder } from 'drizzle-orm';
import type { Alternative } from '../../domain/explain-assignment.ts';
import type { ThingType } from '../../domain/thing.ts';
import type { Impact } from './impact.ts';
import type { Rehearsal } from './rehearsal.ts';

/** What a payload can show: whatever a verb was about, from a day on. */
export interface PayloadValue {
  unit?: string;
  on?: string;
  instrument?: number;
  plan?: string;
  /** Ordinal of a phase of the plan. */
  phase?: number;
  task?: number;
  policy?: number;
  waiver?: number;
  /** Ids of acts. */
  change?: number;
  changes?: number[];
  rehearsal?: Rehearsal;
  impact?: Impact;
  /** Code of a person. */
  staff?: string;
  assignment?: number;
  appointment?: number;
  /** Their ids; what stands for them, as JSON, in a statement that is kept. */
  transfers?: number[] | Placeholder;
  secondment?: number;
  counters?: number[];
  /** How many rows of a file were written, and how many were not. */
  imported?: number;
  leftOut?: number;
  explanation?: { allowed: boolean; alternatives: readonly Alternative[] };
  /** Ids of statements of readiness. */
  readiness?: number[];
  /** Things of a type, by their ids. */
  things?: { type: ThingType; ids: number[] };
  /** Id of a place; and of one whose premises a verb was about. */
  site?: number;
  premises?: number;
  /** Codes of the units that an event was awaited for, and how many premises were held until then. */
  managed?: string[];
  premisesEnded?: number;
  /** Quotas of a center and year, of some units. */
  quotas?: { center: string; year: number; units: string[] };
  /** How many reports of service figures were new, corrected others, or said nothing new. */
  loads?: { recorded: number; corrected: number; unchanged: number };
}
