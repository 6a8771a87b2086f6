import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { Heir } from '../../domain/personnel/follow-heirs.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesGiven, codesIn, json } from '../json.ts';

/** Ids of units by their codes, whether or not they still exist; a code that nobody bears is missing. */
export async function findUnitIds(tx: Transaction, codes: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.execute<{ id: string; code: string }>(
    sql`SELECT id, code FROM unit WHERE code IN ${codesIn(codes)}`,
  );
  return new Map(rows.map(({ id, code }) => [code, Number(id)]));
}

/** Codes of units that begin with one of some texts. */
export async function findUnitCodes(tx: Transaction, prefixes: readonly string[]): Promise<string[]> {
  const rows = await tx.execute<{ code: string }>(sql`
    SELECT code FROM unit WHERE EXISTS (
      SELECT FROM jsonb_array_elements_text(${json(prefixes)}) AS prefix WHERE starts_with(unit.code, prefix))`);
  return rows.map(({ code }) => code);
}

/**
 * The heirs of closed units, and theirs in turn: of each that one other took in whole. Asked for some units and for those
 * at which some people are counted, work or lead.
 */
export async function findHeirs(
  tx: Transaction,
  { units, staff = [] }: { units: readonly string[]; staff?: readonly string[] },
): Promise<Map<string, Heir>> {
  const rows = await foundHeirs(tx, { units: JSON.stringify(units), staff: JSON.stringify(staff) });
  return new Map((rows as unknown as Heir[]).map((row) => [row.unit, row]));
}

const foundHeirs = fixed(
  () => sql`
    WITH RECURSIVE named AS (SELECT id FROM staff WHERE code IN ${codesGiven('staff')}),
    line (source_id, target_id, on_day, change_id) AS (
      SELECT NULL::bigint, id, NULL::date, NULL::bigint FROM (
        SELECT id FROM unit WHERE code IN ${codesGiven('units')}
        UNION SELECT there.unit_id FROM named CROSS JOIN LATERAL (
          SELECT unit_id FROM payroll WHERE staff_id = named.id AND superseded_at = 'infinity'
          UNION ALL SELECT unit_id FROM workplace WHERE staff_id = named.id AND superseded_at = 'infinity'
          UNION ALL SELECT unit_id FROM leadership WHERE staff_id = named.id AND superseded_at = 'infinity' OFFSET 0) AS there) AS begun
      UNION
      SELECT taken.source_id, taken.target_id, taken.on_day, taken.change_id FROM line CROSS JOIN LATERAL (
        SELECT l.source_id, l.target_id, l.on_day, l.change_id FROM unit_lineage l JOIN change_event e ON e.id = l.change_id
        WHERE l.source_id = line.target_id AND l.superseded_at = 'infinity' AND l.extent = 'WHOLE' AND e.kind IN ('MERGE', 'ABSORB', 'ESTABLISH')
          AND NOT EXISTS (SELECT FROM unit_lineage o WHERE o.source_id = l.source_id AND o.target_id <> l.target_id AND o.superseded_at = 'infinity')
        OFFSET 0) AS taken)
    SELECT (SELECT code FROM unit WHERE id = line.source_id) AS unit, line.on_day AS "on",
      (SELECT code FROM unit WHERE id = line.target_id) AS heir, line.change_id::int AS change
    FROM line WHERE line.source_id IS NOT NULL`,
);

/** Units established below one on a day, by code; itself among them. */
export async function findUnitsBelow(tx: Transaction, root: string, on: Day): Promise<string[]> {
  const rows = await tx.execute<{ code: string }>(sql`
    WITH RECURSIVE below (id) AS (
      SELECT id FROM unit WHERE code = ${root}
      UNION SELECT r.child_id FROM below JOIN unit_relation r ON r.parent_id = below.id AND r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity'
        AND r.valid_from <= ${on} AND r.valid_to > ${on})
    SELECT code FROM below JOIN unit USING (id) ORDER BY code`);
  return rows.map(({ code }) => code);
}
