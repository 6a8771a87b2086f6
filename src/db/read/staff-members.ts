import { type SQL, sql } from 'drizzle-orm';
import { type At, valid } from './at.ts';
import type { Compiler } from './compiler.ts';
import { connection } from './connection.ts';
import { liveStaff } from './nearest.ts';
import { isAmongSeen, seesPerson } from './scope.ts';
import { holdsWords, typed } from './search.ts';
import type { SelectedField } from './selection.ts';
import { treeOf } from './tree.ts';

interface MembersArgs {
  unit?: string | null;
  descendants?: boolean | null;
  place?: 'PAYROLL_HOME' | 'WORKPLACE' | 'EITHER' | null;
  categories?: readonly string[] | null;
  role?: string | null;
  seconded?: boolean | null;
}

/** People on staff on the day, page by page, in Vietnamese order of names. */
export function staffMembers(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { row } = liveStaff(compiler, at);
  const args = field.args as MembersArgs;
  const found = liveStaff(compiler, at, args.unit == null ? isAmongSeen : seesPerson);
  const { staff, version } = found.row;
  const text = typed(field.args.search);
  const conditions = [
    ...(text
      ? [sql`(${holdsWords(sql`${version}.search_text`, text)} OR lower(${staff}.code) LIKE lower(${text}) || '%')`]
      : []),
    ...(args.unit == null ? [] : [inUnit({ ...args, unit: args.unit }, { staff: sql`${staff}.id`, at })]),
    ...(args.categories == null
      ? []
      : [sql`${version}.category = ANY (${`{${args.categories.join(',')}}`}::staff_category[])`]),
    ...(args.role == null
      ? []
      : [
          sql`EXISTS (SELECT FROM leadership l WHERE l.staff_id = ${staff}.id AND l.role = ${args.role}::leader_role AND ${valid(sql`l`, at)})`,
        ]),
    ...(args.seconded == null
      ? []
      : [
          sql`EXISTS (SELECT FROM workplace w WHERE w.staff_id = ${staff}.id AND w.basis = 'SECONDMENT' AND ${valid(sql`w`, at)}) = ${args.seconded}`,
        ]),
  ];
  const where = conditions.length > 0 ? sql`WHERE ${sql.join(conditions, sql` AND `)}` : sql``;
  return connection(compiler, field, {
    type: 'Staff',
    row,
    matching: sql`SELECT ${staff}.id, ${version}.id AS version_id, ${version}.name, ${staff}.code FROM ${found.from} ${where}`,
    from: sql`page JOIN staff ${row.staff} ON ${row.staff}.id = page.id JOIN staff_version ${row.version} ON ${row.version}.id = page.version_id`,
  });
}

/** Those counted in a unit, working there, or either; in the units below it too unless it is said otherwise. */
export function inUnit(
  { unit, descendants, place }: MembersArgs & { unit: string },
  { staff, at }: { staff: SQL; at: At },
): SQL {
  const root = sql`(SELECT id FROM unit WHERE code = ${unit})`;
  const units = descendants === false ? sql`(SELECT ${root})` : treeOf(root, at);
  // People are found from the units, by index: an array keeps the planner from looking at everybody instead.
  const there = (row: SQL) => sql`${row}.unit_id = ANY (ARRAY${units}) AND ${valid(row, at)}`;
  const paid = sql`SELECT p.staff_id FROM payroll p WHERE ${there(sql`p`)}`;
  const works = sql`SELECT w.staff_id FROM workplace w WHERE w.basis <> 'ADDITIONAL' AND ${there(sql`w`)}`;
  // By their strongest basis.
  const isStrongest = sql`NOT EXISTS (
    SELECT FROM workplace o WHERE o.staff_id = w.staff_id AND o.basis > w.basis AND ${valid(sql`o`, at)})`;
  if (place === 'PAYROLL_HOME') return sql`${staff} IN (${paid})`;
  if (place === 'WORKPLACE') return sql`${staff} IN (${works} AND ${isStrongest})`;
  // Most who work there are paid there too, and need not be looked at any further.
  return sql`${staff} IN (
    WITH paid AS MATERIALIZED (${paid})
    SELECT staff_id FROM paid UNION ALL ${works} AND w.staff_id NOT IN (SELECT staff_id FROM paid) AND ${isStrongest})`;
}
