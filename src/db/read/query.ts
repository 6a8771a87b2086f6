import { type SQL, sql } from 'drizzle-orm';
import { type NodeType, parseGlobalId } from '../../domain/global-id.ts';
import { type At, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { connection } from './connection.ts';
import { coverage } from './coverage.ts';
import { organizationDiff } from './organization-diff.ts';
import { liveUnits, nearestTerritory } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';
import { escapeLike, territories } from './territory.ts';
import { below, unitPage } from './unit.ts';

interface PointArgs {
  asOf?: string | null;
  knownAt?: string | null;
}

/** The point in both times that a root field is asked about; what is nested inherits it. */
function pointOf({ asOf, knownAt }: PointArgs, compiler: Compiler): At {
  return { asOf: sql`${asOf ?? compiler.today}::date`, knownAt: knownAt == null ? null : sql`${knownAt}::timestamptz` };
}

const unitByCode = (compiler: Compiler, field: SelectedField, { code, at }: { code: unknown; at: At }): SQL => {
  const { unit, from } = liveUnits(compiler, at);
  return compiler.object('OrgUnit', unit, field, sql`${from} WHERE ${unit.unit}.code = ${code}`);
};

/** The fields of the root type Query. */
export const queryFields: Fields<null> = {
  unit: (_, field, compiler) =>
    unitByCode(compiler, field, { code: field.args.code, at: pointOf(field.args, compiler) }),

  units: (_, field, compiler) => {
    const at = pointOf(field.args, compiler);
    const { under } = field.args as { under?: string | null };
    const root = sql`(SELECT id FROM unit WHERE code = ${under})`;
    const within = under ? below(compiler, { root, relation: sql`'ESTABLISHMENT'::relation_kind`, at }) : null;
    return unitPage(compiler, field, { at, within });
  },

  node: (_, field, compiler) => {
    const found = parseGlobalId(String(field.args.id));
    return found
      ? nodes[found.type](compiler, field, { id: found.id, at: pointOf(field.args, compiler) })
      : sql`NULL::json`;
  },

  territory: (_, field, compiler) => {
    const at = pointOf(field.args, compiler);
    const version = compiler.alias('t');
    const from = sql`territory_version ${version} WHERE ${version}.code = ${field.args.code} AND ${valid(version, at)}`;
    return compiler.object('Territory', { version, at }, field, from);
  },

  territories: (_, field, compiler) => territories(compiler, field, pointOf(field.args, compiler)),

  instruments: (_, field, compiler) => {
    const at = pointOf({ knownAt: field.args.knownAt as string | null }, compiler);
    const { number, search } = field.args as { number?: string | null; search?: string | null };
    const conditions = [
      at.knownAt === null ? sql`true` : sql`recorded_at <= ${at.knownAt}`,
      ...(number ? [sql`number = ${number}`] : []),
      ...(search ? [sql`fold_text(number || ' ' || title) LIKE '%' || fold_text(${escapeLike(search)}) || '%'`] : []),
    ];
    const row = compiler.alias('i');
    return connection(compiler, field, {
      type: 'LegalInstrument',
      row: { row, at },
      matching: sql`SELECT id, number AS name, id::text AS code FROM legal_instrument WHERE ${sql.join(conditions, sql` AND `)}`,
      from: sql`page JOIN legal_instrument ${row} ON ${row}.id = page.id`,
    });
  },

  organizationDiff: (_, field, compiler) => {
    const { root, from, to } = field.args as { root: string; from: PointArgs; to: PointArgs };
    return organizationDiff(compiler, field, { root, from: pointOf(from, compiler), to: pointOf(to, compiler) });
  },

  coverage: (_, field, compiler) => {
    const { plan, from, until } = field.args as { plan: string; from: string; until: string };
    if (from >= until) throw new ArgumentError('until', 'a day after from');
    const window = sql`daterange(${from}::date, ${until}::date)`;
    return coverage(compiler, field, { plan, window, at: pointOf({ ...field.args, asOf: from }, compiler) });
  },
};

/** How a node of each type is read by its database id. */
const nodes: Record<NodeType, (compiler: Compiler, field: SelectedField, by: { id: number; at: At }) => SQL> = {
  OrgUnit: (compiler, field, { id, at }) => {
    const { unit, from } = liveUnits(compiler, at);
    return typed(compiler.row('OrgUnit', unit, field), 'OrgUnit', sql`${from} WHERE ${unit.unit}.id = ${id}`);
  },
  Territory: (compiler, field, { id, at }) => {
    const { territory, from } = nearestTerritory(compiler, at, sql`${id}::bigint`);
    return typed(compiler.row('Territory', territory, field), 'Territory', from);
  },
  LegalInstrument: (compiler, field, { id, at }) => {
    const row = compiler.alias('i');
    const recorded = at.knownAt === null ? sql`` : sql` AND ${row}.recorded_at <= ${at.knownAt}`;
    return typed(
      compiler.row('LegalInstrument', { row, at }, field),
      'LegalInstrument',
      sql`legal_instrument ${row} WHERE ${row}.id = ${id}${recorded}`,
    );
  },
};

/** An object of an abstract type says which it is, under a key no caller can choose (a GraphQL name never holds `@`). */
export const TYPE_KEY = '@type';

const typed = (columns: SQL, type: NodeType, from: SQL): SQL =>
  sql`(SELECT row_to_json(o) FROM (SELECT ${sql.raw(`'${type}'`)} AS ${sql.identifier(TYPE_KEY)}${sql.raw(', ')}${columns} FROM ${from}) AS o)`;
