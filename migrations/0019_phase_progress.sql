CREATE TYPE "public"."progress_figure" AS ENUM('CHANGES', 'SEALS', 'SIGNBOARDS', 'HANDOVERS', 'TASKS');--> statement-breakpoint
CREATE TABLE "progress_step" (
	"phase_id" bigint NOT NULL,
	"figure" "progress_figure" NOT NULL,
	"on_day" date NOT NULL,
	"done" integer NOT NULL,
	"total" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress_turn" (
	"code" text PRIMARY KEY NOT NULL,
	"turn" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress_unit" (
	"figure" "progress_figure" NOT NULL,
	"code" text NOT NULL,
	"phase_id" bigint NOT NULL,
	"counted" datemultirange NOT NULL,
	"borne" datemultirange NOT NULL,
	"done" datemultirange NOT NULL,
	CONSTRAINT "progress_unit_pkey" PRIMARY KEY("figure","code","phase_id")
);
--> statement-breakpoint
CREATE INDEX "progress_step_phase" ON "progress_step" USING btree ("phase_id");--> statement-breakpoint
CREATE INDEX "phase_status_plan" ON "phase_status" USING btree ("plan_id","valid_from","valid_to") WHERE superseded_at = 'infinity';--> statement-breakpoint
CREATE INDEX "planned_change_units" ON "planned_change" USING gin (jsonb_path_query_array(change, '$.results[*].unit')) WITH (fastupdate=false);
--> statement-breakpoint

-- How far a phase has come is counted, in five figures, over everything that it names. `progress_step` has by how much a
-- figure changes from which day on. It is derived from what is believed now, in the transaction that changes it, once the
-- writer holds the rows of the plan or of the units concerned (b_touch_…). Steps are only added, so that nobody who writes
-- about one unit of a phase waits for who writes about another; whoever writes where the phase stands sums them up.
CREATE FUNCTION sum_progress_steps() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- They hold the plan's row, so nobody else does so. What is added meanwhile is not seen, and stays.
  WITH gone AS (DELETE FROM progress_step WHERE phase_id IN (SELECT phase_id FROM written) RETURNING *)
  INSERT INTO progress_step (phase_id, figure, on_day, done, total)
  SELECT phase_id, figure, on_day, sum(done), sum(total) FROM gone GROUP BY phase_id, figure, on_day HAVING sum(done) <> 0 OR sum(total) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- Tasks and handovers. Of what is inserted is believed what is said, of what is updated no longer (a_keep).
CREATE FUNCTION step_with_tasks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE one constant int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO progress_step (phase_id, figure, on_day, done, total)
  SELECT phase_id, 'TASKS', on_day, sum(edge.one * (status = 'DONE')::int), sum(edge.one)
  FROM written CROSS JOIN LATERAL (SELECT phase_id FROM task WHERE id = task_id AND phase_id IS NOT NULL OFFSET 0) AS task
  CROSS JOIN LATERAL (VALUES (valid_from, one), (valid_to, -one)) AS edge (on_day, one)
  WHERE status <> 'CANCELLED' AND on_day < 'infinity' GROUP BY phase_id, on_day HAVING sum(edge.one) <> 0 OR sum(edge.one * (status = 'DONE')::int) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION step_with_handovers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE one constant int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO progress_step (phase_id, figure, on_day, done, total)
  SELECT phase_id, 'HANDOVERS', on_day, sum(edge.one * (status IN ('SIGNED', 'CLOSED'))::int), sum(edge.one)
  FROM written CROSS JOIN LATERAL (SELECT phase_id FROM handover WHERE id = handover_id AND phase_id IS NOT NULL OFFSET 0) AS handover
  CROSS JOIN LATERAL (VALUES (valid_from, one), (valid_to, -one)) AS edge (on_day, one)
  WHERE status <> 'CANCELLED' AND on_day < 'infinity' GROUP BY phase_id, on_day HAVING sum(edge.one) <> 0 OR sum(edge.one * (status IN ('SIGNED', 'CLOSED'))::int) <> 0;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- Changes. Those that a plan foresees are there to do on every day; so is an act that none foresees, while it stands. An act
