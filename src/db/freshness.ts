import type { Sql } from 'postgres';

/** What may change an answer: whatever is written, what is written about people of some provinces, or neither. */
export type Dependence = { on: 'ANYTHING' } | { on: 'STRUCTURE' } | { on: 'PROVINCE'; unit: string };

/** Stands for the organization itself, with all that is not about people. */
const STRUCTURE = '0';
const FORGET_EVERY_MS = 10 * 60_000;

const SYNC = `
  SELECT pg_current_snapshot()::text AS snapshot, pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, pg_postmaster_start_time()::text AS server,
    coalesce((SELECT max(xid) > pg_snapshot_xmin($1::pg_snapshot) FROM write_mark_horizon), false) AS forgotten,
    (SELECT array_agg(DISTINCT top_id::text) FROM write_mark
      WHERE xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)) AS tops`;
const TOPS = `
  SELECT top.above_id::text AS top FROM unit JOIN unit_above AS top ON top.unit_id = unit.id AND top.relation = 'ESTABLISHMENT'
  WHERE unit.code = $1 AND NOT EXISTS (
    SELECT FROM unit_above AS higher
    WHERE higher.unit_id = top.above_id AND higher.above_id <> top.above_id AND higher.relation = 'ESTABLISHMENT')`;

interface Synced {
  snapshot: string;
  xmin: string;
  server: string;
  forgotten: boolean;
  tops: string[] | null;
}

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
  private readonly tops = new Map<string, { tops: Promise<readonly string[]>; at: number }>();
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
  async holds(dependence: Dependence, since: number): Promise<boolean> {
    if (since === 0) return false;
    if (this.writtenAnything <= since) return true;
    if (dependence.on === 'ANYTHING' || (this.written.get(STRUCTURE) ?? 0) > since) return false;
    if (dependence.on === 'STRUCTURE') return true;
    const tops = await this.topsOf(dependence.unit);
    return tops.every((top) => (this.written.get(top) ?? 0) <= since);
  }

  private async begin(): Promise<number> {
    const before = this.last;
    // Its own snapshot where there is none yet: nothing is kept from before.
    const [row] = await this.sql.unsafe(SYNC, [before?.snapshot ?? '1:1:'], { prepare: true });
    const synced = row as unknown as Synced;
    const number = this.completed + 1;
    const isGap = !before || synced.forgotten || synced.server !== before.server;
    for (const top of isGap ? [STRUCTURE] : (synced.tops ?? [])) {
      this.written.set(top, number);
      this.writtenAnything = number;
    }
    this.last = synced;
    this.completed = number;
    this.forget(synced);
    return number;
  }

  /** Units at the top of a unit; they change only when the organization does. */
  private topsOf(unit: string): Promise<readonly string[]> {
    const known = this.tops.get(unit);
    if (known && (this.written.get(STRUCTURE) ?? 0) <= known.at) return known.tops;
    const asked = this.sql.unsafe(TOPS, [unit], { prepare: true }).then((rows) => rows.map(({ top }) => String(top)));
    if (this.tops.size >= MOST_UNITS) this.tops.clear();
    this.tops.set(unit, { tops: asked, at: this.completed });
    asked.catch(() => this.tops.delete(unit));
    return asked;
  }

  /** Marks that every sync still to come has behind it; a process that was away longer begins anew. */
  private forget({ xmin }: Synced): void {
    const now = performance.now();
    if (now < this.forgetting.afterMs) return;
    const { xmin: before } = this.forgetting;
    this.forgetting = { xmin, afterMs: now + FORGET_EVERY_MS };
    if (before) this.sql.unsafe('SELECT forget_write_marks($1::xid8)', [before]).catch(() => {});
  }
}

const MOST_UNITS = 20_000;
