import { createRequire } from 'node:module';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { POOL_SIZES } from '../../db/client.ts';
import type { RequestObserver } from './observer.ts';
import { poolMetrics } from './pool-metrics.ts';
import type { RequestRecord } from './request-record.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];
const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** What is counted elsewhere and asked for when the figures are. */
export interface Counted {
  websockets(): number;
  subscriptions(): number;
}

export interface Metrics {
  requests: RequestObserver;
  pools: ReturnType<typeof poolMetrics>;
  /** Told of each look into a cache. */
  cache(name: 'document' | 'token', isHit: boolean): void;
  /** From now on these are told as well. */
  count(counted: Counted): void;
  /** Everything in Prometheus' text format, and what that is called. */
  text(): Promise<string>;
  contentType: string;
}

/** The figures of this process. Every label has few values: codes, root fields of the schema, names given here. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'sapxep_build_info',
    help: 'Always 1; which version runs.',
    labelNames: ['version', 'node'],
    registers,
  })
    .labels(version, process.version)
    .set(1);
  const looks = new Counter({
    name: 'sapxep_cache_lookups_total',
    help: 'Looks into a cache.',
    labelNames: ['cache', 'outcome'],
    registers,
  });
  const cache: Metrics['cache'] = (name, isHit) => looks.labels(name, isHit ? 'hit' : 'miss').inc();
  return {
    requests: requestMetrics(registers, cache),
    pools: poolMetrics(registers, SECONDS, POOL_SIZES),
    cache,
    count: (counted) => addGauges(registers, counted),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function requestMetrics(registers: Registry[], cache: Metrics['cache']): RequestObserver {
  const labelNames = ['operation_type', 'root_field'] as const;
  const [underWay, requests, answers, durations, refusals] = [
    new Gauge({ name: 'sapxep_requests_in_flight', help: 'Requests under way.', registers }),
    new Counter({
      name: 'sapxep_requests_total',
      help: 'Requests for /graphql by how they ended.',
      labelNames: ['operation_type', 'outcome'],
      registers,
    }),
    new Counter({
      name: 'sapxep_answers_total',
      help: 'Requests for /graphql by the way their answer came about.',
      labelNames: ['way'],
      registers,
    }),
    new Histogram({
      name: 'sapxep_request_duration_seconds',
      help: 'From the head of a request until its answer was sent.',
      labelNames,
      buckets: SECONDS,
      registers,
    }),
    new Counter({
      name: 'sapxep_refusals_total',
      help: 'Requests that were told a code: of an error, or of a violation that stood in the way.',
      labelNames: ['code'],
      registers,
    }),
  ];
  return {
    begun: () => underWay.inc(),
    resolved: (record) => cache('document', !record.isNewDocument),
    ended: (record) => {
      underWay.dec();
      const type = record.operation?.type ?? 'none';
      requests.labels(type, record.outcome).inc();
      answers.labels(record.way).inc();
      durations.labels(type, rootFieldOf(record)).observe(record.durationMs / 1000);
      for (const code of record.errors) refusals.labels(code).inc();
      if (record.isRefused) for (const code of record.violations) refusals.labels(code).inc();
    },
  };
}

function rootFieldOf({ operation }: RequestRecord): string {
  const [field = 'none', ...others] = operation?.rootFields ?? [];
  return others.length > 0 ? 'several' : field;
}

function addGauges(registers: Registry[], { websockets, subscriptions }: Counted): void {
  const gauge = (name: string, help: string, count: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(count());
      },
    });
  gauge('sapxep_websockets_open', 'WebSockets that are open.', websockets);
  gauge('sapxep_subscriptions_open', 'Subscriptions under way.', subscriptions);
}
