import { sql } from 'drizzle-orm';
import type { CounterFact } from '../../domain/counter.ts';
import type { Day } from '../../domain/day.ts';
import type { Things } from '../../domain/organization/carry-things.ts';
import type { Rows } from '../../domain/organization/organization.ts';
import type { PremisesFact } from '../../domain/premises.ts';
import type { Transaction } from '../client.ts';
import { codesIn } from '../json.ts';
import { type FactTable, insertFacts, PERIOD, plain, supersedeRows, unitId } from './facts.ts';
import { heldBy } from './premises.ts';

const COUNTERS: FactTable = {
  table: 'counter_version',
  values: {
    counter_id: plain('counter', 'bigint'),
    unit_id: unitId('unit'),
    ...PERIOD,
    label: plain('label', 'text'),
    kind: plain('kind', 'counter_kind'),
    weekdays: sql`(SELECT array_agg(day::int ORDER BY day::int) FROM jsonb_array_elements_text(n -> 'weekdays') AS day)`,
    site_id: plain('site', 'bigint'),
    instrument_id: plain('instrument', 'bigint'),
    assumed: plain('assumed', 'boolean'),
    change_id: plain('change', 'bigint'),
  },
};

/** Believed versions of counters at the units of `units`, as a JSON list. */
const countersAt = sql`(
  SELECT coalesce(json_agg(json_build_object('id', c.id, 'counter', c.counter_id, 'unit', units.code, 'label', c.label, 'kind', c.kind,
    'weekdays', c.weekdays, 'site', c.site_id, 'instrument', c.instrument_id, 'assumed', c.assumed, 'change', c.change_id,
    'from', c.valid_from, 'until', c.valid_to) ORDER BY c.id), '[]')
  FROM counter_version c JOIN units ON units.id = c.unit_id WHERE c.superseded_at = 'infinity')`;

/** Codes of units at which a counter is, on whatever day. */
export async function findUnitsOfCounter(tx: Transaction, counter: number): Promise<string[]> {
  const rows = await tx.execute<{ code: string }>(sql`
    SELECT DISTINCT unit.code FROM counter_version c JOIN unit ON unit.id = c.unit_id
    WHERE c.counter_id = ${counter} AND c.superseded_at = 'infinity' ORDER BY 1`);
  return rows.map(({ code }) => code);
}

/** Everything believed about the counters of some units. */
export async function loadCounters(tx: Transaction, units: readonly string[]): Promise<CounterFact[]> {
  const [row] = await tx.execute<{ counters: CounterFact[] }>(sql`
    WITH units AS (SELECT id, code FROM unit WHERE code IN ${codesIn(units)}) SELECT ${countersAt} AS counters`);
  return row?.counters ?? [];
}

/** Labels of the counters of a unit on a day; none where all that is known of them was assumed. */
export async function findLabels(tx: Transaction, unit: string, on: Day): Promise<string[]> {
  const rows = await tx.execute<{ label: string }>(sql`
    SELECT c.label FROM counter_version c JOIN unit ON unit.id = c.unit_id
    WHERE unit.code = ${unit} AND c.superseded_at = 'infinity' AND c.valid_from <= ${on} AND c.valid_to > ${on}
      AND EXISTS (SELECT FROM counter_version k WHERE k.unit_id = unit.id AND NOT k.assumed AND k.superseded_at = 'infinity'
        AND k.valid_from <= ${on} AND k.valid_to > ${on}) ORDER BY 1`);
  return rows.map(({ label }) => label);
}

/** Identities for so many new counters, in one statement. */
export async function insertCounters(tx: Transaction, count: number): Promise<number[]> {
  if (count === 0) return [];
  const rows = await tx.execute<{ id: string }>(sql`
    INSERT INTO counter (recorded_at) SELECT clock_timestamp() FROM generate_series(1, ${count}::int) RETURNING id`);
  return rows.map(({ id }) => Number(id));
}

/** Writes what became of counters: beliefs end first, then the new facts are inserted. */
export async function writeCounters(tx: Transaction, { superseded, added }: Rows<CounterFact>): Promise<void> {
  await supersedeRows(tx, 'counter_version', superseded);
  await insertFacts(tx, COUNTERS, { added });
}

/**
 * Counters and premises of some units, and whether any counter is at one of the units `named` or below it: only then can
 * a territory lose its last. One statement, however many units.
 */
export async function loadThings(
  tx: Transaction,
  { units, named }: { units: readonly string[]; named: readonly string[] },
): Promise<Things & { counted: boolean }> {
  const [row] = await tx.execute<{ counters: CounterFact[]; premises: PremisesFact[]; counted: boolean }>(sql`
    WITH RECURSIVE units AS MATERIALIZED (SELECT id, code FROM unit WHERE code IN ${codesIn(units)}),
    tree (id) AS (
      SELECT id FROM unit WHERE code IN ${codesIn(named)}
      UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity')
    SELECT ${countersAt} AS counters,
      (SELECT coalesce(json_agg(${heldBy(sql`units`)} ORDER BY p.id), '[]')
        FROM premises p JOIN units ON units.id = p.unit_id WHERE p.superseded_at = 'infinity') AS premises,
      EXISTS (SELECT FROM counter_version c JOIN tree ON tree.id = c.unit_id WHERE c.superseded_at = 'infinity') AS counted`);
  return row ?? { counters: [], premises: [], counted: false };
}
