import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { lendPerson, type Return, type SecondmentStep } from '../../domain/secondment.ts';
import { requireInstrument } from '../instrument/cite-instrument.ts';
import { decideTerms } from './decide-terms.ts';
import type { SecondmentValue } from './second-staff.ts';
import { decideTransition, endOf, type StepSecondment, stepSecondment } from './step-secondment.ts';

export interface DecideSecondment extends StepSecondment {
  /** What comes after it; as proposed where null. */
  onReturn: Return | null;
}

/** Decides on a secondment to which both bodies agreed: on its days the person works at the host. */
export function decideSecondment<S>(
  work: UnitOfWork<S>,
  command: DecideSecondment,
): Promise<Result<SecondmentValue, S>> {
  const { on } = command;
  return stepSecondment(work, { verb: 'decideSecondment', command }, (secondment, ground) => {
    const { id, staff, home, host, from, steps } = secondment;
    const until = endOf(secondment);
    const onReturn = command.onReturn ?? steps[0]?.onReturn ?? null;
    const letter = (step: SecondmentStep) => steps.find((said) => said.step === step)?.reference ?? null;
    const agreements = { homeAgreement: letter('AGREED_HOME'), hostAgreement: letter('AGREED_HOST') };
    const term = { host, from, until, instrument: ground.cited.id ?? 0, secondment: id };
    return {
      person: lendPerson(ground.person, term),
      violations: [
        ...requireInstrument(ground.cited, on),
        ...decideTransition(secondment, { to: 'DECIDED', on }),
        ...decideTerms(ground, { staff, home, host, from, until, onReturn, ...agreements }),
      ],
      say: () => ({ step: 'DECIDED', on, until, onReturn, reference: null }),
    };
  });
}