-- is done from its day on while it stands: until another undoes it, and again from when that is undone.
CREATE FUNCTION step_with_planned_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  INSERT INTO progress_step (phase_id, figure, on_day, done, total)
  SELECT phase_id, 'CHANGES', '-infinity', 0, CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END FROM written GROUP BY phase_id;
  IF TG_OP = 'UPDATE' THEN
    -- What was carried out of them is counted of its own from now on.
    INSERT INTO progress_step (phase_id, figure, on_day, done, total)
    SELECT act.phase_id, 'CHANGES', edge.on_day, 0, sum(one) FROM written JOIN change_event AS act ON planned_change_id = written.id
    CROSS JOIN LATERAL standing_days(act.id) AS standing (days) CROSS JOIN LATERAL unnest(standing.days) AS span
    CROSS JOIN LATERAL (VALUES (lower(span), 1), (upper(span), -1)) AS edge (on_day, one)
    WHERE edge.on_day < 'infinity' GROUP BY act.phase_id, edge.on_day;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- The days on which an act stands.
CREATE FUNCTION standing_days(act bigint) RETURNS datemultirange
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT '{[-infinity,infinity)}'::datemultirange - coalesce(range_agg(daterange(undoing.on_day, greatest(undoing.on_day, coalesce(redoing.on_day, 'infinity')))), '{}')
  FROM change_event AS undoing LEFT JOIN change_event AS redoing ON redoing.compensates_id = undoing.id WHERE undoing.compensates_id = act
$$;
--> statement-breakpoint
CREATE FUNCTION step_with_acts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  undone bigint[] := ARRAY(SELECT compensates_id FROM written WHERE compensates_id IS NOT NULL);
  codes text[];
BEGIN
  IF undone <> '{}' THEN
    undone := undone || ARRAY(SELECT compensates_id FROM change_event WHERE id = ANY (undone) AND compensates_id IS NOT NULL);
    -- Who undoes an act writes about the plan under which it was carried out, whether or not they name it.
    PERFORM FROM plan WHERE id IN (SELECT plan_id FROM change_event WHERE id = ANY (undone)) ORDER BY id FOR NO KEY UPDATE;
    UPDATE plan SET version = version + 1 WHERE id IN (SELECT plan_id FROM change_event WHERE id = ANY (undone))
      AND id NOT IN (SELECT plan_id FROM written WHERE plan_id IS NOT NULL);
  END IF;
  INSERT INTO progress_step (phase_id, figure, on_day, done, total)
  WITH act AS (
    SELECT phase_id, planned_change_id, on_day, '-infinity'::date AS from_day, 1 AS one FROM written
    UNION ALL
    SELECT before.phase_id, before.planned_change_id, before.on_day, written.on_day, -1 FROM written JOIN change_event AS before ON before.id = written.compensates_id
    UNION ALL
    SELECT first.phase_id, first.planned_change_id, first.on_day, greatest(before.on_day, written.on_day), 1 FROM written
    JOIN change_event AS before ON before.id = written.compensates_id JOIN change_event AS first ON first.id = before.compensates_id
  )
  SELECT phase_id, 'CHANGES', edge.on_day, sum(edge.done), sum(edge.total) FROM act
  CROSS JOIN LATERAL (
    VALUES (greatest(on_day, from_day), one, 0),
      (from_day, 0, CASE WHEN EXISTS (SELECT FROM planned_change WHERE id = planned_change_id AND superseded_at = 'infinity') THEN 0 ELSE one END)
  ) AS edge (on_day, done, total)
  WHERE phase_id IS NOT NULL GROUP BY phase_id, edge.on_day HAVING sum(edge.done) <> 0 OR sum(edge.total) <> 0;
  IF undone <> '{}' THEN
    SELECT array_agg(DISTINCT unit.code) INTO codes FROM change_event AS act JOIN unit_version ON change_id = act.id JOIN unit ON unit.id = unit_id
    WHERE act.id = ANY (undone) AND act.phase_id IS NOT NULL AND act.planned_change_id IS NULL;
    PERFORM renew_progress_units(codes);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- Seals and signboards. A phase wants both for the units that its acts bring into being or give another name, a seal only
