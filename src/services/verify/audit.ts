import { type Proof, planCode, staffCode, unitCode } from './proof.ts';

/** Rows on which writers meet bear the instant of whoever wrote last about them: what a writer is told changed. */
function meeting(table: string, { meets, column, subject }: { meets: string; column: string; subject: string }): Proof {
  return {
    code: 'VERSION_CONFLICT',
    title: `${table}: who wrote it took the row of its ${meets}`,
    sql: `
    SELECT ${subject} AS subject, NULL::date AS day FROM ${table} f JOIN ${meets} m ON m.id = f.${column}
    WHERE f.recorded_at > m.last_recorded_at OR (f.superseded_at <> 'infinity' AND f.superseded_at > m.last_recorded_at)`,
  };
}

const ofUnits = [
  ...['unit_life', 'unit_version', 'unit_site', 'service_territory', 'quota', 'premises', 'counter_version'],
  ...[
    'seal_status',
    'signboard_status',
    'bank_account_status',
    'handover_status',
    'equipment_need_status',
    'readiness',
  ],
];

/** Who did what, and what writers meet on. */
export const auditProofs: readonly Proof[] = [
  {
    code: 'AUDIT_MISSING',
    title: 'change_event: an audit entry of the same transaction says who did it',
    sql: `
    SELECT 'change_event ' || e.id AS subject, e.on_day AS day FROM change_event e
    WHERE NOT EXISTS (SELECT FROM audit_entry a WHERE a.change_id = e.id AND a.recorded_at = e.recorded_at)`,
  },
  {
    code: 'IDEMPOTENCY_MISMATCH',
    title: 'idempotency_key: a key that is kept has its answer',
    sql: `SELECT k.actor || ' ' || k.key AS subject, k.recorded_at::date AS day FROM idempotency_key k WHERE k.outcome IS NULL`,
  },
  ...ofUnits.map((table) => meeting(table, { meets: 'unit', column: 'unit_id', subject: unitCode('f.unit_id') })),
  meeting('unit_relation', { meets: 'unit', column: 'child_id', subject: unitCode('f.child_id') }),
  ...['staff_version', 'payroll', 'workplace', 'leadership', 'digital_signature'].map((table) =>
    meeting(table, { meets: 'staff', column: 'staff_id', subject: staffCode('f.staff_id') }),
  ),
  ...['plan_version', 'plan_status', 'phase_version', 'phase_status', 'gate', 'planned_change', 'task_status'].map(
    (table) => meeting(table, { meets: 'plan', column: 'plan_id', subject: planCode('f.plan_id') }),
  ),
];
