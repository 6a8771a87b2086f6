import { holdConnection, inTime, pause } from './held-connection.ts';

/** Its triggers tell on this channel what was committed (migrations/0004_plan_rules.sql). */
export const PLAN_CHANNEL = 'plan_changed';

/** A connection whose other end is gone without a word would be noticed by TCP after minutes only. */
const HEARTBEAT_MS = 15_000;
const ANSWER_WITHIN_MS = 10_000;
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
 * Listens to what the database tells of plans, over one connection of its own. Through pgbouncer in transaction mode
 * nothing is ever heard: `url` must lead to PostgreSQL.
 */
export function listenToPlans(url: string, ear: Ear): Listening {
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const { close } = holdConnection({
    url,
    name: 'sapxep-listen',
    longestPauseMs: LONGEST_PAUSE_MS,
    heard: (_channel, text) => ear.heard(text),
    lost: (error) => ear.lost(error),
    use: async (client, over, isWell) => {
      await client.unsafe(`LISTEN ${PLAN_CHANNEL}`);
      if (over.aborted) return;
      isWell();
      ear.began();
      begin();
      while (!over.aborted) {
        await pause(HEARTBEAT_MS, over);
        if (!over.aborted) await inTime(client`SELECT 1`, ANSWER_WITHIN_MS, over);
      }
    },
  });
  return { begun, close };
}
