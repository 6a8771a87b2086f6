import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { RequestObserver } from './observe/observer.ts';
import type { RequestRecord } from './observe/request-record.ts';

/** How long what is left at the deadline may take to be put away: the database's connections above all. */
const CLEAN_UP_MS = 10_000;
/** Statements of requests that were cut are not waited for any longer. */
const CUT_WITHIN_SECONDS = 1;

/** What is to be stopped, in this order. */
export interface Stoppable {
  /** Settles when every request under way is answered. */
  finish(): Promise<void>;
  /** Ends the requests that are left. */
  cut(): void;
  /** Closes what requests need: called once none is left, or at the deadline. */
  release(withinSeconds?: number): Promise<void>;
}

/** Knows the requests under way, so that it can be told which of them were cut. */
export class Shutdown implements RequestObserver {
  private readonly underWay = new Set<RequestRecord>();
  private readonly logger: Logger;
  private stopping: Promise<number> | undefined;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  begun(record: RequestRecord): void {
    this.underWay.add(record);
  }

  ended(record: RequestRecord): void {
    this.underWay.delete(record);
  }

  get hasBegun(): boolean {
    return this.stopping !== undefined;
  }

  /** Stops in good order; tells the exit code: 0 where everything was finished by the deadline. */
  stop(what: Stoppable, { signal, deadlineMs }: { signal: string; deadlineMs: number }): Promise<number> {
    this.stopping ??= this.run(what, { signal, deadlineMs });
    return this.stopping;
  }

  private async run(what: Stoppable, { signal, deadlineMs }: { signal: string; deadlineMs: number }): Promise<number> {
    this.logger.info({ signal, requests: this.underWay.size, deadlineMs }, 'stopping');
    const finished = await within(deadlineMs, what.finish());
    if (!finished) {
      const cut = [...this.underWay].map(({ requestId, operation }) => ({ requestId, fields: operation?.rootFields }));
      this.logger.error({ deadlineMs, cut }, 'requests were cut: they did not finish in time');
      what.cut();
    }
    const released = await within(CLEAN_UP_MS, finished ? what.release() : what.release(CUT_WITHIN_SECONDS));
    this.logger.info({ clean: finished && released }, 'stopped');
    return finished && released ? 0 : 1;
  }
}

/** Whether something ends well in time. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
  const over = new AbortController();
  const ended = work.then(() => true);
  const late = sleep(ms, false, { signal: over.signal }).catch(() => false);
  try {
    return await Promise.race([ended, late]);
  } finally {
    over.abort();
  }
}
