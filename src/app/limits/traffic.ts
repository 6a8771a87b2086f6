import type { EventEmitter } from 'node:events';
import { GraphQLError } from 'graphql';
import { Ending, type Over } from '../../db/cancel.ts';
import { GivenUpError } from '../../db/errors.ts';
import { COSTS } from '../../resolvers/limits.ts';
import type { Config } from '../config.ts';
import { Places } from './places.ts';
import { TokenBuckets } from './token-buckets.ts';

/** Bad tokens that one address may send in a minute; further ones are told to wait. */
const BAD_TOKENS_A_MINUTE = 60;
/** Operations that may wait for each place. They come from clients that wait for an answer, so the wait is short. */
const WAITING_FOR_A_PLACE = 16;
const WAIT_MS = 5_000;

export type TrafficLimits = Pick<Config, 'rateLimit' | 'maxInFlight' | 'requestDeadlineMs'>;

/** What all requests to one server share: places to work at, and what each caller may still spend. */
export class Traffic {
  /** Queries and changes have half of the places each, so that neither keeps the other out. */
  private readonly places: Readonly<Record<'query' | 'mutation', Places>>;
  private readonly callers: TokenBuckets | null;
  private readonly addresses = new TokenBuckets(BAD_TOKENS_A_MINUTE);
  private readonly deadlineMs: number;

  constructor({ rateLimit, maxInFlight, requestDeadlineMs }: TrafficLimits) {
    const places = Math.ceil(maxInFlight / 2);
    const options = { places, waiting: places * WAITING_FOR_A_PLACE, waitMs: WAIT_MS };
    this.places = { query: new Places(options), mutation: new Places(options) };
    this.callers = rateLimit === 0 ? null : new TokenBuckets(rateLimit);
    this.deadlineMs = requestDeadlineMs;
  }

  /** In how many seconds a caller may ask again; 0 where now. */
  waitOfCaller(subject: string): number {
    return this.callers?.waitSeconds(subject) ?? 0;
  }

  /** Counts a bad token of an address, or tells for how many seconds no further one is looked at. */
  waitOfGuess(address: string): number {
    const seconds = this.addresses.waitSeconds(address);
    if (seconds === 0) this.addresses.spend(address, 1);
    return seconds;
  }

  /** Begins work for a caller, until it is ended, its time is up, or `closed` tells that nobody waits for it. */
  begin(subject: string, closed: EventEmitter): Undertaking {
    return new Undertaking({
      deadlineMs: this.deadlineMs,
      closed,
      places: this.places,
      charge: (units) => this.callers?.spend(subject, units),
    });
  }
}

interface UndertakingOptions {
  deadlineMs: number;
  closed: EventEmitter;
  places: Traffic['places'];
  charge: (units: number) => void;
}

/** What an undertaking is that should have ended. */
export const PAST = Symbol('past');

/** Work under way for one caller: a request, the beginning of a subscription, or an event of it. */
export class Undertaking {
  /** Aborted when it is no longer worth going on: what runs for it in the database is cancelled. */
  readonly over: Over;
  private readonly ending = new Ending();
  /** What it has cost so far, in units. */
  cost = 0;
  private readonly options: UndertakingOptions;
  private leave = (): void => {};
  private entry: Promise<void> | undefined;
  private lateness: NodeJS.Timeout | undefined;
  private readonly stopWatching: () => void;

  constructor(options: UndertakingOptions) {
    const { deadlineMs, closed } = options;
    const { ending } = this;
    const giveUp = () => ending.abort(new GivenUpError());
    const late = setTimeout(giveUp, deadlineMs);
    closed.once('close', giveUp);
    this.stopWatching = () => {
      clearTimeout(late);
      closed.removeListener('close', giveUp);
    };
    this.over = ending;
    this.options = options;
  }

  spend(units: number): void {
    this.cost += units;
    this.options.charge(units);
  }

  /** Counts the body of a request. */
  spendOnBody(bytes: number): void {
    this.spend(COSTS.kilobyte * Math.max(1, Math.ceil(bytes / 1024)));
  }

  /** Takes a place to execute at, once; throws UNAVAILABLE where there is none to be had. */
  enter(kind: 'query' | 'mutation'): Promise<void> {
    this.entry ??= this.take(kind);
    return this.entry;
  }

  private async take(kind: 'query' | 'mutation'): Promise<void> {
    try {
      this.leave = await this.options.places[kind].take(this.over);
    } catch {
      throw notNow();
    }
  }

  /**
   * Settles as the work does, or when it has been over for a while. Whatever is under way stops by itself where it asks
   * `over`; should something not ask, nobody waits for it all the same.
   */
  unlessPast<T>(work: Promise<T>, graceMs: number): Promise<T | typeof PAST> {
    return new Promise((resolve, reject) => {
      const wait = () => {
        this.lateness = setTimeout(resolve, graceMs, PAST);
      };
      if (this.over.aborted) wait();
      else this.over.addEventListener('abort', wait);
      work.then(resolve, reject);
    });
  }

  /**
   * Its place is free once the database has let go of what it gave up: were others let in before, what clients leave behind
   * would queue for connections without bounds, ahead of whoever still waits. It lets go by a deadline of its own; should
   * nothing be heard of it for as long again as a request may take, nobody waits for it.
   */
  end(): void {
    this.stopWatching();
    clearTimeout(this.lateness);
    const { remains } = this.ending;
    if (remains === undefined) {
      this.leave();
      return;
    }
    const unheard = setTimeout(this.leave, this.options.deadlineMs).unref();
    void remains.then(() => {
      clearTimeout(unheard);
      this.leave();
    });
  }
}

/** Nothing has begun, so it may be sent again as it is, also where its time was up meanwhile. */
const notNow = (): GraphQLError =>
  new GraphQLError('The server is busy; try again in a moment.', {
    extensions: { code: 'UNAVAILABLE', http: { status: 503 } },
  });
