import type { Day } from './day.ts';

export const TERRITORY_LEVELS = ['PROVINCE', 'DISTRICT', 'COMMUNE'] as const;
export type TerritoryLevel = (typeof TERRITORY_LEVELS)[number];

/** A territory as a change refers to it: official codes are reused, so the id decides. */
export interface TerritoryRef {
  id: number;
  code: string;
  name: string;
  /** First day on which it is no longer a territory: then nobody has to receive for it. */
  until: Day;
}

/** Who receives for a territory, among facts that a decision needs. */
export interface ServiceFact {
  id: number | null;
  unit: string;
  territory: TerritoryRef;
  from: Day;
  until: Day;
  change: number;
}
