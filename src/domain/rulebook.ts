import type { Day, Period } from './day.ts';
import { covers } from './day.ts';
import type { PolicyFact, PolicyKey } from './policy.ts';
import type { PolicyRef } from './violation.ts';
import type { WaiverFact } from './waiver.ts';

/** A unit keeps its name during a phase. */
interface FreezeFact extends Period {
  unit: string;
  plan: string;
  phase: number;
}

/** A place a point or its receiver has on a day, where known: kilometers are measured between them. */
export interface Standing {
  unit: string;
  latitude: number | null;
  longitude: number | null;
  areaM2: number | null;
  /** People paid there or below it. */
  staff: number;
  /** Dossiers it received a day, on average over the days of the last 90 of which it has figures. */
  volume: number | null;
}

/** What law, policy and plans say about some units, besides their own facts. */
export interface Rulebook {
  policies: readonly PolicyFact[];
  freezes: readonly FreezeFact[];
  waivers: readonly WaiverFact[];
  standings: ReadonlyMap<string, Standing>;
}

export const NO_RULES: Rulebook = { policies: [], freezes: [], waivers: [], standings: new Map() };

/**
 * The policy of a key in force for a unit on a day: the one whose scope is nearest above the unit, else the one that
 * applies everywhere. `above` lists the unit itself and the units over it, nearest first.
 */
export function policyFor(
  { policies }: Rulebook,
  key: PolicyKey,
  { above, on }: { above: readonly string[]; on: Day },
): PolicyFact | undefined {
  const inForce = policies.filter((policy) => policy.key === key && covers(policy, on));
  for (const unit of above) {
    const found = inForce.find(({ scope }) => scope === unit);
    if (found) return found;
  }
  return inForce.find(({ scope }) => scope === null);
}

/** How a violation quotes the policy it rests on. */
export const quoted = ({ key, value, instrument, article }: PolicyFact): PolicyRef => ({
  key,
  value,
  instrument,
  article,
});
