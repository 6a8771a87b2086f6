import { Ending, type Over, settledUntil } from '../../db/cancel.ts';
import { GivenUpError } from '../../db/errors.ts';
import type { Dependence, Freshness } from '../../db/freshness.ts';
import { Recent } from './recent.ts';

/** An answer, and a sync that what was read for it came after. */
interface Kept<Answer> {
  answer: Answer;
  since: number;
}

/** Somebody reading an answer that others wait for as well. */
interface Flight<Answer> {
  key: string;
  since: number;
  reading: Promise<Answer>;
  /** How many wait; when nobody does any more, it is given up. */
  waiting: number;
  hasLanded: boolean;
  landing: Ending;
}

/** For keys, buckets and what else belongs to an answer. */
const OVERHEAD_BYTES = 500;
/** Times that a reading is waited for which others began too early; then one's own is made. */
const PATIENCE = 3;

/**
 * Answers that were read before, each shown again only after the database has said that it still holds. What many want
 * at a time is read once, for all who asked before the reading began.
 */
export class KeptAnswers<Answer extends { body: Buffer; isKept: boolean }> {
  private readonly freshness: Freshness;
  private readonly kept: Recent<Kept<Answer>>;
  private readonly flights = new Map<string, Flight<Answer>>();

  constructor(freshness: Freshness, roomBytes: number) {
    this.freshness = freshness;
    this.kept = new Recent(roomBytes, ({ answer }) => answer.body.length + OVERHEAD_BYTES);
  }

  async get(
    key: string,
    {
      dependence,
      read,
      over,
    }: {
      dependence: Dependence;
      read: (over: Over) => Promise<Answer>;
      over: Over;
    },
  ): Promise<Answer> {
    // What is new here is not asked about; but there must be a sync to count from.
    const isNew = this.freshness.number > 0 && this.kept.get(key) === undefined && !this.flights.has(key);
    const now = isNew ? this.freshness.number : await settledUntil(this.freshness.sync(), over);
    for (let waited = 0; ; waited += 1) {
      over.throwIfAborted();
      const kept = this.kept.get(key);
      if (kept && this.freshness.holds(dependence, kept.since)) {
        // Confirmed by every sync up to this one.
        kept.since = Math.max(kept.since, now);
        return kept.answer;
      }
      const flight = this.flights.get(key);
      if (!flight || (flight.since < now && waited >= PATIENCE)) return this.waitFor(this.begin(key, read), over);
      if (flight.since >= now) return this.waitFor(flight, over);
      await this.waitFor(flight, over);
    }
  }

  private begin(key: string, read: (over: Over) => Promise<Answer>): Flight<Answer> {
    const since = this.freshness.number;
    const landing = new Ending();
    const reading = read(landing).then((answer) => {
      const kept = this.kept.get(key);
      if (answer.isKept && (!kept || kept.since <= since)) this.kept.put(key, { answer, since });
      return answer;
    });
    const flight: Flight<Answer> = { key, since, reading, waiting: 0, hasLanded: false, landing };
    this.flights.set(key, flight);
    const end = () => {
      flight.hasLanded = true;
      this.end(flight);
    };
    reading.then(end, end);
    return flight;
  }

  private async waitFor(flight: Flight<Answer>, over: Over): Promise<Answer> {
    flight.waiting += 1;
    try {
      return await settledUntil(flight.reading, over);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0 && !flight.hasLanded) this.giveUp(flight, over);
    }
  }

  private giveUp(flight: Flight<Answer>, over: Over): void {
    this.end(flight);
    const { landing } = flight;
    landing.abort(new GivenUpError());
    if (landing.remains !== undefined) over.outlivedBy?.(landing.remains);
  }

  private end(flight: Flight<Answer>): void {
    if (this.flights.get(flight.key) === flight) this.flights.delete(flight.key);
  }
}
