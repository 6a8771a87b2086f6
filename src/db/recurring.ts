/** Each is planned once on every connection and kept there, which takes memory of the server. */
const MOST_KEPT = 200;
const MOST_REMEMBERED = 1_000;

/**
 * Which statements are worth preparing: those whose text was sent before. What is kept is bounded and never let go, since
 * a server keeps what was prepared until its connection ends.
 */
export class RecurringTexts {
  private readonly kept = new Set<string>();
  private readonly once = new Set<string>();

  /** Whether a text that is now sent is to be prepared. */
  recurs(text: string): boolean {
    if (this.kept.has(text)) return true;
    if (this.kept.size >= MOST_KEPT) return false;
    if (this.once.delete(text)) {
      this.kept.add(text);
      return true;
    }
    this.once.add(text);
    const [oldest] = this.once;
    if (this.once.size > MOST_REMEMBERED && oldest !== undefined) this.once.delete(oldest);
    return false;
  }
}
