import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';

const CONNECT_WITHIN_SECONDS = 10;
const CLOSE_WITHIN_SECONDS = 1;
const FIRST_PAUSE_MS = 100;

export interface Holding {
  url: string;
  /** As `pg_stat_activity` lists it. */
  name: string;
  longestPauseMs: number;
  /**
   * Uses a connection until `over` is aborted, and says when all is well with it. What it throws ends the connection,
   * and another is made.
   */
  use(client: postgres.Sql, over: AbortSignal, begun: () => void): Promise<void>;
  /** Given what is told on channels that the connection listens to. */
  heard?(channel: string, text: string): void;
  /** Called each time the connection ended, or could not be made. */
  lost(error: unknown): void;
}

/** Keeps one connection beside the pools, whose own come and go; one that is lost is made again until it is closed. */
export function holdConnection(holding: Holding): { close(): Promise<void> } {
  const stopping = new AbortController();
  const running = keep(holding, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keep(holding: Holding, stopping: AbortSignal): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!stopping.aborted) {
    try {
      await once(holding, stopping, () => {
        pauseMs = FIRST_PAUSE_MS;
      });
    } catch (error) {
      if (stopping.aborted) return;
      holding.lost(error);
      await pause(pauseMs, stopping);
      pauseMs = Math.min(2 * pauseMs, holding.longestPauseMs);
    }
  }
}

/** Uses one connection until it is told to stop; throws where that cannot be made or is lost. */
async function once({ url, name, use, heard }: Holding, stopping: AbortSignal, begun: () => void): Promise<void> {
  const ended = new AbortController();
  const client = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_WITHIN_SECONDS,
    // Left alone postgres.js would close a healthy connection within the hour, and another would know nothing.
    max_lifetime: null,
    idle_timeout: 0,
    fetch_types: false,
    prepare: false,
    onnotice: () => {},
    // Missing in the types. `sql.listen` is made of it, but hides its connection, so that nobody could ask it for a sign of life.
    ...(heard && { onnotify: heard }),
    onclose: () => ended.abort(),
    connection: { application_name: name },
  });
  const over = AbortSignal.any([stopping, ended.signal]);
  const close = () => client.end({ timeout: CLOSE_WITHIN_SECONDS });
  // Told to stop while it connects, it would otherwise wait for that.
  stopping.addEventListener('abort', close, { once: true });
  try {
    await use(client, over, begun);
  } finally {
    stopping.removeEventListener('abort', close);
    await close();
  }
  if (!stopping.aborted) throw new Error(`The connection ${name} was lost.`);
}

/** What a connection answers; throws where it does not in time. */
export async function inTime<T>(answer: Promise<T>, withinMs: number, over: AbortSignal): Promise<T> {
  const answered = new AbortController();
  const late = pause(withinMs, AbortSignal.any([over, answered.signal])).then((): never => {
    throw new Error(`There was no answer within ${withinMs} ms.`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    answered.abort();
  }
}

/** Waits for a while or until there is no reason to wait. */
export async function pause(ms: number, over: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: over }).catch(() => {});
}
