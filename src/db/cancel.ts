import type { Row, Sql } from 'postgres';
import { GivenUpError, isCancelled, isLost } from './errors.ts';

/** How often to look whether a query that is to be cancelled has begun. */
const LOOK_MS = 20;

/** What befalls a query that is not at fault comes right at the beginning; what was cancelled later took too long. */
const STRAY_MS = 1_000;

/** What of postgres.js 3.4.9 its types do not tell. */
interface Query {
  /** The connection it was sent over, once it was. */
  state: object | null;
  /** Whether it is the one whose answer comes next over its connection. */
  active: boolean;
  /** Asks the server to cancel what runs for a query. The public `cancel` swallows this promise, so that its failure ends the process. */
  canceller: ((query: Pick<Query, 'state' | 'active'>) => Promise<unknown>) | null;
}

/** Tells when nobody waits any more: of an `AbortSignal` what is asked of one here. */
export interface Over {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { once: true }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
  /** Told what was given up, and may go on for a moment. */
  outlivedBy?(work: PromiseLike<unknown>): void;
}

/** What an `AbortController` is for, at a tenth of its cost: every request has one or two. */
export class Ending implements Over {
  reason: unknown;
  /** Settles when nothing goes on that was given up; absent where nothing was. */
  remains: Promise<unknown> | undefined;
  private listeners: Set<() => void> | undefined;

  get aborted(): boolean {
    return this.reason !== undefined;
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  /** Tells each listener once. */
  abort(reason: Error): void {
    if (this.aborted) return;
    this.reason = reason;
    const { listeners = [] } = this;
    this.listeners = undefined;
    for (const listener of listeners) listener();
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners ??= new Set();
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners?.delete(listener);
  }

  outlivedBy(work: PromiseLike<unknown>): void {
    this.remains = Promise.allSettled([this.remains, work]);
  }
}

type Rows = readonly Row[];
/** A query of a pool, or of several pools in turn, which then cancel for themselves. */
type Pending = PromiseLike<Rows> & Partial<Query>;

/**
 * Asks a pool something that is read only, and cancels it when `over` is aborted. Whoever waits learns that at once.
 *
 * The server cancels what runs when the request for it arrives, which by then may be somebody else's query over the same
 * connection. So a query that was cancelled though nobody meant it is asked once more; so is one whose connection was lost,
 * or that is told by postgres.js 3.4.9 how the connection before its own ended.
 */
export async function askUntil(ask: () => Pending, over: Over | undefined): Promise<Rows> {
  if (!over) return ask();
  const askedAt = performance.now();
  try {
    return await askOnce(ask, over);
  } catch (error) {
    const wasMeant = over.aborted || performance.now() - askedAt > STRAY_MS;
    if (wasMeant || !(isCancelled(error) || isLost(error))) throw error;
    return askOnce(ask, over);
  }
}

function askOnce(ask: () => Pending, over: Over): Promise<Rows> {
  over.throwIfAborted();
  const query = ask();
  return settledUntil(query, over, () => {
    over.outlivedBy?.(query);
    cancelOnceActive(query);
  });
}

/** Settles as something does, or fails as soon as it is over, which `stop` is then told. */
export function settledUntil<T>(pending: PromiseLike<T>, over: Over, stop: () => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      reject(over.reason);
      stop();
    };
    const settled = () => over.removeEventListener('abort', leave);
    over.addEventListener('abort', leave, { once: true });
    pending.then(
      (value) => {
        settled();
        resolve(value);
      },
      (error) => {
        settled();
        reject(error);
      },
    );
  });
}

/**
 * Before its turn postgres.js must not cancel a query: one that waits behind another over the same connection is then
 * forgotten while its answer still comes, and is taken for the answer to the next; one that a connection is being made
 * for keeps that connection from ever being used.
 */
function cancelOnceActive(query: Pending): void {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  query.then(settle, settle);
  const look = () => {
    const { active, canceller, state = null } = query;
    if (settled || canceller === undefined) return;
    // Where even this cannot be asked, the statement's own time limit ends it.
    if (active) canceller?.({ state, active }).catch(() => {});
    else setTimeout(look, LOOK_MS).unref();
  };
  look();
}

/**
 * Tells a story within a transaction until `over` is aborted: then the statement under way is cancelled, no further one
 * begins, and the transaction is rolled back. It keeps its connection until the server has cancelled, so that nobody
 * else's statement is.
 */
export async function tellUntil<T>(tx: object, over: Over | undefined, story: () => Promise<T>): Promise<T> {
  if (!over) return story();
  over.throwIfAborted();
  const { session } = tx as unknown as { session: { client: Pick<Sql, 'unsafe'> } };
  const { client } = session;
  let latest: Query | undefined;
  const send = (...asked: Parameters<Sql['unsafe']>) => {
    if (over.aborted) throw new GivenUpError();
    const query = client.unsafe(...asked);
    latest = query as unknown as Query;
    return query;
  };
  // In its place, not in it: others who watch the client have put themselves in its place as well.
  session.client = new Proxy(client, {
    get: (target, key, receiver) => (key === 'unsafe' ? send : Reflect.get(target, key, receiver)),
  });

  let cancelled: Promise<unknown> = Promise.resolve();
  const stop = () => {
    cancelled = cancelOnConnection(latest);
  };
  over.addEventListener('abort', stop, { once: true });
  try {
    return await story();
  } finally {
    over.removeEventListener('abort', stop);
    await cancelled;
  }
}

/** Cancels whatever runs on the connection of a query. */
async function cancelOnConnection(query: Query | undefined): Promise<void> {
  await query?.canceller?.({ state: query.state, active: true }).catch(() => {});
}
