import { type SQL, sql } from 'drizzle-orm';
import { type At, instantText, known, onDay } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { connection } from './connection.ts';
import { treeOver } from './headcount.ts';
import { unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { ArgumentError, type SelectedField } from './selection.ts';
import { treeOf } from './tree.ts';

/** What a counter is called on a day, or was or will be nearest to it. */
export const labelOf = (counter: SQL, day: SQL, at: At): SQL => sql`(
  SELECT named.label FROM counter_version named WHERE named.counter_id = ${counter} AND ${known(sql`named`, at)}
  ORDER BY named.valid_from <= ${day} AND ${day} < named.valid_to DESC, named.valid_from <= ${day} DESC, abs(named.valid_from - ${day}) LIMIT 1)`;

/** A row of `dossier_load`, read as of its day. */
export const dossierLoadFields: Fields<DatedRow> = {
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  day: ({ row }) => sql`${row}.day`,
  counter: ({ row, at }) => labelOf(sql`${row}.counter_id`, sql`${row}.day`, at),
  received: ({ row }) => sql`${row}.received`,
  receivedAtMost: ({ row }) => sql`${row}.received_at_most`,
  resolvedOnTime: ({ row }) => sql`${row}.resolved_on_time`,
  late: ({ row }) => sql`${row}.late`,
  supplementAsked: ({ row }) => sql`${row}.supplement_asked`,
  withdrawn: ({ row }) => sql`${row}.withdrawn`,
  digitized: ({ row }) => sql`${row}.digitized`,
  archived: ({ row }) => sql`${row}.archived`,
  published: ({ row }) => sql`${row}.published`,
  surveyed: ({ row }) => sql`${row}.surveyed`,
  satisfied: ({ row }) => sql`${row}.satisfied`,
  source: ({ row }) => sql`${row}.source`,
  assumed: ({ row }) => sql`${row}.assumed`,
  recordedAt: ({ row }) => instantText(sql`${row}.recorded_at`),
};

/** A type, not an interface: only it goes for any arguments. */
type LoadsArgs = { unit?: string | null; under?: string | null; from: string; until: string; asOf?: string | null };

/** Figures of a unit, or of those that stand at or below one on the day of the figure, or on one day named. */
export function dossierLoads(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { unit, under, from, until, asOf } = field.args as LoadsArgs;
  if (from >= until) throw new ArgumentError('until', 'a day after from');
  if ((unit == null) === (under == null)) throw new ArgumentError('unit', 'one of unit and under');
  const root = sql`(SELECT id FROM unit WHERE code = ${under ?? unit})`;
  const window = sql`daterange(${from}::date, ${until}::date)`;
  const reporting =
    under == null
      ? sql`d.unit_id = ${root}`
      : asOf == null
        ? sql`EXISTS (SELECT FROM (WITH RECURSIVE ${treeOver(sql`${under}`, window, at)} SELECT * FROM tree) AS tree WHERE tree.id = d.unit_id AND tree.days @> d.day)`
        : sql`d.unit_id IN ${treeOf(root, at)}`;
  const row = compiler.alias('d');
  return connection(compiler, field, {
    type: 'DossierLoad',
    row: { row, at: onDay(at, sql`${row}.day`) },
    // Days sort as text, and within a day units by code; the unit as a whole comes before its counters.
    matching: sql`SELECT d.id, d.day::text AS name, unit.code || ' ' || to_char(coalesce(d.counter_id, 0), 'FM000000000000000') AS code
      FROM dossier_load d JOIN unit ON unit.id = d.unit_id
      WHERE d.day >= ${from}::date AND d.day < ${until}::date AND ${known(sql`d`, at)} AND ${reporting}`,
    from: sql`page JOIN dossier_load ${row} ON ${row}.id = page.id`,
  });
}

/**
 * The figures of a unit and those below it over days of a window, each on days on which the unit stands there, as CTEs:
 * `figure`, all of them, and `said`, those of units as a whole, made up of its counters where a unit says none.
 */
export const figureParts = (root: SQL, window: SQL, at: At): SQL => sql`${treeOver(root, window, at)},
  figure AS MATERIALIZED (
    SELECT d.* FROM tree JOIN dossier_load d ON d.unit_id = tree.id AND tree.days @> d.day
    WHERE d.day >= lower(${window}) AND d.day < upper(${window}) AND ${known(sql`d`, at)}),
  said AS MATERIALIZED (
    SELECT * FROM (SELECT figure.*, bool_or(counter_id IS NULL) OVER (PARTITION BY unit_id, day) AS as_whole FROM figure) AS stated
    WHERE as_whole = (counter_id IS NULL))`;
