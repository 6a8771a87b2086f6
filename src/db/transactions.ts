import type postgres from 'postgres';
import { isLost, WaitedTooLongError } from './errors.ts';
import { RecurringTexts } from './recurring.ts';

type Begin = <T>(story: (tx: postgres.TransactionSql) => Promise<T>) => Promise<T>;

/** Characters of a parameter. */
const MOST_TOLD = 16_384;

const never = (): Promise<never> => new Promise(() => {});

/**
 * Transactions whose connection may be lost at any moment. postgres.js ends them with an error, but lets their story go
 * on: it would roll back, or write, over a connection that is gone (which throws beside all promises, porsager/postgres
 * #1208) or that somebody else has by now. So a story that lost its connection says nothing more. Who gets no connection
 * within `waitMs` is told so, and does nothing later. Who is told that their connection is lost before anything was said over
 * it gets another, once: postgres.js tells the first to come how the connection before ended. Statements that recur are
 * prepared.
 */
export function withBoundedTransactions(client: postgres.Sql, waitMs: number | undefined): postgres.Sql {
  const begin = client.begin.bind(client) as unknown as Begin;
  const texts = new RecurringTexts();
  const bounded: Begin = (story) => {
    const turn = { begun: false, over: false };
    const beginStory = () =>
      begin(async (tx) => {
        if (turn.over) throw new WaitedTooLongError();
        turn.begun = true;
        try {
          const result = await story(spoken(tx, turn, texts));
          return turn.over ? await never() : result;
        } catch (error) {
          if (turn.over || isLost(error)) return never();
          throw error;
        }
      });
    const running = beginStory().catch((error) => {
      if (turn.begun || turn.over || !isLost(error)) throw error;
      return beginStory();
    });
    return waitMs === undefined ? ended(running, turn) : Promise.race([ended(running, turn), tooLate(turn, waitMs)]);
  };
  return Object.assign(client, { begin: bounded });
}

interface Turn {
  begun: boolean;
  /** Its end was told: whatever its story still does is of no effect. */
  over: boolean;
}

async function ended<T>(running: Promise<T>, turn: Turn): Promise<T> {
  try {
    return await running;
  } finally {
    turn.over = true;
  }
}

function tooLate(turn: Turn, waitMs: number): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => {
      if (turn.begun || turn.over) return;
      turn.over = true;
      reject(new WaitedTooLongError());
    }, waitMs);
    timer.unref();
  });
}

/** Statements of a story that is over reach nobody; others are planned once where they recur. */
function spoken(tx: postgres.TransactionSql, turn: Turn, texts: RecurringTexts): postgres.TransactionSql {
  const send = (...[text, parameters = [], options]: Parameters<postgres.Sql['unsafe']>) => {
    if (turn.over) return unanswered();
    // What has no parameters may be several statements, which cannot be prepared.
    const prepare = parameters.length > 0 && !isBulk(parameters) && texts.recurs(text);
    return tx.unsafe(text, parameters, { ...options, ...(prepare && { prepare }) });
  };
  return new Proxy(tx, {
    get: (target, key, receiver) => (key === 'unsafe' ? send : Reflect.get(target, key, receiver)),
  });
}

/**
 * A plan that is kept was made for tables as they were then. Loading much makes them larger at once, so what is told much
 * is planned for what is there now.
 */
const isBulk = (parameters: readonly unknown[]): boolean =>
  parameters.some((one) => typeof one === 'string' && one.length > MOST_TOLD);

/** A statement, as drizzle waits for one, that is never answered. */
const unanswered = () => Object.assign(never(), { values: never });
