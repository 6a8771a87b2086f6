import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { PremisesFact } from '../../domain/premises.ts';
import type { Transaction } from '../client.ts';
import { eventKey } from '../until-event.ts';

/** What an event ends: who is managed until then, and by whom; sites that are held until then; by codes of units. */
export interface Awaiting {
  managed: { unit: string; manager: string }[];
  held: Pick<PremisesFact, 'site' | 'unit'>[];
  /** Those of the units that stand below the one asked for, itself among them; all where none is. */
  there: string[];
}

/** What waits for an event on a day, and which of the units stand below another; one statement. */
export async function findAwaiting(
  tx: Transaction,
  { event, under, on }: { event: string; under: string | null; on: Day },
): Promise<Awaiting> {
  const waits = sql`${eventKey(sql`w.until_event`)} = ${eventKey(sql`${event}::text`)} AND w.superseded_at = 'infinity'
    AND w.valid_from <= ${on} AND w.valid_to > ${on}`;
  const [row] = await tx.execute<Awaiting & Record<string, unknown>>(sql`
    WITH RECURSIVE below (id) AS (
      SELECT id FROM unit WHERE code = ${under}
      UNION SELECT r.child_id FROM below JOIN unit_relation r ON r.parent_id = below.id AND r.kind = 'ESTABLISHMENT'
        AND r.superseded_at = 'infinity' AND r.valid_from <= ${on} AND r.valid_to > ${on})
    SELECT
      (SELECT coalesce(json_agg(json_build_object('unit', unit.code, 'manager', manager.code) ORDER BY unit.code), '[]')
        FROM unit_relation w JOIN unit ON unit.id = w.child_id JOIN unit manager ON manager.id = w.parent_id
        WHERE w.kind = 'FACILITY_MANAGEMENT' AND ${waits}) AS managed,
      (SELECT coalesce(json_agg(json_build_object('site', w.site_id, 'unit', unit.code) ORDER BY w.id), '[]')
        FROM premises w JOIN unit ON unit.id = w.unit_id WHERE ${waits}) AS held,
      (SELECT coalesce(json_agg(DISTINCT unit.code), '[]') FROM unit JOIN (
          SELECT w.child_id AS unit_id FROM unit_relation w WHERE w.kind = 'FACILITY_MANAGEMENT' AND ${waits}
          UNION SELECT w.unit_id FROM premises w WHERE ${waits}) AS waiting ON waiting.unit_id = unit.id
        WHERE ${under}::text IS NULL OR unit.id IN (SELECT id FROM below)) AS there`);
  return { managed: row?.managed ?? [], held: row?.held ?? [], there: row?.there ?? [] };
}
