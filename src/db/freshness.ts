import type { Sql } from 'postgres';

/** What may change an answer: whatever is written, what is written about people at or below a unit, or neither. */
export type Dependence = { on: 'ANYTHING' } | { on: 'STRUCTURE' } | { on: 'UNIT'; unit: string };

/** Stands for the organization itself, with all that is not about people. */
const STRUCTURE = '0';
const FORGET_EVERY_MS = 10 * 60_000;

/**
 * What is above a unit is asked again here: it may have been put there after somebody marked it, and before they committed.
 * A horizon beyond this server's last transaction came with a dump from another, and does not count. Statistics begin anew
 * with each crash, also where one killed session took all others along and the server went on: what it had not written yet
 * of transactions that came to nothing is lost then, and their numbers are given out once more.
 */
const SYNC = `
  SELECT pg_current_snapshot()::text AS snapshot, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin,
    concat(pg_postmaster_start_time(), ' ', pg_stat_get_bgwriter_stat_reset_time()) AS server,
    (SELECT max(xid) > pg_snapshot_xmin($1::pg_snapshot) FROM write_mark_horizon WHERE xid <= pg_snapshot_xmax(pg_current_snapshot())) AS forgotten,
    (SELECT array_agg(coalesce('UNIT ' || unit.code, id::text)) FROM (
      SELECT DISTINCT coalesce(line.above_id, mark.unit_id) AS id FROM write_mark AS mark
      LEFT JOIN LATERAL (SELECT above_id FROM unit_above WHERE unit_id = mark.unit_id AND relation = 'ESTABLISHMENT' OFFSET 0) AS line ON true
      WHERE mark.xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(mark.xid, $1::pg_snapshot)) AS marked
      LEFT JOIN unit USING (id)) AS written`;

interface Synced {
  snapshot: string;
  xmin: string;
  /** Since when it numbers transactions without a break. */
  server: string;
  /** Whether there were marks that this snapshot cannot have; null where all marks are lost, and how far nobody said. */
  forgotten: boolean | null;
  /** What was: units, by their codes, and what stands for more. */
  written: string[] | null;
}

/** Has marks forgotten also where nobody asks about them: nothing is kept beside a replica, nor where there is no room. */
export const askNowAndThen = (freshness: Freshness): NodeJS.Timeout =>
  setInterval(() => void freshness.sync().catch(() => {}), FORGET_EVERY_MS).unref();

/**
 * Tells whether what was read once still holds. Every transaction leaves marks of what it wrote about (`write_mark`), and
 * a sync asks for those which the snapshot of the sync before did not see: exactly what was committed since, by this
 * process, another one or direct SQL. Syncs are numbered; one that begins after a question came is asked for all
 * questions that came by then.
 */
export class Freshness {
  private readonly sql: Sql;
  private last?: Synced;
  private completed = 0;
  private next?: Promise<number>;
  private running: Promise<unknown> = Promise.resolve();
  /** The sync by which something of the kind was last found written. */
  private readonly written = new Map<string, number>();
  private writtenAnything = 0;
  private forgetting = { xmin: '', afterMs: 0 };

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** The last sync there was: what is read from now on is at least as new. */
  get number(): number {
    return this.completed;
  }

  /** The number of a sync that began after this was asked. */
  sync(): Promise<number> {
    this.next ??= this.running.then(() => {
      this.next = undefined;
      const synced = this.begin();
      this.running = synced.catch(() => {});
      return synced;
    });
    return this.next;
  }

  /** Whether what was read after a sync is what would be read after the last one. */
  holds(dependence: Dependence, since: number): boolean {
    if (since === 0) return false;
    if (dependence.on === 'ANYTHING') return this.writtenAnything <= since;
    const isAsBefore = (what: string) => (this.written.get(what) ?? 0) <= since;
    return isAsBefore(STRUCTURE) && (dependence.on === 'STRUCTURE' || isAsBefore(`UNIT ${dependence.unit}`));
  }

  private async begin(): Promise<number> {
    const before = this.last;
    // An empty snapshot where there is none yet: whatever it finds, nothing is kept from before.
    const [row] = await this.sql.unsafe(SYNC, [before?.snapshot ?? '1:1:'], { prepare: true });
    const synced = row as unknown as Synced;
    const number = this.completed + 1;
    const isOther = before !== undefined && synced.server !== before.server;
    const isGap = !before || isOther || synced.forgotten !== false;
    for (const what of isGap ? [STRUCTURE] : (synced.written ?? [])) {
      this.written.set(what, number);
      this.writtenAnything = number;
    }
    this.last = synced;
    this.completed = number;
    this.forget(synced, isOther);
    return number;
  }

  /** Marks that every sync still to come has behind it; a process that was away longer begins anew. */
  private forget({ xmin, forgotten }: Synced, isOther: boolean): void {
    const now = performance.now();
    // What an earlier server numbered is no measure of this one's marks.
    const isAnew = forgotten === null || isOther;
    if (!isAnew && now < this.forgetting.afterMs) return;
    const before = isAnew ? xmin : this.forgetting.xmin;
    this.forgetting = { xmin, afterMs: now + FORGET_EVERY_MS };
    if (before) this.sql.unsafe('SELECT forget_write_marks($1::xid8)', [before]).catch(() => {});
  }
}
