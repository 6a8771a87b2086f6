import { statedProofs } from '../../../src/services/verify/stated.ts';
import { copyOf, forced, type Plant } from './planting.ts';

/** The first row of a table, changed. */
const changed = (table: string, set: string, where = 'true'): string =>
  `UPDATE ${table} SET ${set} WHERE id = (SELECT min(id) FROM ${table} WHERE ${where})`;

/** A row beside another that says the same of the same. */
const again = (table: string): string => copyOf(table, {});

/** Another row takes what is the first one's. */
const taken = (table: string, column: string, where = 'true'): string =>
  `UPDATE ${table} t SET ${column} = o.${column} FROM ${table} o
    WHERE o.id = (SELECT min(id) FROM ${table}) AND t.id = (SELECT min(id) FROM ${table} t WHERE id > o.id AND ${where})`;

/** How each of the conditions of a table is broken, in the order in which they are proved. */
const BREAKS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  INSTRUMENT_REQUIRED: {
    change_event: [changed('change_event', 'instrument_id = NULL')],
    unit_life: [changed('unit_life', 'opened_by = NULL')],
    unit_version: [changed('unit_version', 'change_id = NULL')],
    unit_relation: [changed('unit_relation', 'change_id = NULL')],
    unit_lineage: [changed('unit_lineage', 'change_id = NULL')],
    unit_site: [changed('unit_site', 'change_id = NULL')],
    service_territory: [changed('service_territory', 'change_id = NULL')],
    territory_version: [changed('territory_version', 'instrument_id = NULL')],
    territory_lineage: [changed('territory_lineage', 'instrument_id = NULL')],
    plan_status: [changed('plan_status', 'instrument_id = NULL', `status = 'ADOPTED'`)],
    phase_status: [changed('phase_status', 'instrument_id = NULL', `status = 'PLANNED'`)],
    policy: [changed('policy', 'instrument_id = NULL')],
    waiver: [changed('waiver', 'instrument_id = NULL')],
    waiver_term: [changed('waiver_term', 'instrument_id = NULL')],
    payroll: [changed('payroll', 'instrument_id = NULL, transfer_id = (SELECT min(id) FROM transfer)')],
    workplace: [
      changed(
        'workplace',
        `instrument_id = NULL, assignment_id = NULL, basis = 'SECONDMENT', secondment_id = (SELECT min(id) FROM secondment), unit_id = (SELECT host_id FROM secondment ORDER BY id LIMIT 1)`,
      ),
    ],
    appointment: [changed('appointment', 'instrument_id = NULL')],
    leadership: [changed('leadership', 'instrument_id = NULL')],
    transfer_step: [
      changed(
        'transfer_step',
        `step = 'DECIDED', instrument_id = NULL, decided_by_id = (SELECT min(to_unit_id) FROM transfer)`,
      ),
    ],
    secondment_step: [changed('secondment_step', `step = 'RECALLED', instrument_id = NULL`)],
    quota: [changed('quota', 'instrument_id = NULL')],
    seal: [copyOf('seal', { kind: 'ADDITIONAL' })],
    equipment_need_status: [changed('equipment_need_status', `status = 'FUNDED', instrument_id = NULL`)],
    premises: [changed('premises', 'instrument_id = NULL')],
  },
  INPUT_INVALID: {
    legal_instrument: [changed('legal_instrument', 'issuer_name = NULL'), changed('legal_instrument', `title = ''`)],
    unit: [changed('unit', `code = 'not a code'`)],
    plan: [changed('plan', `code = 'not a code'`)],
    staff: [changed('staff', `code = 'not a code'`)],
    territory: [
      changed('territory', `code = '1'`) +
        `; UPDATE territory_version SET code = '1' WHERE territory_id = (SELECT id FROM territory WHERE code = '1')`,
    ],
    unit_version: [changed('unit_version', `name = ' '`), changed('unit_version', 'branch_type = 10')],
    staff_version: [changed('staff_version', `name = ''`)],
    site: [changed('site', 'latitude = 10')],
    phase: [changed('phase', 'ordinal = 0')],
    change_event: [
      changed('change_event', 'plan_id = (SELECT min(id) FROM plan)'),
      changed('change_event', 'planned_change_id = (SELECT min(id) FROM planned_change)'),
    ],
    task: [changed('task', `due_precision = 'DAY'`)],
    waiver: [changed('waiver', 'unit_id = NULL')],
    digital_signature: [changed('digital_signature', `serial = ''`)],
    workplace: [changed('workplace', 'assignment_id = NULL')],
    quota: [changed('quota', 'minimum = ceiling + 1')],
    seal: [
      changed('seal', `engraved_name = engraved_name || ' '`),
      changed('seal', 'phase_id = (SELECT min(id) FROM phase)'),
    ],
    signboard: [
      changed('signboard', `text = text || ' '`),
      changed('signboard', 'phase_id = (SELECT min(id) FROM phase)'),
    ],
    bank_account: [
      changed('bank_account', `bank = ''`) +
        `; UPDATE bank_account_status SET bank = '' WHERE bank_account_id = (SELECT min(id) FROM bank_account)`,
      changed('bank_account', 'phase_id = (SELECT min(id) FROM phase)'),
    ],
    bank_account_status: [changed('bank_account_status', `number = '!'`)],
    handover: [changed('handover', `title = ''`), changed('handover', 'phase_id = (SELECT min(id) FROM phase)')],
    handover_item: [changed('handover_item', 'quantity = 0')],
    equipment_need: [
      changed('equipment_need', 'quantity = 0'),
      changed('equipment_need', 'phase_id = (SELECT min(id) FROM phase)'),
    ],
    equipment_need_status: [changed('equipment_need_status', 'amount = -1')],
    counter_version: [changed('counter_version', `label = ''`), changed('counter_version', `weekdays = '{8}'`)],
    dossier_load: [changed('dossier_load', 'received = -1')],
    readiness: [changed('readiness', 'done = total + 1')],
  },
  ALREADY_EXISTS: {
    unit: [taken('unit', 'code')],
    plan: [taken('plan', 'code')],
    staff: [copyOf('staff', {})],
    legal_instrument: [again('legal_instrument')],
    phase: [`UPDATE phase SET ordinal = 1 WHERE id = (SELECT min(id) FROM phase WHERE ordinal = 2)`],
    task: [`${copyOf('task', {})}; ${copyOf('task_status', { task_id: 900_001 })}`],
    task_owner: [again('task_owner')],
    plan_territory: ['INSERT INTO plan_territory SELECT * FROM plan_territory'],
    unit_life: [again('unit_life')],
    unit_lineage: [again('unit_lineage')],
    territory_lineage: [again('territory_lineage')],
    gate: [again('gate')],
    phase_freeze: [again('phase_freeze')],
    waiver_term: [again('waiver_term')],
    dossier_load: [again('dossier_load')],
  },
};

const seen = new Map<string, number>();

/** What each row says for itself, or again. */
export const plantsOfStated: readonly Plant[] = statedProofs.map((proof) => {
  const table = proof.title.split(':')[0] ?? '';
  const key = `${proof.code} ${table}`;
  const place = seen.get(key) ?? 0;
  seen.set(key, place + 1);
  const text = BREAKS[proof.code]?.[table]?.[place];
  if (text === undefined) throw new Error(`nobody breaks ${proof.code} of ${proof.title}`);
  return forced(proof, ...text.split('; '));
});
