import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import type { Paths } from '../../domain/personnel/decide-person.ts';
import type { StaffFacts } from '../../domain/staff.ts';
import { type Violation, violation } from '../../domain/violation.ts';
import { type CitedInstrument, citeInstrument } from '../instrument/cite-instrument.ts';
import type { StaffValue } from './register-staff.ts';
import { settleStaff } from './settle-staff.ts';
import { loadStaffGround, type StaffGround } from './staff-ground.ts';
import type { Identified } from './with-ids.ts';

/** What a verb on one person takes. */
export interface PersonCommand extends CommandOptions {
  staff: string;
  instrument?: string | null;
  expectedVersion?: number | null;
}

/** What a verb makes of a person, and what its own rules say of that. */
export interface Remade {
  person: StaffFacts;
  violations: Violation[];
  identify?: () => Promise<Identified>;
  /** Whether that is one record. */
  single?: boolean;
}

/** What a verb has before it when it decides on a person. */
export interface PersonGround extends StaffGround {
  person: StaffFacts;
  cited: CitedInstrument;
}

/** How a verb on one person goes about it. */
interface PersonTerms {
  command: PersonCommand;
  paths?: Paths;
  /** Whether it may change where the person is counted. */
  counting?: boolean;
}

/** Where the input of a verb on one person speaks of what. */
const PERSON_PATHS: Paths = { staff: ['staff'], payroll: ['staff'], workplace: ['unit'], leadership: ['unit'] };

/**
 * The story of a verb on one person: what it cites and names is taken and read, the verb says what becomes of the
 * person, and that is decided on as a whole and written.
 */
export async function remakePerson(
  work: Work,
  { command, units = [], paths = PERSON_PATHS, counting = true }: PersonTerms & { units?: readonly string[] },
  remake: (ground: PersonGround) => Promise<Remade> | Remade,
): Promise<{ violations: Violation[]; identified: Identified | null }> {
  const { staff, expectedVersion } = command;
  const [cited, ground] = await Promise.all([
    citeInstrument(work, command.instrument),
    loadStaffGround(work, { staff: [staff], units, counting }),
  ]);
  const person = ground.personnel.find(staff);
  if (!person) {
    const absent = violation('NOT_FOUND', { path: paths.staff, staff, words: { what: staff } });
    return { violations: [...cited.violations, absent], identified: null };
  }
  const { person: remade, violations, identify, single } = await remake({ ...ground, person, cited });
  if (remade !== person) ground.personnel.put(remade);
  const stale =
    expectedVersion != null && expectedVersion !== person.version
      ? [
          violation('VERSION_CONFLICT', {
            path: ['expectedVersion'],
            staff,
            words: { current: person.version, given: expectedVersion },
          }),
        ]
      : [];
  // What is wrong with the instrument may be told by the verb as well.
  const own = violations.filter((found) => !cited.violations.includes(found));
  return settleStaff(work, ground, {
    found: [...stale, ...cited.violations, ...own],
    pathsOf: () => paths,
    identify,
    single,
    audit: { instrument: cited.id },
  });
}

/** Runs a verb that shows the person it was about, as of a day. */
export function changePerson<S>(
  work: UnitOfWork<S>,
  { verb, on, ...terms }: PersonTerms & { verb: string; on: Day },
  remake: (ground: PersonGround, work: Work) => Promise<Remade> | Remade,
): Promise<Result<StaffValue, S>> {
  const { command } = terms;
  return work.run(verb, command, async (tx): Promise<Outcome<StaffValue>> => {
    const { violations, identified } = await remakePerson(tx, terms, (ground) => remake(ground, tx));
    return identified ? done({ staff: command.staff, on }, violations) : refused(violations);
  });
}