-- while they are entitled to one; and for those for which one is provided under it. When they have them is a matter of the
-- unit alone, in whatever phase: so a step with a seal looks at the seals of its unit, and at what phases want of it.
--
-- The plans of these look into indexes, also where they were made while the tables were next to empty (enable_seqscan).
--
-- A text as boards and seals letter it: in capitals, with single spaces.
CREATE FUNCTION lettered(value text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT upper(regexp_replace(btrim(normalize(value)), '\s+', ' ', 'g') COLLATE "vi-x-icu") $$;
--> statement-breakpoint
-- The days on which a unit has its principal seal, with the name of the day, in use, and no old one is out.
CREATE FUNCTION sealed_days(sealed bigint) RETURNS datemultirange
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    SELECT coalesce(range_agg(state.days * bearing.days) FILTER (WHERE kind = 'PRINCIPAL' AND status = 'IN_USE'), '{}')
      - coalesce(range_agg(state.days - CASE WHEN status IN ('WITHDRAWN', 'INVALIDATED') THEN '{}' ELSE bearing.days END)
        FILTER (WHERE status NOT IN ('REQUESTED', 'AUTHORIZED', 'RETURNED', 'DESTROYED', 'ARCHIVED', 'LOST')), '{}')
    FROM (SELECT id, kind, lettered(engraved_name) AS lettered FROM seal WHERE unit_id = sealed OFFSET 0) AS seal
    CROSS JOIN LATERAL (
      SELECT coalesce(range_agg(daterange(valid_from, valid_to)), '{}') AS days FROM unit_version
      WHERE unit_id = sealed AND superseded_at = 'infinity' AND lettered(name) = seal.lettered) AS bearing
    CROSS JOIN LATERAL (
      SELECT status, datemultirange(daterange(valid_from, valid_to)) AS days FROM seal_status WHERE seal_id = seal.id AND superseded_at = 'infinity' OFFSET 0) AS state);
END $$;
--> statement-breakpoint
-- The days on which a unit has a signboard up with the name of the day.
CREATE FUNCTION signposted_days(signposted bigint) RETURNS datemultirange
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
  RETURN (
    SELECT coalesce(range_agg(daterange(state.valid_from, state.valid_to) * daterange(version.valid_from, version.valid_to)), '{}')
    FROM (SELECT id, lettered(signboard.text) AS lettered FROM signboard WHERE unit_id = signposted OFFSET 0) AS board
    CROSS JOIN LATERAL (SELECT * FROM signboard_status WHERE signboard_id = board.id AND status = 'MOUNTED' AND superseded_at = 'infinity' OFFSET 0) AS state
    JOIN unit_version AS version ON version.unit_id = signposted AND version.superseded_at = 'infinity' AND position(lettered(version.name) IN board.lettered) > 0);
