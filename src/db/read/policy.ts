import { type SQL, sql } from 'drizzle-orm';
import { type At, instantText, known, valid } from './at.ts';
import { asList, type Compiler, type Fields, globalIdOf } from './compiler.ts';
import { instrumentById, unitById } from './reference.ts';
import type { DatedRow, WaiverRow } from './rows.ts';
import { isGovernedBy } from './scope.ts';
import type { SelectedField } from './selection.ts';

/** A row of `policy`. */
export const policyFields: Fields<DatedRow> = {
  id: ({ row }) => globalIdOf('Policy', sql`${row}.id`),
  key: ({ row }) => sql`${row}.key`,
  value: ({ row }) => sql`${row}.value`,
  scope: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.scope_id`, at }),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  article: ({ row }) => sql`${row}.article`,
  confirmed: ({ row }) => sql`${row}.confirmed`,
  note: ({ row }) => sql`${row}.note`,
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/**
 * Policies of a day: of everywhere, of the center and the units above it, and of units below it; or all there are where
 * no center is given.
 */
export function policies(
  compiler: Compiler,
  field: SelectedField,
  { center, at }: { center: SQL | null; at: At },
): SQL {
  const row = compiler.alias('y');
  const { key } = field.args as { key?: string | null };
  const conditions = [
    valid(row, at),
    ...(compiler.scope === null
      ? []
      : [sql`(${row}.scope_id IS NULL OR ${isGovernedBy(compiler, sql`${row}.scope_id`)})`]),
    ...(key == null ? [] : [sql`${row}.key = ${key}`]),
    ...(center === null
      ? []
      : [sql`(${row}.scope_id IS NULL OR ${row}.scope_id IN (SELECT id FROM ${kin(compiler, center, at)} AS kin))`]),
  ];
  return compiler.list('Policy', { row, at }, field, {
    from: sql`policy ${row} WHERE ${sql.join(conditions, sql` AND `)}`,
    order: sql`${row}.key, ${row}.scope_id NULLS FIRST, ${row}.id`,
  });
}

/** A unit, those above it and those below it on a day. */
function kin(compiler: Compiler, center: SQL, at: At): SQL {
  const [up, down] = [compiler.alias('up'), compiler.alias('down')];
  const step = sql`r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)}`;
  return sql`(
    WITH RECURSIVE ${up} (id) AS (SELECT ${center} UNION SELECT r.parent_id FROM ${up} u JOIN unit_relation r ON r.child_id = u.id AND ${step}),
    ${down} (id) AS (SELECT ${center} UNION SELECT r.child_id FROM ${down} u JOIN unit_relation r ON r.parent_id = u.id AND ${step})
    SELECT id FROM ${up} UNION SELECT id FROM ${down})`;
}

/**
 * The value of the policy of a key in force for a unit: of the one whose scope is nearest above it, else of the one that
 * applies everywhere; null where there is none.
 */
export const policyValue = (unit: SQL, key: string, at: At): SQL =>
  ofPolicy(sql`value`, { unit, key: sql`${key}`, at });

/** The id of that policy. */
export const policyInForce = (unit: SQL, key: SQL, at: At): SQL => ofPolicy(sql`id`, { unit, key, at });

const ofPolicy = (column: SQL, { unit, key, at }: { unit: SQL; key: SQL; at: At }): SQL => sql`(
  WITH RECURSIVE up (id, depth) AS (
    SELECT ${unit}, 0
    UNION SELECT r.parent_id, up.depth + 1 FROM up JOIN unit_relation r ON r.child_id = up.id AND r.kind = 'ESTABLISHMENT' AND ${valid(sql`r`, at)})
  SELECT y.${column} FROM policy y LEFT JOIN up ON up.id = y.scope_id
  WHERE y.key = ${key} AND ${valid(sql`y`, at)} AND (y.scope_id IS NULL OR up.id IS NOT NULL) ORDER BY up.depth NULLS LAST LIMIT 1)`;

/** A policy by its id. */
export function policyById(compiler: Compiler, field: SelectedField, { id, at }: { id: SQL; at: At }): SQL {
  const row = compiler.alias('y');
  return compiler.object('Policy', { row, at }, field, sql`policy ${row} WHERE ${row}.id = ${id}`);
}

/** A row of `waiver` with the days on which it works. */
export const waiverFields: Fields<WaiverRow> = {
  id: ({ waiver }) => globalIdOf('Waiver', sql`${waiver}.id`),
  code: ({ waiver }) => sql`${waiver}.code`,
  unit: ({ waiver, at }, field, compiler) => unitById(compiler, field, { id: sql`${waiver}.unit_id`, at }),
  plan: ({ waiver }) => sql`(SELECT code FROM plan WHERE plan.id = ${waiver}.plan_id)`,
  phase: ({ waiver }) => sql`${waiver}.phase`,
  gate: ({ waiver }) => sql`${waiver}.gate`,
  period: ({ term }, field, compiler) =>
    compiler.part('Period', { from: sql`${term}.valid_from`, until: sql`${term}.valid_to` }, field),
  inForce: ({ term, at }) => sql`(${term}.valid_from <= ${at.asOf} AND ${term}.valid_to > ${at.asOf})`,
  daysLeft: ({ term, at }) => sql`greatest(0, ${term}.valid_to - ${at.asOf})`,
  reason: ({ waiver }) => sql`${waiver}.reason`,
  approvedBy: ({ waiver, at }, field, compiler) => unitById(compiler, field, { id: sql`${waiver}.approved_by_id`, at }),
  instrument: ({ waiver, at }, field, compiler) =>
    instrumentById(compiler, field, { id: sql`${waiver}.instrument_id`, at }),
  uses: ({ waiver, at }, field, compiler) => {
    const row = compiler.alias('w');
    const recorded = at.knownAt === null ? sql`` : sql` AND ${row}.recorded_at <= ${at.knownAt}`;
    return compiler.list('WaiverUse', { row, at }, field, {
      from: sql`waiver_use ${row} WHERE ${row}.waiver_id = ${waiver}.id${recorded}`,
      order: sql`${row}.id`,
    });
  },
};

/** A row of `waiver_use`. */
export const waiverUseFields: Fields<DatedRow> = {
  verb: ({ row }) => sql`${row}.verb`,
  subject: ({ row }) => sql`${row}.subject`,
  on: ({ row }) => sql`${row}.on_day`,
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/** … AND a waiver is for a unit of the caller's scope, for a plan that governs it, or for everything. */
const seesWaiver = (compiler: Compiler, waiver: SQL): SQL => {
  if (compiler.scope === null) return sql``;
  const about = sql`coalesce(${waiver}.unit_id, (SELECT center_id FROM plan WHERE plan.id = ${waiver}.plan_id))`;
  return sql` AND (${about} IS NULL OR ${isGovernedBy(compiler, about)})`;
};

/** Waivers that concern the caller's scope, known at the point, each with the days on which it works; alias `waiver`. */
export function waiverFrom(compiler: Compiler, at: At): { row: WaiverRow; from: SQL } {
  const [waiver, term] = [compiler.alias('w'), compiler.alias('t')];
  const from = sql`waiver ${waiver} JOIN waiver_term ${term} ON ${term}.waiver_id = ${waiver}.id AND ${known(term, at)}${seesWaiver(compiler, waiver)}`;
  return { row: { waiver, term, at }, from };
}

/** Waivers with how many are left as they end, from the day on. */
export function waivers(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { code, plan, inForce } = field.args as {
    code?: string | null;
    plan?: string | null;
    inForce?: boolean | null;
  };
  const { row, from } = waiverFrom(compiler, at);
  const narrowed = (waiver: SQL, term: SQL) =>
    sql.join(
      [
        sql`true`,
        ...(code == null ? [] : [sql`${waiver}.code = ${code}`]),
        ...(plan == null ? [] : [sql`${waiver}.plan_id = (SELECT id FROM plan WHERE code = ${plan})`]),
        ...(inForce == null
          ? []
          : [sql`(${term}.valid_from <= ${at.asOf} AND ${term}.valid_to > ${at.asOf}) = ${inForce}`]),
      ],
      sql` AND `,
    );
  const working = () => {
    const all = waiverFrom(compiler, at);
    const { waiver, term } = all.row;
    return sql`SELECT ${term}.valid_to AS ends FROM ${all.from} WHERE ${narrowed(waiver, term)} AND ${term}.valid_from <= ${at.asOf} AND ${term}.valid_to > ${at.asOf}`;
  };
  const fields: Fields<null> = {
    inForce: () => sql`(SELECT count(*) FROM (${working()}) AS working)`,
    nodes: (_, child) =>
      compiler.list('Waiver', row, child, {
        from: sql`${from} WHERE ${narrowed(row.waiver, row.term)}`,
        order: sql`${row.term}.valid_to, ${row.waiver}.id`,
      }),
    burnDown: (_, child) => {
      const columns = compiler.columns(
        'WaiverBurnDown',
        { on: () => sql`ends`, left: () => sql`sum(count(*)) OVER () - sum(count(*)) OVER (ORDER BY ends)` },
        null,
        child,
      );
      return asList(sql`SELECT ${columns} FROM (${working()}) AS working GROUP BY ends ORDER BY ends`);
    },
  };
  return sql`(SELECT row_to_json("@row") FROM (SELECT ${compiler.columns('Waivers', fields, null, field)}) AS "@row")`;
}
