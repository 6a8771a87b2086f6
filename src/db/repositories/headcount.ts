import { type SQL, sql } from 'drizzle-orm';
import type { Merger } from '../../domain/allocation.ts';
import { type Day, FOREVER, type Period } from '../../domain/day.ts';
import type { HeadcountFacts, QuotaFact } from '../../domain/headcount.ts';
import { FIRST_DAY } from '../../domain/life-cycle.ts';
import { STAFF_CATEGORIES, type StaffCategory } from '../../domain/staff.ts';
import type { HeadcountRef } from '../../domain/violation.ts';
import type { Transaction } from '../client.ts';
import { fixed } from '../fixed.ts';
import { codesGiven, codesIn, given } from '../json.ts';
import { insertFacts, PERIOD, plain, supersedeRows, unitId } from './facts.ts';
import { parentsOf } from './relations.ts';

const quotaFact = sql`json_build_object('id', q.id, 'unit', unit.code, 'category', q.category, 'year', q.year, 'ceiling', q.ceiling,
  'minimum', q.minimum, 'center', center.code, 'from', q.valid_from, 'until', q.valid_to, 'instrument', q.instrument_id, 'change', q.change_id)`;

interface Found {
  quotas: QuotaFact[];
  steps: HeadcountFacts['steps'];
}

/** On which days, and of whom, something changes. */
export interface CountedWithin extends Period {
  categories: readonly StaffCategory[];
}

/**
 * Ceilings of some units and of those above them, and how many are counted at each and, if asked for, at the units
 * themselves; one statement. With `within` only of the units, and only as far as that reaches: who is there when it begins
 * counts from then on.
 */
export async function loadHeadcount(
  tx: Transaction,
  units: readonly string[],
  { themselves = false, within }: { themselves?: boolean; within?: CountedWithin } = {},
): Promise<HeadcountFacts> {
  const { from = FIRST_DAY, until = FOREVER, categories = STAFF_CATEGORIES } = within ?? {};
  const asked = { units: JSON.stringify(units), categories: JSON.stringify(categories), from, until };
  const [row] = await (within ? countedWithin : themselves ? countedThere : counted)(tx, asked);
  return row ?? { quotas: [], steps: [] };
}

/** The planner does not look into them, so that it finds no plan for some days better than one for all. */
const FROM = sql`(SELECT ${sql.placeholder('from')}::date)`;
const UNTIL = sql`(SELECT ${sql.placeholder('until')}::date)`;

const concerned = (row: SQL): SQL =>
  sql`${row}.superseded_at = 'infinity' AND ${row}.category::text = ANY (ARRAY(SELECT kind FROM concerned))`;

/** `above` adds units to those named, `roots` are whose people are counted, and on which days. */
const counting = ({ above, roots }: Record<'above' | 'roots', SQL>): SQL => sql`
    WITH RECURSIVE concerned AS MATERIALIZED (SELECT value AS kind FROM jsonb_array_elements_text(${given('categories')})),
    named AS MATERIALIZED (SELECT id FROM unit WHERE code IN ${codesGiven('units')}),
    above (id) AS (
      SELECT id FROM named ${above}
    ), granted AS MATERIALIZED (
      SELECT q.* FROM above CROSS JOIN LATERAL (
        SELECT * FROM quota WHERE unit_id = above.id AND ${concerned(sql`quota`)}
          AND valid_from < ${UNTIL} AND valid_to > ${FROM} OFFSET 0) AS q
    ), counting AS MATERIALIZED (
      SELECT unit_id AS root, greatest(min(valid_from), ${FROM}) AS valid_from, least(max(valid_to), ${UNTIL}) AS valid_to
      FROM granted GROUP BY unit_id
    ), tree (root, id, valid_from, valid_to) AS (
      ${roots}
      UNION SELECT t.root, r.child_id, greatest(t.valid_from, r.valid_from), least(t.valid_to, r.valid_to)
      FROM tree t CROSS JOIN LATERAL (
        SELECT * FROM unit_relation WHERE parent_id = t.id AND kind = 'ESTABLISHMENT' AND superseded_at = 'infinity'
          AND valid_from < t.valid_to AND t.valid_from < valid_to OFFSET 0) AS r
    ), present AS (
      SELECT t.root, p.category, greatest(p.valid_from, t.valid_from) AS first, least(p.valid_to, t.valid_to) AS beyond
      FROM tree t CROSS JOIN LATERAL (
        SELECT * FROM payroll WHERE unit_id = t.id AND ${concerned(sql`payroll`)} AND valid_from < t.valid_to AND t.valid_from < valid_to OFFSET 0) AS p
    ), step AS (
      SELECT root, category, on_day, sum(change) AS change FROM (
        SELECT root, category, first AS on_day, 1 AS change FROM present UNION ALL SELECT root, category, beyond, -1 FROM present) AS edges
      GROUP BY root, category, on_day HAVING sum(change) <> 0)
    SELECT
      (SELECT coalesce(json_agg(${quotaFact} ORDER BY q.id), '[]') FROM granted q
        CROSS JOIN LATERAL (SELECT code FROM unit WHERE id = q.unit_id OFFSET 0) AS unit
        CROSS JOIN LATERAL (SELECT code FROM unit WHERE id = q.center_id OFFSET 0) AS center) AS quotas,
      (SELECT coalesce(json_agg(json_build_object(
          'unit', (SELECT code FROM unit WHERE id = step.root), 'category', step.category, 'on', step.on_day, 'change', step.change)), '[]')
        FROM step) AS steps`;

