import { loadFacts, lockUnits } from '../../db/repositories/organization.ts';
import { findPhaseOf, findUnitsOfThings, loadThingsOf } from '../../db/repositories/things.ts';
import { findUnitIds } from '../../db/repositories/units.ts';
import type { CommandOptions, Work } from '../../db/unit-of-work.ts';
import { idOf } from '../../domain/global-id.ts';
import { Organization } from '../../domain/organization/organization.ts';
import type { ThingFacts, ThingType } from '../../domain/thing.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { type CitedInstrument, citeInstrument } from '../instrument/cite-instrument.ts';

/** What every verb on things takes. */
export interface ThingCommand extends CommandOptions {
  instrument?: string | null;
  /** Code of the plan, and ordinal of its phase, under which it is done. */
  plan?: string | null;
  phase?: number | null;
}

/** What a verb on things has before it when it decides. */
export interface ThingGround<S extends string> {
  organization: Organization;
  /** Ids of units by their codes. */
  units: ReadonlyMap<string, number>;
  /** All things of the type of those units, by id; one that takes a step is put in its place. */
  things: Map<number, ThingFacts<S>>;
  cited: CitedInstrument;
  under: { plan: number; phase: number } | null;
}

/** What a verb refers to: an id it was given, or that there is no such thing. */
export interface Referred {
  thing: number;
  path: readonly string[];
}

/** A call takes as many things at a time. */
const MOST_THINGS = 1_000;

/** A call names some things, and not too many. */
export const decideMany = (count: number, path: readonly string[]): Violation[] =>
  count >= 1 && count <= MOST_THINGS
    ? []
    : [violation('INPUT_INVALID', { path, expected: 'MOST_ITEMS', words: { max: MOST_THINGS } })];

/** Takes the rows of units, where writers of their things meet, and reads what any rule looks at. */
export async function layThingGround<S extends string>(
  work: Work,
  {
    type,
    units,
    command,
    others = [],
  }: { type: ThingType; units: readonly string[]; command: ThingCommand; others?: readonly string[] },
): Promise<{ ground: ThingGround<S>; violations: Violation[] }> {
  const { tx } = work;
  const all = [...new Set([...units, ...others])];
  const cited = await citeInstrument(work, command.instrument);
  const { under, violations } = await phaseUnder(work, command);
  await lockUnits(tx, all, { above: false });
  const things = await loadThingsOf<S>(tx, type, units);
  const facts = await loadFacts(tx, { units: all, territories: [], standing: true });
  const ground = {
    organization: new Organization(facts),
    // Those above the units as well, who may be the ones to take a step.
    units: await findUnitIds(
      tx,
      facts.map(({ code }) => code),
    ),
    things: new Map(things.map((thing) => [thing.id, thing])),
    cited,
    under,
  };
  return { ground, violations: [...cited.violations, ...violations] };
}

/** The units of things that are referred to by their ids; each thing is there, and named once. */
export async function findReferred(
  { tx }: Work,
  { type, references }: { type: ThingType; references: readonly { id: string; path: readonly string[] }[] },
): Promise<{ units: string[]; referred: (Referred | null)[]; violations: Violation[] }> {
  const ids = references.map(({ id }) => idOf(type, id));
  const units = await findUnitsOfThings(tx, type, ids);
  const violations = references.flatMap(({ id, path }, index) => {
    const own = ids[index] ?? 0;
    if (!units.has(own)) return [violation('NOT_FOUND', { path, words: { what: id } })];
    return ids.indexOf(own) < index ? [violation('INPUT_INVALID', { path, expected: 'NO_OTHER_ENTRY' })] : [];
  });
  const referred = references.map(({ path }, index) => {
    const own = ids[index] ?? 0;
    return units.has(own) && ids.indexOf(own) === index ? { thing: own, path } : null;
  });
  return { units: [...new Set(units.values())], referred, violations };
}

async function phaseUnder({ tx }: Work, { plan, phase }: ThingCommand) {
  if (plan == null && phase == null) return { under: null, violations: [] };
  const under = plan == null || phase == null ? null : await findPhaseOf(tx, { plan, phase });
  const path = [plan == null ? 'plan' : 'phase'];
  const what = `${plan ?? ''}/${phase ?? ''}`;
  return { under, violations: under ? [] : [violation('NOT_FOUND', { path, words: { what } })] };
}
