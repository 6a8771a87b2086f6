import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { endLoan, type Return } from '../../domain/secondment.ts';
import { violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { decideTerms } from './decide-terms.ts';
import type { SecondmentValue } from './second-staff.ts';
import { decideTransition, endOf, type StepSecondment, stepSecondment } from './step-secondment.ts';

export interface ExtendSecondment extends StepSecondment {
  until: Day;
  homeAgreement: string | null;
  hostAgreement: string | null;
  onReturn: Return | null;
}

/** Gives a secondment a later end, by the agreement of both bodies; the maximum is counted from its first day. */
export function extendSecondment<S>(
  work: UnitOfWork<S>,
  command: ExtendSecondment,
): Promise<Result<SecondmentValue, S>> {
  const { on, until, homeAgreement, hostAgreement, onReturn } = command;
  return stepSecondment(work, { verb: 'extendSecondment', command }, (secondment, ground) => {
    const { id, staff, home, host, from } = secondment;
    const end = endOf(secondment);
    const terms = { staff, home, host, from, until, homeAgreement, hostAgreement, onReturn };
    return {
      person: endLoan(ground.person, { secondment: id, until, instrument: ground.cited.id }),
      violations: [
        ...requireInstrument(ground.cited, on),
        ...decideTransition(secondment, { to: 'EXTENDED', on }),
        ...decideTerms(ground, terms, { from: end, until }),
        ...(until > end
          ? []
          : [
              violation('PERIOD_INVALID', {
                path: ['until'],
                staff,
                on: until,
                expected: 'LATER_THAN',
                words: { day: end },
              }),
            ]),
      ],
      say: () => ({ step: 'EXTENDED', on, until, onReturn, reference: `${homeAgreement}; ${hostAgreement}` }),
    };
  });
}
