/** Beyond it whoever was not seen for the longest time is forgotten, so that memory stays bounded. */
const MOST_REMEMBERED = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  /** Units left; below nothing where more was spent than there was. */
  left: number;
  atMs: number;
}

/**
 * Units to spend, for each of many. A bucket holds what a minute brings and fills all the time. What something costs is
 * known only when it is under way, so whoever has anything left may begin, and what they overdraw they wait for.
 */
export class TokenBuckets {
  private readonly perMinute: number;
  private readonly now: () => number;
  private readonly buckets = new Map<string, Bucket>();

  constructor(perMinute: number, now: () => number = Date.now) {
    this.perMinute = perMinute;
    this.now = now;
  }

  /** In how many seconds there will be something left; 0 where there is. */
  waitSeconds(who: string): number {
    const bucket = this.buckets.get(who);
    if (!bucket) return 0;
    const { left } = this.filled(bucket);
    return left > 0 ? 0 : Math.max(1, Math.ceil(((1 - left) / this.perMinute) * 60));
  }

  spend(who: string, units: number): void {
    const known = this.buckets.get(who);
    const { left, atMs } = known ? this.filled(known) : { left: this.perMinute, atMs: this.now() };
    // Put in anew: a map keeps the order of insertion, so its first key is the one not seen for the longest time.
    this.buckets.delete(who);
    const oldest = this.buckets.keys().next().value;
    if (this.buckets.size >= MOST_REMEMBERED && oldest !== undefined) this.buckets.delete(oldest);
    this.buckets.set(who, { left: left - units, atMs });
  }

  private filled({ left, atMs }: Bucket): Bucket {
    const now = this.now();
    return { left: Math.min(this.perMinute, left + ((now - atMs) / MINUTE_MS) * this.perMinute), atMs: now };
  }
}
