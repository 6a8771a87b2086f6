import { PARENT_KINDS } from '../../domain/unit.ts';
import {
  believed,
  every,
  holds,
  known,
  linesAbove,
  onePerDay,
  type Proof,
  policyOf,
  unitCode,
  waived,
} from './proof.ts';

/** What lies outside the life of its unit: rows of `unit_id`, `valid_from`, `valid_to`. */
export const outsideUnit = (title: string, facts: string): Proof => ({
  code: 'FACT_OUTSIDE_UNIT',
  title,
  sql: `
    SELECT u.code AS subject, CASE WHEN f.valid_from < l.valid_from THEN f.valid_from ELSE greatest(f.valid_from, l.valid_to) END AS day
    FROM (${facts}) f JOIN unit u ON u.id = f.unit_id JOIN unit_life l ON l.unit_id = f.unit_id AND ${believed('l')}
    WHERE f.valid_from < l.valid_from OR f.valid_to > l.valid_to`,
});

const facts = (table: string, column = 'unit_id'): string =>
  `SELECT ${column} AS unit_id, valid_from, valid_to FROM ${table} WHERE superseded_at = 'infinity'`;

const parentKinds = Object.entries(PARENT_KINDS)
  .flatMap(([kind, parents]) => parents.map((parent) => `('${kind}', '${parent}')`))
  .join(', ');

/** What stands about units, as it is believed. */
const standing: readonly Proof[] = [
  onePerDay({
    code: 'UNIT_PARENT_OVERLAP',
    table: 'unit_relation',
    keys: ['f.child_id', 'f.kind'],
    subject: unitCode('f.child_id'),
  }),
  onePerDay({
    code: 'UNIT_VERSION_OVERLAP',
    table: 'unit_version',
    keys: ['f.unit_id'],
    subject: unitCode('f.unit_id'),
  }),
  onePerDay({
    code: 'TERRITORY_OVERLAP',
    table: 'service_territory',
    keys: ['f.territory_id'],
    subject: `coalesce((SELECT code FROM territory WHERE id = f.territory_id), 'territory ' || f.territory_id)`,
  }),
  onePerDay({ code: 'TERRITORY_CODE_OVERLAP', table: 'territory_version', keys: ['f.code'], subject: 'f.code' }),
  onePerDay({
    code: 'SITE_OVERLAP',
    table: 'unit_site',
    keys: ['f.unit_id'],
    where: `f.role = 'SEAT'`,
    subject: unitCode('f.unit_id'),
  }),
  {
    code: 'UNIT_CYCLE',
    title: 'unit_relation: no unit stands above itself, on any day',
    sql: `
    WITH RECURSIVE walk (origin, kind, id, valid_from, valid_to) AS (
      SELECT child_id, kind, parent_id, valid_from, valid_to FROM unit_relation WHERE superseded_at = 'infinity'
      UNION
      SELECT w.origin, w.kind, r.parent_id, greatest(w.valid_from, r.valid_from), least(w.valid_to, r.valid_to)
      FROM walk w JOIN unit_relation r ON r.child_id = w.id AND r.kind = w.kind AND ${believed('r')}
        AND r.valid_from < w.valid_to AND w.valid_from < r.valid_to
      WHERE w.id <> w.origin)
    SELECT ${unitCode('origin')} AS subject, min(valid_from) AS day FROM walk WHERE id = origin GROUP BY origin, kind`,
  },
  {
    code: 'UNIT_KIND_PARENT',
    title: 'unit_relation: who stands under whom',
    sql: `
    SELECT ${unitCode('r.child_id')} AS subject, greatest(r.valid_from, c.valid_from, p.valid_from) AS day
    FROM unit_relation r
    JOIN unit_version c ON c.unit_id = r.child_id AND ${believed('c')} AND c.valid_from < r.valid_to AND r.valid_from < c.valid_to
    JOIN unit_version p ON p.unit_id = r.parent_id AND ${believed('p')} AND p.valid_from < least(r.valid_to, c.valid_to)
      AND greatest(r.valid_from, c.valid_from) < p.valid_to
    WHERE r.kind = 'ESTABLISHMENT' AND ${believed('r')}
      AND (c.kind::text, p.kind::text) NOT IN (VALUES ${parentKinds})`,
  },
  {
    code: 'FACT_OUTSIDE_UNIT',
    title: 'unit: has a life',
    sql: `
    SELECT u.code AS subject, NULL::date AS day FROM unit u
    WHERE NOT EXISTS (SELECT FROM unit_life l WHERE l.unit_id = u.id AND ${believed('l')})`,
  },
  outsideUnit('unit_version', facts('unit_version')),
  outsideUnit('unit_relation: child', facts('unit_relation', 'child_id')),
  outsideUnit('unit_relation: parent', facts('unit_relation', 'parent_id')),
  outsideUnit('unit_site', facts('unit_site')),
  outsideUnit('service_territory', facts('service_territory')),
  outsideUnit(
    'unit_lineage: source, the day before',
    `SELECT source_id AS unit_id, on_day - 1 AS valid_from, on_day AS valid_to FROM unit_lineage WHERE superseded_at = 'infinity'`,
  ),
  outsideUnit(
    'unit_lineage: target, on the day',
    `SELECT target_id AS unit_id, on_day AS valid_from, on_day + 1 AS valid_to FROM unit_lineage WHERE superseded_at = 'infinity'`,
  ),
  {
    code: 'UNIT_VERSION_GAP',
    title: 'unit_version: one on every day of a life',
    sql: `
    WITH told AS (
      SELECT unit_id, range_agg(daterange(valid_from, valid_to)) AS days FROM unit_version
      WHERE superseded_at = 'infinity' AND valid_from < valid_to GROUP BY unit_id)
    SELECT ${unitCode('l.unit_id')} AS subject, lower(l.days - coalesce(told.days, '{}')) AS day
    FROM (SELECT unit_id, datemultirange(daterange(valid_from, valid_to)) AS days FROM unit_life
          WHERE superseded_at = 'infinity' AND valid_from < valid_to) l LEFT JOIN told USING (unit_id)
    WHERE NOT coalesce(told.days, '{}') @> l.days`,
  },
  {
    code: 'LINEAGE_REQUIRED',
    title: 'unit_life: who is closed has successors, or it is said that there are none',
    sql: `
    SELECT ${unitCode('l.unit_id')} AS subject, l.valid_to AS day FROM unit_life l
    WHERE ${believed('l')} AND l.valid_to < 'infinity'
      AND NOT EXISTS (SELECT FROM unit_lineage s WHERE s.source_id = l.unit_id AND s.on_day = l.valid_to AND ${believed('s')})
      AND NOT EXISTS (SELECT FROM change_event e WHERE e.id = l.closed_by AND e.no_successor)`,
  },
  every('UNIT_CYCLE', 'unit_relation', 'f.child_id <> f.parent_id'),
];

