import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

/** Its triggers tell on this channel what was committed (migrations/0004_plan_rules.sql). */
const CHANNEL = 'plan_changed';

const CONNECT_WITHIN_SECONDS = 10;
const CLOSE_WITHIN_SECONDS = 1;
/** A connection whose other end is gone without a word would be noticed by TCP after minutes only. */
const HEARTBEAT_MS = 15_000;
const ANSWER_WITHIN_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface Ear {
  /** Given what was told, as it was written. */
  heard(text: string): void;
  /** Called each time listening begins: what was told before, since it ended, is lost. */
  began(): void;
  /** Called each time listening ended, or could not begin; it is tried again until it is closed. */
  lost(error: unknown): void;
}

export interface Listening {
  /** Settles when listening began for the first time. */
  begun: Promise<void>;
  close(): Promise<void>;
}

/**
 * Listens to what the database tells of plans, over one connection of its own: those of the pools come and go. A lost
 * connection is made again. Through pgbouncer in transaction mode nothing is ever heard: `url` must lead to PostgreSQL.
 */
export function listenToPlans(url: string, ear: Ear): Listening {
  const stopping = new AbortController();
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const running = keepListening(url, stopping.signal, {
    heard: (text) => ear.heard(text),
    lost: (error) => ear.lost(error),
    began: () => {
      ear.began();
      begin();
    },
  });
  return {
    begun,
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepListening(url: string, stopping: AbortSignal, ear: Ear): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stopping.aborted) {
    try {
      await listenOnce(url, stopping, {
        ...ear,
        began: () => {
          pauseMs = FIRST_PAUSE_MS;
          ear.began();
        },
      });
    } catch (error) {
      if (stopping.aborted) return;
      ear.lost(error);
      await pause(pauseMs, stopping);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }
}

/** Listens until it is told to stop; throws where the connection cannot be made or is lost. */
async function listenOnce(url: string, stopping: AbortSignal, ear: Ear): Promise<void> {
  const ended = new AbortController();
  const client = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_WITHIN_SECONDS,
    // Left alone postgres.js would close a healthy connection within the hour, and another would hear nothing.
    max_lifetime: null,
    idle_timeout: 0,
    fetch_types: false,
    onnotice: () => {},
    // Missing in the types. `sql.listen` is made of it, but hides its connection, so that nobody could ask it for a sign of life.
    ...{ onnotify: (_channel: string, text: string) => ear.heard(text) },
    onclose: () => ended.abort(),
    connection: { application_name: 'sapxep-listen' },
  });
  const over = AbortSignal.any([stopping, ended.signal]);
  const close = () => client.end({ timeout: CLOSE_WITHIN_SECONDS });
  // Told to stop while it connects, it would otherwise wait for that.
  stopping.addEventListener('abort', close, { once: true });
  try {
    await client.unsafe(`LISTEN ${CHANNEL}`);
    if (!over.aborted) ear.began();
    while (!over.aborted) {
      await pause(HEARTBEAT_MS, over);
      if (!over.aborted) await answered(client, over);
    }
  } finally {
    stopping.removeEventListener('abort', close);
    await close();
  }
  if (!stopping.aborted) throw new Error('The connection that listens to plans was lost.');
}

/** Throws unless the database answers in time. */
async function answered(client: postgres.Sql, over: AbortSignal): Promise<void> {
  const answer = client`SELECT 1`.then(
    () => true,
    () => false,
  );
  const late = pause(ANSWER_WITHIN_MS, over).then(() => over.aborted);
  if (!(await Promise.race([answer, late]))) throw new Error('The connection that listens to plans is dead.');
}

/** Waits for a while or until there is no reason to wait. */
async function pause(ms: number, over: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: over }).catch(() => {});
}
