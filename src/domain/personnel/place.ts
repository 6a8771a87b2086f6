import { covers, type Day, earlier, later, type Period } from '../day.ts';
import type { PayrollFact, StaffCategory, StaffVersionFact } from '../staff.ts';

interface Stored extends Period {
  id: number | null;
}

/** A fact that an act of reorganization may have taken along from one unit to another. */
interface Carried extends Stored {
  change: number | null;
  transfer: number | null;
}

/**
 * Replaces what holds on the first day of a fact by it, at most until what it replaces would have ended or something
 * decided for later begins; nothing planned is undone. Afterwards what it replaced goes on. That a merger takes the
 * person along is no decision about them: what it made of the statement is the same statement.
 */
export function placeFrom<T extends Carried>(facts: readonly T[], next: T): T[] {
  const replaced = run(
    facts,
    facts.find((fact) => covers(fact, next.from)),
  );
  const following = facts
    .filter((fact) => fact.from > next.from && !replaced.includes(fact))
    .reduce((end, { from }) => earlier(end, from), next.until);
  const until = earlier(replaced.at(-1)?.until ?? following, following);
  const days = { from: next.from, until };
  const kept = facts.flatMap((fact) => (replaced.includes(fact) ? clear([fact], days) : [fact]));
  return [...kept, { ...next, until }];
}

/** A statement with what acts of reorganization made of it. */
function run<T extends Carried>(facts: readonly T[], first: T | undefined): T[] {
  const found: T[] = [];
  for (let one = first; one; ) {
    found.push(one);
    const { until, transfer } = one;
    one = facts.find((fact) => fact.from === until && fact.change !== null && fact.transfer === transfer);
  }
  return found;
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

/** What is counted on the days of a version is of its category. */
export function countAs(fact: PayrollFact, { from, until, category }: StaffVersionFact): PayrollFact[] {
  const span = { from: later(fact.from, from), until: earlier(fact.until, until) };
  if (span.from >= span.until || fact.category === category) return [fact];
  return [...clear([fact], span), { ...fact, ...span, id: null, category }];
}
