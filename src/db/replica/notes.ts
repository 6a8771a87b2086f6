import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { holdConnection, inTime } from '../held-connection.ts';
import { PLAN_CHANNEL } from '../listen.ts';

const WRITTEN_CHANNEL = 'sapxep_written';
/** Reads wait for it, so that one which comes later is worth less than to read from the primary. */
const ANSWER_WITHIN_MS = 1_000;
const LONGEST_PAUSE_MS = 1_000;
const EVERYBODY = '*';
/** All that is visible on the primary lies before it: a commit is flushed before anybody sees it. */
const POSITION = `SELECT (pg_current_wal_flush_lsn() - '0/0')::float8 AS position`;

/** Who writes, as it is told to all processes: a subject can be longer than a notification may be. */
const noteOf = (subject: string): string => createHash('sha256').update(subject).digest('base64url');

/** Tells all processes, at commit, that the caller wrote. */
export const tellWritten = (subject: string): SQL => sql`SELECT pg_notify(${WRITTEN_CHANNEL}, ${noteOf(subject)})`;

interface NotesOptions {
  /** Leads to the primary itself. */
  url: string;
  /** Called when something was heard that the replica may not have yet. */
  onNote(): void;
  onLost(error: unknown): void;
}

/**
 * Up to which position of the primary's log each caller has written, over one connection that listens to all processes.
 *
 * A note carries no position, since a transaction does not know its own. It is placed by the next question after it
 * was heard. That nothing was missed is known by a question too: PostgreSQL signals listeners before it acknowledges a
 * commit, and a listener's backend sends what it was signalled before it completes an answer. So once a question asked
 * now is answered, every write acknowledged before now has been heard.
 */
export class Notes {
  private readonly options: NotesOptions;
  private readonly holding: { close(): Promise<void> };
  /** The position each caller must find, by note; infinite as long as it is not placed. */
  private readonly needs = new Map<string, number>();
  private unplaced = new Set<string>();
  private line?: { client: Sql; over: AbortSignal; system?: string; fail(error: unknown): void };
  private current: Promise<number | null> = Promise.resolve(null);
  private following?: Promise<number | null>;

  constructor(options: NotesOptions) {
    this.options = options;
    this.holding = holdConnection({
      url: options.url,
      name: 'sapxep-notes',
      longestPauseMs: LONGEST_PAUSE_MS,
      heard: (channel, text) => this.hear(channel === PLAN_CHANNEL ? EVERYBODY : text),
      lost: (error) => options.onLost(error),
      use: (client, over, begun) => this.listen(client, over, begun),
    });
  }

  close(): Promise<void> {
    return this.holding.close();
  }

  /** What tells this primary, and its replicas, from other databases; undefined while nothing is heard. */
  get system(): string | undefined {
    return this.line?.system;
  }

  /**
   * Settles when all that was acknowledged before this call has been heard, with the primary's position then; null where
   * that cannot be known. Whoever asks while a question is under way shares the next.
   */
  catchUp(): Promise<number | null> {
    this.following ??= this.current.then(() => {
      this.following = undefined;
      this.current = this.ask();
      return this.current;
    });
    return this.following;
  }

  /** The position that must have been replayed before a caller may read there. */
  needOf(subject: string): number {
    return Math.max(this.needs.get(EVERYBODY) ?? 0, this.needs.get(noteOf(subject)) ?? 0);
  }

  /** Whatever was written so far must be found by everybody, as what was heard before does not count any more. */
  requireAll(): void {
    this.hear(EVERYBODY);
  }

  /** Forgets what a replica has; tells whether it still lacks something. */
  replayed(position: number): boolean {
    for (const [note, need] of this.needs) if (need <= position) this.needs.delete(note);
    return this.needs.size > 0;
  }

  private hear(note: string): void {
    this.needs.set(note, Number.POSITIVE_INFINITY);
    this.unplaced.add(note);
    this.options.onNote();
  }

  private async listen(client: Sql, over: AbortSignal, begun: () => void): Promise<void> {
    const failed = new Promise<never>((_, reject) => {
      over.addEventListener('abort', () => reject(new Error('The connection sapxep-notes was lost.')), { once: true });
      this.line = { client, over, fail: reject };
    });
    try {
      await Promise.race([failed, this.begin(client)]);
      begun();
      await failed;
    } finally {
      this.line = undefined;
    }
  }

  private async begin(client: Sql): Promise<void> {
    await client.unsafe(`LISTEN ${PLAN_CHANNEL}; LISTEN ${WRITTEN_CHANNEL}`);
    const [found] = await client`SELECT system_identifier::text AS system FROM pg_control_system()`;
    // What was told while nobody listened is lost, so everybody may have written.
    this.requireAll();
    if (this.line?.client === client) this.line.system = found?.system;
  }

  private async ask(): Promise<number | null> {
    const { line } = this;
    if (!line?.system) return null;
    const heard = this.unplaced;
    this.unplaced = new Set();
    try {
      const [answer] = await inTime(line.client.unsafe(POSITION), ANSWER_WITHIN_MS, line.over);
      const position: number = answer?.position;
      for (const note of heard) if (!this.unplaced.has(note)) this.needs.set(note, position);
      return position;
    } catch (error) {
      line.fail(error);
      return null;
    }
  }
}
