import type { IncomingMessage } from 'node:http';
import type { RequestRecord } from './request-record.ts';

/** Told how requests for `/graphql` go; each learns the rest from the record. */
export interface RequestObserver {
  begun?(record: RequestRecord, request: IncomingMessage): void;
  /** The document is valid and is now carried out. */
  resolved?(record: RequestRecord): void;
  /** The operation is over, its answer about to be sent. */
  answered?(record: RequestRecord): void;
  /** The answer is sent, or nobody waits for it any more. */
  ended(record: RequestRecord): void;
  /** Surrounds what is done for the request. */
  within?<T>(record: RequestRecord, work: () => T): T;
}

/** Several observers as one. */
export function observers(all: readonly RequestObserver[]): Required<RequestObserver> {
  const surrounding = all.filter((each) => each.within);
  return {
    begun: (record, request) => {
      for (const each of all) each.begun?.(record, request);
    },
    resolved: (record) => {
      for (const each of all) each.resolved?.(record);
    },
    answered: (record) => {
      for (const each of all) each.answered?.(record);
    },
    ended: (record) => {
      for (const each of all) each.ended(record);
    },
    within: (record, work) =>
      surrounding.reduce((inner, each) => () => each.within?.(record, inner) as ReturnType<typeof work>, work)(),
  };
}