END $$;
--> statement-breakpoint
CREATE FUNCTION done_days(figure progress_figure, unit bigint) RETURNS datemultirange
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE figure WHEN 'SEALS' THEN sealed_days(unit) ELSE signposted_days(unit) END;
END $$;
--> statement-breakpoint
-- What phases want of the units of some codes, on which days, and when it is done.
CREATE FUNCTION progress_units(codes text[]) RETURNS SETOF progress_unit
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE always constant datemultirange := '{[-infinity,infinity)}';
BEGIN
  RETURN QUERY
  WITH wanted AS MATERIALIZED (
    SELECT t.code, unit.id FROM unnest(codes) AS t (code) LEFT JOIN LATERAL (SELECT id FROM unit WHERE unit.code = t.code OFFSET 0) AS unit ON true
  ), name AS MATERIALIZED (
    -- `early` are the days before a name that is planned is borne.
    SELECT plan.phase_id, wanted.code, wanted.id, plan.on_day, always AS days, datemultirange(daterange('-infinity', plan.on_day)) AS early,
      coalesce((result -> 'attributes' ->> 'ownSeal')::boolean, false) AS sealed
    FROM wanted CROSS JOIN LATERAL (SELECT * FROM planned_change WHERE jsonb_path_query_array(change, '$.results[*].unit') ? wanted.code OFFSET 0) AS plan
    CROSS JOIN LATERAL jsonb_array_elements(plan.change -> 'results') AS result
    WHERE plan.superseded_at = 'infinity' AND result ->> 'unit' = wanted.code
      AND (plan.kind IN ('ESTABLISH', 'MERGE', 'SPLIT') OR jsonb_exists(result -> 'attributes', 'name'))
    UNION ALL
    SELECT act.phase_id, wanted.code, wanted.id, act.on_day, standing_days(act.id) * datemultirange(daterange(act.on_day, 'infinity')), '{}', version.own_seal
    FROM wanted CROSS JOIN LATERAL (SELECT * FROM unit_version WHERE unit_id = wanted.id AND superseded_at = 'infinity' OFFSET 0) AS version
    CROSS JOIN LATERAL (
      SELECT * FROM change_event WHERE id = version.change_id AND on_day = version.valid_from AND phase_id IS NOT NULL AND planned_change_id IS NULL OFFSET 0) AS act
    WHERE NOT EXISTS (
      SELECT FROM unit_version AS was WHERE was.unit_id = wanted.id AND was.valid_to = version.valid_from AND was.name = version.name
        AND was.superseded_at = 'infinity')
  ), wish AS (
    SELECT 'SIGNBOARDS'::progress_figure AS figure, phase_id, code, id, days AS named, days AS counted, early FROM name
    UNION ALL
    -- Whether it is entitled to a seal is asked as of the day, before its day as of that.
    SELECT 'SEALS', phase_id, code, id, days, days * (entitled * datemultirange(daterange(on_day, 'infinity'))
      + CASE WHEN entitled @> on_day THEN datemultirange(daterange('-infinity', on_day)) ELSE '{}' END), early
    FROM name CROSS JOIN LATERAL (
      SELECT coalesce(range_agg(daterange(valid_from, valid_to)) FILTER (WHERE own_seal), '{}')
        + CASE WHEN sealed THEN always - coalesce(range_agg(daterange(valid_from, valid_to)), '{}') ELSE '{}' END AS entitled
      FROM unit_version WHERE unit_id = name.id AND superseded_at = 'infinity') AS version
    UNION ALL
    SELECT 'SEALS', thing.phase_id, code, wanted.id, NULL, NULL, NULL
    FROM wanted CROSS JOIN LATERAL (SELECT phase_id FROM seal WHERE unit_id = wanted.id AND phase_id IS NOT NULL AND kind = 'PRINCIPAL' OFFSET 0) AS thing
    UNION ALL
    SELECT 'SIGNBOARDS', thing.phase_id, code, wanted.id, NULL, NULL, NULL
    FROM wanted CROSS JOIN LATERAL (SELECT phase_id FROM signboard WHERE unit_id = wanted.id AND phase_id IS NOT NULL OFFSET 0) AS thing
  ), asked AS (
    -- By reason of what is provided, a unit is asked for while no act of the phase names it.
    SELECT figure, code, phase_id, id, coalesce(range_agg(wish.counted), '{}')
        + CASE WHEN bool_or(named IS NULL) THEN always - coalesce(range_agg(named), '{}') ELSE '{}' END AS counted,
      coalesce(range_agg(wish.counted * early), '{}') AS early
    FROM wish GROUP BY figure, code, phase_id, id
  )
  SELECT figure, code, phase_id, asked.counted, asked.counted - early, (asked.counted - early) * done_days(figure, id) FROM asked;
