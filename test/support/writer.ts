import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

export const ISOLATIONS = ['READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE'] as const;
export type Isolation = (typeof ISOLATIONS)[number];

/** PostgreSQL's own names for what a transaction is told to do again. */
export const SERIALIZATION_FAILURE = '40001';
export const DEADLOCK = '40P01';

const POLL_MS = 5;
const WAIT_WITHIN_MS = 10_000;

/** A pool that hands days and instants through as text, as the product's own does. */
export function connect(url: string, options: { max?: number } = {}): postgres.Sql {
  const sql = postgres(url, {
    max: options.max ?? 1,
    onnotice: () => {},
    fetch_types: false,
    connection: { TimeZone: 'UTC' },
  });
  drizzle(sql);
  return sql;
}

/** What became of some work: `done`, or the constraint that refused it, or else PostgreSQL's code. */
export async function outcomeOf(work: PromiseLike<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (!(error instanceof postgres.PostgresError)) throw error;
    return error.constraint_name ?? error.code;
  }
}

/** How many sessions wait for another in the database. */
export async function waiters(observer: postgres.Sql): Promise<number> {
  const rows = await observer`
    SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows.length;
}

/** One connection that takes its transactions step by step, so that a test can lay those of two writers across. */
export class Writer {
  readonly sql: postgres.Sql;
  private readonly pid: number;

  private constructor(sql: postgres.Sql, pid: number) {
    this.sql = sql;
    this.pid = pid;
  }

  static async open(url: string): Promise<Writer> {
    const sql = connect(url);
    // Only superusers may; elsewhere a deadlock takes its second.
    await sql`SET deadlock_timeout = '50ms'`.catch(() => {});
    const [row] = await sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
    return new Writer(sql, row?.pid ?? 0);
  }

  /** Begins a transaction that sees what is committed by now, and, unless READ COMMITTED, nothing later. */
  async begin(isolation: Isolation): Promise<void> {
    await this.sql.unsafe(`BEGIN ISOLATION LEVEL ${isolation}`);
    await this.sql`SELECT count(*) FROM unit`;
  }

  /** Commits, or ends what has failed already. */
  async commit(): Promise<void> {
    await this.sql`COMMIT`;
  }

  async rollback(): Promise<void> {
    await this.sql`ROLLBACK`;
  }

  /** A whole transaction under READ COMMITTED. */
  async run(work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<string> {
    await this.begin('READ COMMITTED');
    return this.finish(work);
  }

  /** Does some work and commits; a refusal at either ends the transaction. */
  async finish(work: (sql: postgres.Sql) => PromiseLike<unknown>): Promise<string> {
    const outcome = await outcomeOf(Promise.resolve(work(this.sql)).then(() => this.commit()));
    if (outcome !== 'done') await this.rollback();
    return outcome;
  }

  /** Resolves when this writer waits for a lock of another. */
  async waits(observer: postgres.Sql): Promise<void> {
    for (const deadline = Date.now() + WAIT_WITHIN_MS; Date.now() < deadline; await sleep(POLL_MS)) {
      const [row] = await observer`SELECT cardinality(pg_blocking_pids(${this.pid})) > 0 AS waits`;
      if (row?.waits) return;
    }
    throw new Error('the writer does not wait');
  }

  async close(): Promise<void> {
    await this.sql.end({ timeout: 5 });
  }
}
