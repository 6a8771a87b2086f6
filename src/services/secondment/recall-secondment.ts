import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { later } from '../../domain/day.ts';
import { endLoan } from '../../domain/secondment.ts';
import { decideText } from '../../domain/text.ts';
import { violation } from '../../domain/violation.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import type { SecondmentValue } from './second-staff.ts';
import { decideTransition, endOf, type StepSecondment, stepSecondment } from './step-secondment.ts';

export interface RecallSecondment extends StepSecondment {
  reason: string;
}

/** Calls a person back before the end of the secondment, or before it began: from that day they work at home again. */
export function recallSecondment<S>(
  work: UnitOfWork<S>,
  command: RecallSecondment,
): Promise<Result<SecondmentValue, S>> {
  const { on, reason } = command;
  return stepSecondment(work, { verb: 'recallSecondment', command, shown: on }, (secondment, { person, cited }) => ({
    person: endLoan(person, { secondment: secondment.id, until: on, instrument: cited.id }),
    violations: [
      ...requireInstrument(cited, on),
      ...decideTransition(secondment, { to: 'RECALLED', on }),
      ...decideText('reason', reason, { path: ['reason'] }),
      ...(on < endOf(secondment)
        ? []
        : [
            violation('PERIOD_INVALID', {
              path: ['on'],
              staff: secondment.staff,
              on,
              expected: 'DAY_IN_FORCE',
              words: { from: secondment.from, until: endOf(secondment) },
            }),
          ]),
    ],
    say: () => ({
      step: 'RECALLED',
      on,
      // Before it began nothing is left of it.
      until: later(on, secondment.from),
      onReturn: null,
      reference: reason,
    }),
  }));
}
