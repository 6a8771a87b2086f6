import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { type Ear, type Listening, listenToPlans } from './listen.ts';
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
  reads: Sql;
  writes: Drizzle;
  /** Tells what is committed about plans, by whomever, over a connection beside the pools. */
  listen(ear: Ear): Listening;
  close(): Promise<void>;
}

/** Whom migrations/0010_scope.sql makes: bound by row level security, and unable to change what stands. */
const APPLICATION_ROLE = 'sapxep_app';

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
}

/** Opens both pools; connections are made when first used. */
export function openDatabase(
  url: string,
  { role = APPLICATION_ROLE, reads: readers, writes: writers, deadlineMs, onStatement }: DatabaseOptions = {},
): Database {
  const options = {
    onnotice: () => {},
    // Reads nest deeply and are short: compiling them to machine code took three times as long as running them.
    connection: {
      TimeZone: 'UTC',
      application_name: 'sapxep',
      jit: 'off',
      ...(role && { role }),
      ...deadlines(deadlineMs),
    },
    // Told soon that the database is there again; postgres.js would let whoever asks wait for up to 20 s.
    backoff: (retries: number) => Math.min(0.05 * 2 ** retries, LONGEST_PAUSE_SECONDS),
    ...(deadlineMs !== undefined && patience(deadlineMs)),
    ...(onStatement && { debug: (_connection: number, text: string) => onStatement(text) }),
  };
  const reads = postgres(url, { ...options, max: readers ?? 4 });
  const writing = withBoundedTransactions(postgres(url, { ...options, max: writers ?? 8 }), deadlineMs);
  // drizzle hands text through for dates and instants on the client it is given; reads want the same.
  drizzle(reads);
  const listenings: Listening[] = [];
  return {
    reads,
    writes: drizzle(writing, { casing: 'snake_case' }),
    listen: (ear) => {
      const listening = listenToPlans(url, ear);
      listenings.push(listening);
      return listening;
    },
    close: async () => {
      await Promise.all(listenings.map((listening) => listening.close()));
      await Promise.all([reads.end({ timeout: 5 }), writing.end({ timeout: 5 })]);
    },
  };
}

/** A connection that says nothing for longer than any statement may take is dead. */
const patience = (deadlineMs: number) => ({
  connect_timeout: Math.ceil(deadlineMs / 2_000),
  // postgres.js takes sockets of ours, but its types do not say so.
  ...{ socket: watchedSockets(deadlineMs + GRACE_MS) },
});

const deadlines = (ms: number | undefined) => (ms === undefined ? {} : { statement_timeout: ms, lock_timeout: ms / 2 });
