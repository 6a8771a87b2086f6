import type { Row, Sql } from 'postgres';
import { askUntil, type Over } from '../cancel.ts';
import { isTooSlow } from '../errors.ts';
import { Lag } from './lag.ts';
import { Notes } from './notes.ts';
import { type Sighting, Watch } from './watch.ts';

interface Asking {
  prepare: true;
  /** Aborted when nobody waits for the answer any more. */
  over?: Over;
  /** Whether rows are to come as lists of the bytes that PostgreSQL sent. */
  raw?: boolean;
}

/** What reads are asked of. */
export interface Reads {
  unsafe(text: string, params: never[], options: Asking): PromiseLike<readonly Row[]>;
}

/** Sends a statement to a pool, or to what chooses among several. */
export function send(
  reads: Reads,
  { text, params, ...options }: { text: string; params: never[] } & Asking,
): PromiseLike<readonly Row[]> {
  const query = reads.unsafe(text, params, options);
  // A pool is told afterwards.
  return options.raw && 'raw' in query ? (query as ReturnType<Sql['unsafe']>).raw() : query;
}

/** Where reads go from now on, and why not to the replica. */
export type RoutingNews = { to: 'replica' } | { to: 'primary'; because: unknown };

interface RoutedReadsOptions {
  replicaUrl: string;
  /** Leads to the primary itself. */
  listenUrl: string;
  /** A replica further behind than this is not read. */
  maxLagMs: number;
  primary: Reads;
  openPool(pooled: boolean): Sql;
  onRouting(news: RoutingNews): void;
}

/** A run of the replica with connections to it, which end when it does. */
interface Place {
  sighting: Sighting;
  pool: Sql;
  lag: Lag;
}

const ELSEWHERE = '@elsewhere';

/**
 * Reads from the replica whatever the caller may read there: not what lacks something that they wrote, through whichever
 * process, or that a plan's watchers were told of. What cannot be read there is read from the primary.
 */
export class RoutedReads {
  private readonly options: RoutedReadsOptions;
  private readonly notes: Notes;
  private readonly watch: Watch;
  private place?: Place;
  private to?: RoutingNews['to'];

  constructor(options: RoutedReadsOptions) {
    this.options = options;
    this.notes = new Notes({
      url: options.listenUrl,
      onNote: () => this.watch?.hurry(),
      onLost: (error) => this.route({ to: 'primary', because: error }),
    });
    this.watch = new Watch({
      url: options.replicaUrl,
      notes: this.notes,
      onSight: (sighting, primaryPosition) => this.see(sighting, primaryPosition),
      onLost: (error) => this.route({ to: 'primary', because: error }),
    });
  }

  /** What a caller reads from; with `everything`, only what has all that is committed when they ask. */
  of(subject: string, everything: boolean): Reads {
    return {
      unsafe: async (text, params, options) => {
        const place = await this.placeFor(subject, everything);
        const answer = place && (await readThere(place, { text, params, ...options }));
        return answer ?? askUntil(() => send(this.options.primary, { text, params, ...options }), options.over);
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.notes.close(), this.watch.close()]);
  }

  private async placeFor(subject: string, everything: boolean): Promise<Place | undefined> {
    if (this.to !== 'replica') return undefined;
    const committed = await this.notes.catchUp();
    if (committed === null) return undefined;
    const need = everything ? committed : this.notes.needOf(subject);
    return this.place && need <= this.place.sighting.position ? this.place : undefined;
  }

  private see(sighting: Sighting | undefined, primaryPosition: number | null): void {
    if (!sighting) this.leave();
    else if (primaryPosition === null) this.keepAway('What is written cannot be heard of.');
    else this.weigh(sighting, primaryPosition);
  }

  private weigh(sighting: Sighting, primaryPosition: number): void {
    this.place ??= { sighting, pool: this.options.openPool(sighting.pooled), lag: new Lag() };
    const { lag } = this.place;
    const now = performance.now();
    lag.seen(sighting.position, primaryPosition, now);
    // Once too far behind it must come clearly nearer, lest reads go to and fro.
    const bound = this.to === 'replica' ? this.options.maxLagMs : this.options.maxLagMs / 2;
    if (lag.isBeyond(bound, now)) this.keepAway('The replica lags behind.');
    else this.route({ to: 'replica' });
  }

  /** Nothing changes, and nothing is said, where it is only that a process begins. */
  private keepAway(because: string): void {
    if (this.to) this.route({ to: 'primary', because: new Error(because) });
  }

  /** Reads under way are cut off, so that they are read again at once. */
  private leave(): void {
    this.place?.pool.end({ timeout: 0 }).catch(() => {});
    this.place = undefined;
  }

  private route(news: RoutingNews): void {
    if (news.to === this.to) return;
    this.to = news.to;
    this.options.onRouting(news);
  }
}

/** What that run of the replica answers; undefined where it does not. */
async function readThere(
  { sighting, pool }: Place,
  { text, params, ...options }: { text: string; params: never[] } & Asking,
): Promise<readonly Row[] | undefined> {
  const certified = `
    SELECT pg_try_advisory_xact_lock_shared($${params.length + 1}::bigint) AS "${ELSEWHERE}", answer.* FROM (${text}) AS answer`;
  try {
    const all = [...params, sighting.key as never];
    const ask = () => send(pool, { ...options, text: certified, params: all });
    const rows = await askUntil(ask, options.over);
    if (!options.raw) return rows[0]?.[ELSEWHERE] === false ? rows : undefined;
    const [[elsewhere, ...answer] = []] = rows as unknown as Buffer[][];
    return String(elsewhere) === 'f' ? ([answer] as never) : undefined;
  } catch (error) {
    // What takes too long there would take as long again; anything else may be the replica's own trouble.
    if (isTooSlow(error)) throw error;
    return undefined;
  }
}
