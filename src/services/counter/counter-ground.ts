import { findUnitsOfCounter, loadCounters } from '../../db/repositories/counters.ts';
import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
import { loadRulebook } from '../../db/repositories/rulebooks.ts';
import type { CommandOptions, Work } from '../../db/unit-of-work.ts';
import type { CounterFact, CounterGround } from '../../domain/counter.ts';
import type { Day } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { lineAbove } from '../../domain/organization/decide-rules.ts';
import { Organization } from '../../domain/organization/organization.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { liftWaived } from '../../domain/waiver.ts';

/** What a verb on a counter that is there takes. */
export interface CounterCommand extends CommandOptions {
  /** Global id of the counter. */
  counter: string;
  on: Day;
  instrument?: string | null;
}

/** A counter, to be shown as of a day. */
export interface CounterValue {
  counters: number[];
  on: Day;
}

export interface LoadedCounters extends CounterGround {
  counters: readonly CounterFact[];
}

/** Takes units and reads their counters and what rules about these look at; the same statements for any number. */
export async function loadCounterGround(
  { tx }: Work,
  units: readonly string[],
  { above }: { above: boolean },
): Promise<LoadedCounters> {
  // The lock comes before the read: a decision is only as good as the facts it saw.
  await lockUnits(tx, units, { above });
  const counters = await loadCounters(tx, units);
  const facts = await loadFacts(tx, { units, territories: [], standing: true });
  return { counters, organization: new Organization(facts), rulebook: await loadRulebook(tx, units) };
}

/** A counter by its global id, with everything about its units; or that there is none. */
export async function takeCounter(
  work: Work,
  reference: string,
): Promise<{ id: number; versions: CounterFact[]; ground: LoadedCounters; missing: Violation[] }> {
  const id = idOf('Counter', reference);
  const units = id === 0 ? [] : await findUnitsOfCounter(work.tx, id);
  // Two who close the last counters below one receiver, each at another unit, meet on the receiver's row.
  const ground = await loadCounterGround(work, units, { above: true });
  const versions = ground.counters.filter(({ counter }) => counter === id);
  const missing =
    versions.length === 0 ? [violation('NOT_FOUND', { path: ['counter'], words: { what: reference } })] : [];
  return { id, versions, ground, missing };
}

/** Violations with those lifted that a waiver for a unit, or for one above it on the day, covers. */
export const liftFor = ({ organization, rulebook }: CounterGround, found: readonly Violation[], on: Day): Violation[] =>
  liftWaived(found, rulebook.waivers, (unit, root) => lineAbove(organization, unit, on).includes(root));

/** What the audit says of a counter on a day, or of the last day before it. */
export function shownIn(versions: readonly CounterFact[], on: Day) {
  const found = versions.find(({ from, until }) => from <= on && on < until);
  if (!found) return null;
  const { unit, label, kind, weekdays, from, until } = found;
  return { unit, label, kind, weekdays, from, until };
}
