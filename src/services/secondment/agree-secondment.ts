import type { Result, UnitOfWork } from '../../db/unit-of-work.ts';
import { decideText } from '../../domain/text.ts';
import { violation } from '../../domain/violation.ts';
import type { SecondmentValue } from './second-staff.ts';
import { decideTransition, endOf, type StepSecondment, stepSecondment } from './step-secondment.ts';

export interface AgreeSecondment extends StepSecondment {
  /** Whose word it is: the body that lends, or the one that receives. */
  side: 'HOME' | 'HOST';
  /** False where that body refuses. */
  agreed: boolean;
  /** The letter. */
  reference: string;
}

/** Says that one body agrees to a secondment in writing, or refuses it. */
export function agreeSecondment<S>(work: UnitOfWork<S>, command: AgreeSecondment): Promise<Result<SecondmentValue, S>> {
  const { side, agreed, reference, on } = command;
  return stepSecondment(work, { verb: 'agreeSecondment', command }, (secondment, { person }) => {
    const { staff, steps } = secondment;
    const agreement = side === 'HOME' ? ('AGREED_HOME' as const) : ('AGREED_HOST' as const);
    const isSaid = agreed && steps.some(({ step }) => step === agreement);
    return {
      person,
      violations: [
        ...decideText('number', reference, { path: ['reference'] }),
        ...(isSaid
          ? [violation('ALREADY_DONE', { path: ['side'], staff, words: { what: agreement } })]
          : decideTransition(secondment, { to: agreed ? 'AGREED' : 'REJECTED', on })),
      ],
      say: () => ({ step: agreed ? agreement : 'REJECTED', on, until: endOf(secondment), onReturn: null, reference }),
    };
  });
}
