import { sql } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { askNowAndThen, Freshness } from './freshness.ts';
import { type Ear, type Listening, listenToPlans } from './listen.ts';
import { observedPool, type PoolObserver } from './observed.ts';
import { APPLICATION_ROLE } from './pooler.ts';
import { tellWritten } from './replica/notes.ts';
import { type Reads, RoutedReads, type RoutingNews } from './replica/routed-reads.ts';
import { withBoundedTransactions } from './transactions.ts';
import { watchedSockets } from './watched-socket.ts';

/** Between tries to connect. */
const LONGEST_PAUSE_SECONDS = 1;
/** For an answer to come after PostgreSQL gave a statement up by itself. */
const GRACE_MS = 2_000;

export type Sql = postgres.Sql;
type Schema = Record<string, never>;
type Drizzle = PostgresJsDatabase<Schema>;
export type Transaction = Parameters<Parameters<Drizzle['transaction']>[0]>[0];

/**
 * Two pools on one server. Transactions have one of their own: at the pipeline boundary of postgres.js two transactions
 * can otherwise share a connection when many statements are outstanding.
 */
export interface Database {
  /** Of the primary. */
  reads: Sql;
  writes: Drizzle;
  /**
   * What a caller reads from: the replica, where there is one that has all they wrote, or with `everything` all that is
   * committed by now.
   */
  readsOf(subject: string, having?: 'everything'): Reads;
  /** Tells whether what was read still holds; not where reads may go to a replica, which may be behind. */
  freshness?: Freshness;
  /** Lets a transaction see all there is: a decision looks beyond what its caller may name and be shown. */
  seeEverything(tx: Transaction): Promise<void>;
  /** Has every process know, once `tx` is committed, that the caller wrote. */
  noteWriter(tx: Transaction, subject: string): Promise<void>;
  /** Tells what is committed about plans, by whomever, over a connection beside the pools. */
  listen(ear: Ear): Listening;
  /** Gives statements under way so long to end; 5 s where nothing is said. */
  close(withinSeconds?: number): Promise<void>;
}

export interface DatabaseOptions {
  /** As whom statements are run, where the address names the owner of the tables; null for whom the address names. */
  role?: string | null;
  /** Connections of each pool. */
  reads?: number;
  writes?: number;
  /** After how long a statement is given up, and a lock no longer waited for; unbounded where left out. */
  deadlineMs?: number;
  /** Told the text of every statement sent, by either pool. */
  onStatement?: (text: string) => void;
  /** Whether each transaction is given another connection, by a pooler; see `poolerAt`. */
  pooled?: boolean;
  /** An address of the primary itself, to listen at; the one of the pools where left out. */
  listenUrl?: string;
  /** A streaming replica to read from. */
  replica?: { url: string; maxLagMs: number };
  observer?: PoolObserver;
  /** Told where reads go, each time that changes. */
  onRouting?: (news: RoutingNews) => void;
}

/** Connections of each pool where nothing else is said; there is a third where there is a replica. */
export const POOL_SIZES = { reads: 4, replica: 4, writes: 8 } as const;

/** Opens both pools; connections are made when first used. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { listenUrl = url, replica, observer, onRouting = () => {} } = options;
  const readers = options.reads ?? POOL_SIZES.reads;
  const reads = observedPool(openPool(url, { ...options, max: readers }), 'reads', observer);
  const writers = openPool(url, { ...options, max: options.writes ?? POOL_SIZES.writes, writing: true });
  // Watched from outside: what bounds transactions puts its own `begin` in the place of the pool's.
  const writing = observedPool(withBoundedTransactions(writers, options.deadlineMs), 'writes', observer);
  const routed =
    replica &&
    new RoutedReads({
      replicaUrl: replica.url,
      maxLagMs: replica.maxLagMs,
      listenUrl,
      primary: reads,
      openPool: (pooled) =>
        observedPool(openPool(replica.url, { ...options, pooled, max: readers, passing: true }), 'replica', observer),
      onRouting,
    });
  const listenings: Listening[] = [];
  const freshness = new Freshness(reads);
  const asking = askNowAndThen(freshness);
  return {
    reads,
    writes: drizzle(writing, { casing: 'snake_case' }),
    ...(!routed && { freshness }),
    readsOf: (subject, having) => routed?.of(subject, having === 'everything') ?? reads,
    seeEverything: async (tx) => {
      if (options.pooled) await tx.execute(sql`SELECT set_config('sapxep.scope', '*', true)`);
    },
    noteWriter: async (tx, subject) => {
      if (routed) await tx.execute(tellWritten(subject));
    },
    listen: (ear) => {
      const listening = listenToPlans(listenUrl, ear);
      listenings.push(listening);
      return listening;
    },
    close: async (timeout = 5) => {
      clearInterval(asking);
      await Promise.all([routed?.close(), ...listenings.map((listening) => listening.close())]);
      await Promise.all([reads.end({ timeout }), writing.end({ timeout })]);
    },
  };
}

interface PoolOptions extends DatabaseOptions {
  max: number;
  /** Whether it is for transactions, which decide: a statement that only reads says itself what it may see. */
  writing?: boolean;
  /** Whether it may be cut off at any moment, without anything being lost. */
  passing?: boolean;
}

function openPool(url: string, options: PoolOptions): Sql {
  const { max, passing, pooled, onStatement } = options;
  const pool = postgres(url, {
    max,
    onnotice: () => {},
    // What was prepared over one connection of a pooler is not there over the next.
    prepare: !pooled,
    // postgres.js leaves the failure of asking for types unhandled, which would end the process.
    ...(passing && { fetch_types: false }),
    connection: { TimeZone: 'UTC', application_name: 'sapxep', ...(pooled ? {} : ownSettings(options)) },
    // Told soon that the database is there again; postgres.js would let whoever asks wait for up to 20 s.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, LONGEST_PAUSE_SECONDS),
    ...(options.deadlineMs !== undefined && patience(options.deadlineMs)),
    ...(onStatement && { debug: (_connection: number, text: string) => onStatement(text) }),
  });
  // drizzle hands text through for dates and instants on the client it is given; reads want the same.
  drizzle(pool);
  return pool;
}

/**
 * A database of a country fits into memory, where a page costs a tenth of what PostgreSQL reckons for a disk, and one found
 * by an index is as near as the next. By default it reads small tables whole, over and over, and sorts what an index has
 * in order.
 */
export const IN_MEMORY = { seq_page_cost: 0.1, random_page_cost: 0.11 };

/** What pgbouncer refuses to be told at the start of a connection: there it is set otherwise (docs/cluster.md). */
const ownSettings = ({ role = APPLICATION_ROLE, deadlineMs, writing }: PoolOptions) => ({
  // Reads nest deeply and are short: compiling them to machine code took three times as long as running them.
  jit: 'off',
  // A read's text is the same whatever it is asked about, and knowing that has never made a better plan of it: only the
  // first five times dearer, each on every connection.
  ...(!writing && { plan_cache_mode: 'force_generic_plan' }),
  ...(!writing && IN_MEMORY),
  ...(role && { role }),
  ...(writing && { 'sapxep.scope': '*' }),
  ...(deadlineMs !== undefined && { statement_timeout: deadlineMs, lock_timeout: deadlineMs / 2 }),
});

/** A connection that says nothing for longer than any statement may take is dead. */
const patience = (deadlineMs: number) => ({
  connect_timeout: Math.ceil(deadlineMs / 2_000),
  // postgres.js takes sockets of ours, but its types do not say so.
  ...{ socket: watchedSockets(deadlineMs + GRACE_MS) },
});
