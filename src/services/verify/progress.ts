import { progressDifferences } from '../../db/read/progress-differences.ts';
import { believed, type Proof, phaseCode } from './proof.ts';

const UNITS = `progress_units(ARRAY(SELECT code FROM unit UNION SELECT result ->> 'unit'
  FROM planned_change p CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'results') AS result WHERE ${believed('p')}))`;

/** The days on which things count, and are done, by their statuses. */
const byStatus = (thing: string, done: string): string => `
  SELECT phase_id, '${thing.toUpperCase()}S', span, CASE WHEN status ${done} THEN span ELSE '{}' END FROM ${thing} k JOIN ${thing}_status s ON ${thing}_id = k.id AND ${believed('s')}
  CROSS JOIN LATERAL datemultirange(daterange(valid_from, valid_to)) AS span WHERE phase_id IS NOT NULL AND status <> 'CANCELLED'`;

/** Everything that counts, with the days on which it does, and on which it is done. */
const COUNTED = `
  SELECT phase_id, figure::text AS figure, counted, done FROM progress_unit
  UNION ALL SELECT phase_id, 'CHANGES', '{[-infinity,infinity)}', '{}' FROM planned_change p WHERE ${believed('p')}
  UNION ALL
  SELECT phase_id, 'CHANGES', CASE WHEN EXISTS (SELECT FROM planned_change p WHERE p.id = e.planned_change_id AND ${believed('p')}) THEN '{}' ELSE standing END,
    standing * datemultirange(daterange(on_day, 'infinity')) FROM change_event e CROSS JOIN LATERAL standing_days(e.id) AS standing WHERE phase_id IS NOT NULL
  UNION ALL ${byStatus('task', `= 'DONE'`)}
  UNION ALL ${byStatus('handover', `IN ('SIGNED', 'CLOSED')`)}`;

/** By how much a figure changes on a day by all that counts, less what the steps say. */
const DIFFERENCES = `
  SELECT phase_id, figure, on_day, edge.done, edge.total FROM (${COUNTED}) AS item
  CROSS JOIN LATERAL (VALUES (item.counted, 0, 1), (item.done, 1, 0)) AS part (days, done, total)
  CROSS JOIN LATERAL unnest(part.days) AS span
  CROSS JOIN LATERAL (VALUES (lower(span), part.done, part.total), (upper(span), -part.done, -part.total)) AS edge (on_day, done, total)
  WHERE on_day < 'infinity'
  UNION ALL SELECT phase_id, figure::text, on_day, -done, -total FROM progress_step`;

const DAYS_OF_STEPS = `
  SELECT greatest(on_day, '1900-01-01') + ago FROM progress_step, generate_series(-1, 0) AS ago WHERE phase_id = phase.id GROUP BY 1`;

/** How far phases have come is told as it is counted. */
export const progressProofs: readonly Proof[] = [
  {
    code: 'PROGRESS_STALE',
    title: 'progress_unit: on every day what phases want of units, and what of that is done',
    sql: `
    SELECT ${phaseCode('phase_id')} || ' ' || figure || ' ' || code AS subject, NULL::date AS day
    FROM ${UNITS} AS fact FULL JOIN progress_unit AS told USING (figure, code, phase_id)
    WHERE (coalesce(fact.counted, '{}'), coalesce(fact.borne, '{}'), coalesce(fact.done, '{}'))
      <> (coalesce(told.counted, '{}'), coalesce(told.borne, '{}'), coalesce(told.done, '{}'))`,
  },
  {
    code: 'PROGRESS_STALE',
    title: 'progress_step: on every day as much as all that counts comes to',
    sql: `
    SELECT ${phaseCode('phase_id')} || ' ' || figure AS subject, on_day AS day FROM (${DIFFERENCES}) AS difference
    GROUP BY phase_id, figure, on_day HAVING sum(done) <> 0 OR sum(total) <> 0`,
  },
  {
    code: 'PROGRESS_STALE',
    title: 'progress_step: on days of steps, and before, as it is counted where nothing is kept',
    sql: `SELECT ${phaseCode('phase_id')} AS subject, day FROM (${progressDifferences(DAYS_OF_STEPS)}) AS difference`,
  },
];
