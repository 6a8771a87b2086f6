import { covers, type Day, earlier, type Period } from '../day.ts';
import type { StaffCategory, StaffVersionFact } from '../staff.ts';

interface Stored extends Period {
  id: number | null;
}

/**
 * Replaces what holds on the first day of a fact by it, at most until what it replaces would have ended or something
 * decided for later begins; nothing planned is undone. Afterwards what it replaced goes on.
 */
export function placeFrom<T extends Stored>(facts: readonly T[], next: T): T[] {
  const current = facts.find((fact) => covers(fact, next.from));
  const following = facts
    .filter(({ from }) => from > next.from)
    .reduce((end, { from }) => earlier(end, from), next.until);
  const until = current ? earlier(current.until, following) : following;
  const kept = facts.flatMap((fact) => (fact === current ? clear([fact], { from: next.from, until }) : [fact]));
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

/** Facts that touch and say the same are said as one, where one of them is new. */
export function join<T extends Stored>(facts: readonly T[]): T[] {
  const saying = ({ id: _id, from: _from, until: _until, ...said }: T) => JSON.stringify(said);
  const joined: T[] = [];
  for (const fact of [...facts].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const at = joined.findIndex(
      (one) => one.until === fact.from && (one.id === null || fact.id === null) && saying(one) === saying(fact),
    );
    const before = joined[at];
    if (before) joined[at] = { ...before, id: null, until: fact.until };
    else joined.push(fact);
  }
  return joined;
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