END $$;
--> statement-breakpoint
-- What phases want of units, or when that is done, has changed to this: what is different is kept, and told as steps.
CREATE FUNCTION keep_progress_units(codes text[], figures progress_figure[], facts progress_unit[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  WITH moved AS MATERIALIZED (
    SELECT * FROM (
      SELECT figure, code, phase_id, coalesce(fact.counted, '{}') AS counted, coalesce(fact.borne, '{}') AS borne, coalesce(fact.done, '{}') AS done,
        coalesce(was.counted, '{}') AS was_counted, coalesce(was.borne, '{}') AS was_borne, coalesce(was.done, '{}') AS was_done
      FROM unnest(facts) AS fact
      FULL JOIN (SELECT * FROM progress_unit WHERE figure = ANY (figures) AND code = ANY (codes)) AS was USING (figure, code, phase_id)) AS compared
    WHERE (counted, borne, done) <> (was_counted, was_borne, was_done)
  ), kept AS (
    INSERT INTO progress_unit (figure, code, phase_id, counted, borne, done) SELECT figure, code, phase_id, counted, borne, done FROM moved
    ON CONFLICT (figure, code, phase_id) DO UPDATE SET counted = EXCLUDED.counted, borne = EXCLUDED.borne, done = EXCLUDED.done
  )
  INSERT INTO progress_step (phase_id, figure, on_day, done, total)
  SELECT phase_id, figure, on_day, sum(edge.done), sum(edge.total)
  FROM moved CROSS JOIN LATERAL (VALUES (moved.counted, 0, 1), (moved.done, 1, 0), (was_counted, 0, -1), (was_done, -1, 0)) AS part (days, done, total)
  CROSS JOIN LATERAL unnest(part.days) AS span
  CROSS JOIN LATERAL (VALUES (lower(span), part.done, part.total), (upper(span), -part.done, -part.total)) AS edge (on_day, done, total)
  WHERE on_day < 'infinity'
  GROUP BY phase_id, figure, on_day HAVING sum(edge.done) <> 0 OR sum(edge.total) <> 0;
END $$;
--> statement-breakpoint
-- Writers about a unit hold its row; those of a plan that names it take it here. All of them meet at `progress_turn` as
-- well: at the unit's code, since the unit may not be there yet, and by raising it, so that a writer who does not see what
-- another did, under REPEATABLE READ, is refused.
CREATE FUNCTION take_progress_turn(codes text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  INSERT INTO progress_turn AS meeting (code) SELECT DISTINCT unnest(codes) ORDER BY 1 ON CONFLICT (code) DO UPDATE SET turn = meeting.turn + 1;
END $$;
--> statement-breakpoint
CREATE FUNCTION renew_progress_units(codes text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF codes IS NULL THEN
    RETURN;
  END IF;
  PERFORM FROM unit WHERE code = ANY (codes) ORDER BY id FOR NO KEY UPDATE;
  PERFORM take_progress_turn(codes);
  PERFORM keep_progress_units(codes, '{SEALS,SIGNBOARDS}', ARRAY(SELECT fact FROM progress_units(codes) AS fact));
END $$;
--> statement-breakpoint
-- What phases want may have changed.
CREATE FUNCTION step_with_units() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  codes text[];
BEGIN
  IF TG_TABLE_NAME = 'planned_change' THEN
    SELECT array_agg(DISTINCT result ->> 'unit') INTO codes FROM written CROSS JOIN LATERAL jsonb_array_elements(change -> 'results') AS result
    WHERE result ->> 'unit' <> '';
  ELSIF TG_TABLE_NAME IN ('seal', 'signboard') THEN
    SELECT array_agg(DISTINCT code) INTO codes FROM written JOIN unit ON unit.id = unit_id WHERE phase_id IS NOT NULL;
  ELSE
    SELECT array_agg(DISTINCT code) INTO codes FROM written JOIN unit ON unit.id = unit_id;
  END IF;
  PERFORM renew_progress_units(codes);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What they want has not, only whether it is done. Some statuses make no difference to that.
CREATE FUNCTION step_with_things() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  told constant progress_figure := TG_ARGV[0];
  idle constant text[] := TG_ARGV[1];
  codes text[] := ARRAY(SELECT unit.code FROM unit WHERE id IN (SELECT unit_id FROM written WHERE status::text <> ALL (idle)));
BEGIN
  IF codes = '{}' THEN
    RETURN NULL;
  END IF;
  PERFORM take_progress_turn(codes);
  IF EXISTS (SELECT FROM progress_unit WHERE figure = told AND code = ANY (codes)) THEN
    PERFORM keep_progress_units(codes, ARRAY[told], ARRAY(
      SELECT ROW(was.figure, was.code, was.phase_id, was.counted, was.borne, was.borne * done_days(told, unit.id))::progress_unit
      FROM progress_unit AS was LEFT JOIN unit USING (code) WHERE was.figure = told AND was.code = ANY (codes)));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $do$
DECLARE
  fact record;
  event text;
BEGIN
  FOR fact IN
    SELECT * FROM (VALUES
      ('planned_change', 'step_with_planned_changes()', '{INSERT,UPDATE}'), ('change_event', 'step_with_acts()', '{INSERT}'),
      ('task_status', 'step_with_tasks()', '{INSERT,UPDATE}'), ('handover_status', 'step_with_handovers()', '{INSERT,UPDATE}'),
      ('planned_change', 'step_with_units()', '{INSERT,UPDATE}'), ('unit_version', 'step_with_units()', '{INSERT,UPDATE}'),
      ('seal', 'step_with_units()', '{INSERT}'), ('signboard', 'step_with_units()', '{INSERT}'),
      ('seal_status', $$step_with_things('SEALS', '{REQUESTED,AUTHORIZED,RETURNED,DESTROYED,ARCHIVED,LOST}')$$, '{INSERT,UPDATE}'),
      ('signboard_status', $$step_with_things('SIGNBOARDS', '{DESIGNED,BRAND_APPROVED,MADE,REMOVED,DISPOSED}')$$, '{INSERT,UPDATE}'),
      ('phase_status', 'sum_progress_steps()', '{INSERT}')
    ) AS t (table_name, renewer, events)
  LOOP
    FOREACH event IN ARRAY fact.events::text[] LOOP
      EXECUTE format('CREATE TRIGGER h_%s_on_%s AFTER %s ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %s',
        split_part(fact.renewer, '(', 1), lower(event), event, fact.table_name, fact.renewer);
    END LOOP;
  END LOOP;
END $do$;
--> statement-breakpoint
SELECT keep_progress_units('{}', '{}', ARRAY(SELECT fact FROM progress_units(ARRAY(
  SELECT code FROM unit UNION
  SELECT result ->> 'unit' FROM planned_change CROSS JOIN LATERAL jsonb_array_elements(change -> 'results') AS result WHERE superseded_at = 'infinity'
)) AS fact));
--> statement-breakpoint
INSERT INTO progress_step (phase_id, figure, on_day, done, total)
WITH item (phase_id, figure, counted, done) AS (
  SELECT phase_id, 'CHANGES'::progress_figure, '{[-infinity,infinity)}'::datemultirange, '{}'::datemultirange FROM planned_change WHERE superseded_at = 'infinity'
  UNION ALL
  SELECT phase_id, 'CHANGES',
    CASE WHEN EXISTS (SELECT FROM planned_change WHERE id = act.planned_change_id AND superseded_at = 'infinity') THEN '{}' ELSE standing_days(act.id) END,
    standing_days(act.id) * datemultirange(daterange(on_day, 'infinity')) FROM change_event AS act WHERE phase_id IS NOT NULL
  UNION ALL
  SELECT phase_id, 'TASKS', days, CASE WHEN status = 'DONE' THEN days ELSE '{}' END
  FROM task JOIN task_status ON task_id = task.id CROSS JOIN LATERAL datemultirange(daterange(valid_from, valid_to)) AS days
  WHERE phase_id IS NOT NULL AND status <> 'CANCELLED' AND superseded_at = 'infinity'
  UNION ALL
  SELECT phase_id, 'HANDOVERS', days, CASE WHEN status IN ('SIGNED', 'CLOSED') THEN days ELSE '{}' END
  FROM handover JOIN handover_status ON handover_id = handover.id CROSS JOIN LATERAL datemultirange(daterange(valid_from, valid_to)) AS days
  WHERE phase_id IS NOT NULL AND status <> 'CANCELLED' AND superseded_at = 'infinity'
)
SELECT phase_id, figure, on_day, sum(edge.done), sum(edge.total)
FROM item CROSS JOIN LATERAL (VALUES (counted, 0, 1), (item.done, 1, 0)) AS part (days, done, total)
CROSS JOIN LATERAL unnest(part.days) AS span
CROSS JOIN LATERAL (VALUES (lower(span), part.done, part.total), (upper(span), -part.done, -part.total)) AS edge (on_day, done, total)
WHERE on_day < 'infinity'
GROUP BY phase_id, figure, on_day HAVING sum(edge.done) <> 0 OR sum(edge.total) <> 0;
--> statement-breakpoint
REVOKE INSERT, UPDATE ON progress_unit, progress_step, progress_turn FROM sapxep_app;
