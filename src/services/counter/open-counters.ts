import { insertCounters, writeCounters } from '../../db/repositories/counters.ts';
import {
  type CommandOptions,
  done,
  type Outcome,
  type Result,
  refused,
  type UnitOfWork,
  type Work,
} from '../../db/unit-of-work.ts';
import { type CounterAttributes, type CounterFact, decideLabels, decideOpening } from '../../domain/counter.ts';
import { type Day, earlier, FOREVER } from '../../domain/day.ts';
import { blocks, type Violation, violation } from '../../domain/violation.ts';
import { citeInstrument } from '../instrument/cite-instrument.ts';
import { type CounterValue, loadCounterGround } from './counter-ground.ts';

/** A counter to be opened. */
export interface Opening extends CounterAttributes {
  unit: string;
  from: Day;
  /** First day on which it is closed; open where null. */
  until: Day | null;
}

export interface OpenCounters extends CommandOptions {
  counters: readonly Opening[];
  instrument?: string | null;
}

const MOST_COUNTERS = 1_000;

/** Opens counters, all or none; the number of statements does not depend on how many. */
export function openCounters<S>(work: UnitOfWork<S>, command: OpenCounters): Promise<Result<CounterValue, S>> {
  const { counters } = command;
  return work.run('openCounters', command, async (tx): Promise<Outcome<CounterValue>> => {
    if (counters.length === 0 || counters.length > MOST_COUNTERS) {
      const words = { max: MOST_COUNTERS };
      return refused([violation('INPUT_INVALID', { path: ['counters'], expected: 'MOST_ITEMS', words })]);
    }
    return openAll(tx, command, (index, field) => ['counters', String(index), field]);
  });
}

/** The story of opening counters; `pathOf` tells where in the input an entry's field stands. */
export async function openAll(
  work: Work,
  { counters, instrument }: Pick<OpenCounters, 'counters' | 'instrument'>,
  pathOf: (index: number, field: string) => string[],
): Promise<Outcome<CounterValue>> {
  const cited = await citeInstrument(work, instrument);
  const ground = await loadCounterGround(work, [...new Set(counters.map(({ unit }) => unit))], { above: false });
  const added = counters.map(({ until, ...opening }, index): CounterFact => {
    const stated = { site: null, instrument: cited.id, assumed: false, change: null };
    return { ...opening, ...stated, id: null, counter: -index - 1, until: until ?? FOREVER };
  });
  const violations: Violation[] = [
    ...cited.violations,
    ...added.flatMap((fact, index) => decideOpening(fact, ground.organization, (field) => pathOf(index, field))),
    ...decideLabels([...ground.counters, ...added], ({ counter }) => pathOf(-counter - 1, 'label')),
  ];
  if (blocks(violations)) return refused(violations);
  const ids = await insertCounters(work.tx, added.length);
  await writeCounters(work.tx, {
    superseded: [],
    added: added.map((fact, index) => ({ ...fact, counter: ids[index] ?? 0 })),
  });
  await work.audit(
    counters.map((opening, index) => ({
      subjectType: 'Counter',
      subject: String(ids[index]),
      before: null,
      after: opening,
      instrument: cited.id,
      change: null,
    })),
  );
  return done({ counters: ids, on: counters.map(({ from }) => from).reduce(earlier) }, violations);
}
