import { every, type Proof } from './proof.ts';

/** Tables that state facts: from when until when each row was believed. */
export const FACT_TABLES = [
  ...['unit_life', 'unit_version', 'unit_relation', 'unit_lineage', 'unit_site', 'service_territory'],
  ...['territory_version', 'territory_lineage'],
  ...['plan_version', 'plan_status', 'phase_version', 'phase_status', 'gate', 'gate_attestation'],
  ...['planned_change', 'phase_freeze', 'task_status', 'policy', 'waiver_term'],
  ...['staff_version', 'payroll', 'workplace', 'leadership', 'digital_signature', 'quota'],
  ...['seal_status', 'signboard_status', 'bank_account_status', 'handover_status', 'equipment_need_status'],
  ...['premises', 'counter_version', 'dossier_load', 'readiness'],
] as const;

/** Those of them that hold on no stretch of days. */
const UNDATED: readonly string[] = [
  ...['unit_lineage', 'territory_lineage', 'gate', 'planned_change', 'phase_freeze', 'dossier_load'],
];
/** Statuses that were passed on one day have no day of their own. */
const PASSED: readonly string[] = [
  ...['seal_status', 'signboard_status', 'bank_account_status', 'handover_status', 'equipment_need_status'],
];

/** A row is believed from an instant that was, until a later one that was or for good. */
const recordTimes = FACT_TABLES.map((table) =>
  every(
    'RECORD_TIME_INVALID',
    table,
    `f.recorded_at <= f.superseded_at AND f.recorded_at <= statement_timestamp()
      AND (f.superseded_at = 'infinity' OR f.superseded_at <= statement_timestamp())`,
  ),
);

/** Periods are half-open, never empty, and of days that there are. */
const periods = FACT_TABLES.filter((table) => !UNDATED.includes(table)).map((table) =>
  every(
    'PERIOD_INVALID',
    table,
    `f.valid_from ${PASSED.includes(table) ? '<=' : '<'} f.valid_to AND f.valid_from BETWEEN '1900-01-01' AND '9999-12-31'
      AND (f.valid_to = 'infinity' OR f.valid_to <= '9999-12-31')`,
  ),
);

/** What is true of any record here. */
export const recordProofs: readonly Proof[] = [
  ...recordTimes,
  ...periods,
  every('PERIOD_INVALID', 'phase_version', `f.window_from < f.window_to AND f.window_from >= '1900-01-01'`),
  every(
    'PERIOD_INVALID',
    'quota',
    'f.year BETWEEN 1900 AND 9998 AND f.valid_from >= make_date(f.year, 1, 1) AND f.valid_to <= make_date(f.year + 1, 1, 1)',
  ),
  every('PERIOD_INVALID', 'dossier_load', `f.day BETWEEN '1900-01-01' AND '9999-12-31'`),
];
