import type { Sql } from 'postgres';
import type { CounterKind } from '../../src/domain/counter.ts';
import { type Day, FOREVER } from '../../src/domain/day.ts';
import type { SealKind, SealStatus } from '../../src/domain/seal.ts';
import { aUnit, type Dates, FROM } from './organization-builder.ts';

const idOf = (sql: Sql, unit: string) => sql`(SELECT id FROM unit WHERE code = ${unit})`;
const decision = (sql: Sql) => sql`(SELECT min(id) FROM legal_instrument)`;

/** A seal of a unit, of which nothing is said yet. Answers its id. */
export async function aSeal(sql: Sql, unit: string, kind: SealKind = 'PRINCIPAL'): Promise<string> {
  const [row] = await sql<{ id: string }[]>`
    INSERT INTO seal (unit_id, kind, engraved_name) VALUES (${idOf(sql, unit)}, ${kind}, ${unit}) RETURNING id`;
  return row?.id ?? '';
}

/** What a seal is on some days. */
export const aSealStatus = (
  sql: Sql,
  seal: string,
  { status, from = FROM, until = FOREVER }: Dates & { status: SealStatus },
) => sql`
  INSERT INTO seal_status (seal_id, unit_id, kind, status, instrument_id, valid_from, valid_to)
  SELECT id, unit_id, kind, ${status}, ${decision(sql)}, ${from}, ${until} FROM seal WHERE id = ${seal}`;

/** A seal that was registered and is in use on some days. Answers its id. */
export async function aSealInUse(
  sql: Sql,
  unit: string,
  { from = FROM, until = FOREVER, kind }: Dates & { kind?: SealKind } = {},
): Promise<string> {
  const seal = await aSeal(sql, unit, kind);
  await sql.begin(async (tx) => {
    await aSealStatus(tx as unknown as Sql, seal, { status: 'REGISTERED', from, until: from });
    await aSealStatus(tx as unknown as Sql, seal, { status: 'IN_USE', from, until });
  });
  return seal;
}

interface CounterParts extends Dates {
  unit: string;
  label?: string;
  kind?: CounterKind;
  weekdays?: readonly number[];
  /** A counter that is there already; a new one where left out. */
  counter?: number;
}

/** A counter of a unit on some days. Answers its id. */
export async function aCounterOf(sql: Sql, parts: CounterParts): Promise<number> {
  const { unit, label = 'Quầy 1', kind = 'STANDARD', weekdays = [1, 2, 3, 4, 5], from = FROM, until = FOREVER } = parts;
  const [opened] = parts.counter
    ? [{ id: parts.counter }]
    : await sql<{ id: string }[]>`INSERT INTO counter (recorded_at) VALUES (now()) RETURNING id`;
  const id = Number(opened?.id);
  await sql`INSERT INTO counter_version (counter_id, unit_id, label, kind, weekdays, valid_from, valid_to)
    VALUES (${id}, ${idOf(sql, unit)}, ${label}, ${kind}, ${`{${weekdays.join(',')}}`}::int[], ${from}, ${until})`;
  return id;
}

/** A new site. Answers its id. */
export async function aPlace(sql: Sql): Promise<number> {
  const [site] = await sql<{ id: string }[]>`INSERT INTO site (address) VALUES ('1 Test') RETURNING id`;
  return Number(site?.id);
}

/** A unit holds a site on some days, by an instrument where nothing else is said. */
export async function aHolding(
  sql: Sql,
  parts: Dates & { unit: string; site: number; decided?: boolean },
): Promise<void> {
  const { unit, site, decided = true, from = FROM, until = FOREVER } = parts;
  const instrument = decided ? sql`(SELECT min(id) FROM legal_instrument)` : sql`NULL`;
  await sql`INSERT INTO premises (site_id, unit_id, instrument_id, valid_from, valid_to)
    VALUES (${site}, ${idOf(sql, unit)}, ${instrument}, ${from}, ${until})`;
}

/** Figures of a unit on a day. */
export const aLoad = (sql: Sql, { unit, day = FROM }: { unit: string; day?: Day }) =>
  sql`INSERT INTO dossier_load (unit_id, day, received) VALUES (${idOf(sql, unit)}, ${day}, 10)`;

/** A board of a unit that hangs from a day on. */
export const aBoard = (sql: Sql, { unit, from = FROM }: { unit: string; from?: Day }) =>
  sql`WITH k AS (INSERT INTO signboard (unit_id, text) VALUES (${idOf(sql, unit)}, 'x') RETURNING id, unit_id)
    INSERT INTO signboard_status (signboard_id, unit_id, status, valid_from) SELECT id, unit_id, 'MOUNTED', ${from} FROM k`;

let accounts = 0;

/** An account of a unit, under a number of its own, that is opened on a day. */
export const anAccount = (sql: Sql, { unit, from = FROM }: { unit: string; from?: Day }) =>
  sql`WITH k AS (INSERT INTO bank_account (unit_id, bank) VALUES (${idOf(sql, unit)}, 'Kho bạc') RETURNING id, unit_id, bank)
    INSERT INTO bank_account_status (bank_account_id, unit_id, bank, status, number, valid_from)
    SELECT id, unit_id, bank, 'OPENED', ${`${unit}.${++accounts}`}, ${from} FROM k`;

/** What a unit says of its procedures from a day on. */
export const aStatement = (sql: Sql, { unit, from = FROM }: { unit: string; from?: Day }) =>
  sql`INSERT INTO readiness (unit_id, item, done, total, valid_from) VALUES (${idOf(sql, unit)}, 'PROCEDURES', 1, 2, ${from})`;

/** A row in every table of things. */
export async function oneOfEachOfThings(sql: Sql): Promise<void> {
  const [unit, other] = [await aUnit(sql), await aUnit(sql)];
  await aSealInUse(sql, unit);
  const site = await aPlace(sql);
  await aHolding(sql, { site, unit });
  await aCounterOf(sql, { unit });
  await aLoad(sql, { unit });
  await aBoard(sql, { unit });
  await anAccount(sql, { unit });
  await sql`WITH k AS (INSERT INTO handover (title, giver_id, receiver_id) VALUES ('x', ${idOf(sql, other)}, ${idOf(sql, unit)}) RETURNING id, receiver_id),
    item AS (INSERT INTO handover_item (handover_id, position, description, quantity) SELECT id, 0, 'x', 1 FROM k)
    INSERT INTO handover_status (handover_id, unit_id, status, valid_from) SELECT id, receiver_id, 'LISTED', ${FROM} FROM k`;
  await sql`WITH k AS (INSERT INTO equipment_need (unit_id, item, quantity) VALUES (${idOf(sql, unit)}, 'x', 1) RETURNING id, unit_id)
    INSERT INTO equipment_need_status (equipment_need_id, unit_id, status, valid_from) SELECT id, unit_id, 'REGISTERED', ${FROM} FROM k`;
  await aStatement(sql, { unit });
}
