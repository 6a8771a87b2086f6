/** Variables of an operation, as JSON. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number generator of which the same seed gives the same numbers (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const DAY_MS = 86_400_000;

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

export const FIRST_DAY = '2024-10-01';
export const DAYS = 457;

/**
 * Draws from all combinations of some choices without ever drawing one twice: a walk through them by a step that has no
 * factor in common with their number.
 */
export class Draw {
  private readonly sizes: readonly number[];
  private readonly total: number;
  private readonly step: number;
  private at: number;

  constructor(sizes: readonly number[], seed: number) {
    const random = seededRandom(seed);
    this.sizes = sizes;
    this.total = sizes.reduce((product, size) => product * size, 1);
    this.at = Math.floor(random() * this.total);
    let step = Math.floor(this.total * 0.618) + Math.floor(random() * 1000);
    while (greatestCommonDivisor(step, this.total) !== 1) step += 1;
    this.step = step;
  }

  /** How many there are to be drawn. */
  get size(): number {
    return this.total;
  }

  next(): number[] {
    this.at = (this.at + this.step) % this.total;
    let rest = this.at;
    return this.sizes.map((size) => {
      const index = rest % size;
      rest = Math.floor(rest / size);
      return index;
    });
  }
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other);
}
