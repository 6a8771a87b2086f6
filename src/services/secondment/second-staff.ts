import { insertSecondment } from '../../db/repositories/secondments.ts';
import { done, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { lendPerson, type Return } from '../../domain/secondment.ts';
import type { Violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { type PersonCommand, type PersonGround, remakePerson } from '../staff/change-person.ts';
import { shownOn } from '../transfer/carry-out-moves.ts';
import { decideLender, decideTerms, homeOf, SECONDMENT_PATHS } from './decide-terms.ts';

export interface SecondStaff extends PersonCommand {
  host: string;
  from: Day;
  /** First day no longer. */
  until: Day;
  /** The letters by which both bodies agree. */
  homeAgreement: string | null;
  hostAgreement: string | null;
  onReturn: Return | null;
  today: Day;
}

/** A secondment, to be shown as of a day. */
export interface SecondmentValue {
  secondment: number;
  on: Day;
}

/** Lends a person to another unit; both bodies have agreed in writing. */
export function secondStaff<S>(work: UnitOfWork<S>, command: SecondStaff): Promise<Result<SecondmentValue, S>> {
  const { host, from, until, today } = command;
  return work.run('secondStaff', command, async (tx) => {
    const options = { command, units: [host], paths: SECONDMENT_PATHS, counting: false };
    const { violations, identified } = await remakePerson(tx, options, (ground) => {
      const home = homeOf(ground.person, from);
      const terms = { ...command, home: home ?? '' };
      const found: Violation[] = [
        ...requireInstrument(ground.cited, from),
        ...decideTerms(ground, terms),
        ...decideLender(ground.person, from),
      ];
      const term = { host, from, until, instrument: ground.cited.id ?? 0, secondment: -1 };
      return {
        person: from < until ? lendPerson(ground.person, term) : ground.person,
        violations: found,
        identify: async () => ({ secondment: [await record(tx, command, ground, home ?? '')] }),
      };
    });
    const [secondment] = identified?.secondment ?? [];
    const told = violations.map(toldOfDays);
    return secondment === undefined ? refused(told) : done({ secondment, on: shownOn(from, today) }, told);
  });
}

/** That somebody works elsewhere on these days is about the days, not about the host. */
const toldOfDays = (found: Violation): Violation =>
  found.code === 'STAFF_WORKPLACE_OVERLAP' ? { ...found, path: ['from'] } : found;

/** Puts on record what was said: both agreements, and the decision. */
function record({ tx }: Work, command: SecondStaff, { cited }: PersonGround, home: string): Promise<number> {
  const { staff, host, from, until, homeAgreement, hostAgreement, onReturn } = command;
  const said = { on: from, until, onReturn, instrument: null, reference: null };
  return insertSecondment(tx, { staff, home, host, from }, [
    { ...said, step: 'PROPOSED' },
    { ...said, step: 'AGREED_HOME', reference: homeAgreement },
    { ...said, step: 'AGREED_HOST', reference: hostAgreement },
    { ...said, step: 'DECIDED', instrument: cited.id },
  ]);
}
