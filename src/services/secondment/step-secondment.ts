import {
  findSecondment,
  insertSecondmentSteps,
  type SecondmentStepRecord,
  type StoredSecondment,
} from '../../db/repositories/secondments.ts';
import { lockStaff } from '../../db/repositories/staff.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import { type Day, later } from '../../domain/day.ts';
import { idOf } from '../../domain/global-id.ts';
import { decideStep } from '../../domain/life-cycle.ts';
import { SECONDMENT_LIFE, type SecondmentStatus, secondmentStatus } from '../../domain/secondment.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { type PersonGround, type Remade, remakePerson } from '../staff/change-person.ts';
import { shownOn } from '../transfer/carry-out-moves.ts';
import type { SecondmentValue } from './second-staff.ts';

/** What a step on a secondment that is on record takes. */
export interface StepSecondment extends CommandOptions {
  /** Global id. */
  secondment: string;
  /** The day on which it is said, or from which it holds. */
  on: Day;
  instrument?: string | null;
  today: Day;
}

/** The secondment that a command refers to, with its person taken. */
export async function takeSecondment(
  { tx }: Work,
  { secondment }: Pick<StepSecondment, 'secondment'>,
): Promise<{ secondment: StoredSecondment | null; violations: Violation[] }> {
  const id = idOf('Secondment', secondment);
  const seen = await findSecondment(tx, id);
  if (!seen)
    return {
      secondment: null,
      violations: [violation('NOT_FOUND', { path: ['secondment'], words: { what: secondment } })],
    };
  // Steps meet on the person's row, and are read once it is held.
  await lockStaff(tx, [seen.staff]);
  return { secondment: await findSecondment(tx, id), violations: [] };
}

/** A secondment becomes what its life cycle lets it. */
export function decideTransition(
  secondment: StoredSecondment,
  { to, on }: { to: SecondmentStatus; on: Day },
): Violation[] {
  const { staff } = secondment;
  const from = secondmentStatus(secondment, on);
  return decideStep(SECONDMENT_LIFE, { what: staff, from, to }, { path: ['secondment'], staff, on });
}

/** First day no longer covered, by what was said last. */
export const endOf = ({ steps, from }: StoredSecondment): Day => steps.at(-1)?.until ?? from;

/** What a step makes of the person, and what is then said of the secondment. */
export interface SteppedSecondment extends Remade {
  say: () => Omit<SecondmentStepRecord, 'instrument'>;
}

const PATHS = { staff: ['secondment'], payroll: ['on'], workplace: ['until'], leadership: ['secondment'] };

/**
 * Runs a step on a secondment: it is taken and decided on, the person is remade, and it is said. It is shown on the day
 * of the step, or today where that is still to come and no other day is given.
 */
export function stepSecondment<S>(
  work: UnitOfWork<S>,
  { verb, command, shown }: { verb: string; command: StepSecondment; shown?: Day },
  step: (secondment: StoredSecondment, ground: PersonGround) => SteppedSecondment,
): Promise<Result<SecondmentValue, S>> {
  return work.run(verb, command, async (tx): Promise<Outcome<SecondmentValue>> => {
    const { secondment, violations } = await takeSecondment(tx, command);
    if (!secondment) return refused(violations);
    const found = await stepWithin(tx, { command, secondment }, (ground) => step(secondment, ground));
    if (blocks(found)) return refused(found);
    const on = later(secondment.from, command.on);
    return done({ secondment: secondment.id, on: shown ?? shownOn(on, command.today) }, found);
  });
}

/** The same inside a transaction of its caller's; answers everything there is to say. */
export async function stepWithin(
  work: Work,
  { command, secondment }: { command: StepSecondment; secondment: StoredSecondment },
  step: (ground: PersonGround) => SteppedSecondment,
): Promise<Violation[]> {
  const { id, staff, host, home } = secondment;
  const options = { command: { ...command, staff }, units: [host, home], paths: PATHS };
  const { violations } = await remakePerson(work, options, (ground) => {
    const { person, violations: found, say } = step(ground);
    const identify = async () => {
      const said = { ...say(), instrument: ground.cited.id };
      await insertSecondmentSteps(work.tx, [{ ...said, secondment: id }]);
      await work.audit([
        {
          subjectType: 'Secondment',
          subject: staff,
          before: null,
          after: said,
          instrument: ground.cited.id,
          change: null,
        },
      ]);
      return {};
    };
    return { person, violations: found, identify };
  });
  // What the step itself does not say was said of the secondment before.
  const isOfStep = ({ path }: Violation) => !path?.[0] || path[0] === 'instrument' || path[0] in command;
  return violations.map((found) => (isOfStep(found) ? found : { ...found, path: ['secondment'] }));
}
