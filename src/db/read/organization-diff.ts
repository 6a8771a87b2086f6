import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import { changeOf } from './change.ts';
import type { Compiler, Fields } from './compiler.ts';
import { inVietnamese } from './compiler.ts';
import { nearestUnit, type UnitChangeRow, type UnitStateRow } from './rows.ts';
import type { SelectedField } from './selection.ts';
import { below } from './unit.ts';

/** One unit and one way in which it differs; aliases of a row of `changes`. */
export const unitChangeFields: Fields<UnitChangeRow> = {
  kind: ({ row }) => sql`${row}.change_kind`,
  unit: ({ row, to }, field, compiler) => {
    const { unit, from } = nearestUnit(compiler, to);
    return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.id = ${row}.id`);
  },
  before: ({ row }, field, compiler) =>
    state(compiler, field, { version: sql`${row}.before_version`, parent: sql`${row}.before_parent` }),
  after: ({ row }, field, compiler) =>
    state(compiler, field, { version: sql`${row}.after_version`, parent: sql`${row}.after_parent` }),
  event: ({ row, to }, field, compiler) => changeOf(compiler, field, { row: { row, at: to }, column: 'change_id' }),
};

export const unitStateFields: Fields<UnitStateRow> = {
  name: ({ version }) => sql`${version}.name`,
  shortName: ({ version }) => sql`${version}.short_name`,
  kind: ({ version }) => sql`${version}.kind`,
  branchType: ({ version }) => sql`${version}.branch_type`,
  rank: ({ version }) => sql`${version}.rank`,
  entitlements: ({ version }, field, compiler) => compiler.part('Entitlements', version, field),
  parentCode: ({ parent }) => sql`(SELECT code FROM unit WHERE unit.id = ${parent})`,
};

function state(compiler: Compiler, field: SelectedField, { version, parent }: { version: SQL; parent: SQL }): SQL {
  const row = compiler.alias('v');
  return compiler.object(
    'UnitState',
    { version: row, parent },
    field,
    sql`unit_version ${row} WHERE ${row}.id = ${version}`,
  );
}

/** What differs in the tree of a unit between two points, each a day and an instant of belief. */
export function organizationDiff(
  compiler: Compiler,
  field: SelectedField,
  { root, from, to }: { root: string; from: At; to: At },
): SQL {
  const relation = sql`'ESTABLISHMENT'::relation_kind`;
  const tree = (at: At) =>
    sql`SELECT id FROM root UNION SELECT id FROM ${below(compiler, { root: sql`(SELECT id FROM root)`, relation, at })} AS t`;
  const change = compiler.alias('d');
  const fields: Fields<null> = {
    summary: (_, child) => {
      const columns = compiler.columns(
        'UnitChangeCount',
        { kind: () => sql`change_kind`, count: () => sql`count(*)` },
        null,
        child,
      );
      return sql`(SELECT coalesce(json_agg(o), '[]'::json) FROM (SELECT ${columns} FROM changes GROUP BY change_kind ORDER BY change_kind) AS o)`;
    },
    changes: (_, child) =>
      compiler.list('UnitChange', { row: change, to }, child, {
        from: sql`changes ${change}`,
        order: sql`${inVietnamese(sql`${change}.name`)}, ${change}.code, ${change}.change_kind`,
      }),
  };
  return sql`(
    WITH root AS (SELECT id FROM unit WHERE code = ${root}),
    scope AS (${tree(from)} UNION ${tree(to)}),
    changes AS MATERIALIZED (
      SELECT unit.id, unit.code, coalesce(b.name, a.name) AS name, b.id AS before_version, rb.parent_id AS before_parent,
             a.id AS after_version, ra.parent_id AS after_parent, difference.kind AS change_kind, difference.change_id
      FROM scope JOIN unit USING (id)
      LEFT JOIN unit_version b ON b.unit_id = unit.id AND ${valid(sql`b`, from)}
      LEFT JOIN unit_relation rb ON rb.child_id = unit.id AND rb.kind = 'ESTABLISHMENT' AND ${valid(sql`rb`, from)}
      LEFT JOIN unit_version a ON a.unit_id = unit.id AND ${valid(sql`a`, to)}
      LEFT JOIN unit_relation ra ON ra.child_id = unit.id AND ra.kind = 'ESTABLISHMENT' AND ${valid(sql`ra`, to)}
      LEFT JOIN unit_life life ON life.unit_id = unit.id AND ${known(sql`life`, to)}
      CROSS JOIN LATERAL (VALUES
        ('ESTABLISHED', b.id IS NULL AND a.id IS NOT NULL, life.opened_by),
        ('CLOSED', b.id IS NOT NULL AND a.id IS NULL, life.closed_by),
        ('RENAMED', b.id <> a.id AND (b.name, b.short_name) IS DISTINCT FROM (a.name, a.short_name), a.change_id),
        ('RETYPED', b.id <> a.id AND (b.kind, b.branch_type, b.rank, b.own_seal, b.own_account, b.independent_accounting)
          IS DISTINCT FROM (a.kind, a.branch_type, a.rank, a.own_seal, a.own_account, a.independent_accounting), a.change_id),
        ('REPARENTED', b.id IS NOT NULL AND a.id IS NOT NULL AND rb.parent_id IS DISTINCT FROM ra.parent_id, ra.change_id)
      ) AS difference (kind, holds, change_id)
      WHERE difference.holds)
    SELECT row_to_json(o) FROM (SELECT ${compiler.columns('OrganizationDiff', fields, null, field)} FROM root) AS o)`;
}
