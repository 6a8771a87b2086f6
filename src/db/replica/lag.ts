/** How long ago a replica was last known to have all that the primary had. */
export class Lag {
  private mark?: { position: number; atMs: number };
  private caughtUpAtMs = Number.NEGATIVE_INFINITY;

  /** Told how far the replica is, and the primary was at the same time. */
  seen(replayed: number, primary: number, nowMs: number): void {
    if (this.mark && replayed < this.mark.position) return;
    this.caughtUpAtMs = this.mark?.atMs ?? this.caughtUpAtMs;
    if (replayed >= primary) this.caughtUpAtMs = nowMs;
    this.mark = { position: primary, atMs: nowMs };
  }

  isBeyond(ms: number, nowMs: number): boolean {
    return nowMs - this.caughtUpAtMs > ms;
  }
}
