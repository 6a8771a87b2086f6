import { type Rows, rowsOf } from '../organization/organization.ts';
import type {
  LeadershipFact,
  PayrollFact,
  SignatureFact,
  StaffFacts,
  StaffVersionFact,
  WorkplaceFact,
} from '../staff.ts';

type Owned<T> = T & { staff: string };

/** What verbs do to the stored facts about people: rows whose belief ends, rows to insert. */
export interface StaffDelta {
  newStaff: string[];
  versions: Rows<Owned<StaffVersionFact>>;
  payroll: Rows<Owned<PayrollFact>>;
  workplaces: Rows<Owned<WorkplaceFact>>;
  leaderships: Rows<Owned<LeadershipFact>>;
  signatures: Rows<Owned<SignatureFact>>;
}

/** Believed facts about some people, and what a verb makes of them; facts are values, as in an organization. */
export class Personnel {
  private readonly people = new Map<string, StaffFacts>();
  private readonly places = new Map<string, Set<string>>();
  private readonly original: ReadonlyMap<string, StaffFacts>;

  constructor(facts: readonly StaffFacts[]) {
    this.original = new Map(facts.map((person) => [person.code, person]));
    for (const person of facts) this.put(person);
  }

  find(code: string): StaffFacts | undefined {
    return this.people.get(code);
  }

  all(): readonly StaffFacts[] {
    return [...this.people.values()];
  }

  /** What was believed about a person before. */
  before(code: string): StaffFacts | undefined {
    return this.original.get(code);
  }

  put(person: StaffFacts): void {
    this.people.set(person.code, person);
    for (const { unit } of [...person.payroll, ...person.workplaces, ...person.leaderships]) {
      const there = this.places.get(unit);
      if (there) there.add(person.code);
      else this.places.set(unit, new Set([person.code]));
    }
  }

  /** Those about whom something is or was said at one of some units. */
  at(units: ReadonlySet<string>): readonly StaffFacts[] {
    const codes = new Set([...units].flatMap((unit) => [...(this.places.get(unit) ?? [])]));
    return [...codes].map((code) => this.people.get(code)).filter((person) => person !== undefined);
  }

  delta(): StaffDelta {
    const now = this.all();
    const owned = <T>(pick: (person: StaffFacts) => readonly T[]) => ({
      before: [...this.original.values()].flatMap(pick),
      after: now.flatMap((person) => pick(person).map((fact) => ({ ...fact, staff: person.code }))),
    });
    return {
      newStaff: now.filter(({ code }) => !this.original.has(code)).map(({ code }) => code),
      versions: rowsOf(owned(({ versions }) => versions)),
      payroll: rowsOf(owned(({ payroll }) => payroll)),
      workplaces: rowsOf(owned(({ workplaces }) => workplaces)),
      leaderships: rowsOf(owned(({ leaderships }) => leaderships)),
      signatures: rowsOf(owned(({ signatures }) => signatures)),
    };
  }
}
