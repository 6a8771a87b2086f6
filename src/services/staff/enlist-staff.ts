import type { Work } from '../../db/unit-of-work.ts';
import { type Day, FOREVER } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import { membershipOf } from '../../domain/organization/membership.ts';
import type { Paths } from '../../domain/personnel/decide-person.ts';
import { decidePersonnel } from '../../domain/personnel/decide-personnel.ts';
import { followHeirs } from '../../domain/personnel/follow-heirs.ts';
import { Personnel } from '../../domain/personnel/personnel.ts';
import { PAID, type StaffCategory, type StaffFacts } from '../../domain/staff.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import type { CitedInstrument } from '../instrument/cite-instrument.ts';
import { settleStaff } from './settle-staff.ts';
import { loadCounted, loadStaffGround, type StaffGround } from './staff-ground.ts';

const STAFF_CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** A person to be registered; where only one of payroll home and workplace is given it is both, if they are paid at all. */
export interface Newcomer {
  code: string;
  name: string;
  category: StaffCategory;
  payrollHome: string | null;
  workplace: string | null;
  from: Day;
  protected: boolean;
  path: readonly string[];
}

/** What enlisting came to: what stands in the way of whom, and who was enlisted. */
export interface Enlisted {
  violations: Violation[];
  enlisted: string[];
}

/** Puts people on record from a day on, all of them or, where `acceptGood` says so, those against whom nothing speaks. */
export async function enlistStaff(
  work: Work,
  newcomers: readonly Newcomer[],
  { cited, acceptGood = false }: { cited: CitedInstrument; acceptGood?: boolean },
): Promise<Enlisted> {
  const units = newcomers.flatMap(({ payrollHome, workplace }) =>
    [payrollHome, workplace].filter((one) => one !== null),
  );
  const loaded = await loadStaffGround(work, { staff: newcomers.map(({ code }) => code), units: [...new Set(units)] });
  let remaining = newcomers;
  const refused: Violation[] = [];
  for (;;) {
    const { ground, found, pathsOf } = enlist(loaded, remaining, { instrument: cited.id, acceptGood });
    // Without one newcomer another may fit, so what is left is decided on again until all of it holds.
    const headcount = await loadCounted(work, ground);
    const decided = acceptGood ? decidePersonnel({ ...ground, headcount }, pathsOf) : [];
    const problems = acceptGood ? [...found, ...decided].filter(isBlocking) : [];
    const bad = new Set(problems.flatMap((problem) => spokenAgainst(ground, remaining, problem)));
    if (bad.size === 0) {
      const settling = { found: [...cited.violations, ...found], pathsOf, audit: { instrument: cited.id }, headcount };
      const { violations, identified } = await settleStaff(work, ground, settling);
      return {
        violations: [...refused, ...violations],
        enlisted: identified ? remaining.map(({ code }) => code) : [],
      };
    }
    refused.push(...problems.map((problem) => ({ ...problem, severity: 'WARNING' as const })));
    remaining = remaining.filter((one) => !bad.has(one));
  }
}

const isBlocking = ({ severity }: Violation): boolean => severity === 'BLOCKING';

/** The newcomers without whom a problem would not be there: by its path or, of too many for a quota, the last ones. */
function spokenAgainst(
  { organization }: StaffGround,
  newcomers: readonly Newcomer[],
  { path, unit, headcount }: Violation,
): readonly Newcomer[] {
  if (headcount === null || unit === null)
    return newcomers.filter((one) => one.path.every((step, index) => path?.[index] === step));
  const within = membershipOf(organization);
  const counted = newcomers.filter(
    ({ payrollHome, category }) =>
      payrollHome !== null && category === headcount.category && within(payrollHome, unit).length > 0,
  );
  return counted.slice(headcount.ceiling - headcount.counted);
}

