import type { Day, Period } from '../day.ts';
import type { StaffFacts } from '../staff.ts';

/** The unit that took a closed one in whole, from which day on and by which act. */
export interface Heir {
  unit: string;
  on: Day;
  heir: string;
  change: number;
}

interface Placed extends Period {
  id: number | null;
  unit: string;
  change: number | null;
}

/**
 * What is newly said of a person at a unit that has closed since goes on at its heir: whoever is put on record late is
 * taken along by the merger as if they had been there.
 */
export function followHeirs(person: StaffFacts, heirs: ReadonlyMap<string, Heir>): StaffFacts {
  const follow = <T extends Placed>(fact: T): T[] => {
    const next = heirs.get(fact.unit);
    if (fact.id !== null || !next || fact.until <= next.on || next.on <= fact.from) return [fact];
    const along = { ...fact, unit: next.heir, from: next.on, change: next.change };
    return [{ ...fact, until: next.on }, ...follow(along)];
  };
  if (heirs.size === 0) return person;
  return { ...person, payroll: person.payroll.flatMap(follow), workplaces: person.workplaces.flatMap(follow) };
}
