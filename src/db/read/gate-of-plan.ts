import { sql } from 'drizzle-orm';
import { known, valid } from './at.ts';
import { receptions } from './coverage.ts';
import { type Missing, missingItem, windowOf } from './missing.ts';
import { recordedBy, standing } from './reference.ts';

export const uncoveredTerritories: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'TERRITORY',
    words: sql`jsonb_build_object('territory', gap.name, 'on', gap.first)`,
    territory: sql`gap.territory_id`,
    order: sql`gap.code`,
  })}
  FROM (
    WITH RECURSIVE asked AS (SELECT id, center_id FROM plan WHERE id = ${gate}.plan_id), ${receptions(windowOf(gate, at), at)}
    SELECT named.territory_id, named.code, named.name, min(lower(uncovered.period)) AS first
    FROM uncovered JOIN named USING (territory_id) WHERE lower(uncovered.period) < named.ends GROUP BY 1, 2, 3) AS gap
  WHERE ${gate}.kind = 'TERRITORY_COVERAGE'`;

const subject = sql`coalesce(p.change -> 'results' -> 0 ->> 'unit', p.change -> 'sources' -> 0 ->> 'unit')`;

export const changesToCome: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'CHANGE',
    words: sql`jsonb_build_object('kind', p.kind, 'unit', ${subject}, 'on', p.on_day)`,
    unit: sql`(SELECT id FROM unit WHERE code = ${subject})`,
    due: sql`p.on_day`,
    order: sql`to_char(p.position, 'FM00000000')`,
  })}
  FROM planned_change p WHERE ${gate}.kind = 'CHANGES_APPLIED' AND p.phase_id = ${gate}.phase_id AND ${known(sql`p`, at)}
    AND NOT EXISTS (SELECT FROM change_event e WHERE e.planned_change_id = p.id AND e.on_day <= ${at.asOf} AND ${recordedBy(sql`e`, at)} AND ${standing(sql`e`, at)})`;

export const openTasks: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, {
    key: 'TASK',
    words: sql`jsonb_build_object('task', task.title)`,
    owner: sql`(SELECT unit_id FROM task_owner WHERE task_id = task.id AND position = 0)`,
    due: sql`task.due_on`,
    order: sql`task.code`,
  })}
  FROM task JOIN task_status s ON s.task_id = task.id AND ${valid(sql`s`, at)}
  WHERE ${gate}.kind = 'TASKS_DONE' AND task.phase_id = ${gate}.phase_id AND s.status = 'OPEN' AND ${recordedBy(sql`task`, at)}`;

export const missingAttestation: Missing = (gate, at) => sql`
  SELECT ${missingItem(gate, { key: 'ATTESTATION', words: sql`jsonb_build_object('gate', ${gate}.title)`, order: sql`''` })}
  WHERE ${gate}.kind = 'ATTESTATION' AND NOT EXISTS (
    SELECT FROM gate_attestation a WHERE a.phase_id = ${gate}.phase_id AND a.gate_code = ${gate}.code AND ${valid(sql`a`, at)})`;
