import DataLoader from 'dataloader';
import { answer, type Question } from '../read/reader.ts';
import type { Reads } from '../replica/routed-reads.ts';

/** Bounds one statement's size where a refusal lists thousands of violations. */
const QUESTIONS_PER_STATEMENT = 50;

/**
 * Collects what one request asks in the same breath into one statement: all root fields of a query, all units that a
 * list of violations names. New for each request, and cancelled with it.
 */
export function answerLoader(pool: Reads, asked: Parameters<typeof answer>[2]): DataLoader<Question, unknown, string> {
  return new DataLoader((questions) => answer(pool, questions, asked), {
    maxBatchSize: QUESTIONS_PER_STATEMENT,
    cacheKeyFn: ({ from, key }) => `${from} ${key}`,
  });
}
