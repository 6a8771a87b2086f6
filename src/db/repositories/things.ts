import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Day } from '../../domain/day.ts';
import type { ThingFacts, ThingType } from '../../domain/thing.ts';
import type { Transaction } from '../client.ts';
import { codesIn, idsIn, json } from '../json.ts';
import { bankAccount, bankAccountStatus } from '../tables/bank-account.ts';
import { equipmentNeed, equipmentNeedStatus } from '../tables/equipment.ts';
import { handover, handoverStatus } from '../tables/handover.ts';
import { seal, sealStatus } from '../tables/seal.ts';
import { signboard, signboardStatus } from '../tables/signboard.ts';
import { insertRows, restateRows } from './facts.ts';

type Table = PgTable & { id: PgColumn };
/** Columns of a row by their names in code; which ones a table has is for its slice to know. */
export type ThingColumns = Readonly<Record<string, unknown>>;

interface Store {
  name: string;
  thing: Table;
  status: Table;
  /** The column of the statuses that names the thing, in code. */
  key: string;
  /** The column that names the unit whose row its writers meet on. */
  unit: string;
  /** What its statuses say that rules about later ones ask, as JSON beside what was said once. */
  since?: SQL;
}

const STORES: Readonly<Record<ThingType, Store>> = {
  Seal: { name: 'seal', thing: seal, status: sealStatus, key: 'sealId', unit: 'unit_id' },
  Signboard: { name: 'signboard', thing: signboard, status: signboardStatus, key: 'signboardId', unit: 'unit_id' },
  BankAccount: {
    name: 'bank_account',
    thing: bankAccount,
    status: bankAccountStatus,
    key: 'bankAccountId',
    unit: 'unit_id',
  },
  Handover: { name: 'handover', thing: handover, status: handoverStatus, key: 'handoverId', unit: 'receiver_id' },
  EquipmentNeed: {
    name: 'equipment_need',
    thing: equipmentNeed,
    status: equipmentNeedStatus,
    key: 'equipmentNeedId',
    unit: 'unit_id',
    since: sql`jsonb_build_object('funded', (
      SELECT s.amount FROM equipment_need_status s WHERE s.equipment_need_id = t.id AND s.status = 'FUNDED' AND s.superseded_at = 'infinity'))`,
  },
};

/** Codes of the units that things belong to, by the things' ids; to be locked before anything more is read. */
export async function findUnitsOfThings(
  tx: Transaction,
  type: ThingType,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const { name, unit } = STORES[type];
  const rows = await tx.execute<{ id: string; code: string }>(sql`
    SELECT t.id, unit.code FROM ${sql.identifier(name)} t JOIN unit ON unit.id = t.${sql.identifier(unit)} WHERE t.id IN ${idsIn(ids)}`);
  return new Map(rows.map(({ id, code }) => [Number(id), code]));
}

/** All things of a type that some units have or had, as believed; one statement. */
export async function loadThingsOf<S extends string>(
  tx: Transaction,
  type: ThingType,
  units: readonly string[],
): Promise<ThingFacts<S>[]> {
  const { name, unit, since = sql`'{}'::jsonb` } = STORES[type];
  const [status, key] = [sql.identifier(`${name}_status`), sql.identifier(`${name}_id`)];
  const rows = await tx.execute<{ thing: ThingFacts<S> }>(sql`
    SELECT json_build_object('id', t.id, 'unit', unit.code, 'said', to_jsonb(t) || ${since}, 'statuses', (
      SELECT coalesce(json_agg(json_build_object('id', s.id, 'status', s.status, 'from', s.valid_from, 'until', s.valid_to) ORDER BY s.valid_from, s.valid_to, s.id), '[]')
      FROM ${status} s WHERE s.${key} = t.id AND s.superseded_at = 'infinity')) AS thing
    FROM ${sql.identifier(name)} t JOIN unit ON unit.id = t.${sql.identifier(unit)} WHERE unit.code IN ${codesIn(units)} ORDER BY t.id`);
  return rows.map(({ thing }) => thing);
}

/** Records things; answers their ids in order. */
export const insertThings = (tx: Transaction, type: ThingType, rows: readonly ThingColumns[]): Promise<number[]> =>
  rows.length === 0 ? Promise.resolve([]) : insertRows(tx, STORES[type].thing, rows as never);

/** Records statuses of things: those that end begin no others. */
export async function insertThingStatuses(
  tx: Transaction,
  type: ThingType,
  rows: readonly { thing: number; columns: ThingColumns }[],
): Promise<void> {
  const { status, key } = STORES[type];
  await insertRows(tx, status, rows.map(({ thing, columns }) => ({ ...columns, [key]: thing })) as never);
}

/** Ends statuses, each on its day; one statement. */
export async function endThingStatuses(
  tx: Transaction,
  type: ThingType,
  ends: readonly { status: number; on: Day }[],
): Promise<void> {
  if (ends.length === 0) return;
  const days = json(Object.fromEntries(ends.map(({ status, on }) => [status, on])));
  await restateRows(tx, {
    table: STORES[type].status,
    where: sql`id IN ${idsIn(ends.map(({ status }) => status))}`,
    columns: { valid_to: sql`(${days} ->> id::text)::date` },
  });
}

/** Takes back statuses that were said by mistake: they are no longer believed, and what was before them goes on. */
export async function retractThingStatuses(
  tx: Transaction,
  type: ThingType,
  { wrong, before }: { wrong: number; before: number },
): Promise<void> {
  const { status } = STORES[type];
  await restateRows(tx, { table: status, where: sql`id = ${wrong}`, kept: sql`false`, columns: {} });
  await restateRows(tx, { table: status, where: sql`id = ${before}`, columns: { valid_to: sql`'infinity'::date` } });
}

/** Id of a phase by its plan's code and its ordinal, with the plan's; null where there is none. */
export async function findPhaseOf(
  tx: Transaction,
  { plan, phase }: { plan: string; phase: number },
): Promise<{ plan: number; phase: number } | null> {
  const [row] = await tx.execute<{ plan: string; phase: string }>(sql`
    SELECT plan.id AS plan, phase.id AS phase FROM plan JOIN phase ON phase.plan_id = plan.id
    WHERE plan.code = ${plan} AND phase.ordinal = ${phase}`);
  return row ? { plan: Number(row.plan), phase: Number(row.phase) } : null;
}
