import type { Sql } from 'postgres';
import { rolloutOf } from './rollout.ts';
import { inOrder, type Source, type StaffRow, type UnitRow } from './source.ts';
import { assign, transfer } from './writes.ts';

interface Keyed {
  key: number;
}
const byKey = ({ key }: Keyed): number => key;

/** The same by hand: prepared statements over arrays of keys, what belongs together asked together. */
export function tunedSource(sql: Sql): Source {
  return {
    unitByCode: async (code, asOf) => {
      const [row] = await sql<UnitRow[]>`
        SELECT u.id, u.code, v.name, v.kind FROM unit u
        JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf} AND v.superseded_at = 'infinity'
        WHERE u.code = ${code}`;
      return row ?? null;
    },
    centers: async (asOf) => [
      ...(await sql<UnitRow[]>`
        SELECT u.id, u.code, v.name, v.kind FROM unit_version v JOIN unit u ON u.id = v.unit_id
        WHERE v.kind = 'PROVINCIAL_CENTER' AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf} AND v.superseded_at = 'infinity'
        ORDER BY v.name COLLATE "vi-x-icu", u.code`),
    ],
    units: async (ids, asOf) => {
      const rows = await sql<UnitRow[]>`
        SELECT u.id, u.code, v.name, v.kind FROM unit u
        JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf} AND v.superseded_at = 'infinity'
        WHERE u.id = ANY (${ids as number[]})`;
      return inOrder<UnitRow, UnitRow | null>(
        ids,
        rows,
        ({ id }) => id,
        ([row]) => row ?? null,
      );
    },
    children: async (ids, asOf) => {
      const rows = await sql<(UnitRow & Keyed)[]>`
        SELECT r.parent_id AS key, u.id, u.code, v.name, v.kind FROM unit_relation r JOIN unit u ON u.id = r.child_id
        JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf} AND v.superseded_at = 'infinity'
        WHERE r.parent_id = ANY (${ids as number[]}) AND r.kind = 'ESTABLISHMENT'
          AND r.valid_from <= ${asOf} AND r.valid_to > ${asOf} AND r.superseded_at = 'infinity'
        ORDER BY v.name COLLATE "vi-x-icu", u.code`;
      return inOrder(ids, rows, byKey, (found) => found);
    },
    parents: async (ids, asOf) => {
      const rows = await sql<(UnitRow & Keyed)[]>`
        SELECT r.child_id AS key, u.id, u.code, v.name, v.kind FROM unit_relation r JOIN unit u ON u.id = r.parent_id
        JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf} AND v.superseded_at = 'infinity'
        WHERE r.child_id = ANY (${ids as number[]}) AND r.kind = 'ESTABLISHMENT'
          AND r.valid_from <= ${asOf} AND r.valid_to > ${asOf} AND r.superseded_at = 'infinity'`;
      return inOrder(ids, rows, byKey, ([row]) => row ?? null);
    },
    ...countsSource(sql),
    ...peopleSource(sql),
    search: async (text, asOf) => {
      const rows = await sql<(UnitRow & { total: number })[]>`
        SELECT total, 0 AS id, code, name, kind FROM bench.search_units(${text}, ${asOf})`;
      return { total: rows[0]?.total ?? 0, rows };
    },
    rollout: (asOf) => rolloutOf(sql, asOf),
    assign: (asked) => assign(sql, asked),
    transfer: (asked) => transfer(sql, asked),
  };
}

