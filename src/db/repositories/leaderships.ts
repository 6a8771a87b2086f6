import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { AppointmentTerms, Leader, Pool } from '../../domain/leadership.ts';
import type { PolicyFact } from '../../domain/policy.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesIn } from '../json.ts';

/** Records an appointment; on which days is said by its leadership. Answers its id. */
export async function insertAppointment(
  tx: Transaction,
  { staff, unit, role, concurrent }: AppointmentTerms,
  { decidedBy, instrument }: { decidedBy: string | null; instrument: number },
): Promise<number> {
  const [row] = await inserted(tx, { staff, unit, role, concurrent, decidedBy, instrument });
  return Number(row?.id);
}

const inserted = fixed<{ id: string }>(
  () => sql`
    INSERT INTO appointment (staff_id, unit_id, role, concurrent, decided_by_id, instrument_id)
    VALUES ((SELECT id FROM staff WHERE code = ${sql.placeholder('staff')}), (SELECT id FROM unit WHERE code = ${sql.placeholder('unit')}),
      ${sql.placeholder('role')}, ${sql.placeholder('concurrent')}, (SELECT id FROM unit WHERE code = ${sql.placeholder('decidedBy')}),
      ${sql.placeholder('instrument')}) RETURNING id`,
);

/** Who is appointed, and where, or null. */
export async function findAppointment(tx: Transaction, id: number): Promise<{ staff: string; unit: string } | null> {
  const [row] = await tx.execute<{ staff: string; unit: string }>(sql`
    SELECT staff.code AS staff, unit.code AS unit FROM appointment a JOIN staff ON staff.id = a.staff_id JOIN unit ON unit.id = a.unit_id
    WHERE a.id = ${id}`);
  return row ?? null;
}

const leaders = sql`SELECT unit.code AS unit, staff.code AS staff, l.role, l.valid_from AS "from", l.valid_to AS until
  FROM leadership l JOIN unit ON unit.id = l.unit_id JOIN staff ON staff.id = l.staff_id`;

/** Everybody believed to lead some units, on whatever day. */
export async function loadLeaders(tx: Transaction, units: readonly string[]): Promise<Leader[]> {
  const rows = await tx.execute<Record<string, unknown>>(
    sql`${leaders} WHERE unit.code IN ${codesIn(units)} AND l.superseded_at = 'infinity' ORDER BY l.valid_from, l.id`,
  );
  return rows as unknown as Leader[];
}

/** The commune centers below a policy's scope on a day, and those who lead them; writers of one pool meet on its policy. */
export async function loadPool(tx: Transaction, policy: PolicyFact, on: Day): Promise<Pool> {
  await tx.execute(sql`SELECT FROM policy WHERE id = ${policy.id} FOR NO KEY UPDATE`);
  const inScope =
    policy.scope === null
      ? sql`true`
      : sql`v.unit_id = ANY (units_below(ARRAY[(SELECT id FROM unit WHERE code = ${policy.scope})]))`;
  const rows = await tx.execute<{ code: string }>(sql`
    SELECT unit.code FROM unit_version v JOIN unit ON unit.id = v.unit_id
    WHERE v.kind = 'COMMUNE_CENTER' AND v.superseded_at = 'infinity' AND v.valid_from <= ${on} AND v.valid_to > ${on} AND ${inScope}`);
  const units = rows.map(({ code }) => code);
  return { policy, units, leaders: await loadLeaders(tx, units) };
}
