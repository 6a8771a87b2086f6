import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { covers, type Day, earlier, FOREVER, later } from '../../domain/day.ts';
import { clear } from '../../domain/personnel/place.ts';
import { violation } from '../../domain/violation.ts';
import { changePerson, type PersonCommand } from './change-person.ts';
import type { StaffValue } from './register-staff.ts';

export interface AttestProtection extends PersonCommand {
  from: Day;
  /** First day no longer; open where null. */
  until: Day | null;
  protected: boolean;
}

/** Says, as a plain yes or no, that somebody is protected from being seconded on some days; nothing else is kept of it. */
export function attestProtection<S>(work: UnitOfWork<S>, command: AttestProtection): Promise<Result<StaffValue, S>> {
  const { staff, from, protected: isProtected } = command;
  const until = command.until ?? FOREVER;
  return changePerson(work, { verb: 'attestProtection', command, on: from, counting: false }, ({ person }) => {
    const versions = person.versions.flatMap((version) => {
      const span = { from: later(version.from, from), until: earlier(version.until, until) };
      if (span.from >= span.until || version.protected === isProtected) return [version];
      return [...clear([version], span), { ...version, ...span, id: null, protected: isProtected }];
    });
    const violations = [
      ...(until <= from
        ? [violation('PERIOD_INVALID', { path: ['until'], on: until, expected: 'FROM_BEFORE_UNTIL' })]
        : []),
      ...(person.versions.some((version) => covers(version, from))
        ? []
        : [violation('FACT_OUTSIDE_EMPLOYMENT', { path: ['from'], staff, on: from })]),
    ];
    return { person: { ...person, versions }, violations };
  });
}