function countsSource(sql: Sql): Pick<Source, 'payrolls' | 'seconded' | 'seals'> {
  return {
    payrolls: async (ids, asOf) => {
      const rows = await sql<(Keyed & { people: number })[]>`
        SELECT unit_id AS key, count(*)::int AS people FROM payroll WHERE unit_id = ANY (${ids as number[]})
          AND valid_from <= ${asOf} AND valid_to > ${asOf} AND superseded_at = 'infinity' GROUP BY unit_id`;
      return inOrder(ids, rows, byKey, ([row]) => row?.people ?? 0);
    },
    seconded: async (ids, asOf) => {
      const rows = await sql<(Keyed & { people: number })[]>`
        SELECT unit_id AS key, count(*)::int AS people FROM workplace WHERE unit_id = ANY (${ids as number[]}) AND basis = 'SECONDMENT'
          AND valid_from <= ${asOf} AND valid_to > ${asOf} AND superseded_at = 'infinity' GROUP BY unit_id`;
      return inOrder(ids, rows, byKey, ([row]) => row?.people ?? 0);
    },
    seals: async (ids, asOf) => {
      const rows = await sql<(Keyed & { kind: string; status: string })[]>`
        SELECT k.unit_id AS key, k.kind, s.status FROM seal k
        JOIN seal_status s ON s.seal_id = k.id AND s.valid_from <= ${asOf} AND s.valid_to > ${asOf} AND s.superseded_at = 'infinity'
        WHERE k.unit_id = ANY (${ids as number[]}) ORDER BY k.id`;
      return inOrder(ids, rows, byKey, (found) => found);
    },
  };
}

function peopleSource(sql: Sql): Pick<Source, 'staffOf' | 'homes' | 'workplaces'> {
  return {
    staffOf: async (code, asOf) => {
      const rows = await sql<(StaffRow & { total: number })[]>`
        WITH RECURSIVE tree (id) AS (
          SELECT id FROM unit WHERE code = ${code}
          UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT'
            AND r.valid_from <= ${asOf} AND r.valid_to > ${asOf} AND r.superseded_at = 'infinity'
        ), candidate AS MATERIALIZED (
          SELECT staff_id FROM payroll WHERE unit_id = ANY (ARRAY(SELECT id FROM tree))
            AND valid_from <= ${asOf} AND valid_to > ${asOf} AND superseded_at = 'infinity'
          UNION SELECT w.staff_id FROM workplace w WHERE w.unit_id = ANY (ARRAY(SELECT id FROM tree)) AND w.basis <> 'ADDITIONAL'
            AND w.valid_from <= ${asOf} AND w.valid_to > ${asOf} AND w.superseded_at = 'infinity'
            AND w.basis = (SELECT max(o.basis) FROM workplace o WHERE o.staff_id = w.staff_id
              AND o.valid_from <= ${asOf} AND o.valid_to > ${asOf} AND o.superseded_at = 'infinity'))
        SELECT s.id, s.code, v.name, v.category, count(*) OVER ()::int AS total FROM candidate
        CROSS JOIN LATERAL (SELECT id, code FROM staff WHERE id = candidate.staff_id OFFSET 0) AS s
        CROSS JOIN LATERAL (SELECT name, category FROM staff_version v WHERE v.staff_id = s.id
          AND v.valid_from <= ${asOf} AND v.valid_to > ${asOf} AND v.superseded_at = 'infinity' OFFSET 0) AS v
        ORDER BY v.name COLLATE "vi-x-icu", s.code LIMIT 50`;
      return { total: rows[0]?.total ?? 0, rows };
    },
    homes: async (ids, asOf) => {
      const rows = await sql<(Keyed & { unit: number })[]>`
        SELECT staff_id AS key, unit_id AS unit FROM payroll WHERE staff_id = ANY (${ids as number[]})
          AND valid_from <= ${asOf} AND valid_to > ${asOf} AND superseded_at = 'infinity'`;
      return inOrder(ids, rows, byKey, ([row]) => row?.unit ?? null);
    },
    workplaces: async (ids, asOf) => {
      const rows = await sql<(Keyed & { unit: number })[]>`
        SELECT DISTINCT ON (staff_id) staff_id AS key, unit_id AS unit FROM workplace
        WHERE staff_id = ANY (${ids as number[]}) AND basis <> 'ADDITIONAL'
          AND valid_from <= ${asOf} AND valid_to > ${asOf} AND superseded_at = 'infinity' ORDER BY staff_id, basis DESC`;
      return inOrder(ids, rows, byKey, ([row]) => row?.unit ?? null);
    },
  };
}
