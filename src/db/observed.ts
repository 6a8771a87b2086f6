import type postgres from 'postgres';

type Sql = postgres.Sql;

export type PoolName = 'reads' | 'replica' | 'writes';

/** Told what the pools are asked, for figures and traces. */
export interface PoolObserver {
  /** A statement was handed to a pool; what is returned is called once it was answered, with the error where it failed. */
  statement(pool: PoolName, text: string): (error?: unknown) => void;
  /** A transaction waits for a connection; `begun` is called when it has one. */
  transaction(pool: PoolName): { begun(): void; ended(): void };
}

/**
 * A pool that tells what it is asked. postgres.js reveals neither its connections nor when a statement is answered
 * (`debug` is called as one is sent, and makes parameters part of errors), so it is watched from outside.
 */
export function observedPool(sql: Sql, pool: PoolName, observer: PoolObserver | undefined): Sql {
  return observer ? observed(sql, pool, observer) : sql;
}

function observed<T extends Sql>(sql: T, pool: PoolName, observer: PoolObserver): T {
  const own = {
    unsafe: (...args: Parameters<Sql['unsafe']>) =>
      watched(sql.unsafe(...args), () => observer.statement(pool, args[0])),
    begin: (...args: [unknown, unknown?]) => transaction(sql, args, { pool, observer }),
  };
  return new Proxy(sql, {
    get: (target, key, receiver) =>
      Object.hasOwn(own, key) ? own[key as keyof typeof own] : Reflect.get(target, key, receiver),
    apply: (target, self, args) => {
      const made: Promise<unknown> = Reflect.apply(target as never, self, args);
      const [strings] = args as [{ raw?: readonly string[] }];
      // Without a template it is no statement but a part of one.
      return Array.isArray(strings?.raw) ? watched(made, () => observer.statement(pool, strings.raw?.[0] ?? '')) : made;
    },
  });
}

/** A statement is sent when somebody first waits for it. */
function watched<Q extends Promise<unknown>>(query: Q, begin: () => (error?: unknown) => void): Q {
  const wait = query.then;
  let isSent = false;
  const waitAndTell: typeof query.then = (...handlers) => {
    if (!isSent) {
      isSent = true;
      const ended = begin();
      wait.call(query, () => ended(), ended);
    }
    return wait.apply(query, handlers) as never;
  };
  // biome-ignore lint/suspicious/noThenProperty: waiting is the only sign that a lazy query is sent now.
  query.then = waitAndTell;
  return query;
}

async function transaction(
  sql: Sql,
  args: [unknown, unknown?],
  { pool, observer }: { pool: PoolName; observer: PoolObserver },
): Promise<unknown> {
  const { begun, ended } = observer.transaction(pool);
  const story = args.at(-1) as (tx: Sql) => unknown;
  const watchedStory = (tx: Sql) => {
    begun();
    return story(observed(tx, pool, observer));
  };
  const begin = sql.begin as (...all: unknown[]) => Promise<unknown>;
  try {
    return await begin(...args.slice(0, -1), watchedStory);
  } finally {
    ended();
  }
}
