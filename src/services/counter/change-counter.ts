import { writeCounters } from '../../db/repositories/counters.ts';
import { done, type Outcome, type Result, refused, type UnitOfWork } from '../../db/unit-of-work.ts';
import {
  type CounterAttributes,
  changeCounter as changed,
  decideAttributes,
  decideLabels,
  decideOpen,
  decideRequired,
} from '../../domain/counter.ts';
import { rowsOf } from '../../domain/organization/organization.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { type CounterCommand, type CounterValue, liftFor, shownIn, takeCounter } from './counter-ground.ts';

export interface ChangeCounter extends CounterCommand {
  /** What is left out stays as it was. */
  patch: Partial<CounterAttributes>;
}

/** Gives a counter another label, kind or week from a day on. */
export function changeCounter<S>(work: UnitOfWork<S>, command: ChangeCounter): Promise<Result<CounterValue, S>> {
  const { on, patch } = command;
  return work.run('changeCounter', command, async (tx): Promise<Outcome<CounterValue>> => {
    const cited = await citeInstrument(tx, command.instrument);
    const { id, versions, ground, missing } = await takeCounter(tx, command.counter);
    if (missing.length > 0) return refused([...cited.violations, ...missing]);
    const after = changed(versions, { on, patch, instrument: cited.id });
    const others = ground.counters.filter(({ counter }) => counter !== id);
    const found: Violation[] = [
      ...cited.violations,
      ...decideOpen(versions, on),
      ...(Object.values(patch).every((value) => value === undefined)
        ? [violation('INPUT_INVALID', { path: [], expected: 'SOMETHING_TO_CHANGE' })]
        : decideAttributes(patch, (field) => [field])),
      ...decideLabels([...others, ...after], () => ['label']),
      ...decideRequired(
        { before: ground.counters, after: [...others, ...after], on, path: [patch.kind ? 'kind' : 'on'] },
        ground,
      ),
    ];
    const violations = liftFor(ground, found, on);
    if (blocks(violations)) return refused(violations);
    await writeCounters(tx.tx, rowsOf({ before: versions, after }));
    await tx.use(violations);
    const [before, now] = [shownIn(versions, on), shownIn(after, on)];
    await tx.audit([
      {
        subjectType: 'Counter',
        subject: String(id),
        before,
        after: now,
        instrument: cited.id,
        change: null,
      },
    ]);
    return done({ counters: [id], on }, violations);
  });
}
