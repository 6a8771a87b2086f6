import { ACCOUNT_LIFE } from '../../domain/bank-account.ts';
import { NEED_LIFE } from '../../domain/equipment.ts';
import { HANDOVER_LIFE } from '../../domain/handover.ts';
import type { LifeCycle } from '../../domain/life-cycle.ts';
import { SEAL_LIFE } from '../../domain/seal.ts';
import { SIGNBOARD_LIFE } from '../../domain/signboard.ts';
import { outsideUnit } from './organization.ts';
import { transitions } from './plan.ts';
import { believed, every, holds, known, onePerDay, type Proof, unitCode, waived } from './proof.ts';

const unit = unitCode('f.unit_id');

const lives: readonly [thing: string, life: LifeCycle<string>][] = [
  ['seal', SEAL_LIFE],
  ['signboard', SIGNBOARD_LIFE],
  ['bank_account', ACCOUNT_LIFE],
  ['handover', HANDOVER_LIFE],
  ['equipment_need', NEED_LIFE],
];

/** A thing has one status a day, and each follows from the one before. */
const statuses = lives.flatMap(([thing, life]) => [
  onePerDay({ code: 'STATUS_OVERLAP', table: `${thing}_status`, keys: [`f.${thing}_id`], subject: unit }),
  transitions(`${thing}_status`, {
    owner: `${thing}_id`,
    subject: `'${thing} ' || f.${thing}_id || ' of ' || ${unit}`,
    life,
    nexts: (from) => life[from] ?? [],
  }),
]);

/** One holder a day. */
const sole: readonly Proof[] = [
  onePerDay({
    code: 'SEAL_DUPLICATE',
    table: 'seal_status',
    keys: ['f.unit_id'],
    where: `f.status = 'IN_USE' AND f.kind = 'PRINCIPAL'`,
    subject: unit,
  }),
  onePerDay({
    code: 'ACCOUNT_OVERLAP',
    table: 'bank_account_status',
    keys: ['f.bank', 'f.number'],
    where: `f.status = 'OPENED'`,
    subject: unit,
  }),
  onePerDay({
    code: 'SITE_DOUBLE_ALLOCATED',
    table: 'premises',
    keys: ['f.site_id'],
    subject: `coalesce((SELECT address FROM site WHERE id = f.site_id), 'site ' || f.site_id)`,
  }),
];

const inMaking = (table: string, where: string): string => `
  SELECT f.unit_id, greatest(f.valid_from, l.valid_from) AS valid_from, greatest(f.valid_from, l.valid_from) + 1 AS valid_to
  FROM ${table} f JOIN unit_life l ON l.unit_id = f.unit_id AND ${believed('l')} WHERE ${where} AND ${believed('f')}`;
const begun = (table: string, status: string): string =>
  `SELECT unit_id, valid_from, valid_from + 1 AS valid_to FROM ${table} WHERE status = '${status}' AND superseded_at = 'infinity'`;

/** What is in use or held lies within the life of its unit; what is made for it, before its end. */
const within: readonly Proof[] = [
  outsideUnit(
    'seal_status: in use',
    `SELECT unit_id, valid_from, valid_to FROM seal_status WHERE status = 'IN_USE' AND valid_from < valid_to AND superseded_at = 'infinity'`,
  ),
  outsideUnit(
    'seal_status: in the making',
    inMaking('seal_status', `f.status IN ('AUTHORIZED', 'ENGRAVED', 'REGISTERED')`),
  ),
  outsideUnit('signboard_status: mounted', begun('signboard_status', 'MOUNTED')),
  outsideUnit('bank_account_status: opened', begun('bank_account_status', 'OPENED')),
  outsideUnit('readiness', inMaking('readiness', 'true')),
  outsideUnit('premises', `SELECT unit_id, valid_from, valid_to FROM premises WHERE superseded_at = 'infinity'`),
];

/** The row that first said that a thing became something on a day: later ones only say until when. */
const became = (thing: string, status: string): string => `(
  SELECT DISTINCT ON (${thing}_id, valid_from) * FROM ${thing}_status WHERE status = '${status}' ORDER BY ${thing}_id, valid_from, recorded_at, id)`;
const versionThen = (row: string): string =>
  `unit_version v ON v.unit_id = ${row}.unit_id AND ${holds('v', `${row}.valid_from`)} AND ${known('v', `${row}.recorded_at`)}`;
/** A text as boards and seals letter it: in capitals, with single spaces. */
const lettered = (text: string): string =>
  `upper(btrim(regexp_replace(normalize(${text}), '\\s+', ' ', 'g')) COLLATE "vi-x-icu")`;

