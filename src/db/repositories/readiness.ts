import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { ReadinessFact } from '../../domain/readiness.ts';
import { OPENED_KINDS } from '../../domain/unit.ts';
import type { Transaction } from '../client.ts';
import { codesIn, idsIn, json } from '../json.ts';
import { readiness } from '../tables/equipment.ts';
import { insertRows, restateRows } from './facts.ts';

/** The last believed statement of each subject of some units; one statement. */
export async function loadReadiness(tx: Transaction, units: readonly string[]): Promise<ReadinessFact[]> {
  const rows = await tx.execute<{ fact: ReadinessFact }>(sql`
    SELECT json_build_object('id', f.id, 'unit', unit.code, 'item', f.item, 'field', f.field, 'from', f.valid_from, 'done', f.done, 'total', f.total) AS fact
    FROM readiness f JOIN unit ON unit.id = f.unit_id
    WHERE unit.code IN ${codesIn(units)} AND f.valid_to = 'infinity' AND f.superseded_at = 'infinity'`);
  return rows.map(({ fact }) => fact);
}

/** Ends statements on the days of those that follow them; one that is followed on its own first day is a mistake. */
export async function endReadiness(tx: Transaction, ends: readonly { id: number; on: Day }[]): Promise<void> {
  if (ends.length === 0) return;
  const days = json(Object.fromEntries(ends.map(({ id, on }) => [id, on])));
  const day = sql`(${days} ->> id::text)::date`;
  await restateRows(tx, {
    table: readiness,
    where: sql`id IN ${idsIn(ends.map(({ id }) => id))}`,
    kept: sql`valid_from < ${day}`,
    columns: { valid_to: day },
  });
}

/** Records statements from a day on; answers their ids in order. */
export const insertReadiness = (tx: Transaction, rows: readonly (typeof readiness.$inferInsert)[]): Promise<number[]> =>
  insertRows(tx, readiness, rows);

/**
 * How many people work at units on days, each counted where the strongest basis of the day puts them. The points and
 * desks below a unit are its own; other centers and branches below it count their people themselves.
 */
export async function countPeopleAt(
  tx: Transaction,
  asked: readonly { unit: string; on: Day }[],
): Promise<{ unit: string; on: Day; people: number }[]> {
  if (asked.length === 0) return [];
  const holds = (alias: string) =>
    sql.raw(
      `${alias}.valid_from <= asked."on" AND ${alias}.valid_to > asked."on" AND ${alias}.superseded_at = 'infinity'`,
    );
  const rows = await tx.execute<Record<string, unknown>>(sql`
    SELECT asked.unit, asked."on", (
      WITH RECURSIVE place (id) AS (
        SELECT id FROM unit WHERE code = asked.unit
        UNION SELECT r.child_id FROM place JOIN unit_relation r ON r.parent_id = place.id AND r.kind = 'ESTABLISHMENT' AND ${holds('r')}
        JOIN unit_version v ON v.unit_id = r.child_id AND ${holds('v')} AND v.kind::text NOT IN ${codesIn(OPENED_KINDS)})
      SELECT count(DISTINCT w.staff_id)::int FROM workplace w JOIN place ON place.id = w.unit_id
      WHERE w.basis <> 'ADDITIONAL' AND ${holds('w')}
        AND NOT EXISTS (SELECT FROM workplace o WHERE o.staff_id = w.staff_id AND o.basis > w.basis AND ${holds('o')})) AS people
    FROM jsonb_to_recordset(${json(asked)}) AS asked (unit text, "on" date)`);
  return rows as unknown as { unit: string; on: Day; people: number }[];
}
