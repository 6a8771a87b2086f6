import { type SQL, sql } from 'drizzle-orm';
import type { ReadinessItem } from '../../domain/readiness.ts';
import { type At, known, valid } from './at.ts';
import { begunUnits, type Missing, missingItem, windowOf } from './missing.ts';
import { figuresOf, itemOf, speakerOf } from './readiness.ts';
import { homeOn, unsigned } from './signature.ts';
import { treeOf } from './tree.ts';

const centerOf = (gate: SQL): SQL => sql`(SELECT center_id FROM plan WHERE plan.id = ${gate}.plan_id)`;

/** Units that a phase brings and that have not said of an item that all of it is done. */
const notDone = (
  gate: SQL,
  at: At,
  { kind, key, item, speaker }: { kind: string; key: string; item: ReadinessItem; speaker: SQL },
): SQL => sql`
  SELECT ${missingItem(gate, {
    key,
    words: sql`jsonb_build_object('unit', opened.code, 'done', coalesce(figures.done, 0), 'total', figures.total)`,
    unit: sql`opened.id`,
    order: sql`opened.code`,
  })}
  FROM ${begunUnits(gate, at)} AS opened CROSS JOIN LATERAL (SELECT ${speaker} AS id) AS speaker
  CROSS JOIN LATERAL ${figuresOf(sql`speaker.id`, itemOf(item), at)} AS figures
  WHERE ${gate}.kind::text = ${sql.raw(`'${kind}'`)} AND NOT figures.ready`;

export const accountsToCreate: Missing = (gate, at) =>
  notDone(gate, at, {
    kind: 'ACCOUNTS_CREATED',
    key: 'ACCOUNTS',
    item: 'OFFICIAL_ACCOUNTS',
    speaker: sql`opened.id`,
  });

/** A unit that is only planned stands nowhere yet: what the plan's center says counts for it as for those below it. */
export const proceduresToConfigure: Missing = (gate, at) =>
  notDone(gate, at, {
    kind: 'PROCEDURES_CONFIGURED',
    key: 'PROCEDURES',
    item: 'PROCEDURES',
    speaker: sql`coalesce(${speakerOf(sql`opened.id`, itemOf('PROCEDURES'), at)}, ${centerOf(gate)})`,
  });

/** Entitled by the version of the day or, before the unit's first day, by its first. */
export const bankAccountsToOpen: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, { key: 'BANK_ACCOUNT', words: sql`jsonb_build_object('unit', opened.code)`, unit: sql`opened.id`, order: sql`opened.code` })}
  FROM ${begunUnits(gate, at)} AS opened WHERE ${gate}.kind::text = 'BANK_ACCOUNTS_OPEN' AND (
    SELECT v.own_account FROM unit_version v WHERE v.unit_id = opened.id AND v.valid_to > ${at.asOf} AND ${known(sql`v`, at)} ORDER BY v.valid_from LIMIT 1)
  AND NOT EXISTS (SELECT FROM bank_account_status s WHERE s.unit_id = opened.id AND s.status = 'OPENED' AND ${valid(sql`s`, at)})`;

export const signaturesToIssue: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'SIGNATURE',
    words: sql`jsonb_build_object('staff', official.code, 'name', official.name)`,
    unit: sql`official.unit_id`,
    owner: sql`coalesce(${homeOn(sql`official.staff_id`, at)}, ${gate}.owner_id)`,
    order: sql`official.code`,
  })}
  FROM (
    SELECT lent.staff_id, lent.unit_id, official.name, (SELECT code FROM staff WHERE staff.id = lent.staff_id) AS code
    FROM ${unsigned(centerOf(gate), at)} AND ${gate}.kind::text = 'DIGITAL_SIGNATURES_VALID') AS official`;

/** Needs of the phase, and those of no phase that units of the center registered within its days, with how they stand. */
const needsFor = (gate: SQL, at: At): SQL => sql`
  equipment_need need JOIN equipment_need_status s ON s.equipment_need_id = need.id AND ${valid(sql`s`, at)}
  WHERE need.phase_id = ${gate}.phase_id
    OR need.phase_id IS NULL AND need.unit_id IN ${treeOf(centerOf(gate), at)} AND EXISTS (
      SELECT FROM equipment_need_status r WHERE r.equipment_need_id = need.id AND r.status = 'REGISTERED' AND ${known(sql`r`, at)}
        AND r.valid_from <@ ${windowOf(gate, at)})`;

export const equipmentToBuy: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'EQUIPMENT',
    words: sql`jsonb_build_object('item', need.item, 'quantity', need.quantity, 'unit', unit.code, 'status', need.status)`,
    unit: sql`unit.id`,
    order: sql`unit.code || to_char(need.id, 'FM0000000000000000000')`,
  })}
  FROM (SELECT need.*, s.status FROM ${needsFor(gate, at)}) AS need JOIN unit ON unit.id = need.unit_id
  WHERE ${gate}.kind::text = 'EQUIPMENT_PURCHASED' AND need.status NOT IN ('PURCHASED', 'REFUSED')`;

/** A phase that waits for equipment has units that need some: what nobody registered, nobody buys. */
export const noEquipment: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, { key: 'NOT_RECORDED', words: sql`jsonb_build_object('gate', ${gate}.title)`, order: sql`''` })}
  WHERE ${gate}.kind::text = 'EQUIPMENT_PURCHASED' AND NOT EXISTS (SELECT FROM ${needsFor(gate, at)})`;