/** The ground with newcomers on it, and what speaks against each for itself. */
function enlist(
  ground: StaffGround,
  newcomers: readonly Newcomer[],
  { instrument, acceptGood }: { instrument: number | null; acceptGood: boolean },
): { ground: StaffGround; found: Violation[]; pathsOf: (staff: string) => Paths } {
  const personnel = new Personnel(
    ground.personnel
      .all()
      .map(({ code }) => ground.personnel.before(code))
      .filter((one) => one !== undefined),
  );
  const paths = new Map<string, Paths>();
  const found: Violation[] = [];
  for (const newcomer of newcomers) {
    const known = personnel.find(newcomer.code);
    const problems = decideNewcomer(newcomer, known, paths.has(newcomer.code));
    found.push(...problems);
    if (paths.has(newcomer.code)) continue;
    paths.set(newcomer.code, pathsAt(newcomer.path, newcomer.workplace !== null));
    // All that is wrong is told at once; who is left out alone takes nobody's post meanwhile.
    const isDecided = problems.length === 0 || (!acceptGood && problems.every(({ code }) => code !== 'ALREADY_EXISTS'));
    if (isDecided) personnel.put(followHeirs(asStaff(newcomer, known, instrument), ground.heirs));
  }
  const pathsOf = (staff: string) => paths.get(staff) ?? pathsAt([]);
  return { ground: { ...ground, personnel }, found, pathsOf };
}

const pathsAt = (path: readonly string[], saysWorkplace = true): Paths => ({
  staff: [...path, 'code'],
  payroll: [...path, 'payrollHome'],
  workplace: [...path, saysWorkplace ? 'workplace' : 'payrollHome'],
  leadership: path,
});

/** A newcomer has a code nobody else bears (or bore and still is on staff), a name, a day, and a home where they are paid. */
function decideNewcomer(newcomer: Newcomer, known: StaffFacts | undefined, again: boolean): Violation[] {
  const { code, name, category, payrollHome, workplace, from, path } = newcomer;
  const at = (field: string) => [...path, field];
  const violations = [
    ...decideText('name', name, { path: at('name') }),
    ...decideDay(from, at('from')),
    ...(STAFF_CODE.test(code) ? [] : [violation('INPUT_INVALID', { path: at('code'), expected: 'STAFF_CODE' })]),
    ...(again ? [violation('INPUT_INVALID', { path: at('code'), staff: code, expected: 'ANOTHER_STAFF' })] : []),
  ];
  if (known?.versions.some(({ until }) => until > from))
    violations.push(violation('ALREADY_EXISTS', { path: at('code'), staff: code, words: { what: code } }));
  if (payrollHome === null && (PAID.includes(category) || workplace === null)) {
    const words = { category };
    violations.push(violation('INPUT_INVALID', { path: at('payrollHome'), expected: 'PAID_CATEGORY_HOME', words }));
  }
  return violations;
}

/** The person, added to what they were before they left, if they did. */
function asStaff(newcomer: Newcomer, known: StaffFacts | undefined, instrument: number | null): StaffFacts {
  const { code, name, category, payrollHome, from } = newcomer;
  const said = { id: null, from, until: FOREVER, instrument };
  const workplace = newcomer.workplace ?? payrollHome;
  const none = { transfer: null, change: null };
  const post = { ...said, ...none, basis: 'POST' as const, counter: null, assignment: null, secondment: null };
  return {
    id: known?.id ?? 0,
    code,
    version: known?.version ?? 0,
    versions: [...(known?.versions ?? []), { ...said, name, category, protected: newcomer.protected, note: null }],
    payroll: [
      ...(known?.payroll ?? []),
      ...(payrollHome === null ? [] : [{ ...said, ...none, unit: payrollHome, category }]),
    ],
    workplaces: [...(known?.workplaces ?? []), ...(workplace === null ? [] : [{ ...post, unit: workplace }])],
    leaderships: known?.leaderships ?? [],
    signatures: known?.signatures ?? [],
  };
}