/** An act that nobody undid. */
const stands = (act: string): string =>
  `NOT EXISTS (SELECT FROM change_event undoing WHERE undoing.compensates_id = ${act}.id)`;

/** Mergers and what was said of units by acts of reorganization. */
const mergers: readonly Proof[] = [
  every('MERGE_INVALID', 'unit_lineage', 'f.source_id <> f.target_id'),
  every('MERGE_INVALID', 'territory_lineage', 'f.source_id <> f.target_id'),
  {
    code: 'MERGE_INVALID',
    title: 'change_event: a merger has one result, and two sources at least',
    // A survivor is a source as well, and has no line to itself.
    sql: `
    SELECT coalesce(min(${unitCode('l.target_id')}), 'change_event ' || e.id) AS subject, e.on_day AS day
    FROM change_event e
    LEFT JOIN unit_lineage l ON l.change_id = e.id AND ${believed('l')}
    LEFT JOIN unit_life t ON t.unit_id = l.target_id AND ${believed('t')} AND t.valid_from < e.on_day
    WHERE e.kind IN ('MERGE', 'ABSORB') AND ${stands('e')}
    GROUP BY e.id, e.on_day
    HAVING count(DISTINCT l.target_id) <> 1 OR count(DISTINCT l.source_id) + count(DISTINCT t.unit_id) < 2`,
  },
];

