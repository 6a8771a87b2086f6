import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { databaseError } from '../../db/constraint.ts';
import type { PoolName, PoolObserver } from '../../db/observed.ts';

interface Load {
  statements: number;
  transactions: number;
  waiting: number;
}

/**
 * What the pools are asked and how long it takes. Reads are single statements: each takes a connection, and those beyond
 * the pool's size wait behind others. Writes are transactions: one that has not begun waits for a connection.
 */
export function poolMetrics(
  registers: Registry[],
  buckets: number[],
  sizes: Readonly<Record<PoolName, number>>,
): PoolObserver {
  const load: Record<PoolName, Load> = { reads: idle(), replica: idle(), writes: idle() };
  const durations = new Histogram({
    name: 'sapxep_sql_duration_seconds',
    help: 'From when a statement was asked for, waiting for a connection included, until it was answered.',
    labelNames: ['pool'],
    buckets,
    registers,
  });
  const failures = new Counter({
    name: 'sapxep_sql_failures_total',
    help: 'Statements that failed, by SQLSTATE or the code of the client.',
    labelNames: ['pool', 'code'],
    registers,
  });
  addPoolGauges(registers, load, sizes);
  return {
    statement: (pool) => {
      const startedAt = performance.now();
      load[pool].statements += 1;
      return (error) => {
        load[pool].statements -= 1;
        durations.labels(pool).observe((performance.now() - startedAt) / 1000);
        if (error) failures.labels(pool, codeOf(error)).inc();
      };
    },
    transaction: (pool) => {
      load[pool].waiting += 1;
      let state: 'waiting' | 'transactions' = 'waiting';
      return {
        begun: () => {
          load[pool].waiting -= 1;
          load[pool].transactions += 1;
          state = 'transactions';
        },
        ended: () => {
          load[pool][state] -= 1;
        },
      };
    },
  };
}

const idle = (): Load => ({ statements: 0, transactions: 0, waiting: 0 });

function addPoolGauges(
  registers: Registry[],
  load: Record<PoolName, Load>,
  sizes: Readonly<Record<PoolName, number>>,
): void {
  const { reads, replica, writes } = load;
  const gauge = (name: string, help: string, now: () => Record<PoolName, number>) =>
    new Gauge({
      name,
      help,
      labelNames: ['pool'],
      registers,
      collect() {
        for (const [pool, count] of Object.entries(now())) this.labels(pool).set(count);
      },
    });
  gauge('sapxep_pool_size', 'Connections a pool may have.', () => ({ ...sizes }));
  gauge('sapxep_pool_busy', 'Connections at work.', () => ({
    reads: Math.min(reads.statements, sizes.reads),
    replica: Math.min(replica.statements, sizes.replica),
    writes: writes.transactions,
  }));
  gauge('sapxep_pool_waiting', 'Statements (reads) and transactions (writes) that wait for a connection.', () => ({
    reads: Math.max(0, reads.statements - sizes.reads),
    replica: Math.max(0, replica.statements - sizes.replica),
    writes: writes.waiting,
  }));
}

function codeOf(error: unknown): string {
  const code = databaseError(error)?.code ?? (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : 'unknown';
}
