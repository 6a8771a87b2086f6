-- The rollout of every plan on a day, a row for each phase. What the figures mean is told in src/db/read/phase-progress.ts;
-- here all phases are counted at once.
CREATE TYPE bench.rollout_row AS (
  plan text, title text, status text, center_code text, center_name text, current_ordinal int,
  ordinal int, phase_title text, phase_status text, overdue boolean, window_from date, window_to date,
  changes_done int, changes_total int, seals_done int, seals_total int, signboards_done int, signboards_total int,
  handovers_done int, handovers_total int, tasks_done int, tasks_total int);

CREATE FUNCTION bench.lettered(words text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT upper(regexp_replace(btrim(normalize(words)), '\s+', ' ', 'g') COLLATE "vi-x-icu") $$;

CREATE FUNCTION bench.rollout(as_of date) RETURNS SETOF bench.rollout_row LANGUAGE sql STABLE AS $$
  WITH shown_phase AS MATERIALIZED (
    SELECT h.id, h.plan_id, h.ordinal, d.title, s.status, d.window_from, d.window_to,
      coalesce((SELECT min(c.valid_from) FROM phase_status c WHERE c.phase_id = h.id AND c.status = 'COMPLETED'
        AND c.valid_from <= as_of AND c.superseded_at = 'infinity'), as_of) AS judged
    FROM phase h
    JOIN phase_version d ON d.phase_id = h.id AND d.valid_from <= as_of AND d.valid_to > as_of AND d.superseded_at = 'infinity'
    JOIN phase_status s ON s.phase_id = h.id AND s.valid_from <= as_of AND s.valid_to > as_of AND s.superseded_at = 'infinity'
  ), undoing AS MATERIALIZED (
    SELECT u.compensates_id AS id, u.on_day, (SELECT min(r.on_day) FROM change_event r WHERE r.compensates_id = u.id) AS redone
    FROM change_event u WHERE u.compensates_id IS NOT NULL
  ), event AS MATERIALIZED (
    SELECT e.id, e.phase_id, e.plan_id, e.on_day, e.planned_change_id, h.judged,
      NOT EXISTS (SELECT FROM undoing u WHERE u.id = e.id AND u.on_day <= as_of AND (u.redone IS NULL OR u.redone > as_of)) AS stands,
      NOT EXISTS (SELECT FROM undoing u WHERE u.id = e.id AND u.on_day <= h.judged AND (u.redone IS NULL OR u.redone > h.judged)) AS stood
    FROM change_event e JOIN shown_phase h ON h.id = e.phase_id
  ), planned AS MATERIALIZED (
    SELECT c.id, c.phase_id, c.kind, c.on_day, c.change, h.judged FROM planned_change c JOIN shown_phase h ON h.id = c.phase_id
    WHERE c.superseded_at = 'infinity'
  ), change_total AS (
    SELECT phase_id, count(*) AS total FROM planned GROUP BY phase_id
  ), change_done AS (
    SELECT e.phase_id, count(*) FILTER (WHERE e.on_day <= as_of) AS done, count(*) FILTER (WHERE p.id IS NULL) AS beside
    FROM event e LEFT JOIN planned p ON p.id = e.planned_change_id WHERE e.stands GROUP BY e.phase_id
  ), named AS MATERIALIZED (
    SELECT p.phase_id, result ->> 'unit' AS code, p.on_day, coalesce((result -> 'attributes' ->> 'ownSeal')::boolean, false) AS sealed, p.judged
    FROM planned p CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'results') AS result
    WHERE p.kind IN ('ESTABLISH', 'MERGE', 'SPLIT') OR jsonb_exists(result -> 'attributes', 'name')
    UNION ALL
    SELECT e.phase_id, unit.code, e.on_day, v.own_seal, e.judged FROM event e
    JOIN unit_version v ON v.change_id = e.id AND v.valid_from = e.on_day AND v.superseded_at = 'infinity' JOIN unit ON unit.id = v.unit_id
    WHERE e.planned_change_id IS NULL AND e.on_day <= e.judged AND e.stood AND NOT EXISTS (
      SELECT FROM unit_version was WHERE was.unit_id = v.unit_id AND was.valid_to = v.valid_from AND was.name = v.name AND was.superseded_at = 'infinity')
  ), closed AS (
    SELECT p.phase_id, source ->> 'unit' AS code, p.on_day FROM planned p CROSS JOIN LATERAL jsonb_array_elements(p.change -> 'sources') AS source
    WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(p.change -> 'results') AS result WHERE result ->> 'unit' = source ->> 'unit')
    UNION ALL
    SELECT e.phase_id, unit.code, e.on_day FROM event e
    JOIN unit_life l ON l.closed_by = e.id AND l.superseded_at = 'infinity' JOIN unit ON unit.id = l.unit_id
    WHERE e.planned_change_id IS NULL AND e.stood
  ), to_seal AS MATERIALIZED (
    SELECT n.phase_id, n.code, unit.id, max(n.on_day) AS on_day, n.judged FROM named n LEFT JOIN unit ON unit.code = n.code
    LEFT JOIN unit_version v ON v.unit_id = unit.id AND v.valid_from <= greatest(n.on_day, n.judged)
      AND v.valid_to > greatest(n.on_day, n.judged) AND v.superseded_at = 'infinity'
    WHERE coalesce(v.own_seal, n.sealed) GROUP BY n.phase_id, n.code, unit.id, n.judged
    UNION
    SELECT k.phase_id, unit.code, unit.id, NULL, h.judged FROM seal k JOIN shown_phase h ON h.id = k.phase_id JOIN unit ON unit.id = k.unit_id
    WHERE k.kind = 'PRINCIPAL' AND NOT EXISTS (SELECT FROM named n WHERE n.phase_id = k.phase_id AND n.code = unit.code)
  ), out_seal AS MATERIALIZED (
    SELECT h.id AS phase_id, h.judged, k.unit_id, unit.code, s.status, bench.lettered(k.engraved_name) AS engraved,
      (SELECT bench.lettered(v.name) FROM unit_version v WHERE v.unit_id = k.unit_id
        AND v.valid_from <= h.judged AND v.valid_to > h.judged AND v.superseded_at = 'infinity') AS name, k.kind
    FROM (SELECT DISTINCT phase_id FROM to_seal) AS asked JOIN shown_phase h ON h.id = asked.phase_id CROSS JOIN seal k
    JOIN seal_status s ON s.seal_id = k.id AND s.valid_from <= h.judged AND s.valid_to > h.judged AND s.superseded_at = 'infinity'
    JOIN unit ON unit.id = k.unit_id
    WHERE s.status NOT IN ('REQUESTED', 'AUTHORIZED', 'RETURNED', 'DESTROYED', 'ARCHIVED', 'LOST')
  ), old_seal AS (
    SELECT o.phase_id, o.unit_id FROM out_seal o
    WHERE (o.status IN ('WITHDRAWN', 'INVALIDATED') OR o.engraved IS DISTINCT FROM o.name)
      AND ((o.phase_id, o.code) IN (SELECT phase_id, code FROM named WHERE on_day <= judged)
        OR (o.phase_id, o.code) IN (SELECT c.phase_id, c.code FROM closed c JOIN shown_phase h ON h.id = c.phase_id WHERE c.on_day <= h.judged)
        OR (o.phase_id, o.unit_id) IN (SELECT phase_id, unit_id FROM seal))
  ), seal_count AS (
    SELECT t.phase_id, count(*) AS total, count(*) FILTER (WHERE coalesce(t.on_day <= t.judged, true)
      AND EXISTS (SELECT FROM out_seal o WHERE o.phase_id = t.phase_id AND o.unit_id = t.id AND o.kind = 'PRINCIPAL' AND o.status = 'IN_USE' AND o.engraved = o.name)
      AND NOT EXISTS (SELECT FROM old_seal o WHERE o.phase_id = t.phase_id AND o.unit_id = t.id)) AS done
    FROM to_seal t GROUP BY t.phase_id
  ), to_sign AS (
    SELECT phase_id, code, max(on_day) AS on_day, judged FROM named GROUP BY phase_id, code, judged
    UNION
    SELECT k.phase_id, unit.code, NULL, h.judged FROM signboard k JOIN shown_phase h ON h.id = k.phase_id JOIN unit ON unit.id = k.unit_id
    WHERE NOT EXISTS (SELECT FROM named n WHERE n.phase_id = k.phase_id AND n.code = unit.code)
  ), mounted AS MATERIALIZED (
    SELECT h.id AS phase_id, unit.code FROM signboard k JOIN unit ON unit.id = k.unit_id
    CROSS JOIN (SELECT id, judged FROM shown_phase) AS h
    JOIN signboard_status s ON s.signboard_id = k.id AND s.valid_from <= h.judged AND s.valid_to > h.judged AND s.superseded_at = 'infinity' AND s.status = 'MOUNTED'
    WHERE (h.id, unit.code) IN (SELECT phase_id, code FROM to_sign) AND position((SELECT bench.lettered(v.name) FROM unit_version v
      WHERE v.unit_id = k.unit_id AND v.valid_from <= h.judged AND v.valid_to > h.judged AND v.superseded_at = 'infinity') IN bench.lettered(k.text)) > 0
  ), signboard_count AS (
    SELECT t.phase_id, count(*) AS total,
      count(*) FILTER (WHERE coalesce(t.on_day <= t.judged, true) AND (t.phase_id, t.code) IN (SELECT phase_id, code FROM mounted)) AS done
    FROM to_sign t GROUP BY t.phase_id
  ), handover_count AS (
    SELECT k.phase_id, count(*) FILTER (WHERE s.status IN ('SIGNED', 'CLOSED')) AS done, count(*) FILTER (WHERE s.status <> 'CANCELLED') AS total
    FROM handover k JOIN handover_status s ON s.handover_id = k.id AND s.valid_from <= as_of AND s.valid_to > as_of AND s.superseded_at = 'infinity'
    GROUP BY k.phase_id
  ), task_count AS (
    SELECT t.phase_id, count(*) FILTER (WHERE s.status = 'DONE') AS done, count(*) FILTER (WHERE s.status <> 'CANCELLED') AS total
    FROM task t JOIN task_status s ON s.task_id = t.id AND s.valid_from <= as_of AND s.valid_to > as_of AND s.superseded_at = 'infinity'
    GROUP BY t.phase_id
  ), shown_plan AS MATERIALIZED (
    SELECT p.id, p.code, v.title, p.center_id, s.status::text AS stated,
      CASE WHEN s.status = 'ADOPTED' AND EXISTS (SELECT FROM phase WHERE phase.plan_id = p.id)
        AND NOT EXISTS (SELECT FROM phase_status o WHERE o.plan_id = p.id AND o.valid_from <= as_of AND o.valid_to > as_of
          AND o.superseded_at = 'infinity' AND o.status NOT IN ('COMPLETED', 'CANCELLED', 'SUPERSEDED'))
      THEN 'COMPLETED' ELSE s.status::text END AS status
    FROM plan p JOIN plan_version v ON v.plan_id = p.id AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity'
    LEFT JOIN plan_status s ON s.plan_id = p.id AND s.valid_from <= as_of AND s.valid_to > as_of AND s.superseded_at = 'infinity'
  )
  SELECT p.code, p.title, p.status, unit.code, center.name,
    (SELECT c.ordinal FROM shown_phase c WHERE c.plan_id = p.id AND c.status IN ('ACTIVE', 'SUSPENDED')),
    h.ordinal, h.title, h.status::text, h.status NOT IN ('COMPLETED', 'CANCELLED', 'SUPERSEDED', 'DRAFT') AND h.window_to <= as_of,
    h.window_from, nullif(h.window_to, 'infinity'),
    coalesce(cd.done, 0), coalesce(ct.total, 0) + coalesce(cd.beside, 0), coalesce(k.done, 0), coalesce(k.total, 0),
    coalesce(b.done, 0), coalesce(b.total, 0), coalesce(o.done, 0), coalesce(o.total, 0), coalesce(t.done, 0), coalesce(t.total, 0)
  FROM shown_plan p JOIN unit ON unit.id = p.center_id
  CROSS JOIN LATERAL (SELECT v.name FROM unit_version v WHERE v.unit_id = p.center_id AND v.superseded_at = 'infinity'
    ORDER BY v.valid_from <= as_of DESC, abs(v.valid_from - as_of) LIMIT 1) AS center
  JOIN shown_phase h ON h.plan_id = p.id AND (h.status <> 'DRAFT' OR p.stated = 'DRAFT')
  LEFT JOIN change_total ct ON ct.phase_id = h.id LEFT JOIN change_done cd ON cd.phase_id = h.id
  LEFT JOIN seal_count k ON k.phase_id = h.id LEFT JOIN signboard_count b ON b.phase_id = h.id
  LEFT JOIN handover_count o ON o.phase_id = h.id LEFT JOIN task_count t ON t.phase_id = h.id
  ORDER BY p.title COLLATE "vi-x-icu", p.code, h.ordinal $$;
