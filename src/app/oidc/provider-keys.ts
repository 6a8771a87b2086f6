import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { Logger } from 'pino';
import { describeError } from '../describe-error.ts';

/** A key that the provider has withdrawn is believed for at most so long after that, as long as the provider answers. */
const FRESH_MS = 5 * 60_000;
/** While it does not answer, what it told last is believed for so long; then nobody can be recognized. */
const USABLE_MS = 60 * 60_000;
/** It is not asked again sooner, whatever tokens come: their senders must not make us hammer it. */
const ASK_AGAIN_MS = 10_000;

/** Finds the key a token names; the same object for as long as the keys are the same. */
export type Keys = ReturnType<typeof createLocalJWKSet>;

/** The keys of a provider, which may change them, or be away, at any time. */
export class ProviderKeys {
  private readonly fetchKeys: () => Promise<JSONWebKeySet>;
  private readonly logger: Logger;
  private held: { keys: Keys; text: string; asOfMs: number } | undefined;
  private isAway = false;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;

  constructor(fetchKeys: () => Promise<JSONWebKeySet>, logger: Logger) {
    this.fetchKeys = fetchKeys;
    this.logger = logger;
  }

  /** The keys to go by now; null where none are known, or none that may still be believed. */
  async current(): Promise<Keys | null> {
    if (!this.youngerThan(FRESH_MS)) {
      // Nobody waits for a provider that was away just now, as long as there are keys to go on with.
      const nobodyWaits = this.isAway && this.askedWithin(FRESH_MS) && this.youngerThan(USABLE_MS);
      const asked = this.ask();
      if (!nobodyWaits) await asked;
    }
    return this.youngerThan(USABLE_MS)?.keys ?? null;
  }

  /** The keys to go by where a token names none of `known`; null where the provider cannot be asked now. */
  async beyond(known: Keys): Promise<Keys | null> {
    if (this.held?.keys === known) await this.ask();
    return this.isAway ? null : (this.held?.keys ?? null);
  }

  private youngerThan(ageMs: number) {
    return this.held && Date.now() - this.held.asOfMs < ageMs ? this.held : undefined;
  }

  private askedWithin(timeMs: number): boolean {
    return Date.now() - this.askedAtMs < timeMs;
  }

  /** Asks once for all who want to know meanwhile. */
  private ask(): Promise<void> {
    if (!this.asking && this.askedWithin(ASK_AGAIN_MS)) return Promise.resolve();
    this.asking ??= this.refetch().finally(() => {
      this.askedAtMs = Date.now();
      this.asking = undefined;
    });
    return this.asking;
  }

  private async refetch(): Promise<void> {
    const asOfMs = Date.now();
    try {
      const set = await this.fetchKeys();
      const text = JSON.stringify(set);
      const keys = this.held?.text === text ? this.held.keys : createLocalJWKSet(set);
      this.held = { keys, text, asOfMs };
      if (this.isAway) this.logger.info('the OpenID Connect provider tells its keys again');
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.logger.warn({ error: describeError(error) }, 'the OpenID Connect provider tells no keys');
      this.isAway = true;
    }
  }
}
