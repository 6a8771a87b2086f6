import type { Logger } from 'pino';
import type { PoolObserver } from '../../db/observed.ts';
import type { Config } from '../config.ts';
import { accessLog } from './access-log.ts';
import type { Counted } from './metrics.ts';
import { listenForMetrics } from './metrics-listener.ts';
import type { RequestObserver } from './observer.ts';
import { startTracing } from './tracing.ts';

/** Everything that watches the product work: its log, its figures, its traces, as far as they are asked for. */
export interface Telemetry {
  requests: readonly RequestObserver[];
  /** Absent where neither figures nor traces are wanted. */
  pools?: PoolObserver;
  /** Told of each look into the cache of tokens. */
  tokenLooked(isHit: boolean): void;
  /** Names what is counted elsewhere. */
  count(counted: Counted): void;
  /** Where figures are told. */
  metricsUrl?: string;
  /** Sends what is still to be sent, and ends. */
  close(): Promise<void>;
}

/** Begins to watch. What is not asked for is not even loaded, and costs nothing. */
export async function startTelemetry(settings: Config, logger: Logger): Promise<Telemetry> {
  const metrics = settings.metrics && (await import('./metrics.ts')).createMetrics();
  const tracing = settings.tracing && (await startTracing(settings.tracing, logger));
  const listener = metrics && settings.metrics && (await listenForMetrics(metrics, settings.metrics));
  const pools = [metrics?.pools, tracing?.pools].filter((each) => each !== undefined);
  return {
    requests: [accessLog(logger), metrics?.requests, tracing?.requests].filter((each) => each !== undefined),
    pools: pools.length > 0 ? together(pools) : undefined,
    tokenLooked: (isHit) => metrics?.cache('token', isHit),
    count: (counted) => metrics?.count(counted),
    metricsUrl: listener?.url,
    close: async () => {
      await Promise.all([listener?.close(), tracing?.close()]);
    },
  };
}

function together(observers: readonly PoolObserver[]): PoolObserver {
  const [first, ...others] = observers;
  if (first && others.length === 0) return first;
  return {
    statement: (pool, text) => {
      const endings = observers.map((each) => each.statement(pool, text));
      return (error) => {
        for (const end of endings) end(error);
      };
    },
    transaction: (pool) => {
      const all = observers.map((each) => each.transaction(pool));
      return {
        begun: () => {
          for (const each of all) each.begun();
        },
        ended: () => {
          for (const each of all) each.ended();
        },
      };
    },
  };
}
