import { randomInt } from 'node:crypto';
import type { Sql } from 'postgres';
import { holdConnection, inTime, pause } from '../held-connection.ts';
import { SURROUNDINGS, surroundingsIn, unfit } from '../pooler.ts';
import type { Notes } from './notes.ts';

/** Until then reads of a replica that is gone without a word wait, to be answered by the primary. */
const ANSWER_WITHIN_MS = 1_000;
const FIRST_ANSWER_WITHIN_MS = 10_000;
const LONGEST_PAUSE_MS = 1_000;
/** How often the replica is asked how far it is: seldom, unless somebody waits for it. */
const IDLE_MS = 200;
const WAITED_FOR_MS = 10;
const LONGEST_KEY = 2 ** 47;

/** One run of the replica, as long as one connection to it lasts. */
export interface Sighting {
  /** Of a lock that this connection holds: a read that finds it free was answered by another run, or another server. */
  key: number;
  /** Whether a pooler stands between. */
  pooled: boolean;
  /** How far it has replayed the primary's log; it may be further by now. */
  position: number;
}

interface WatchOptions {
  url: string;
  notes: Notes;
  /** Called when there is one, each time it was asked how far it is, and with undefined when it is gone. */
  onSight(sighting: Sighting | undefined, primaryPosition: number | null): void;
  onLost(error: unknown): void;
}

/**
 * Watches how far a replica is, over one connection beside the pool. It keeps a transaction open: through a pooler that
 * keeps it to one run of the replica, which can go back to an earlier state when it is started again.
 */
export class Watch {
  private readonly options: WatchOptions;
  private readonly holding: { close(): Promise<void> };
  private wake = (): void => {};

  constructor(options: WatchOptions) {
    this.options = options;
    this.holding = holdConnection({
      url: options.url,
      name: 'sapxep-watch',
      longestPauseMs: LONGEST_PAUSE_MS,
      lost: (error) => options.onLost(error),
      use: (client, over, begun) => this.watch(client, over, begun),
    });
  }

  close(): Promise<void> {
    return this.holding.close();
  }

  /** Asks again soon: somebody waits for the replica. */
  hurry(): void {
    this.wake();
  }

  private async watch(client: Sql, over: AbortSignal, begun: () => void): Promise<void> {
    const { notes, onSight } = this.options;
    const { sighting, system } = await inTime(sight(client), FIRST_ANSWER_WITHIN_MS, over);
    // It may be at an earlier point than the run before, and than what was forgotten because that one had it.
    notes.requireAll();
    begun();
    try {
      while (!over.aborted) {
        const primaryPosition = await notes.catchUp();
        if (notes.system !== undefined && notes.system !== system)
          throw new Error('REPLICA_URL leads to no replica of the primary.');
        sighting.position = await inTime(positionOf(client), ANSWER_WITHIN_MS, over);
        const isWaitedFor = notes.replayed(sighting.position) && primaryPosition !== null;
        onSight(sighting, primaryPosition);
        await this.rest(isWaitedFor ? WAITED_FOR_MS : IDLE_MS, over);
      }
    } finally {
      onSight(undefined, null);
    }
  }

  private async rest(ms: number, over: AbortSignal): Promise<void> {
    const woken = new AbortController();
    this.wake = () => woken.abort();
    await pause(ms, AbortSignal.any([over, woken.signal]));
    this.wake = () => {};
  }
}

async function sight(client: Sql): Promise<{ sighting: Sighting; system: string }> {
  const key = randomInt(LONGEST_KEY);
  await client.unsafe('BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY');
  const surroundings = surroundingsIn(await client.unsafe(SURROUNDINGS));
  const wrong = unfit('REPLICA_URL', surroundings);
  if (wrong) throw new Error(wrong);
  const [server] = await client.unsafe(
    `SELECT pg_advisory_xact_lock(${key}), system_identifier::text AS system FROM pg_control_system()`,
  );
  const { pooled } = surroundings;
  return { sighting: { key, pooled, position: await positionOf(client) }, system: server?.system };
}

async function positionOf(client: Sql): Promise<number> {
  const [found] = await client.unsafe(
    `SELECT pg_is_in_recovery() AS replays, (pg_last_wal_replay_lsn() - '0/0')::float8 AS position`,
  );
  if (!found?.replays) throw new Error('REPLICA_URL leads to a server that is no replica, or is one no longer.');
  return found.position ?? 0;
}
