import { sql } from 'drizzle-orm';
import type { Transaction } from '../client.ts';

/** Whether anybody has a code that begins with a text. */
export async function hasStaffOfSeries(tx: Transaction, prefix: string): Promise<boolean> {
  const rows = await tx.execute(sql`SELECT FROM staff WHERE starts_with(code, ${prefix}) LIMIT 1`);
  return rows.length > 0;
}

/** How much of what is believed, all of it or as much as is about people with codes that begin with a text. */
export interface DemoCounts {
  centers: number;
  branches: number;
  points: number;
  people: number;
  payroll: number;
  workplaces: number;
}

/** Counts what is believed about people whose codes begin with a text, and the units there are in the end. */
export async function countDemo(tx: Transaction, prefix: string): Promise<DemoCounts> {
  const ofKinds = (...kinds: string[]) =>
    sql`count(*) FILTER (WHERE kind::text = ANY (${`{${kinds.join()}}`}::text[]))::int`;
  const made = sql`WHERE superseded_at = 'infinity' AND staff_id IN (SELECT id FROM made)`;
  const [row] = await tx.execute<Record<keyof DemoCounts, number>>(sql`
    WITH made AS (SELECT id FROM staff WHERE starts_with(code, ${prefix}))
    SELECT ${ofKinds('PROVINCIAL_CENTER')} AS centers, ${ofKinds('BRANCH')} AS branches, ${ofKinds('RECEPTION_POINT', 'ONE_STOP')} AS points,
      (SELECT count(*)::int FROM made) AS people, (SELECT count(*)::int FROM payroll ${made}) AS payroll,
      (SELECT count(*)::int FROM workplace ${made}) AS workplaces
    FROM unit_version WHERE superseded_at = 'infinity' AND valid_to = 'infinity'`);
  if (!row) throw new Error('a count without a row');
  return row;
}
