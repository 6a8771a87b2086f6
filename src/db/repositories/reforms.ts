import { sql } from 'drizzle-orm';
import type { Day } from '../../domain/day.ts';
import type { Transaction } from '../client.ts';
import { codesIn } from '../json.ts';

/** A province in which a plan has its center. */
export interface HeldProvince {
  plan: string;
  code: string;
  from: Day;
  until: Day;
}

/** The provinces in which the territories of recorded plans lie. */
export async function findHeldProvinces(tx: Transaction): Promise<HeldProvince[]> {
  const rows = await tx.execute<Record<keyof HeldProvince, string>>(sql`
    WITH RECURSIVE held (plan, id) AS (
      SELECT plan.code, territory_id FROM plan JOIN plan_territory ON plan_id = plan.id
      UNION
      SELECT held.plan, version.parent_id FROM held JOIN territory_version AS version ON version.territory_id = held.id
      WHERE version.superseded_at = 'infinity' AND version.parent_id IS NOT NULL)
    SELECT DISTINCT held.plan, version.code, version.valid_from AS "from", version.valid_to AS until
    FROM held JOIN territory ON territory.id = held.id AND territory.level = 'PROVINCE'
    JOIN territory_version AS version ON version.territory_id = held.id AND version.superseded_at = 'infinity'
    ORDER BY 2, 1`);
  return [...rows];
}

/** Of some units, those that exist already, with the day on which they close. */
export async function findUnitEnds(tx: Transaction, codes: readonly string[]): Promise<Map<string, Day>> {
  const rows = await tx.execute<{ code: string; until: string }>(sql`
    SELECT unit.code, life.valid_to AS until FROM unit JOIN unit_life AS life ON life.unit_id = unit.id AND life.superseded_at = 'infinity'
    WHERE unit.code IN ${codesIn(codes)}`);
  return new Map(rows.map(({ code, until }) => [code, until]));
}

/** How far what ended on a day has successors and what began has predecessors, among given units or territories. */
export interface Conservation {
  before: number;
  beforeWithSuccessor: number;
  after: number;
  afterWithPredecessor: number;
  lines: number;
}

/** Counts descent between territories of given codes over a day, for one level of the newer ones. */
export async function conserveTerritories(
  tx: Transaction,
  { before, after, on }: { before: readonly string[]; after: readonly string[]; on: Day },
): Promise<Conservation> {
  return conserve(tx, { before, after, on, table: 'territory' });
}

/** The same between units. */
export async function conserveUnits(
  tx: Transaction,
  { before, after, on }: { before: readonly string[]; after: readonly string[]; on: Day },
): Promise<Conservation> {
  return conserve(tx, { before, after, on, table: 'unit' });
}

async function conserve(
  tx: Transaction,
  {
    before,
    after,
    on,
    table,
  }: { before: readonly string[]; after: readonly string[]; on: Day; table: 'unit' | 'territory' },
): Promise<Conservation> {
  // Official codes are reused, so a territory is looked up by code and validity; a unit's code is its own.
  const [old, young] =
    table === 'unit'
      ? [
          sql`SELECT id FROM unit WHERE code IN ${codesIn(before)}`,
          sql`SELECT id FROM unit WHERE code IN ${codesIn(after)}`,
        ]
      : [
          sql`SELECT territory_id AS id FROM territory_version WHERE code IN ${codesIn(before)} AND valid_to = ${on} AND superseded_at = 'infinity'`,
          sql`SELECT territory_id AS id FROM territory_version WHERE code IN ${codesIn(after)} AND valid_from = ${on} AND superseded_at = 'infinity'`,
        ];
  const [row] = await tx.execute<Record<keyof Conservation, string>>(sql`
    WITH old AS MATERIALIZED (${old}), young AS MATERIALIZED (${young}), line AS MATERIALIZED (
      SELECT source_id, target_id FROM ${sql.identifier(`${table}_lineage`)} WHERE on_day = ${on} AND superseded_at = 'infinity'
        AND source_id IN (SELECT id FROM old) AND target_id IN (SELECT id FROM young))
    SELECT (SELECT count(*) FROM old) AS before, (SELECT count(DISTINCT source_id) FROM line) AS "beforeWithSuccessor",
           (SELECT count(*) FROM young) AS after, (SELECT count(DISTINCT target_id) FROM line) AS "afterWithPredecessor",
           (SELECT count(*) FROM line) AS lines`);
  const counted = Object.entries(row ?? {}).map(([key, value]) => [key, Number(value)]);
  return Object.fromEntries(counted) as unknown as Conservation;
}
