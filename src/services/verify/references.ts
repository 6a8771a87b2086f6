import type { Proof } from './proof.ts';

/** What rows refer to: columns of a table, and of the one in which they are found; its `id` where nothing is said. */
export const REFERENCES: Readonly<Record<string, readonly string[]>> = {
  appointment: ['decided_by_id -> unit', 'instrument_id -> legal_instrument', 'staff_id -> staff', 'unit_id -> unit'],
  assignment: ['decided_by_id -> unit', 'instrument_id -> legal_instrument', 'staff_id -> staff'],
  audit_entry: ['change_id -> change_event', 'instrument_id -> legal_instrument'],
  bank_account: ['phase_id, plan_id -> phase (id, plan_id)', 'unit_id -> unit'],
  bank_account_status: [
    'bank_account_id, unit_id, bank -> bank_account (id, unit_id, bank)',
    'change_id -> change_event',
    'instrument_id -> legal_instrument',
  ],
  change_event: [
    'compensates_id -> change_event',
    'decided_by_id -> unit',
    'instrument_id -> legal_instrument',
    'phase_id, plan_id -> phase (id, plan_id)',
    'planned_change_id, phase_id -> planned_change (id, phase_id)',
  ],
  counter_version: [
    'change_id -> change_event',
    'counter_id -> counter',
    'instrument_id -> legal_instrument',
    'site_id -> site',
    'unit_id -> unit',
  ],
  digital_signature: ['staff_id -> staff'],
  dossier_load: ['counter_id -> counter', 'unit_id -> unit'],
  equipment_need: ['phase_id, plan_id -> phase (id, plan_id)', 'unit_id -> unit'],
  equipment_need_status: [
    'acted_by_id -> unit',
    'change_id -> change_event',
    'instrument_id -> legal_instrument',
    'equipment_need_id, unit_id -> equipment_need (id, unit_id)',
  ],
  gate: ['owner_id -> unit', 'phase_id, plan_id -> phase (id, plan_id)'],
  gate_attestation: ['instrument_id -> legal_instrument', 'phase_id, plan_id -> phase (id, plan_id)'],
  handover: ['giver_id -> unit', 'phase_id, plan_id -> phase (id, plan_id)', 'receiver_id -> unit', 'site_id -> site'],
  handover_item: ['handover_id -> handover'],
  handover_status: [
    'change_id -> change_event',
    'handover_id, unit_id -> handover (id, receiver_id)',
    'instrument_id -> legal_instrument',
  ],
  leadership: [
    'appointment_id, staff_id, unit_id, role, concurrent -> appointment (id, staff_id, unit_id, role, concurrent)',
    'instrument_id -> legal_instrument',
  ],
  legal_instrument: ['issuer_unit_id -> unit', 'supersedes_id -> legal_instrument'],
  payroll: [
    'change_id -> change_event',
    'instrument_id -> legal_instrument',
    'staff_id -> staff',
    'transfer_id, staff_id -> transfer (id, staff_id)',
    'unit_id -> unit',
  ],
  phase: ['plan_id -> plan'],
  phase_freeze: ['phase_id, plan_id -> phase (id, plan_id)', 'unit_id -> unit'],
  phase_status: ['instrument_id -> legal_instrument', 'phase_id, plan_id -> phase (id, plan_id)'],
  phase_version: ['instrument_id -> legal_instrument', 'phase_id, plan_id -> phase (id, plan_id)'],
  plan: ['center_id -> unit'],
  plan_status: ['instrument_id -> legal_instrument', 'plan_id -> plan'],
  plan_territory: ['plan_id -> plan', 'territory_id -> territory'],
  plan_version: ['instrument_id -> legal_instrument', 'plan_id -> plan'],
  planned_change: ['phase_id, plan_id -> phase (id, plan_id)'],
  policy: ['instrument_id -> legal_instrument', 'scope_id -> unit'],
  premises: [
    'change_id -> change_event',
    'handover_id -> handover',
    'instrument_id -> legal_instrument',
    'site_id -> site',
    'unit_id -> unit',
  ],
  quota: ['center_id -> unit', 'change_id -> change_event', 'instrument_id -> legal_instrument', 'unit_id -> unit'],
  readiness: ['instrument_id -> legal_instrument', 'unit_id -> unit'],
  seal: ['permission_id -> legal_instrument', 'phase_id, plan_id -> phase (id, plan_id)', 'unit_id -> unit'],
  seal_status: [
    'change_id -> change_event',
    'holder_id -> unit',
    'instrument_id -> legal_instrument',
    'seal_id, unit_id, kind -> seal (id, unit_id, kind)',
  ],
  secondment: ['home_id -> unit', 'host_id -> unit', 'staff_id -> staff'],
  secondment_step: ['instrument_id -> legal_instrument', 'secondment_id -> secondment'],
  service_territory: ['change_id -> change_event', 'territory_id -> territory', 'unit_id -> unit'],
  signboard: ['phase_id, plan_id -> phase (id, plan_id)', 'site_id -> site', 'unit_id -> unit'],
  signboard_status: [
    'change_id -> change_event',
    'instrument_id -> legal_instrument',
    'signboard_id, unit_id -> signboard (id, unit_id)',
  ],
  staff_version: ['instrument_id -> legal_instrument', 'staff_id -> staff'],
  task: ['phase_id, plan_id -> phase (id, plan_id)', 'plan_id -> plan'],
  task_owner: ['task_id -> task', 'unit_id -> unit'],
  task_status: ['instrument_id -> legal_instrument', 'task_id, plan_id -> task (id, plan_id)'],
  territory_lineage: ['instrument_id -> legal_instrument', 'source_id -> territory', 'target_id -> territory'],
  territory_version: [
    'instrument_id -> legal_instrument',
    'parent_id -> territory',
    'territory_id, code -> territory (id, code)',
  ],
  transfer: [
    'batch_id -> transfer_batch',
    'compensates_id -> transfer',
    'from_unit_id -> unit',
    'staff_id -> staff',
    'to_unit_id -> unit',
    'workplace_id -> unit',
  ],
  transfer_step: ['decided_by_id -> unit', 'instrument_id -> legal_instrument', 'transfer_id -> transfer'],
  unit_life: ['closed_by -> change_event', 'opened_by -> change_event', 'unit_id -> unit'],
  unit_lineage: ['change_id -> change_event', 'source_id -> unit', 'target_id -> unit'],
  unit_relation: ['change_id -> change_event', 'child_id -> unit', 'parent_id -> unit'],
  unit_site: ['change_id -> change_event', 'site_id -> site', 'unit_id -> unit'],
  unit_version: ['change_id -> change_event', 'unit_id -> unit'],
  waiver: ['approved_by_id -> unit', 'instrument_id -> legal_instrument', 'plan_id -> plan', 'unit_id -> unit'],
  waiver_term: ['instrument_id -> legal_instrument', 'waiver_id -> waiver'],
  waiver_use: ['waiver_id -> waiver'],
  workplace: [
    'assignment_id, staff_id -> assignment (id, staff_id)',
    'change_id -> change_event',
    'instrument_id -> legal_instrument',
    'secondment_id, staff_id -> secondment (id, staff_id)',
    'staff_id -> staff',
    'transfer_id, staff_id -> transfer (id, staff_id)',
    'unit_id -> unit',
  ],
};

