import { type Day, FOREVER, type Period } from '../../domain/day.ts';
import { clear } from '../../domain/personnel/place.ts';
import type { StaffCategory, StaffFacts, StaffVersionFact } from '../../domain/staff.ts';
import type { Stay } from './terrain.ts';

/** Somebody made up: who they are, where they are paid and where they work on the days of their employment. */
export interface Person extends Period {
  code: string;
  name: string;
  category: StaffCategory;
  /** Days on which they are protected from being seconded. */
  protected: Period | null;
  homes: readonly Stay[];
  posts: readonly Stay[];
  /** Since when they sign digitally. */
  signsFrom: Day | null;
}

/** What the database is to believe about somebody, each fact citing the instrument of the demonstration. */
export function factsOf(person: Person, instrument: number): StaffFacts {
  const { code, name, category, from, until, homes, posts, signsFrom } = person;
  const said = { id: null, instrument, transfer: null };
  const version = { id: null, from, until, name, category, protected: false, instrument, note: null };
  return {
    id: 0,
    code,
    version: 0,
    versions: protect(version, person.protected),
    payroll: homes.map((home) => ({ ...home, ...said, category })),
    workplaces: posts.map((post) => ({ ...post, ...said, ...NO_ORDER, basis: 'POST' as const })),
    leaderships: [],
    signatures:
      signsFrom === null
        ? []
        : [{ id: null, from: signsFrom, until, serial: `${code}-S1`, issuer: ISSUER, revoked: false }],
  };
}

const NO_ORDER = { counter: null, assignment: null, secondment: null };
const ISSUER = 'Dữ liệu mô phỏng';

function protect(version: StaffVersionFact, days: Period | null): StaffVersionFact[] {
  if (days === null) return [version];
  return [...clear([version], days), { ...version, ...days, protected: true }].sort((a, b) =>
    a.from < b.from ? -1 : 1,
  );
}

/** Whether somebody is where they began for good, as far as is known. */
export const isSettled = ({ until, protected: guarded }: Person): boolean => until === FOREVER && guarded === null;
