import { type SQL, sql } from 'drizzle-orm';
import { idsIn } from '../json.ts';
import { type At, known, valid } from './at.ts';
import type { Compiler, Fields } from './compiler.ts';
import { liveUnits, nearestTerritory } from './nearest.ts';
import { phaseFrom } from './plan.ts';
import { isOut } from './renewal.ts';
import type { DatedRow } from './rows.ts';
import type { SelectedField } from './selection.ts';
import { taskFrom } from './task.ts';
import { thingFrom } from './thing.ts';
import { treeOf } from './tree.ts';

/** A plan that was superseded on a day, and what that cut short. */
export interface Impact {
  plan: number;
  center: string;
  on: string;
  phases: readonly number[];
  tasks: readonly number[];
}

/** What the end of a plan leaves to be decided. */
export const impactFields = ({ plan, center, on, phases, tasks }: Impact): Fields<null> => {
  const at: At = { asOf: sql`${on}::date`, knownAt: null };
  const root = sql`(SELECT id FROM unit WHERE code = ${center})`;
  // A unit that closes on the day with its territory is no longer in the tree then, and was the day before.
  const eve: At = { ...at, asOf: sql`(${on}::date - 1)` };
  const orphans = (compiler: Compiler) => {
    const { unit, from } = liveUnits(compiler, at);
    return sql`(SELECT ${unit.unit}.id FROM ${from} WHERE ${unit.unit}.id IN ${treeOf(root, at)} AND ${isOrphan(unit.unit, at)})`;
  };
  return {
    orphanedUnits: (_, field, compiler) => {
      const { unit, from } = liveUnits(compiler, at);
      return compiler.list('OrgUnit', unit, field, {
        from: sql`${from} WHERE ${unit.unit}.id IN ${orphans(compiler)}`,
        order: sql`${unit.unit}.code`,
      });
    },
    territories: (_, field, compiler) => mapped(compiler, field, { units: treeOf(root, eve), at, partial: null }),
    toDecide: (_, field, compiler) => mapped(compiler, field, { units: treeOf(root, eve), at, partial: true }),
    phases: (_, field, compiler) => {
      const { row, from } = phaseFrom(compiler, at);
      return compiler.list('Phase', row, field, {
        from: sql`${from} WHERE ${row.phase}.id IN ${idsIn(phases)}`,
        order: sql`${row.phase}.ordinal`,
      });
    },
    tasks: (_, field, compiler) => {
      const { row, from } = taskFrom(compiler, at);
      return compiler.list('Task', row, field, {
        from: sql`${from} WHERE ${row.task}.id IN ${idsIn(tasks)}`,
        order: sql`${row.task}.due_on NULLS LAST, ${row.task}.code`,
      });
    },
    laterChanges: (_, field, compiler) => {
      const row = compiler.alias('e');
      return compiler.list('ChangeEvent', { row, at }, field, {
        from: sql`change_event ${row} WHERE ${row}.plan_id = ${plan} AND ${row}.on_day >= ${on}::date`,
        order: sql`${row}.on_day, ${row}.id`,
      });
    },
    sealsToReturn: (_, field, compiler) => {
      const { row, from } = thingFrom(compiler, 'Seal', at);
      return compiler.list('Seal', row, field, {
        from: sql`${from} WHERE ${isOut(row.state)} AND ${row.state}.unit_id IN ${orphans(compiler)}`,
        order: sql`${row.thing}.id`,
      });
    },
    staffUnplaced: (_, _field, compiler) => {
      const units = orphans(compiler);
      return sql`(SELECT count(*) FROM (
        SELECT p.staff_id FROM payroll p WHERE p.unit_id IN ${units} AND ${valid(sql`p`, at)}
        UNION SELECT w.staff_id FROM workplace w WHERE w.unit_id IN ${units} AND ${valid(sql`w`, at)}) AS people)`;
    },
  };
};

/** A unit that received for territories, of which none is left on the day. */
const isOrphan = (unit: SQL, at: At): SQL => sql`
  EXISTS (SELECT FROM service_territory s WHERE s.unit_id = ${unit}.id AND ${known(sql`s`, at)} AND s.valid_to >= ${at.asOf} AND s.valid_from <= ${at.asOf})
  AND NOT EXISTS (
    SELECT FROM service_territory s JOIN territory_version t ON t.territory_id = s.territory_id AND ${valid(sql`t`, at)}
    WHERE s.unit_id = ${unit}.id AND ${valid(sql`s`, at)})`;

/**
 * Territories that units of the plan received for and that end with the day, each with what became of it. A territory
 * without lineage of its own, such as an abolished district, became what its communes became.
 */
function mapped(
  compiler: Compiler,
  field: SelectedField,
  { units, at, partial }: { units: SQL; at: At; partial: true | null },
): SQL {
  const row = compiler.alias('x');
  const lines = sql`
    WITH RECURSIVE served AS (
      SELECT DISTINCT s.territory_id AS id FROM service_territory s JOIN territory_version t ON t.territory_id = s.territory_id AND ${known(sql`t`, at)}
      WHERE s.unit_id IN ${units} AND ${known(sql`s`, at)}
        AND s.valid_from < ${at.asOf} AND s.valid_to >= ${at.asOf} AND t.valid_to = ${at.asOf}),
    within (id, part) AS (
      SELECT id, id FROM served
      UNION SELECT within.id, t.territory_id FROM within JOIN territory_version t ON t.parent_id = within.part AND ${known(sql`t`, at)} AND t.valid_to = ${at.asOf}
      WHERE NOT EXISTS (SELECT FROM territory_lineage l WHERE l.source_id = within.part AND l.on_day = ${at.asOf} AND ${known(sql`l`, at)}))
    SELECT within.id, coalesce(jsonb_agg(DISTINCT l.target_id) FILTER (WHERE l.target_id IS NOT NULL), '[]') AS targets,
           count(DISTINCT l.target_id) <> 1 AS partial
    FROM within LEFT JOIN territory_lineage l ON l.source_id = within.part AND l.on_day = ${at.asOf} AND ${known(sql`l`, at)}
    GROUP BY within.id`;
  const code = sql`(SELECT code FROM territory WHERE territory.id = ${row}.id)`;
  return compiler.list('MappedTerritory', { row, at }, field, {
    from: sql`(${lines}) AS ${row} ${partial ? sql`WHERE ${row}.partial` : sql``}`,
    order: code,
  });
}

/** A territory with ids of those it became. */
export const mappedTerritoryFields: Fields<DatedRow> = {
  territory: ({ row, at }, field, compiler) => {
    const { territory, from } = nearestTerritory(compiler, { ...at, asOf: sql`(${at.asOf} - 1)` }, sql`${row}.id`);
    return compiler.object('Territory', territory, field, from);
  },
  successors: ({ row, at }, field, compiler) => {
    const target = compiler.alias('n');
    const { territory, from } = nearestTerritory(compiler, at, sql`${target}.value::bigint`);
    return compiler.list('Territory', territory, field, {
      from: sql`jsonb_array_elements_text(${row}.targets) AS ${target} (value) CROSS JOIN LATERAL ${from}`,
      order: sql`${territory.version}.code`,
    });
  },
  partial: ({ row }) => sql`${row}.partial`,
};
