import type { Sql } from 'postgres';
import { progressProofs } from '../../src/services/verify/progress.ts';
import { aPlan, aRename, type BuiltPlan, plannedChanges } from './plan-builder.ts';

/** What proofs find. */
export const stale = async (sql: Sql): Promise<unknown[]> =>
  (await Promise.all(progressProofs.map((proof) => sql.unsafe(proof.sql)))).flat();

/** A figure of a phase on a day, as its steps tell it. */
export const told = async (sql: Sql, phase: number, figure: string, day = '2025-06-01'): Promise<unknown> => {
  const [row] = await sql`SELECT coalesce(sum(done), 0)::int AS done, coalesce(sum(total), 0)::int AS total
    FROM progress_step WHERE phase_id = ${phase} AND figure = ${figure} AND on_day <= ${day}`;
  return row;
};

export const aQuarter = (sql: Sql) => aPlan(sql, { from: '2025-01-01', until: '2025-04-01', status: 'ACTIVE' });
/** A phase names units anew from a day on: each as it is called already, so that boards need no other text. */
export const renames = (by: Sql, { id, phases }: BuiltPlan, units: readonly string[]) =>
  plannedChanges(by, {
    plan: id,
    phase: phases[0] ?? 0,
    changes: units.map((unit) => aRename(unit, { on: '2025-02-01', name: unit })),
  });
/** A signboard with the name of a unit is up from a day on. */
export const mounts = (by: Sql, unit: string, from = '2025-03-01') => by`
  WITH board AS (INSERT INTO signboard (unit_id, text) SELECT id, code FROM unit WHERE code = ${unit} RETURNING *)
  INSERT INTO signboard_status (signboard_id, unit_id, status, valid_from) SELECT id, unit_id, 'MOUNTED', ${from} FROM board`;
