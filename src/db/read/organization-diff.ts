import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import { changeOf } from './change.ts';
import { asList, asObject, type Compiler, type Fields, inVietnamese } from './compiler.ts';
import { nearestUnit } from './nearest.ts';
import type { UnitChangeRow, UnitStateRow } from './rows.ts';
import { everSees, seesUnit } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { treeOf } from './tree.ts';
import { namedUnit } from './unit.ts';

/** One unit and one way in which it differs; aliases of a row of `changes`. */
export const unitChangeFields: Fields<UnitChangeRow> = {
  kind: ({ row }) => sql`${row}.change_kind`,
  unit: ({ row, from, to }, field, compiler) => {
    const at = (point: At) => {
      const { unit, from: units } = nearestUnit(compiler, point);
      return compiler.object('OrgUnit', unit, field, sql`${units} WHERE ${unit.unit}.id = ${row}.id`);
    };
    // A belief older than the unit knows nothing of it.
    return sql`coalesce(${at(to)}, ${at(from)})`;
  },
  before: ({ row }, field, compiler) =>
    state(compiler, field, { version: sql`${row}.before_version`, parent: sql`${row}.before_parent` }),
  after: ({ row }, field, compiler) =>
    state(compiler, field, { version: sql`${row}.after_version`, parent: sql`${row}.after_parent` }),
  event: ({ row, to }, field, compiler) => changeOf(compiler, field, { row: { row, at: to }, column: 'change_id' }),
};

export const unitStateFields: Fields<UnitStateRow> = {
  ...namedUnit(({ version }: UnitStateRow) => version),
  parentCode: ({ parent }, _field, compiler) =>
    sql`(SELECT code FROM unit WHERE unit.id = ${parent} AND ${everSees(compiler, parent)})`,
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

const NAMES = ['name', 'short_name'];
const TYPES = ['kind', 'branch_type', 'rank', 'own_seal', 'own_account', 'independent_accounting'];

const differ = (one: SQL, other: SQL, columns: readonly string[]): SQL => {
  const of = (alias: SQL) =>
    sql.join(
      columns.map((column) => sql`${alias}.${sql.raw(column)}`),
      sql`, `,
    );
  return sql`(${of(one)}) IS DISTINCT FROM (${of(other)})`;
};

/** The act that brought in what a version says in some columns, be it versions before. */
function actBehind(version: SQL, columns: readonly string[], at: At): SQL {
  return sql`(SELECT v.change_id FROM unit_version v
    WHERE v.unit_id = ${version}.unit_id AND ${known(sql`v`, at)} AND v.valid_from <= ${version}.valid_from AND NOT EXISTS (
      SELECT FROM unit_version w WHERE w.unit_id = v.unit_id AND ${known(sql`w`, at)}
        AND w.valid_from BETWEEN v.valid_from AND ${version}.valid_from AND ${differ(sql`w`, version, columns)})
    ORDER BY v.valid_from LIMIT 1)`;
}

/** What differs in the tree of a unit between two points; `reversed` where `to` is the earlier of them. */
export function organizationDiff(
  compiler: Compiler,
  field: SelectedField,
  { root, from, to, reversed }: { root: string; from: At; to: At; reversed: boolean },
): SQL {
  const tree = (at: At) => treeOf(sql`(SELECT id FROM root)`, at);
  const seen = (at: At) => seesUnit(compiler, sql`unit.id`, at.asOf);
  const change = compiler.alias('d');
  const fields: Fields<null> = {
    summary: (_, child) => {
      const columns = compiler.columns(
        'UnitChangeCount',
        { kind: () => sql`change_kind`, count: () => sql`count(*)` },
        null,
        child,
      );
      return asList(sql`SELECT ${columns} FROM changes GROUP BY change_kind ORDER BY changes.change_kind`);
    },
    changes: (_, child) =>
      compiler.list('UnitChange', { row: change, from, to }, child, {
        from: sql`changes ${change}`,
        order: sql`${inVietnamese(sql`${change}.name`)}, ${change}.code, ${change}.change_kind`,
      }),
  };
  const [a, b] = [sql`a`, sql`b`];
  // The acts are those that led from the earlier point to the later one, whichever of them was named first.
  const later = reversed ? { at: from, version: b, relation: sql`rb` } : { at: to, version: a, relation: sql`ra` };
  const [opening, closing] = reversed ? [sql`closed_by`, sql`opened_by`] : [sql`opened_by`, sql`closed_by`];
  return sql`(
    WITH root AS (SELECT id FROM unit WHERE code = ${root} AND (${seen(from)} OR ${seen(to)})),
    scope AS (${tree(from)} UNION ${tree(to)}),
    changes AS MATERIALIZED (
      SELECT unit.id, unit.code, coalesce(b.name, a.name) AS name, b.id AS before_version, rb.parent_id AS before_parent,
             a.id AS after_version, ra.parent_id AS after_parent, difference.kind AS change_kind,
             CASE difference.kind
               WHEN 'ESTABLISHED' THEN life.${opening}
               WHEN 'CLOSED' THEN life.${closing}
               WHEN 'RENAMED' THEN ${actBehind(later.version, NAMES, later.at)}
               WHEN 'RETYPED' THEN ${actBehind(later.version, TYPES, later.at)}
               ELSE ${later.relation}.change_id END AS change_id
      FROM scope JOIN unit USING (id)
      LEFT JOIN unit_version b ON b.unit_id = unit.id AND ${valid(b, from)}
      LEFT JOIN unit_relation rb ON rb.child_id = unit.id AND rb.kind = 'ESTABLISHMENT' AND ${valid(sql`rb`, from)}
      LEFT JOIN unit_version a ON a.unit_id = unit.id AND ${valid(a, to)}
      LEFT JOIN unit_relation ra ON ra.child_id = unit.id AND ra.kind = 'ESTABLISHMENT' AND ${valid(sql`ra`, to)}
      LEFT JOIN unit_life life ON life.unit_id = unit.id AND ${known(sql`life`, later.at)}
      CROSS JOIN LATERAL (VALUES
        ('ESTABLISHED', b.id IS NULL AND a.id IS NOT NULL),
        ('CLOSED', b.id IS NOT NULL AND a.id IS NULL),
        ('RENAMED', b.id <> a.id AND ${differ(b, a, NAMES)}),
        ('RETYPED', b.id <> a.id AND ${differ(b, a, TYPES)}),
        ('REPARENTED', b.id IS NOT NULL AND a.id IS NOT NULL AND rb.parent_id IS DISTINCT FROM ra.parent_id)
      ) AS difference (kind, holds)
      WHERE difference.holds)
    ${asObject(sql`SELECT ${compiler.columns('OrganizationDiff', fields, null, field)} FROM root`)})`;
}