/** What decisions of a moment leave behind, held against what was believed then. */
const decided: readonly Proof[] = [
  {
    code: 'NAME_FROZEN',
    title: 'unit_version: no other name while a phase freezes it',
    sql: `
    SELECT ${unitCode('v.unit_id')} AS subject, e.on_day AS day
    FROM change_event e
    JOIN unit_version v ON v.change_id = e.id AND v.valid_from = e.on_day AND v.recorded_at = e.recorded_at
    JOIN unit_version b ON b.unit_id = v.unit_id AND b.valid_to = e.on_day AND ${known('b', 'e.recorded_at')} AND b.name <> v.name
    JOIN phase_freeze f ON f.unit_id = v.unit_id AND ${known('f', 'e.recorded_at')}
    JOIN phase_version d ON d.phase_id = f.phase_id AND d.valid_to = 'infinity' AND ${known('d', 'e.recorded_at')}
    JOIN plan_status s ON s.plan_id = f.plan_id AND s.status = 'ADOPTED' AND ${known('s', 'e.recorded_at')}
    WHERE e.kind <> 'CORRECTION' AND (e.plan_id IS NOT NULL OR f.recorded_at < e.recorded_at)
      AND greatest(d.window_from, s.valid_from) <= e.on_day AND e.on_day < least(d.window_to, d.live_until, s.valid_to)
      AND NOT ${waived('NAME_FROZEN', 'e.recorded_at')}`,
  },
  {
    code: 'GOVERNANCE_MODEL_CONFLICT',
    title: 'change_event: no commune centers where a province has one level',
    sql: `
    WITH RECURSIVE ${linesAbove(`
      SELECT e.id * 100000000 + v.unit_id AS id, v.unit_id, e.on_day AS day, e.recorded_at AS instant, 0 AS depth
      FROM change_event e
      JOIN (SELECT change_id, unit_id FROM unit_version UNION SELECT change_id, child_id FROM unit_relation WHERE kind = 'ESTABLISHMENT') named
        ON named.change_id = e.id
      JOIN unit_version v ON v.unit_id = named.unit_id AND v.kind = 'COMMUNE_CENTER' AND ${holds('v', 'e.on_day')} AND ${known('v', 'e.recorded_at')}
      WHERE e.kind <> 'CORRECTION' AND EXISTS (SELECT FROM policy WHERE key = 'governance.model' AND value = 'ONE_LEVEL')`)},
    ${policyOf('governance.model')}
    SELECT ${unitCode('d.unit_id')} AS subject, d.day FROM decision d JOIN rule ON rule.id = d.id WHERE rule.value = 'ONE_LEVEL'`,
  },
  {
    code: 'SERVICE_INTERRUPTED',
    title: 'service_territory: no act leaves a territory without a receiver that it had',
    sql: `
    WITH cut AS (
      SELECT recorded_at AS instant, min(on_day) AS on_day FROM change_event GROUP BY recorded_at
    ), lost AS (
      SELECT cut.instant, f.territory_id,
        range_agg(daterange(f.valid_from, f.valid_to)) * datemultirange(daterange(min(cut.on_day), 'infinity')) AS days
      FROM cut JOIN service_territory f ON f.superseded_at = cut.instant AND f.recorded_at < cut.instant AND f.valid_from < f.valid_to
      GROUP BY cut.instant, f.territory_id
    ), left_over AS (
      SELECT lost.instant, lost.territory_id, lost.days * coalesce((
          SELECT range_agg(daterange(t.valid_from, t.valid_to)) FROM territory_version t
          WHERE t.territory_id = lost.territory_id AND ${known('t', 'lost.instant')}), '{}')
        - coalesce((
          SELECT range_agg(daterange(s.valid_from, s.valid_to)) FROM service_territory s
          WHERE s.territory_id = lost.territory_id AND ${known('s', 'lost.instant')}), '{}') AS days
      FROM lost)
    SELECT coalesce((SELECT code FROM territory WHERE id = territory_id), 'territory ' || territory_id) AS subject, lower(days) AS day
    FROM left_over WHERE NOT isempty(days) AND NOT ${waived('SERVICE_INTERRUPTED', 'left_over.instant')}`,
  },
];

const DERIVED = 'SELECT child.* FROM units_as_children(ARRAY(SELECT id FROM unit)) AS child';

/** What trees are read from says what relations and versions say, no more and no less. */
const trees: readonly Proof[] = [
  {
    code: 'TREE_STALE',
    title: 'unit_child: nothing that no relation says',
    sql: `SELECT e.code AS subject, e.valid_from AS day FROM (SELECT * FROM unit_child EXCEPT ALL ${DERIVED}) e`,
  },
  {
    code: 'TREE_STALE',
    title: 'unit_child: everything that relations say',
    sql: `SELECT e.code AS subject, e.valid_from AS day FROM (${DERIVED} EXCEPT ALL SELECT * FROM unit_child) e`,
  },
];

/** Units, how they stand under each other, what they receive for, and what became of them. */
export const organizationProofs: readonly Proof[] = [...standing, ...mergers, ...decided, ...trees];
