import { type SQL, sql } from 'drizzle-orm';
import { type At, everKnown, instantText, known, valid } from './at.ts';
import { changeOf } from './change.ts';
import { type Compiler, type Fields, globalIdOf, inVietnamese } from './compiler.ts';
import { connection } from './connection.ts';
import { liveStaff } from './nearest.ts';
import { instrumentById, unitById } from './reference.ts';
import type { CounterRow, DatedRow, UnitRow } from './rows.ts';
import { seesUnit } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { siteById } from './site.ts';
import { treeOf } from './tree.ts';

/** What a row of `counter_version` says of a counter. */
const described = <Row>(rowOf: (row: Row) => DatedRow): Fields<Row> => ({
  unit: (row, field, compiler) => {
    const { row: version, at } = rowOf(row);
    return unitById(compiler, field, { id: sql`${version}.unit_id`, at });
  },
  label: (row) => sql`${rowOf(row).row}.label`,
  kind: (row) => sql`${rowOf(row).row}.kind`,
  weekdays: (row) => sql`${rowOf(row).row}.weekdays`,
  assumed: (row) => sql`${rowOf(row).row}.assumed`,
  instrument: (row, field, compiler) => {
    const { row: version, at } = rowOf(row);
    return instrumentById(compiler, field, { id: sql`${version}.instrument_id`, at });
  },
  site: (row, field, compiler) => {
    const { row: version, at } = rowOf(row);
    return siteById(compiler, field, { id: sql`${version}.site_id`, at });
  },
});

/** A counter and its version of a day. */
export const counterFields: Fields<CounterRow> = {
  id: ({ version }) => globalIdOf('Counter', sql`${version}.counter_id`),
  ...described(({ version, at }: CounterRow) => ({ row: version, at })),
  period: ({ version, at }, field, compiler) => {
    const row = compiler.alias('e');
    const from = sql`(SELECT min(valid_from) AS valid_from, max(valid_to) AS valid_to FROM counter_version v
      WHERE v.counter_id = ${version}.counter_id AND ${known(sql`v`, at)}) AS ${row}`;
    return compiler.object('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field, from);
  },
  open: ({ version, at }) =>
    sql`(${version}.valid_from <= ${at.asOf} AND ${version}.valid_to > ${at.asOf} AND extract(isodow FROM ${at.asOf})::int = ANY (${version}.weekdays))`,
  staff: ({ version, at }, field, compiler) => {
    const { row, from } = liveStaff(compiler, at);
    const placed = sql`EXISTS (SELECT FROM workplace w WHERE w.staff_id = ${row.staff}.id AND w.unit_id = ${version}.unit_id
      AND lower(w.counter) = lower(${version}.label) AND ${valid(sql`w`, at)})`;
    return compiler.list('Staff', row, field, {
      from: sql`${from} WHERE ${placed}`,
      order: sql`${inVietnamese(sql`${row.version}.name`)}, ${row.staff}.code`,
    });
  },
  history: ({ version, at }, field, compiler) => {
    const row = compiler.alias('h');
    const believed = field.args.corrections ? everKnown(row, at) : known(row, at);
    const from = sql`counter_version ${row} WHERE ${row}.counter_id = ${version}.counter_id AND ${believed}`;
    return compiler.list('CounterVersion', { row, at }, field, {
      from,
      order: sql`${row}.valid_from, ${row}.recorded_at, ${row}.id`,
    });
  },
};

/** A row of `counter_version`. */
export const counterVersionFields: Fields<DatedRow> = {
  ...described(({ row, at }: DatedRow) => ({ row, at: { ...at, asOf: sql`${row}.valid_from` } })),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  event: (row, field, compiler) => changeOf(compiler, field, { row, column: 'change_id' }),
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
  supersededAt: ({ row, at }) =>
    at.knownAt === null
      ? instantText(sql`${row}.superseded_at`)
      : instantText(sql`(CASE WHEN ${row}.superseded_at <= ${at.knownAt} THEN ${row}.superseded_at END)`),
};

/** Counters of the caller's scope that are there on the day, by what is said of their versions. */
export function counterWhere(compiler: Compiler, at: At, condition: (version: SQL) => SQL) {
  const version = compiler.alias('c');
  const row: CounterRow = { version, at };
  const seen = seesUnit(compiler, sql`${version}.unit_id`, at.asOf);
  return {
    row,
    from: sql`counter_version ${version} WHERE ${condition(version)} AND ${valid(version, at)} AND ${seen}`,
  };
}

/** Counters by their ids whether or not they are open on the day, as they last were before it (or first were after it). */
export function nearestCounters(compiler: Compiler, ids: SQL, at: At) {
  const version = compiler.alias('c');
  const from = sql`(SELECT DISTINCT ON (c.counter_id) c.* FROM counter_version c WHERE c.counter_id IN ${ids} AND ${known(sql`c`, at)}
    ORDER BY c.counter_id, c.valid_from <= ${at.asOf} DESC, abs(c.valid_from - ${at.asOf})) AS ${version}`;
  return { row: { version, at }, from };
}

/** What a unit has of counters on the day, in Vietnamese order of labels. */
export const unitCounterFields: Fields<UnitRow> = {
  counters: ({ unit, at }, field, compiler) => {
    const { kind } = field.args as { kind?: string | null };
    const { row, from } = counterWhere(compiler, at, (version) => {
      const there = sql`${version}.unit_id = ${unit}.id`;
      return kind == null ? there : sql`${there} AND ${version}.kind = ${kind}::counter_kind`;
    });
    return compiler.list('Counter', row, field, { from, order: inVietnamese(sql`${row.version}.label`) });
  },
};

/** The counter that an assignment, a row of `workplace`, names by its label. */
export const assignedCounterFields: Fields<DatedRow> = {
  atCounter: ({ row: workplace, at }, field, compiler) => {
    const { row, from } = counterWhere(
      compiler,
      at,
      (version) =>
        sql`${version}.unit_id = ${workplace}.unit_id AND lower(${version}.label) = lower(${workplace}.counter)`,
    );
    return compiler.object('Counter', row, field, from);
  },
};

/** Counters of a day page by page, by unit and label. */
export function counters(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { unit, under, kind } = field.args as { unit?: string | null; under?: string | null; kind?: string | null };
  const root = sql`(SELECT id FROM unit WHERE code = ${under})`;
  const conditions = [
    valid(sql`c`, at),
    seesUnit(compiler, sql`c.unit_id`, at.asOf),
    ...(unit == null ? [] : [sql`u.code = ${unit}`]),
    ...(kind == null ? [] : [sql`c.kind = ${kind}::counter_kind`]),
    ...(under == null ? [] : [sql`c.unit_id IN ${treeOf(root, at)}`]),
  ];
  const version = compiler.alias('c');
  return connection(compiler, field, {
    type: 'Counter',
    row: { version, at },
    matching: sql`SELECT c.id, u.code || ' ' || c.label AS name, c.counter_id::text AS code
      FROM counter_version c JOIN unit u ON u.id = c.unit_id WHERE ${sql.join(conditions, sql` AND `)}`,
    from: sql`page JOIN counter_version ${version} ON ${version}.id = page.id`,
  });
}
