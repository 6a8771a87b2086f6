import { type SQL, sql } from 'drizzle-orm';
import type { Interruption } from '../../domain/counter.ts';
import type { Day } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';
import { json } from '../json.ts';

/** A row that was believed before this transaction wrote anything, and one that is believed now. */
const was = (row: SQL): SQL =>
  sql`${row}.recorded_at < (SELECT at FROM instant) AND ${row}.superseded_at >= (SELECT at FROM instant)`;
const is = (row: SQL): SQL => sql`${row}.superseded_at = 'infinity'`;
const ever = (row: SQL): SQL => sql`((${was(row)}) OR ${is(row)})`;

/**
 * Parts of a WITH RECURSIVE for one belief: `<name>_received`, who receives for the territories concerned from their day
 * on; `<name>_open`, the days on which that one, or a unit below it, has an open counter.
 */
function openDays(name: 'was' | 'is', believed: (row: SQL) => SQL): SQL {
  const [received, tree, opened, open] = ['received', 'tree', 'opened', 'open'].map((part) =>
    sql.raw(`${name}_${part}`),
  );
  return sql`
    ${received} AS MATERIALIZED (
      SELECT s.territory_id, s.unit_id, daterange(greatest(s.valid_from, concerned.day), s.valid_to) AS period
      FROM concerned JOIN service_territory s ON s.territory_id = concerned.territory_id AND s.valid_to > concerned.day AND ${believed(sql`s`)}),
    ${tree} (root, unit_id, period) AS (
      SELECT DISTINCT unit_id, unit_id, daterange(NULL, 'infinity') FROM ${received}
      UNION ALL
      SELECT above.root, r.child_id, above.period * daterange(r.valid_from, r.valid_to)
      FROM ${tree} AS above JOIN unit_relation r ON r.parent_id = above.unit_id AND r.kind = 'ESTABLISHMENT' AND ${believed(sql`r`)}
      WHERE above.period && daterange(r.valid_from, r.valid_to)),
    ${opened} AS MATERIALIZED (
      SELECT tree.root, range_agg(tree.period * daterange(c.valid_from, c.valid_to)) AS days
      FROM ${tree} AS tree JOIN counter_version c ON c.unit_id = tree.unit_id AND ${believed(sql`c`)} GROUP BY tree.root),
    ${open} AS MATERIALIZED (
      SELECT received.territory_id, range_agg(datemultirange(received.period) * opened.days) AS days
      FROM ${received} AS received JOIN ${opened} AS opened ON opened.root = received.unit_id GROUP BY received.territory_id)`;
}

/**
 * Territories that units, or those above them, receive for, and that by what this transaction wrote lose their last open
 * counter on some day from the units' own on, though somebody still receives for them; with the first such day. One
 * statement, however many units.
 */
export async function findInterruptions(
  tx: Transaction,
  touched: readonly { unit: string; on: Day }[],
): Promise<Interruption[]> {
  return tx.execute<Interruption & Record<string, unknown>>(sql`
    WITH RECURSIVE instant AS MATERIALIZED (SELECT record_time() AS at),
    above (id, day) AS (
      SELECT unit.id, min((n ->> 'on')::date) FROM jsonb_array_elements(${json(touched)}) AS n JOIN unit ON unit.code = n ->> 'unit' GROUP BY unit.id
      UNION SELECT r.parent_id, above.day FROM above
        JOIN unit_relation r ON r.child_id = above.id AND r.kind = 'ESTABLISHMENT' AND r.valid_to > above.day - 1 AND ${ever(sql`r`)}
    ), concerned AS MATERIALIZED (
      SELECT s.territory_id, min(above.day) AS day
      FROM above JOIN service_territory s ON s.unit_id = above.id AND s.valid_to > above.day - 1 AND ${ever(sql`s`)} GROUP BY s.territory_id
    ), ${openDays('was', was)}, ${openDays('is', is)},
    served AS (SELECT territory_id, range_agg(period) AS days FROM is_received GROUP BY territory_id),
    lost AS MATERIALIZED (
      SELECT territory_id, lower((was_open.days - coalesce(is_open.days, '{}')) * served.days) AS day
      FROM was_open JOIN served USING (territory_id) LEFT JOIN is_open USING (territory_id))
    SELECT territory.code AS territory, receiver.code AS unit, coalesce(eve.code, receiver.code) AS before, lost.day AS "on"
    FROM lost JOIN territory ON territory.id = lost.territory_id
    JOIN is_received now ON now.territory_id = lost.territory_id AND now.period @> lost.day JOIN unit receiver ON receiver.id = now.unit_id
    LEFT JOIN was_received past ON past.territory_id = lost.territory_id AND past.period @> lost.day LEFT JOIN unit eve ON eve.id = past.unit_id
    WHERE lost.day IS NOT NULL ORDER BY lost.day, territory.code`);
}
