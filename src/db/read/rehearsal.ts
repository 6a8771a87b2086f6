import { type SQL, sql } from 'drizzle-orm';
import { type At, known, valid } from './at.ts';
import { asList, type Compiler, type Fields } from './compiler.ts';
import { gates, missingItems, missingOf } from './gate.ts';
import { organizationDiff } from './organization-diff.ts';
import { recordedBy, unitById } from './reference.ts';
import type { SelectedField } from './selection.ts';
import { below, treeOf } from './tree.ts';

/** A phase as it was carried out for show, and the days between which its effect is seen. */
export interface Rehearsal {
  plan: number;
  phase: number;
  center: string;
  before: string;
  after: string;
}

const on = (day: string): At => ({ asOf: sql`${day}::date`, knownAt: null });

/** What a rehearsal shows, read before it is rolled back. */
export const rehearsalFields = ({ phase, center, before, after }: Rehearsal): Fields<null> => {
  const root = sql`(SELECT id FROM unit WHERE code = ${center})`;
  const at = on(after);
  return {
    changes: (_, field, compiler) => {
      const kinds = sql`
        SELECT kind FROM planned_change p WHERE p.phase_id = ${phase} AND ${known(sql`p`, at)}
        UNION ALL SELECT kind FROM change_event e WHERE e.phase_id = ${phase} AND e.planned_change_id IS NULL`;
      return counts(compiler, field, { type: 'ChangeKindCount', kinds });
    },
    unitsBefore: (_, field, compiler) => unitCounts(compiler, field, { root, at: on(before) }),
    unitsAfter: (_, field, compiler) => unitCounts(compiler, field, { root, at }),
    diff: (_, field, compiler) =>
      organizationDiff(compiler, field, { root: center, from: on(before), to: at, reversed: false }),
    gates: (_, field, compiler) => gates(compiler, field, { phase: sql`${phase}`, at }),
    headcount: (_, field, compiler) => headcountMoves(compiler, field, { root, before: on(before), after: at }),
    remaining: (_, field, compiler) => missingItems(compiler, field, { items: remainingOf(phase, at), at }),
  };
};

/** Units of the center's tree, before or after, at which another number of people is counted. */
function headcountMoves(
  compiler: Compiler,
  field: SelectedField,
  { root, before, after }: { root: SQL; before: At; after: At },
): SQL {
  // An array lets people be found from the units, by index, before each is asked about whom the caller sees.
  const units = sql`ARRAY(${treeOf(root, before)} UNION ${treeOf(root, after)})`;
  const counted = sql`
    SELECT p.unit_id, p.category, count(*) FILTER (WHERE ${valid(sql`p`, before)}) AS before, count(*) FILTER (WHERE ${valid(sql`p`, after)}) AS after
    FROM payroll p WHERE ${known(sql`p`, after)} AND p.unit_id = ANY (${units}) GROUP BY p.unit_id, p.category`;
  const fields: Fields<null> = {
    unit: (_, child, inner) => unitById(inner, child, { id: sql`moved.unit_id`, at: after }),
    category: () => sql`moved.category`,
    before: () => sql`moved.before`,
    after: () => sql`moved.after`,
  };
  const columns = compiler.columns('HeadcountMove', fields, null, field);
  const code = sql`(SELECT code FROM unit WHERE unit.id = moved.unit_id)`;
  return asList(
    sql`SELECT ${columns} FROM (${counted}) AS moved WHERE moved.before <> moved.after ORDER BY ${code}, moved.category`,
  );
}

/** What the gates of a phase miss and what it leaves open, as one JSON list. */
function remainingOf(phase: number, at: At): SQL {
  const open = sql`
    SELECT jsonb_build_object('key', 'TASK', 'words', jsonb_build_object('task', task.title), 'due', task.due_on,
      'owner', (SELECT unit_id FROM task_owner WHERE task_id = task.id AND position = 0)) AS item
    FROM task JOIN task_status s ON s.task_id = task.id AND ${valid(sql`s`, at)}
    WHERE task.phase_id = ${phase} AND s.status = 'OPEN' AND ${recordedBy(sql`task`, at)}
      AND NOT EXISTS (SELECT FROM gate WHERE gate.phase_id = ${phase} AND gate.kind = 'TASKS_DONE' AND gate.superseded_at = 'infinity')`;
  return sql`(
    SELECT coalesce(jsonb_agg(item), '[]') FROM (
      SELECT item FROM gate g CROSS JOIN LATERAL jsonb_array_elements(${missingOf(sql`g`, at)}) AS item
      WHERE g.phase_id = ${phase} AND ${known(sql`g`, at)}
      UNION ALL ${open}) AS items)`;
}

/** Units below a center on a day, by kind. */
function unitCounts(compiler: Compiler, field: SelectedField, { root, at }: { root: SQL; at: At }): SQL {
  const kinds = sql`SELECT v.kind FROM unit_version v WHERE v.unit_id IN ${below(root, at)} AND ${valid(sql`v`, at)}`;
  return counts(compiler, field, { type: 'UnitKindCount', kinds });
}

function counts(compiler: Compiler, field: SelectedField, { type, kinds }: { type: string; kinds: SQL }): SQL {
  const counted: Fields<null> = { kind: () => sql`kinds.kind`, count: () => sql`count(*)` };
  const columns = compiler.columns(type, counted, null, field);
  return asList(sql`SELECT ${columns} FROM (${kinds}) AS kinds GROUP BY kinds.kind ORDER BY kinds.kind`);
}
