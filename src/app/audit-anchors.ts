import type { Logger } from 'pino';
import type { Sql } from '../db/client.ts';
import { chainHeads } from '../db/repositories/audit-seals.ts';
import { writeAnchor } from '../services/audit/anchor.ts';
import { describeError } from './describe-error.ts';

const HOUR_MS = 3_600_000;

/** Goes on until it is stopped, which tells the log a last time. */
export interface AuditAnchors {
  stop(): Promise<void>;
}

/**
 * Tells the log where the audit's chains stand, every hour and at the end: who rewrites the database would have to
 * rewrite the logs that are kept outside it too.
 */
export function anchorAudit(reads: Sql, logger: Logger, everyMs = HOUR_MS): AuditAnchors {
  const tell = async (): Promise<void> => {
    try {
      logger.info({ auditAnchor: writeAnchor(await chainHeads(reads)) }, 'where the audit stands');
    } catch (error) {
      logger.warn({ error: describeError(error) }, 'where the audit stands is not known');
    }
  };
  const timer = setInterval(() => void tell(), everyMs).unref();
  return {
    stop: () => {
      clearInterval(timer);
      return tell();
    },
  };
}
