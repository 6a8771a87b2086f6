import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';
import { codesIn, json } from '../json.ts';

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
