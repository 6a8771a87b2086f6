import { type Day, later, overlaps, type Period } from '../day.ts';
import type { Organization } from '../organization/organization.ts';
import type { LeadershipFact, StaffFacts, WorkplaceFact } from '../staff.ts';
import { type Violation, violation } from '../violation.ts';

/** Where in the input what a verb says of a person stands. */
export interface Paths {
  staff: readonly string[];
  payroll: readonly string[];
  workplace: readonly string[];
  leadership: readonly string[];
}

/** Everything wrong with what a verb makes of a person, as PostgreSQL would refuse it at commit, and by the same codes. */
export function decidePerson(
  organization: Organization,
  { after, paths }: { after: StaffFacts; paths: Paths },
): Violation[] {
  return [
    ...decideUnits(organization, after, paths),
    ...decideHomes(after, paths),
    ...decideWorkplaces(after, paths),
    ...decideCountedAtHome(after, paths),
    ...decideLeaderships(after, paths),
    ...decideEmployment(after, paths),
  ];
}

const isNew = ({ id }: { id: number | null }) => id === null;

/** Units are there, each on every day of its facts; the same of several facts is told once. */
function decideUnits(organization: Organization, { payroll, workplaces, leaderships }: StaffFacts, paths: Paths) {
  const decided = (facts: readonly (Period & { id: number | null; unit: string })[], path: readonly string[]) =>
    facts.filter(isNew).flatMap((fact) => decideUnit(organization, fact, path));
  const found = [
    ...decided(payroll, paths.payroll),
    ...decided(workplaces, paths.workplace),
    ...decided(leaderships, paths.leadership),
  ];
  const isSame = (a: Violation, b: Violation) =>
    a.unit === b.unit && a.on === b.on && a.path?.join() === b.path?.join();
  return found.filter((one, index) => found.findIndex((other) => isSame(one, other)) === index);
}

/** A unit is there, on every day of the fact. */
function decideUnit(organization: Organization, fact: Period & { unit: string }, path: readonly string[]): Violation[] {
  const facts = organization.find(fact.unit);
  if (!facts) return [violation('NOT_FOUND', { path, unit: fact.unit, words: { what: fact.unit } })];
  const { life } = facts;
  if (life.from <= fact.from && fact.until <= life.until) return [];
  const on = fact.from < life.from ? fact.from : later(fact.from, life.until);
  return [violation('FACT_OUTSIDE_UNIT', { path, unit: fact.unit, on })];
}

function decideHomes({ code, payroll }: StaffFacts, { payroll: path }: Paths): Violation[] {
  return clashes(payroll).map(({ fact, other, on }) =>
    violation('STAFF_HOME_OVERLAP', { path, on, staff: code, unit: fact.unit, words: { other: other.unit } }),
  );
}

/** STAFF_WORKPLACE_OVERLAP: one primary workplace a day; a stronger basis goes before a weaker one, so both may be there. */
function decideWorkplaces({ code, workplaces }: StaffFacts, { workplace: path }: Paths): Violation[] {
  const same = (a: WorkplaceFact, b: WorkplaceFact) =>
    a.basis === b.basis && (a.basis !== 'ADDITIONAL' || (a.unit === b.unit && a.counter === b.counter));
  return clashes(workplaces, same).map(({ fact, other, on }) =>
    violation('STAFF_WORKPLACE_OVERLAP', { path, on, staff: code, unit: fact.unit, words: { other: other.unit } }),
  );
}

/** SECONDMENT_COUNTED_AT_HOST: a secondee is counted at home, which is not the host. */
function decideCountedAtHome({ code, workplaces, payroll }: StaffFacts, { payroll: path }: Paths): Violation[] {
  const seconded = workplaces.filter(({ basis }) => basis === 'SECONDMENT');
  return seconded.flatMap((term) =>
    payroll
      .filter((home) => home.unit === term.unit && overlaps(home, term))
      .map((home) =>
        violation('SECONDMENT_COUNTED_AT_HOST', {
          path,
          staff: code,
          unit: term.unit,
          on: later(home.from, term.from),
        }),
      ),
  );
}

function decideLeaderships({ code, leaderships }: StaffFacts, { leadership: path }: Paths): Violation[] {
  const same = (a: LeadershipFact, b: LeadershipFact) => a.unit === b.unit || !(a.concurrent || b.concurrent);
  return clashes(leaderships, same).map(({ fact, other, on }) =>
    violation('LEADERSHIP_OVERLAP', { path, on, staff: code, unit: fact.unit, words: { other: other.unit } }),
  );
}

/** What is said of a person lies within their employment: what is new and, where employment changes, all of it. */
function decideEmployment(after: StaffFacts, { staff: path }: Paths): Violation[] {
  const all = [...after.payroll, ...after.workplaces, ...after.leaderships, ...after.signatures];
  const facts = after.versions.some(isNew) ? all : all.filter(isNew);
  const [on] = facts.flatMap((fact) => firstOutside(fact, after.versions)).sort();
  return on === undefined ? [] : [violation('FACT_OUTSIDE_EMPLOYMENT', { path, on, staff: after.code })];
}

/** The first day of a period that none of some periods covers. */
function firstOutside(period: Period, covering: readonly Period[]): Day[] {
  let day = period.from;
  for (const { from, until } of [...covering].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    if (from > day) break;
    day = later(day, until);
  }
  return day < period.until ? [day] : [];
}

/** Facts newly said that share a day with another of theirs, each with the first such day. */
function clashes<T extends Period & { id: number | null }>(
  facts: readonly T[],
  same: (a: T, b: T) => boolean = () => true,
): { fact: T; other: T; on: Day }[] {
  return facts.flatMap((fact, index) => {
    if (!isNew(fact)) return [];
    // Of two new ones the later in the list is told.
    const others = facts.filter((other, at) => other !== fact && (!isNew(other) || at < index));
    const other = others.find((one) => overlaps(one, fact) && same(one, fact));
    return other ? [{ fact, other, on: later(fact.from, other.from) }] : [];
  });
}
