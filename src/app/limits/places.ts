import type { Over } from '../../db/cancel.ts';

/** There is no place, and none to wait at, or none came free in time. */
class BusyError extends Error {}

interface PlacesOptions {
  places: number;
  /** How many may wait for one. */
  waiting: number;
  waitMs: number;
}

interface Waiter {
  begin: () => void;
}

/** Bounds what is under way at a time: further work waits in order, not many and not long. */
export class Places {
  private free: number;
  private readonly options: PlacesOptions;
  private readonly queue = new Set<Waiter>();

  constructor(options: PlacesOptions) {
    this.options = options;
    this.free = options.places;
  }

  /** Takes a place, until what it answers with is called; throws `BusyError`, or where `over` is aborted meanwhile. */
  async take(over: Over): Promise<() => void> {
    over.throwIfAborted();
    if (this.free > 0) this.free -= 1;
    else await this.wait(over);
    let taken = true;
    return () => {
      if (taken) this.leave();
      taken = false;
    };
  }

  private wait(over: Over): Promise<void> {
    if (this.queue.size >= this.options.waiting) throw new BusyError();
    return new Promise((resolve, reject) => {
      const end = () => {
        this.queue.delete(waiter);
        clearTimeout(late);
        over.removeEventListener('abort', give);
      };
      const give = () => {
        end();
        reject(over.aborted ? over.reason : new BusyError());
      };
      const late = setTimeout(give, this.options.waitMs);
      over.addEventListener('abort', give, { once: true });
      const waiter: Waiter = {
        begin: () => {
          end();
          resolve();
        },
      };
      this.queue.add(waiter);
    });
  }

  private leave(): void {
    const [next] = this.queue;
    if (next) next.begin();
    else this.free += 1;
  }
}
