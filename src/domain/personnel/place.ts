import { covers, type Day, earlier, type Period } from '../day.ts';
import type { StaffCategory, StaffVersionFact } from '../staff.ts';

interface Stored extends Period {
  id: number | null;
}

/**
 * Replaces what holds on the first day of a fact by it, until what it replaces would have ended or something decided for
 * later begins; nothing planned is undone.
 */
export function placeFrom<T extends Stored>(facts: readonly T[], next: T): T[] {
  const current = facts.find((fact) => covers(fact, next.from));
  const following = facts
    .filter(({ from }) => from > next.from)
    .reduce((end, { from }) => earlier(end, from), next.until);
  const until = current ? earlier(current.until, following) : following;
  const kept = facts.flatMap((fact) => {
    if (fact !== current) return [fact];
    return fact.from < next.from ? [{ ...fact, id: null, until: next.from }] : [];
  });
  return [...kept, { ...next, until }];
}

/** Takes days out of facts: what lies on them is no longer said, what spans them is said before and after. */
export function clear<T extends Stored>(facts: readonly T[], { from, until }: Period): T[] {
  return facts.flatMap((fact) => {
    if (fact.until <= from || until <= fact.from) return [fact];
    return [
      ...(fact.from < from ? [{ ...fact, id: null, until: from }] : []),
      ...(until < fact.until ? [{ ...fact, id: null, from: until }] : []),
    ];
  });
}

/** A person's versions, with another category on some days. */
export function recategorize(
  versions: readonly StaffVersionFact[],
  { period, category, instrument }: { period: Period; category: StaffCategory; instrument: number | null },
): StaffVersionFact[] {
  return versions.flatMap((version) => {
    const [from, until]: [Day, Day] = [
      version.from > period.from ? version.from : period.from,
      earlier(version.until, period.until),
    ];
    if (from >= until || version.category === category) return [version];
    return [...clear([version], { from, until }), { ...version, id: null, from, until, category, instrument }];
  });
}
