import { every, type Proof, unique } from './proof.ts';

/** Decisions cite an instrument, themselves or by the act they come from. */
const cited: readonly [table: string, condition: string][] = [
  ['change_event', 'f.instrument_id IS NOT NULL'],
  ['unit_life', `f.opened_by IS NOT NULL AND (f.closed_by IS NOT NULL OR f.valid_to = 'infinity')`],
  ['unit_version', 'f.change_id IS NOT NULL'],
  ['unit_relation', 'f.change_id IS NOT NULL'],
  ['unit_lineage', 'f.change_id IS NOT NULL'],
  ['unit_site', 'f.change_id IS NOT NULL'],
  ['service_territory', 'f.change_id IS NOT NULL'],
  ['territory_version', 'f.instrument_id IS NOT NULL'],
  ['territory_lineage', 'f.instrument_id IS NOT NULL'],
  ['plan_status', `f.status = 'DRAFT' OR f.instrument_id IS NOT NULL`],
  ['phase_status', `f.status = 'DRAFT' OR f.instrument_id IS NOT NULL`],
  ['policy', 'f.instrument_id IS NOT NULL'],
  ['waiver', 'f.instrument_id IS NOT NULL'],
  ['waiver_term', 'f.instrument_id IS NOT NULL'],
  ['payroll', 'f.transfer_id IS NULL OR f.instrument_id IS NOT NULL'],
  ['workplace', `f.instrument_id IS NOT NULL OR (f.basis <> 'SECONDMENT' AND f.transfer_id IS NULL)`],
  ['appointment', 'f.instrument_id IS NOT NULL'],
  ['leadership', 'f.instrument_id IS NOT NULL'],
  ['transfer_step', `f.step <> 'DECIDED' OR f.instrument_id IS NOT NULL`],
  ['secondment_step', `f.step NOT IN ('DECIDED', 'EXTENDED', 'RECALLED') OR f.instrument_id IS NOT NULL`],
  ['quota', 'f.instrument_id IS NOT NULL'],
  ['seal', `f.kind <> 'ADDITIONAL' OR f.permission_id IS NOT NULL`],
  ['equipment_need_status', `f.status <> 'FUNDED' OR f.instrument_id IS NOT NULL`],
  ['premises', 'num_nonnulls(f.handover_id, f.instrument_id, f.change_id) > 0'],
];

/** What is said is within the limits of what can be said. */
const fit: readonly [table: string, condition: string][] = [
  ['legal_instrument', 'num_nonnulls(f.issuer_unit_id, f.issuer_name) = 1'],
  ['legal_instrument', `f.number <> '' AND f.title <> ''`],
  ['unit', `f.code ~ '^[A-Z0-9][A-Z0-9.-]{0,63}$'`],
  ['plan', `f.code ~ '^[A-Z0-9][A-Z0-9.-]{0,63}$'`],
  ['staff', `f.code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'`],
  ['territory', `f.code ~ '^[0-9]{2,5}$'`],
  ['unit_version', `f.name <> '' AND f.name = btrim(f.name)`],
  ['unit_version', 'f.branch_type BETWEEN 1 AND 9'],
  ['staff_version', `f.name <> '' AND f.name = btrim(f.name)`],
  [
    'site',
    `f.address <> '' AND f.area_m2 > 0 AND f.latitude BETWEEN -90 AND 90 AND f.longitude BETWEEN -180 AND 180
      AND (f.latitude IS NULL) = (f.longitude IS NULL)`,
  ],
  ['phase', 'f.ordinal > 0'],
  ['change_event', '(f.phase_id IS NULL) = (f.plan_id IS NULL)'],
  ['change_event', 'f.planned_change_id IS NULL OR f.phase_id IS NOT NULL'],
  ['task', `(f.due_precision = 'NONE') = (f.due_on IS NULL)`],
  ['waiver', 'num_nonnulls(f.unit_id, f.plan_id) > 0'],
  ['digital_signature', `f.serial <> '' AND f.issuer <> ''`],
  [
    'workplace',
    `(f.basis = 'SECONDMENT') = (f.secondment_id IS NOT NULL)
      AND (f.basis IN ('ADDITIONAL', 'ASSIGNMENT', 'SECONDED_ASSIGNMENT')) = (f.assignment_id IS NOT NULL)`,
  ],
  ['quota', 'f.ceiling BETWEEN 0 AND 999999 AND f.minimum BETWEEN 0 AND f.ceiling'],
  ['seal', `f.engraved_name <> '' AND f.engraved_name = btrim(f.engraved_name)`],
  ['signboard', `f.text <> '' AND f.text = btrim(f.text)`],
  ['bank_account', `f.bank <> '' AND f.bank = btrim(f.bank)`],
  ['bank_account_status', `f.status <> 'OPENED' OR f.number ~ '^[0-9A-Z.-]{3,40}$'`],
  ['handover', `f.title <> '' AND f.giver_id <> f.receiver_id`],
  ['handover_item', `f.description <> '' AND f.quantity > 0`],
  ['equipment_need', `f.item <> '' AND f.quantity > 0 AND f.unit_price >= 0`],
  ['equipment_need_status', 'f.amount >= 0'],
  ...['seal', 'signboard', 'bank_account', 'handover', 'equipment_need'].map((thing): [string, string] => [
    thing,
    '(f.phase_id IS NULL) = (f.plan_id IS NULL)',
  ]),
  ['counter_version', `f.label <> '' AND f.label = btrim(f.label)`],
  ['counter_version', `cardinality(f.weekdays) > 0 AND f.weekdays <@ '{1,2,3,4,5,6,7}'`],
  [
    'dossier_load',
    `f.received >= 0 AND f.received_at_most >= f.received AND f.resolved_on_time >= 0 AND f.late >= 0
      AND f.supplement_asked >= 0 AND f.withdrawn >= 0 AND f.digitized >= 0 AND f.archived >= 0 AND f.published >= 0
      AND f.surveyed >= 0 AND f.satisfied BETWEEN 0 AND f.surveyed`,
  ],
  ['readiness', 'f.done BETWEEN 0 AND f.total'],
];

/** What is there once: by code, by what it is about, or as it is believed. */
const once: readonly [table: string, keys: string, where?: string][] = [
  ['unit', 'code'],
  ['plan', 'code'],
  ['staff', 'code'],
  ['legal_instrument', `number, issued_on, coalesce(issuer_unit_id::text, issuer_name)`],
  ['phase', 'plan_id, ordinal'],
  ['task', 'plan_id, code'],
  ['task_owner', 'task_id, unit_id'],
  ['plan_territory', 'plan_id, territory_id'],
  ['unit_life', 'unit_id', `superseded_at = 'infinity'`],
  ['unit_lineage', 'source_id, target_id, on_day', `superseded_at = 'infinity'`],
  ['territory_lineage', 'source_id, target_id, on_day', `superseded_at = 'infinity'`],
  ['gate', 'phase_id, code', `superseded_at = 'infinity'`],
  ['phase_freeze', 'phase_id, unit_id', `superseded_at = 'infinity'`],
  ['waiver_term', 'waiver_id', `superseded_at = 'infinity'`],
  ['dossier_load', 'unit_id, day, coalesce(counter_id, 0)', `superseded_at = 'infinity'`],
];

/** What each row says for itself, and that nothing is said twice. */
export const statedProofs: readonly Proof[] = [
  ...cited.map(([table, condition]) => every('INSTRUMENT_REQUIRED', table, condition)),
  ...fit.map(([table, condition]) => every('INPUT_INVALID', table, condition)),
  ...once.map(([table, keys, where]) => unique('ALREADY_EXISTS', table, { keys, where })),
];
