import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { covers, type Day } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import type { Paths } from '../../domain/personnel/decide-person.ts';
import { countAs } from '../../domain/personnel/place.ts';
import { PAID, type StaffCategory, type StaffFacts, type StaffVersionFact } from '../../domain/staff.ts';
import { decideText } from '../../domain/text.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { changePerson, type PersonCommand, type Remade } from './change-person.ts';
import type { StaffValue } from './register-staff.ts';

export interface CorrectStaff extends PersonCommand {
  /** A day of what was recorded wrongly. */
  on: Day;
  name: string | null;
  category: StaffCategory | null;
  /** The day on which employment really began, where that was wrong. */
  beganOn: Day | null;
  reason: string;
}

/** Restates what was recorded wrongly about a person on a day; what was believed before stays readable. */
export function correctStaff<S>(work: UnitOfWork<S>, command: CorrectStaff): Promise<Result<StaffValue, S>> {
  const on = command.beganOn ?? command.on;
  return changePerson(work, { verb: 'correctStaff', command, on, paths: pathsOf(command) }, ({ person, cited }) =>
    correct(person, command, cited.id),
  );
}

/** What becomes of facts that are not named is told where the day or the category is that moves them. */
function pathsOf({ beganOn, category }: CorrectStaff): Paths {
  const began = [beganOn === null ? 'staff' : 'beganOn'];
  return {
    staff: began,
    payroll: beganOn === null && category !== null ? ['category'] : began,
    workplace: began,
    leadership: began,
  };
}

function correct(person: StaffFacts, command: CorrectStaff, instrument: number | null): Remade {
  const { on, name, category, reason } = command;
  const wrong = person.versions.find((version) => covers(version, on));
  const violations = decideCorrection(command);
  if (!wrong) {
    violations.push(violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['on'], staff: person.code, on }));
    return { person, violations };
  }
  const unfit = decideBeginning(person, { wrong, beganOn: command.beganOn });
  const beganOn = unfit.length === 0 ? command.beganOn : null;
  const right: StaffVersionFact = {
    ...wrong,
    id: null,
    name: name ?? wrong.name,
    category: category ?? wrong.category,
    from: beganOn ?? wrong.from,
    instrument,
    note: reason,
  };
  const began = <T extends { id: number | null; from: Day }>(facts: readonly T[]): T[] =>
    facts.map((fact) => (beganOn && fact.from === wrong.from ? { ...fact, id: null, from: beganOn } : fact));
  const corrected: StaffFacts = {
    ...person,
    versions: person.versions.map((version) => (version === wrong ? right : version)),
    payroll: began(person.payroll).flatMap((fact) => countAs(fact, right)),
    workplaces: began(person.workplaces),
  };
  return { person: corrected, violations: [...violations, ...unfit, ...decideHome(corrected, right)] };
}

/** Who is of a paid category has a home that pays them. */
function decideHome({ payroll }: StaffFacts, { category, from }: StaffVersionFact): Violation[] {
  if (!PAID.includes(category) || payroll.some((fact) => covers(fact, from))) return [];
  return [violation('INPUT_INVALID', { path: ['category'], expected: 'PAID_CATEGORY_HOME', words: { category } })];
}

function decideCorrection({ name, category, beganOn, reason }: CorrectStaff): Violation[] {
  const isEmpty = name === null && category === null && beganOn === null;
  return [
    ...decideText('reason', reason, { path: ['reason'] }),
    ...(name === null ? [] : decideText('name', name, { path: ['name'] })),
    ...(beganOn === null ? [] : decideDay(beganOn, ['beganOn'])),
    ...(isEmpty ? [violation('INPUT_INVALID', { path: ['name'], expected: 'SOMETHING_TO_CHANGE' })] : []),
  ];
}

/**
 * Only the first day of employment is corrected so: a border between two statements is moved by correcting both. What
 * began on that day begins on the right one, before it ends.
 */
function decideBeginning(
  { code, versions, payroll, workplaces }: StaffFacts,
  { wrong, beganOn }: { wrong: StaffVersionFact; beganOn: Day | null },
): Violation[] {
  if (beganOn === null) return [];
  const previous = versions.filter(({ until }) => until <= wrong.from).map(({ until }) => until);
  const isFree = previous.every((until) => until < wrong.from && until <= beganOn);
  const begun = [wrong, ...payroll, ...workplaces].filter(({ from }) => from === wrong.from);
  if (isFree && begun.every(({ until }) => beganOn < until)) return [];
  return [violation('PERIOD_INVALID', { path: ['beganOn'], staff: code, on: beganOn, expected: 'DAY_WITHIN_VERSION' })];
}
