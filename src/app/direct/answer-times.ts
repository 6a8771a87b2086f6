/**
 * How long PostgreSQL takes for the answers of a plan: the shortest time so far for those of like size, since a longer one
 * tells how much else there was to do.
 */
export class AnswerTimes {
  /** By size in powers of two. */
  private readonly shortest = new Map<number, number>();
  /** Of the size that takes longest; endless before the first answer. */
  longestMs = Number.POSITIVE_INFINITY;

  /** Takes down an answer, and tells how long one of its size takes. */
  add(bytes: number, ms: number): number {
    const size = Math.floor(Math.log2(bytes));
    const shortest = Math.min(ms, this.shortest.get(size) ?? ms);
    this.shortest.set(size, shortest);
    this.longestMs = Math.max(...this.shortest.values());
    return shortest;
  }
}
