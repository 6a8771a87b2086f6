import { done, type Outcome, type Result, refused, type UnitOfWork, type Work } from '../../db/unit-of-work.ts';
import type { Day } from '../../domain/day.ts';
import { endLoan } from '../../domain/secondment.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { carryOutMoves } from '../transfer/carry-out-moves.ts';
import type { SecondmentValue } from './second-staff.ts';
import { decideTransition, endOf, type StepSecondment, stepWithin, takeSecondment } from './step-secondment.ts';

export interface EndSecondment extends StepSecondment {
  /** Back home, or transferred to the host; a longer term is what extendSecondment gives. */
  outcome: 'RETURN' | 'TRANSFER';
  /** Who decides on the transfer, where it is not the instrument's issuer. */
  decidedBy: string | null;
}

/**
 * Ends a secondment on a day: the person is back home, or is transferred to the host from that day on, by all the rules
 * of a transfer.
 */
export function endSecondment<S>(work: UnitOfWork<S>, command: EndSecondment): Promise<Result<SecondmentValue, S>> {
  const { on } = command;
  return work.run('endSecondment', command, async (tx): Promise<Outcome<SecondmentValue>> => {
    const { secondment, violations } = await takeSecondment(tx, command);
    if (!secondment) return refused(violations);
    const ended = await stepWithin(tx, { command, secondment }, ({ person, cited }) => ({
      person: endLoan(person, {
        secondment: secondment.id,
        until: earliest(on, endOf(secondment)),
        instrument: cited.id,
      }),
      violations: [
        ...decideTransition(secondment, { to: 'RETURNED', on }),
        ...decideEnd(command, { from: secondment.from, end: endOf(secondment) }),
      ],
      say: () => ({
        step: 'RETURNED',
        on,
        until: earliest(on, endOf(secondment)),
        onReturn: command.outcome,
        reference: null,
      }),
    }));
    if (blocks(ended)) return refused(ended);
    const moved = command.outcome === 'TRANSFER' ? await transferToHost(tx, command, secondment) : [];
    const all = [...ended, ...moved];
    return blocks(all) ? refused(all) : done({ secondment: secondment.id, on }, all);
  });
}

const earliest = (a: Day, b: Day): Day => (a < b ? a : b);

/** A transfer begins where the secondment stops: no day is left between them. */
function decideEnd({ on, outcome }: EndSecondment, { from, end }: { from: Day; end: Day }): Violation[] {
  if (outcome === 'RETURN' || on <= end) return [];
  return [violation('PERIOD_INVALID', { path: ['on'], on, expected: 'DAY_IN_FORCE', words: { from, until: end } })];
}

async function transferToHost(
  work: Work,
  { on, decidedBy, instrument }: EndSecondment,
  { staff, host }: { staff: string; host: string },
): Promise<Violation[]> {
  const cited = await citeInstrument(work, instrument);
  const move = {
    staff,
    toUnit: host,
    workplace: host,
    category: null,
    on,
    instrument: cited.id,
    transfer: -1,
    path: [],
  };
  const { violations } = await carryOutMoves(work, {
    moves: [move],
    on,
    cited,
    decidedBy,
    existing: null,
    compensates: null,
  });
  const isOfMove = ({ path }: Violation) => ['staff', 'toUnit', 'workplace'].includes(path?.[0] ?? '');
  return violations.map((found) => (isOfMove(found) ? { ...found, path: ['outcome'] } : found));
}
