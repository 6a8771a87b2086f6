import { auditProofs } from '../../../src/services/verify/audit.ts';
import { FACT_TABLES, recordProofs } from '../../../src/services/verify/record.ts';
import { REFERENCES, readReference, referenceProofs } from '../../../src/services/verify/references.ts';
import { COPY, copyOf, forced, onceBelieved, type Plant } from './planting.ts';

const tableOf = (title: string): string => title.split(':')[0] ?? '';
const isFact = (table: string): boolean => (FACT_TABLES as readonly string[]).includes(table);

const NOBODY = -1;

/** Columns without which such a row would break another rule. */
const ALONG: Readonly<Record<string, object>> = { unit_life: { closed_by: 1 } };

/** What is broken of each table's periods and record times: rows of the past, beside what is believed. */
const periods: readonly Plant[] = recordProofs.map((proof) => {
  const table = tableOf(proof.title);
  if (proof.code === 'RECORD_TIME_INVALID') return forced(proof, onceBelieved(table, { recorded_at: '2020-01-03' }));
  if (proof.title.includes('window_from')) return forced(proof, onceBelieved(table, { window_to: '1900-01-01' }));
  if (proof.title.includes('year')) return forced(proof, onceBelieved(table, { year: 2020 }));
  if (table === 'dossier_load') return forced(proof, onceBelieved(table, { day: '1899-12-31' }));
  return forced(proof, onceBelieved(table, { valid_from: '2025-03-02', valid_to: '2025-03-01', ...ALONG[table] }));
});

/** Tables in which a row that refers to nobody is best put beside the others: nothing else rests on it. */
const COPIED = [
  ...['appointment', 'assignment', 'audit_entry', 'bank_account', 'equipment_need', 'handover', 'handover_item'],
  ...['seal', 'secondment', 'signboard', 'task_owner', 'transfer', 'waiver', 'gate'],
];
/** Columns without which a copy would break another rule. */
const BESIDES: Readonly<Record<string, object>> = {
  task_owner: { task_id: 900_002 },
};

/** What else is said where half of a pair is. */
const HALVES: Readonly<Record<string, object>> = {
  plan_id: { plan_id: NOBODY },
  phase_id: { phase_id: NOBODY, plan_id: NOBODY },
};
const LENT = { basis: 'SECONDMENT', assignment_id: null };

function unfound(table: string, text: string): Plant {
  const proof = referenceProofs.find(({ title }) => title.startsWith(`${table}:`));
  if (!proof) throw new Error(`no proof of ${table}`);
  const { columns } = readReference(text);
  const [first = '', ...others] = columns;
  const changes = {
    [first]: NOBODY,
    ...HALVES[others[0] ?? ''],
    ...(first === 'secondment_id' && others.length > 0 ? LENT : {}),
  };
  if (table === 'legal_instrument')
    return forced(proof, copyOf(table, { number: 'copy', issuer_name: null, issuer_unit_id: 1, ...changes }));
  if (isFact(table)) return forced(proof, onceBelieved(table, changes));
  if (COPIED.includes(table)) return forced(proof, copyOf(table, { ...BESIDES[table], ...changes }));
  const set = Object.entries(changes).map(([column, value]) => `${column} = ${value}`);
  const at = table === 'plan_territory' ? 'plan_id' : 'id';
  return forced(
    proof,
    `UPDATE ${table} SET ${set.join(', ')} WHERE ${at} = (SELECT min(${at}) FROM ${table} WHERE true)`,
  );
}

/** Every reference of every row. */
const references: readonly Plant[] = Object.entries(REFERENCES).flatMap(([table, texts]) =>
  texts.map((text) => unfound(table, text)),
);

/** Facts of which the row on which writers meet knows nothing. */
const meetings: readonly Plant[] = auditProofs
  .filter(({ code }) => code === 'VERSION_CONFLICT')
  .map((proof) => {
    const table = tableOf(proof.title);
    return forced(
      proof,
      copyOf(table, {}),
      `UPDATE ${table} SET recorded_at = now(), superseded_at = now() WHERE id = ${COPY}`,
    );
  });

/** What is broken in the same way of many tables. */
export const plantsOfEachTable: readonly Plant[] = [...periods, ...references, ...meetings];
