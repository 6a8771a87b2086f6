import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';

/** A plan as far as coverage asks: its center and the territories that must be received for. */
export interface PlanRecord {
  code: string;
  title: string;
  center: string;
  instrument: number | null;
  territories: readonly number[];
}

export async function findPlan(tx: Transaction, code: string): Promise<{ id: number } | null> {
  const [row] = await tx.execute<{ id: string }>(sql`SELECT id FROM plan WHERE code = ${code}`);
  return row ? { id: Number(row.id) } : null;
}

/** Records a plan with what it must cover. */
export async function insertPlan(
  tx: Transaction,
  { code, title, center, instrument, territories }: PlanRecord,
): Promise<void> {
  await tx.execute(sql`
    WITH recorded AS (
      INSERT INTO plan (code, title, center_id, instrument_id)
      VALUES (${code}, ${title}, (SELECT id FROM unit WHERE code = ${center}), ${instrument}) RETURNING id)
    INSERT INTO plan_territory (plan_id, territory_id)
    SELECT recorded.id, value::bigint FROM recorded, jsonb_array_elements_text(${JSON.stringify(territories)}::text::jsonb)`);
}
