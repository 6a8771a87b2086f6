import type { Logger } from 'pino';
import type { Ear } from '../db/listen.ts';
import { type PlanNotice, readPlanNotice } from '../domain/plan-notice.ts';
import { describeError } from './describe-error.ts';

/** Different notices that wait for one subscriber; beyond it, one that says "read again" stands for all. */
const MOST_WAITING = 100;

/** Hands what one connection to the database hears to everybody in this process who watches a plan. */
export class PlanNotices implements Ear {
  private readonly watches = new Map<string, Set<Watch>>();
  private readonly logger: Logger;

  constructor(logger: Logger) {
    this.logger = logger;
  }

  /** How many watch. */
  get watching(): number {
    return [...this.watches.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** Notices about a plan, from now on until `return` is called. */
  watch(plan: string): AsyncIterableIterator<PlanNotice> {
    const watching = this.watches.get(plan) ?? new Set();
    this.watches.set(plan, watching);
    const watch = new Watch(plan, () => {
      watching.delete(watch);
      if (watching.size === 0 && this.watches.get(plan) === watching) this.watches.delete(plan);
    });
    watching.add(watch);
    return watch;
  }

  heard(text: string): void {
    const notice = readPlanNotice(text);
    if (notice) for (const watch of this.watches.get(notice.plan) ?? []) watch.add(notice);
  }

  began(): void {
    for (const watching of this.watches.values()) for (const watch of watching) watch.resync();
  }

  lost(error: unknown): void {
    this.logger.warn({ error: describeError(error) }, 'changes of plans are not heard; trying again');
  }
}

/**
 * What one subscriber has still to be told, read by one reader at a time. A notice says only that something changed, so
 * one that waits already stands for a second like it: whoever is slow is told less often, and memory stays bounded.
 */
class Watch implements AsyncIterableIterator<PlanNotice> {
  private readonly plan: string;
  private readonly onReturn: () => void;
  private readonly waiting = new Map<string, PlanNotice>();
  private ended = false;
  private wake = (): void => {};

  constructor(plan: string, onReturn: () => void) {
    this.plan = plan;
    this.onReturn = onReturn;
  }

  add(notice: PlanNotice): void {
    if (this.waiting.has('RESYNC')) return;
    if (notice.kind === 'RESYNC' || this.waiting.size >= MOST_WAITING) this.resync();
    else this.wait(`${notice.kind} ${notice.phase}`, notice);
  }

  resync(): void {
    this.waiting.clear();
    this.wait('RESYNC', { plan: this.plan, phase: null, kind: 'RESYNC' });
  }

  private wait(key: string, notice: PlanNotice): void {
    this.waiting.set(key, notice);
    this.wake();
  }

  async next(): Promise<IteratorResult<PlanNotice>> {
    while (!this.ended) {
      for (const [key, notice] of this.waiting) {
        this.waiting.delete(key);
        return { done: false, value: notice };
      }
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<PlanNotice>> {
    this.ended = true;
    this.onReturn();
    this.wake();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
