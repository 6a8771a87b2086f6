import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';

/** Records that somebody was placed; where and on which days is said by workplaces. Answers its id. */
export async function insertAssignment(
  tx: Transaction,
  { staff, decidedBy, instrument }: { staff: string; decidedBy: string | null; instrument: number | null },
): Promise<number> {
  const [row] = await inserted(tx, { staff, decidedBy, instrument });
  return Number(row?.id);
}

const inserted = fixed<{ id: string }>(
  () => sql`
    INSERT INTO assignment (staff_id, decided_by_id, instrument_id)
    VALUES ((SELECT id FROM staff WHERE code = ${sql.placeholder('staff')}), (SELECT id FROM unit WHERE code = ${sql.placeholder('decidedBy')}),
      ${sql.placeholder('instrument')}) RETURNING id`,
);

/** Who was placed by an assignment, or null. */
export async function findAssigned(tx: Transaction, assignment: number): Promise<string | null> {
  const [row] = await tx.execute<{ code: string }>(
    sql`SELECT code FROM staff WHERE id = (SELECT staff_id FROM assignment WHERE id = ${assignment})`,
  );
  return row?.code ?? null;
}