const GRANTED = sql`SELECT root, root, valid_from, valid_to FROM counting`;
const ABOVE = sql`UNION SELECT parent_id FROM above CROSS JOIN LATERAL ${parentsOf(sql`above.id`, 'ESTABLISHMENT')}`;
const THERE = sql`SELECT id, id, ${FROM}, ${UNTIL} FROM (SELECT root AS id FROM counting UNION SELECT id FROM named) AS roots`;

const countedWithin = fixed<Found>(() => counting({ above: sql``, roots: GRANTED }));
const counted = fixed<Found>(() => counting({ above: ABOVE, roots: GRANTED }));
const countedThere = fixed<Found>(() => counting({ above: ABOVE, roots: THERE }));

/** All quotas out of a center's total, of a year. */
export async function loadQuotasOfCenter(tx: Transaction, center: string, year: number): Promise<QuotaFact[]> {
  const rows = await tx.execute<{ fact: QuotaFact }>(sql`
    SELECT ${quotaFact} AS fact FROM quota q JOIN unit ON unit.id = q.unit_id JOIN unit center ON center.id = q.center_id
    WHERE center.code = ${center} AND q.year = ${year} AND q.superseded_at = 'infinity' ORDER BY q.id`);
  return rows.map(({ fact }) => fact);
}

/** The mergers by which some units took others in, each with the ceilings of these on the eve; those below another count there. */
export async function loadMergers(tx: Transaction, units: readonly string[]): Promise<Merger[]> {
  const rows = await tx.execute<Record<string, unknown>>(sql`
    WITH merged AS (
      SELECT l.target_id, l.source_id, l.on_day FROM unit_lineage l JOIN change_event e ON e.id = l.change_id AND e.kind IN ('MERGE', 'ABSORB')
      WHERE l.target_id IN (SELECT id FROM unit WHERE code IN ${codesIn(units)}) AND l.superseded_at = 'infinity'
    ), apart AS (
      SELECT * FROM merged m WHERE NOT EXISTS (
        SELECT FROM unit_relation r WHERE r.child_id = m.source_id AND r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity'
          AND r.valid_from < m.on_day AND r.valid_to >= m.on_day
          AND (r.parent_id = m.target_id OR r.parent_id IN (SELECT source_id FROM merged o WHERE o.target_id = m.target_id AND o.on_day = m.on_day))))
    SELECT unit.code AS unit, m.on_day AS "on",
      (SELECT coalesce(json_agg(json_build_object('category', q.category, 'ceiling', q.ceiling)), '[]') FROM apart a
        JOIN quota q ON q.unit_id = a.source_id AND q.superseded_at = 'infinity' AND q.valid_from < m.on_day AND q.valid_to >= m.on_day
        WHERE a.target_id = m.target_id AND a.on_day = m.on_day) AS before
    FROM (SELECT DISTINCT target_id, on_day FROM merged) m JOIN unit ON unit.id = m.target_id`);
  return rows as unknown as Merger[];
}

/** More people than posts, or more posts than there are to grant, at a unit. */
export interface Breach extends HeadcountRef {
  code: 'HEADCOUNT_CEILING_EXCEEDED' | 'ALLOCATION_EXCEEDS_TOTAL';
  unit: string;
  on: Day;
}

/** What the database would refuse at commit of some units and those above them: the worst of each quota. */
export async function findBreaches(tx: Transaction, units: readonly string[]): Promise<Breach[]> {
  const rows = await tx.execute<Record<string, unknown>>(sql`
    WITH RECURSIVE above (id) AS (
      SELECT id FROM unit WHERE code IN ${codesIn(units)}
      UNION SELECT r.parent_id FROM above JOIN unit_relation r ON r.child_id = above.id AND r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity'
    ), counting AS (SELECT id FROM above WHERE EXISTS (SELECT FROM quota q WHERE q.unit_id = above.id AND q.superseded_at = 'infinity')),
    found AS (
      SELECT counting.id, 'HEADCOUNT_CEILING_EXCEEDED' AS code, b.* FROM counting CROSS JOIN LATERAL headcount_breaches(counting.id) AS b
      UNION ALL SELECT counting.id, 'ALLOCATION_EXCEEDS_TOTAL', b.* FROM counting CROSS JOIN LATERAL allocation_breaches(counting.id) AS b)
    SELECT DISTINCT ON (unit.code, found.code, category) found.code, unit.code AS unit, category,
      min(on_day) OVER (PARTITION BY unit.code, found.code, category) AS "on", ceiling, counted::int AS counted
    FROM found JOIN unit USING (id) ORDER BY unit.code, found.code, category, counted DESC`);
  return rows as unknown as Breach[];
}

/** Ends the belief in quotas and records new ones. */
export async function writeQuotas(
  tx: Transaction,
  { superseded, added }: { superseded: readonly number[]; added: readonly QuotaFact[] },
): Promise<void> {
  await supersedeRows(tx, 'quota', superseded);
  const values = {
    unit_id: unitId('unit'),
    category: plain('category', 'staff_category'),
    year: plain('year', 'int'),
    ceiling: plain('ceiling', 'int'),
    minimum: plain('minimum', 'int'),
    center_id: unitId('center'),
    ...PERIOD,
    instrument_id: plain('instrument', 'bigint'),
    change_id: plain('change', 'bigint'),
  };
  await insertFacts(tx, { table: 'quota', values }, { added });
}
