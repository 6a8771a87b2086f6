import type { Logger } from 'pino';
import type { RoutingNews } from '../db/replica/routed-reads.ts';
import { describeError } from './describe-error.ts';

/** Writes down where reads go, each time that changes. */
export function logRouting(logger: Logger): (news: RoutingNews) => void {
  return (news) => {
    if (news.to === 'replica') logger.info('reads go to the replica');
    else logger.warn({ error: describeError(news.because) }, 'reads go to the primary');
  };
}