/** Steps that asked for a right or a name, held against what was believed when they were taken. */
const entitled: readonly Proof[] = [
  {
    code: 'SEAL_NOT_ENTITLED',
    title: 'seal_status: in use by a unit that may have one',
    sql: `SELECT ${unit} AS subject, f.valid_from AS day FROM ${became('seal', 'IN_USE')} f JOIN ${versionThen('f')}
      WHERE f.valid_from < f.valid_to AND NOT v.own_seal`,
  },
  {
    code: 'SEAL_NAME_MISMATCH',
    title: 'seal_status: in use with the name of that day',
    sql: `SELECT ${unit} AS subject, f.valid_from AS day FROM ${became('seal', 'IN_USE')} f JOIN seal s ON s.id = f.seal_id JOIN ${versionThen('f')}
      WHERE f.valid_from < f.valid_to AND ${lettered('s.engraved_name')} <> ${lettered('v.name')}`,
  },
  {
    code: 'SIGNBOARD_NAME_MISMATCH',
    title: 'signboard_status: mounted with the name of that day',
    sql: `SELECT ${unit} AS subject, f.valid_from AS day FROM ${became('signboard', 'MOUNTED')} f JOIN signboard b ON b.id = f.signboard_id JOIN ${versionThen('f')}
      WHERE strpos(${lettered('b.text')}, ${lettered('v.name')}) = 0`,
  },
  {
    code: 'ACCOUNT_NOT_ENTITLED',
    title: 'bank_account_status: opened by a unit that may have one',
    sql: `SELECT ${unit} AS subject, f.valid_from AS day FROM ${became('bank_account', 'OPENED')} f JOIN ${versionThen('f')} WHERE NOT v.own_account`,
  },
  {
    code: 'SEAL_NOT_REGISTERED',
    title: 'seal_status: used once its specimen is registered',
    sql: `
    SELECT ${unit} AS subject, f.valid_from AS day FROM seal_status f
    WHERE f.status = 'IN_USE' AND ${believed('f')} AND NOT EXISTS (
      SELECT FROM seal_status r WHERE r.seal_id = f.seal_id AND r.status = 'REGISTERED' AND ${believed('r')} AND r.valid_from <= f.valid_from)`,
  },
];

const dissolved = (thing: string): string => `
  FROM change_event e JOIN unit_life l ON l.closed_by = e.id AND l.valid_to = e.on_day AND l.recorded_at = e.recorded_at
  JOIN ${thing}_status f ON f.unit_id = l.unit_id AND ${known('f', 'e.recorded_at')} AND f.valid_to > e.on_day AND f.valid_from < f.valid_to
  WHERE e.kind = 'DISSOLVE'`;

/** What a unit that was dissolved, or premises that changed hands, left to be settled before. */
const settled: readonly Proof[] = [
  {
    code: 'SEAL_NOT_RETURNED',
    title: 'change_event: who is dissolved has given its seals back',
    sql: `SELECT ${unit} AS subject, e.on_day AS day ${dissolved('seal')}
      AND f.status NOT IN ('REQUESTED', 'AUTHORIZED', 'RETURNED', 'DESTROYED', 'ARCHIVED', 'LOST')
      AND NOT ${waived('SEAL_NOT_RETURNED', 'e.recorded_at')}`,
  },
  {
    code: 'UNIT_HAS_DEPENDENTS',
    title: 'change_event: who is dissolved has closed its accounts',
    sql: `SELECT ${unit} AS subject, e.on_day AS day ${dissolved('bank_account')} AND f.status = 'OPENED'`,
  },
  every(
    'HANDOVER_INCOMPLETE',
    'handover_status',
    `f.status <> 'SIGNED'
      OR (coalesce(f.reference, '') <> '' AND coalesce(f.giver_signatory, '') <> '' AND coalesce(f.receiver_signatory, '') <> '')`,
  ),
  {
    code: 'HANDOVER_INCOMPLETE',
    title: 'premises: held on signed minutes, for them and for their holder',
    sql: `
    SELECT ${unit} AS subject, f.valid_from AS day FROM premises f
    WHERE f.handover_id IS NOT NULL AND f.change_id IS NULL AND ${believed('f')} AND NOT EXISTS (
      SELECT FROM handover h JOIN handover_status s ON s.handover_id = h.id
      WHERE h.id = f.handover_id AND h.site_id = f.site_id AND h.receiver_id = f.unit_id
        AND s.status = 'SIGNED' AND ${believed('s')} AND s.valid_from <= f.valid_from)`,
  },
];

/** Seals, signboards, accounts, handovers, equipment and premises. */
export const thingProofs: readonly Proof[] = [...statuses, ...sole, ...within, ...entitled, ...settled];
