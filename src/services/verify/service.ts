import { outsideUnit } from './organization.ts';
import { onePerDay, type Proof, unitCode } from './proof.ts';

/** Counters, readiness, and the figures that units report. */
export const serviceProofs: readonly Proof[] = [
  onePerDay({
    code: 'STATUS_OVERLAP',
    table: 'counter_version',
    keys: ['f.counter_id'],
    subject: unitCode('f.unit_id'),
  }),
  onePerDay({
    code: 'COUNTER_OVERLAP',
    table: 'counter_version',
    keys: ['f.unit_id', 'lower(f.label)'],
    subject: unitCode('f.unit_id'),
  }),
  onePerDay({
    code: 'STATUS_OVERLAP',
    table: 'readiness',
    keys: ['f.unit_id', 'f.item', `coalesce(f.field, '')`],
    subject: unitCode('f.unit_id'),
  }),
  outsideUnit(
    'counter_version',
    `SELECT unit_id, valid_from, valid_to FROM counter_version WHERE superseded_at = 'infinity'`,
  ),
  outsideUnit(
    'dossier_load',
    `SELECT unit_id, min(day) AS valid_from, max(day) + 1 AS valid_to FROM dossier_load WHERE superseded_at = 'infinity' GROUP BY unit_id`,
  ),
];
