import type { Logger } from 'pino';
import type { RequestObserver } from './observer.ts';

/** One line for each request: at `info` where it changed something or failed, at `debug` otherwise. Never its variables. */
export function accessLog(logger: Logger): RequestObserver {
  return {
    ended: (record) => {
      const { operation, outcome, subject } = record;
      const level = outcome === 'ok' && operation?.type !== 'mutation' ? 'debug' : 'info';
      if (!logger.isLevelEnabled(level)) return;
      const { requestId, status, errors, violations, traceId } = record;
      logger[level](
        {
          requestId,
          subject,
          type: operation?.type ?? null,
          operation: operation?.name ?? null,
          fields: operation?.rootFields ?? [],
          outcome,
          status,
          durationMs: Math.round(record.durationMs * 10) / 10,
          ...(traceId && { traceId }),
          ...(errors.size > 0 && { errors: [...errors] }),
          ...(violations.size > 0 && { violations: [...violations] }),
        },
        'a request was answered',
      );
    },
  };
}
