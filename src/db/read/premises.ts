import { type SQL, sql } from 'drizzle-orm';
import { eventKey } from '../until-event.ts';
import { type At, valid } from './at.ts';
import { asList, type Compiler, type Fields } from './compiler.ts';
import { liveUnits } from './nearest.ts';
import { instrumentById, unitById } from './reference.ts';
import type { DatedRow } from './rows.ts';
import { seesUnit } from './scope.ts';
import type { SelectedField } from './selection.ts';
import { siteById } from './site.ts';
import { thingFrom } from './thing.ts';
import { treeOf } from './tree.ts';

/** Premises that the caller's scope holds on a day; `which` narrows them, by the alias of their row. */
export function premisesFrom(compiler: Compiler, at: At, which: (row: SQL) => SQL): { row: DatedRow; from: SQL } {
  const row = compiler.alias('r');
  const seen = seesUnit(compiler, sql`${row}.unit_id`, at.asOf);
  return { row: { row, at }, from: sql`premises ${row} WHERE ${valid(row, at)} AND ${which(row)} AND ${seen}` };
}

/** Premises that a unit holds on the day. */
export function premisesOfUnit(compiler: Compiler, field: SelectedField, { unit, at }: { unit: SQL; at: At }): SQL {
  const { row, from } = premisesFrom(compiler, at, (held) => sql`${held}.unit_id = ${unit}.id`);
  return compiler.list('Premises', row, field, { from, order: sql`${row.row}.site_id` });
}

/** A row of `premises`. */
export const premisesFields: Fields<DatedRow> = {
  site: ({ row, at }, field, compiler) => siteById(compiler, field, { id: sql`${row}.site_id`, at }),
  unit: ({ row, at }, field, compiler) => unitById(compiler, field, { id: sql`${row}.unit_id`, at }),
  period: ({ row }, field, compiler) =>
    compiler.part('Period', { from: sql`${row}.valid_from`, until: sql`${row}.valid_to` }, field),
  untilEvent: ({ row }) => sql`${row}.until_event`,
  handover: ({ row, at }, field, compiler) => {
    const { row: handover, from } = thingFrom(compiler, 'Handover', at);
    return compiler.object('Handover', handover, field, sql`${from} WHERE ${handover.thing}.id = ${row}.handover_id`);
  },
  instrument: ({ row, at }, field, compiler) => instrumentById(compiler, field, { id: sql`${row}.instrument_id`, at }),
  assumed: ({ row }) => sql`${row}.assumed`,
};

/**
 * Events that something waits for on a day: relations of FACILITY_MANAGEMENT and premises that end by them. What a
 * manager holds is awaited where the units are that it manages until the same event.
 */
export function awaitedEvents(compiler: Compiler, field: SelectedField, at: At): SQL {
  const { under } = field.args as { under?: string | null };
  const [waiting, row] = [compiler.alias('w'), compiler.alias('x')];
  const root = sql`(SELECT id FROM unit WHERE code = ${under})`;
  const isThere = (unit: SQL) => sql`${unit} IN ${treeOf(root, at)}`;
  const there =
    under == null ? sql`true` : sql`(${isThere(sql`${waiting}.unit_id`)} OR ${isThere(sql`${waiting}.place`)})`;
  const seen = sql`(${seesUnit(compiler, sql`${waiting}.unit_id`, at.asOf)} OR ${seesUnit(compiler, sql`${waiting}.place`, at.asOf)})`;
  const [relation, held, managed] = [compiler.alias('r'), compiler.alias('r'), compiler.alias('r')];
  const columns = compiler.row('AwaitedEvent', { row, at }, field);
  return asList(sql`SELECT ${columns} FROM (
    SELECT ${eventKey(sql`event`)} AS key, min(event) AS event, array_agg(unit_id) AS units, array_agg(premises_id) AS premises FROM (
      SELECT ${relation}.child_id AS unit_id, ${relation}.child_id AS place, ${relation}.until_event AS event, NULL::bigint AS premises_id FROM unit_relation ${relation}
        WHERE ${relation}.kind = 'FACILITY_MANAGEMENT' AND ${relation}.until_event IS NOT NULL AND ${valid(relation, at)}
      UNION ALL SELECT ${held}.unit_id, coalesce(${managed}.child_id, ${held}.unit_id), ${held}.until_event, ${held}.id FROM premises ${held}
        LEFT JOIN unit_relation ${managed} ON ${managed}.parent_id = ${held}.unit_id AND ${managed}.kind = 'FACILITY_MANAGEMENT'
          AND ${eventKey(sql`${managed}.until_event`)} = ${eventKey(sql`${held}.until_event`)} AND ${valid(managed, at)}
        WHERE ${held}.until_event IS NOT NULL AND ${valid(held, at)}) AS ${waiting}
    WHERE ${there} AND ${seen} GROUP BY 1) AS ${row} ORDER BY ${row}.key`);
}

/** Alias of a row of events with the ids of those who wait. */
export const awaitedEventFields: Fields<DatedRow> = {
  event: ({ row }) => sql`${row}.event`,
  units: ({ row, at }, field, compiler) => {
    const { unit, from } = liveUnits(compiler, at);
    return compiler.list('OrgUnit', unit, field, {
      from: sql`${from} WHERE ${unit.unit}.id = ANY (${row}.units)`,
      order: sql`${unit.unit}.code`,
    });
  },
  premises: ({ row, at }, field, compiler) => {
    const { row: held, from } = premisesFrom(compiler, at, (one) => sql`${one}.id = ANY (${row}.premises)`);
    return compiler.list('Premises', held, field, { from, order: sql`${held.row}.site_id` });
  },
};
