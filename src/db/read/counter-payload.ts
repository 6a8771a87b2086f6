import { sql } from 'drizzle-orm';
import { idsIn } from '../json.ts';
import type { Compiler, Fields } from './compiler.ts';
import { nearestCounters } from './counter.ts';
import type { PayloadValue } from './payload-value.ts';

/** The entity fields of payloads of verbs on counters. */
export function counterPayloadFields({ counters = [], on }: PayloadValue): Fields<null> {
  const found = (compiler: Compiler) =>
    nearestCounters(compiler, idsIn(counters), { asOf: sql`${on ?? compiler.today}::date`, knownAt: null });
  return {
    counter: (_, field, compiler) => {
      const { row, from } = found(compiler);
      return compiler.object('Counter', row, field, from);
    },
    counters: (_, field, compiler) => {
      const { row, from } = found(compiler);
      return compiler.list('Counter', row, field, { from, order: sql`${row.version}.counter_id` });
    },
  };
}
