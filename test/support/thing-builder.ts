import type { Sql } from 'postgres';
import type { CounterKind } from '../../src/domain/counter.ts';
import { FOREVER } from '../../src/domain/day.ts';
import { type Dates, FROM } from './organization-builder.ts';

const unitId = (sql: Sql, unit: string) => sql`(SELECT id FROM unit WHERE code = ${unit})`;

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
    VALUES (${id}, ${unitId(sql, unit)}, ${label}, ${kind}, ${`{${weekdays.join(',')}}`}::int[], ${from}, ${until})`;
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
    VALUES (${site}, ${unitId(sql, unit)}, ${instrument}, ${from}, ${until})`;
}
