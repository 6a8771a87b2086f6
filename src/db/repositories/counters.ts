import { sql } from 'drizzle-orm';
import type { CounterFact, Interruption } from '../../domain/counter.ts';
import type { Day } from '../../domain/day.ts';
import type { Things } from '../../domain/organization/carry-things.ts';
import type { Rows } from '../../domain/organization/organization.ts';
import type { PremisesFact } from '../../domain/premises.ts';
import type { Transaction } from '../client.ts';
import { codesIn, json } from '../json.ts';
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

const STANDS = sql`r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity'`;

/**
 * Territories that units, or those above them, received for on the eve of a day with an open counter, and whose receiver
 * has none on the day; a receiver's counters are its own and those below it. One statement, however many days and units.
 */
export async function findInterruptions(
  tx: Transaction,
  touched: readonly { unit: string; on: Day }[],
): Promise<Interruption[]> {
  return tx.execute<Interruption & Record<string, unknown>>(sql`
    WITH RECURSIVE above (id, day) AS (
      SELECT unit.id, (n ->> 'on')::date FROM jsonb_array_elements(${json(touched)}) AS n JOIN unit ON unit.code = n ->> 'unit'
      UNION SELECT r.parent_id, above.day FROM above
        JOIN unit_relation r ON r.child_id = above.id AND ${STANDS} AND r.valid_from < above.day AND r.valid_to >= above.day
    ), cut_over AS MATERIALIZED (
      SELECT DISTINCT was.territory_id, was.unit_id AS eve, now.unit_id AS receiver, above.day
      FROM above JOIN service_territory was ON was.unit_id = above.id AND was.superseded_at = 'infinity'
        AND was.valid_from < above.day AND was.valid_to >= above.day
      JOIN service_territory now ON now.territory_id = was.territory_id AND now.superseded_at = 'infinity'
        AND now.valid_from <= above.day AND now.valid_to > above.day
    ), tree (root, day, id) AS (
      SELECT eve, day - 1, eve FROM cut_over UNION SELECT receiver, day, receiver FROM cut_over
      UNION SELECT tree.root, tree.day, r.child_id FROM tree
        JOIN unit_relation r ON r.parent_id = tree.id AND ${STANDS} AND r.valid_from <= tree.day AND r.valid_to > tree.day
    ), open AS MATERIALIZED (
      SELECT DISTINCT tree.root, tree.day FROM tree JOIN counter_version c ON c.unit_id = tree.id AND c.superseded_at = 'infinity'
        AND c.valid_from <= tree.day AND c.valid_to > tree.day)
    SELECT territory.code AS territory, receiver.code AS unit, eve.code AS before, cut_over.day AS "on"
    FROM cut_over JOIN territory ON territory.id = cut_over.territory_id
    JOIN unit receiver ON receiver.id = cut_over.receiver JOIN unit eve ON eve.id = cut_over.eve
    WHERE EXISTS (SELECT FROM open WHERE open.root = cut_over.eve AND open.day = cut_over.day - 1)
      AND NOT EXISTS (SELECT FROM open WHERE open.root = cut_over.receiver AND open.day = cut_over.day)
    ORDER BY cut_over.day, territory.code`);
}