interface Reference {
  columns: string[];
  table: string;
  found: string[];
}

/** Reads `phase_id, plan_id -> phase (id, plan_id)`. */
export function readReference(text: string): Reference {
  const [from = '', to = ''] = text.split(' -> ');
  const [table = '', found = 'id)'] = to.split(' (');
  return { columns: from.split(', '), table, found: found.replace(')', '').split(', ') };
}

function missing(table: string, { columns, table: other, found }: Reference): string {
  const given = columns.map((column) => `f.${column} IS NOT NULL`).join(' AND ');
  const same = columns.map((column, index) => `o.${found[index]} = f.${column}`).join(' AND ');
  // A pair of plan and territory has no number of its own.
  const row = table === 'plan_territory' ? 'f.plan_id' : 'f.id';
  return `SELECT '${table} ' || ${row} || ' (${columns.join(', ')})' AS subject, NULL::date AS day FROM ${table} f
    WHERE ${given} AND NOT EXISTS (SELECT FROM ${other} o WHERE ${same})`;
}

/** Whatever a row refers to is there, and says the same of what both say. */
export const referenceProofs: readonly Proof[] = Object.entries(REFERENCES).map(([table, references]) => ({
  code: 'NOT_FOUND',
  title: `${table}: ${references.join(', ')}`,
  sql: references.map((text) => missing(table, readReference(text))).join(' UNION ALL '),
}));
