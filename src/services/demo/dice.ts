import { addDays, type Day } from '../../domain/day.ts';

const MS_OF_DAY = 86_400_000;

/** Choices that look random and are the same for the same seed on every machine and in every run. */
export class Dice {
  private state: number;

  constructor(seed: string) {
    // FNV-1a: neighbouring seeds give series that have nothing in common.
    this.state = [...seed].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619), 2_166_136_261);
  }

  /** From 0 to 1, without it (mulberry32). */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  between([least, most]: readonly [number, number]): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True in so many of a hundred cases. */
  happens(percent: number): boolean {
    return this.next() * 100 < percent;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.between([0, items.length - 1])];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  /** A day of a period. */
  day(from: Day, until: Day): Day {
    const days = (Date.parse(until) - Date.parse(from)) / MS_OF_DAY;
    return addDays(from, this.between([0, Math.max(0, days - 1)]));
  }
}
