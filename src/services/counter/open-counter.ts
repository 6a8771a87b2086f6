import type { CommandOptions, Result, UnitOfWork } from '../../db/unit-of-work.ts';
import type { CounterValue } from './counter-ground.ts';
import { type Opening, openAll } from './open-counters.ts';

export interface OpenCounter extends CommandOptions, Opening {
  instrument?: string | null;
}

/** Opens a counter at a unit, for some days or for good. */
export function openCounter<S>(work: UnitOfWork<S>, command: OpenCounter): Promise<Result<CounterValue, S>> {
  const { unit, label, kind, weekdays, from, until, instrument } = command;
  return work.run('openCounter', command, (tx) =>
    openAll(tx, { counters: [{ unit, label, kind, weekdays, from, until }], instrument }, (_, field) => [field]),
  );
}
