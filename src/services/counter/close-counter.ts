import { writeCounters } from '../../db/repositories/counters.ts';
import { findInterruptions } from '../../db/repositories/interruptions.ts';
import { done, type Outcome, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import { closeCounter as closed, decideClosing, decideRequired, interrupted } from '../../domain/counter.ts';
import { addDays } from '../../domain/day.ts';
import { rowsOf } from '../../domain/organization/organization.ts';
import { decideText } from '../../domain/text.ts';
import { blocks } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { type CounterCommand, type CounterValue, liftFor, shownIn, takeCounter } from './counter-ground.ts';

export interface CloseCounter extends CounterCommand {
  reason: string | null;
}

/** Closes a counter from a day on; the last open one for a territory stays, unless waived. */
export function closeCounter<S>(work: UnitOfWork<S>, command: CloseCounter): Promise<Result<CounterValue, S>> {
  const { on, reason } = command;
  return work.run('closeCounter', command, async (tx): Promise<Outcome<CounterValue>> => {
    const cited = await citeInstrument(tx, command.instrument);
    const { id, versions, ground, missing } = await takeCounter(tx, command.counter);
    if (missing.length > 0) return refused([...cited.violations, ...missing]);
    const unfit = [
      ...cited.violations,
      ...decideClosing(versions, on),
      ...(reason === null ? [] : decideText('reason', reason, { path: ['reason'] })),
    ];
    if (blocks(unfit)) return refused(unfit);
    const remaining = closed(versions, on);
    const others = ground.counters.filter(({ counter }) => counter !== id);
    const lost = decideRequired(
      { before: ground.counters, after: [...others, ...remaining], on, path: ['counter'] },
      ground,
    );
    await writeCounters(tx.tx, rowsOf({ before: versions, after: remaining }));
    // Asked once it is written: who else has a counter open below the receiver is for the database to say.
    const last = shownIn(versions, addDays(on, -1));
    const gaps = await findInterruptions(tx.tx, [{ unit: last?.unit ?? '', on }]);
    const violations = liftFor(ground, [...lost, ...gaps.map((gap) => interrupted(gap, ['counter']))], on);
    if (blocks(violations)) return refused(violations);
    await tx.use(violations);
    await tx.audit([
      {
        subjectType: 'Counter',
        subject: String(id),
        before: last,
        after: { closedOn: on, reason },
        instrument: cited.id,
        change: null,
      },
    ]);
    return done({ counters: [id], on }, violations);
  });
}
