import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { covers, type Day, overlaps } from '../../domain/day.ts';
import { decideDay } from '../../domain/life-cycle.ts';
import type { StaffCategory, StaffFacts, StaffVersionFact } from '../../domain/staff.ts';
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
  return changePerson(work, { verb: 'correctStaff', command, on }, ({ person, cited }) =>
    correct(person, command, cited.id),
  );
}

function correct(person: StaffFacts, command: CorrectStaff, instrument: number | null): Remade {
  const { on, name, category, beganOn, reason } = command;
  const wrong = person.versions.find((version) => covers(version, on));
  const violations = [...decideCorrection(command), ...decideBeginning(person, { wrong, beganOn })];
  if (!wrong) {
    violations.push(violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['on'], staff: person.code, on }));
    return { person, violations };
  }
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
    payroll: began(person.payroll).map((fact) =>
      overlaps(fact, right) && fact.category !== right.category
        ? { ...fact, id: null, category: right.category }
        : fact,
    ),
    workplaces: began(person.workplaces),
  };
  return { person: corrected, violations };
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

/** Only the first day of employment is corrected so: a border between two statements is moved by correcting both. */
function decideBeginning(
  { code, versions }: StaffFacts,
  { wrong, beganOn }: { wrong: StaffVersionFact | undefined; beganOn: Day | null },
): Violation[] {
  if (!wrong || beganOn === null) return [];
  const previous = versions.filter(({ until }) => until <= wrong.from).map(({ until }) => until);
  const isFree = previous.every((until) => until < wrong.from && until <= beganOn);
  if (isFree && beganOn < wrong.until) return [];
  return [violation('PERIOD_INVALID', { path: ['beganOn'], staff: code, on: beganOn, expected: 'DAY_WITHIN_VERSION' })];
}
