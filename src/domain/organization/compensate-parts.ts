import { covers } from '../day.ts';
import type { ServiceFact, TerritoryRef } from '../territory.ts';
import type { RelationFact, UnitFacts } from '../unit.ts';
import type { Violation } from '../violation.ts';
import { childToDecide, dayBefore, receiverOn, territoryToDecide, type Undoing } from './compensate-undoing.ts';

/** The unit in which others went up, those that come out of it again, and whether it stays itself. */
interface Parting {
  heir: UnitFacts;
  closed: readonly UnitFacts[];
  stays: boolean;
}

/** What each unit that comes back takes along, by the code it had; and what nobody said who takes. */
interface Division<T> {
  shares: ReadonlyMap<string, readonly T[]>;
  violations: Violation[];
}

/** Each takes what it received for on its last day and the heir still receives for. */
export function divideTerritories(undoing: Undoing, { heir, closed, stays }: Parting): Division<TerritoryRef> {
  const { act, on } = undoing;
  const shares = new Map<string, TerritoryRef[]>();
  const violations: Violation[] = [];
  for (const service of heir.services) {
    const { territory, until, change } = service;
    if (until <= on || territory.until <= on) continue;
    const origin = covers(service, on) ? originOf(undoing, service) : undefined;
    const taker = closed.find(({ code }) => code === origin);
    if (taker) append(shares, taker.code, territory);
    // What the heir had itself, or was given later, it keeps as long as it is there.
    else if (!stays || (change === act.id && origin !== heir.code))
      violations.push(territoryToDecide(heir.code, on, territory));
  }
  return { shares, violations };
}

/** Each takes the units that stood below it on its last day and stand below the heir now. */
export function divideChildren(undoing: Undoing, parting: Parting): Division<string> {
  const { organization, on } = undoing;
  const { heir } = parting;
  const shares = new Map<string, string[]>();
  const violations: Violation[] = [];
  for (const child of organization.childrenFrom(heir.code, on)) {
    const below = child.relations.filter(({ parent, until }) => parent === heir.code && until > on);
    // A unit moves in every respect at once: it has to come from one unit in all of them.
    const [origin, ...others] = new Set(below.map((relation) => formerParent(undoing, parting, { child, relation })));
    if (origin === undefined || others.length > 0) violations.push(childToDecide(child.code, on));
    else if (origin !== heir.code) append(shares, origin, child.code);
  }
  return { shares, violations };
}

/** Below which unit of the parting a unit stood before it came below the heir; undefined where that is not known. */
function formerParent(
  undoing: Undoing,
  { heir, closed, stays }: Parting,
  { child, relation }: { child: UnitFacts; relation: RelationFact },
): string | undefined {
  const day = dayBefore(undoing);
  if (covers(relation, undoing.on)) {
    const before = child.relations.find(({ kind, ...span }) => kind === relation.kind && covers(span, day));
    if (closed.some(({ code }) => code === before?.parent)) return before?.parent;
  }
  // One that is planned for later was so before the act, below the only unit that closed with it.
  if (relation.change === undoing.act.id) return closed.length === 1 ? closed[0]?.code : undefined;
  return stays ? heir.code : undefined;
}

/** What heirs began to receive for with the act and the unit that it came from had not: nobody said who is to have it. */
export function decideNewTerritories(
  undoing: Undoing,
  { heirs, origin }: { heirs: readonly UnitFacts[]; origin: UnitFacts },
): Violation[] {
  const { act, on } = undoing;
  return heirs.flatMap((heir) =>
    heir.services
      .filter(({ change, until, territory }) => change === act.id && until > on && territory.until > on)
      .filter((service) => originOf(undoing, service) !== origin.code)
      .map(({ territory }) => territoryToDecide(heir.code, on, territory)),
  );
}

const originOf = (undoing: Undoing, { territory }: ServiceFact): string | undefined =>
  receiverOn(undoing.organization, territory, dayBefore(undoing));

function append<T>(shares: Map<string, T[]>, key: string, value: T): void {
  shares.set(key, [...(shares.get(key) ?? []), value]);
}
