-- The same rules, for less: what a transaction does to the headcount is noted as it writes, and looked at once, at its
-- end. So nobody is counted where their number does not rise, and who moves on a day changes nothing before it.
--
-- A row says by how many people more or fewer are paid at a unit on some days (PEOPLE), that posts were granted there
-- (POSTS), or that a unit came below it (TREE). Rows live within their transaction, which takes them away at its end:
-- nobody else ever sees any. It is asked for by `xid` alone, of which the planner, who finds it empty or full of what is gone,
-- makes nothing.
CREATE UNLOGGED TABLE headcount_shift (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  unit_id bigint NOT NULL,
  cause text NOT NULL,
  category staff_category,
  valid_from date,
  valid_to date,
  people integer,
  -- Whether `unit_headcount` has it.
  told boolean NOT NULL,
  -- Of the rows that one statement makes, one has all settled.
  settles boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX headcount_shift_xid ON headcount_shift (xid);
--> statement-breakpoint
-- Whoever could write here could hide somebody from the ceilings.
REVOKE ALL ON headcount_shift FROM sapxep_app;
--> statement-breakpoint

-- Has `unit_headcount` say what this transaction did so far. Done wherever people come, and at the end: whoever goes is
-- told together with who comes instead.
CREATE FUNCTION tell_unit_headcount() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  units bigint[];
  days date[];
  more int[];
BEGIN
  WITH telling AS (
    UPDATE headcount_shift SET told = true WHERE xid = pg_current_xact_id() AND NOT told RETURNING unit_id, valid_from, valid_to, people
  ), change AS (
    SELECT unit_id, on_day, sum(paid)::int AS paid FROM (
      SELECT unit_id, valid_from AS on_day, people AS paid FROM telling
      UNION ALL SELECT unit_id, valid_to, -people FROM telling WHERE valid_to < 'infinity') AS edge
    GROUP BY unit_id, on_day HAVING sum(paid) <> 0
  )
  SELECT array_agg(unit_id), array_agg(on_day), array_agg(paid) INTO units, days, more FROM change;
  IF units IS NOT NULL THEN
    PERFORM shift_unit_headcount(units, days, more, array_fill(0, ARRAY[cardinality(units)]));
  END IF;
END $$;
--> statement-breakpoint
-- Of what is inserted is believed what is said, of what is updated no longer: nothing else is done to a fact (a_keep).
CREATE OR REPLACE FUNCTION shift_unit_payroll() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE one constant int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  INSERT INTO headcount_shift (unit_id, cause, category, valid_from, valid_to, people, told, settles)
  SELECT unit_id, 'PEOPLE', category, valid_from, valid_to, one * count(*), false, row_number() OVER () = 1
  FROM written GROUP BY unit_id, category, valid_from, valid_to;
  IF TG_OP = 'INSERT' THEN
    PERFORM tell_unit_headcount();
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- The same as `headcount_breaches`, of one category and on some days only.
CREATE FUNCTION headcount_breaches_on(root bigint, counted_category staff_category, from_day date, until_day date)
RETURNS TABLE (category staff_category, on_day date, ceiling integer, counted bigint)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE granted AS MATERIALIZED (
    SELECT ceiling, greatest(valid_from, from_day) AS valid_from, least(valid_to, until_day) AS valid_to FROM quota
    WHERE unit_id = root AND category = counted_category AND superseded_at = 'infinity' AND valid_from < until_day AND from_day < valid_to
  ), tree (id, valid_from, valid_to) AS (
    SELECT root, min(valid_from), max(valid_to) FROM granted HAVING count(*) > 0
    UNION
    SELECT relation.child_id, greatest(tree.valid_from, relation.valid_from), least(tree.valid_to, relation.valid_to)
    FROM tree CROSS JOIN LATERAL (
      SELECT child_id, unit_relation.valid_from, unit_relation.valid_to FROM unit_relation
      WHERE parent_id = tree.id AND kind = 'ESTABLISHMENT' AND superseded_at = 'infinity'
        AND unit_relation.valid_from < tree.valid_to AND tree.valid_from < unit_relation.valid_to OFFSET 0) AS relation
  ), present AS MATERIALIZED (
    SELECT greatest(home.valid_from, tree.valid_from) AS first, least(home.valid_to, tree.valid_to) AS beyond, count(*) AS people
    FROM tree CROSS JOIN LATERAL (
      SELECT payroll.valid_from, payroll.valid_to FROM payroll
      WHERE unit_id = tree.id AND payroll.category = counted_category AND superseded_at = 'infinity'
        AND payroll.valid_from < tree.valid_to AND tree.valid_from < payroll.valid_to OFFSET 0) AS home
    GROUP BY 1, 2
  ), step AS (
    SELECT first AS on_day, people AS change FROM present
    UNION ALL SELECT beyond, -people FROM present
    UNION ALL SELECT valid_from, 0 FROM granted -- with whom a quota begins
  ), level AS (
    SELECT on_day, sum(sum(change)) OVER (ORDER BY on_day) AS counted FROM step GROUP BY on_day
  )
  SELECT counted_category, level.on_day, granted.ceiling, level.counted::bigint
  FROM level JOIN granted ON level.on_day >= granted.valid_from AND level.on_day < granted.valid_to
  WHERE level.counted > granted.ceiling ORDER BY level.on_day
$$;
--> statement-breakpoint

-- HEADCOUNT_CEILING_EXCEEDED and ALLOCATION_EXCEEDS_TOTAL, once per transaction at its end. Before it no ceiling was
-- exceeded, and whoever else could exceed one meets this writer on the rows of the units (0021). So people are counted
-- where and when their number rises by all that was done, along the lines in which units stand at the end; and for whole
-- quotas where posts were granted or a unit came below.
CREATE FUNCTION settle_headcount() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  all_told boolean;
  is_whole boolean;
  concerned record;
  breach record;
BEGIN
  SELECT bool_and(told), bool_or(cause <> 'PEOPLE') INTO all_told, is_whole FROM headcount_shift WHERE xid = pg_current_xact_id();
  IF all_told IS NULL THEN
    RETURN NULL; -- settled with what another statement did
  END IF;
  IF NOT all_told THEN
    PERFORM tell_unit_headcount();
  END IF;
  WITH RECURSIVE counting (unit_id, category, first, beyond, people) AS (
    SELECT * FROM (
      SELECT unit_id, category, valid_from, valid_to, sum(people) AS people FROM headcount_shift
      WHERE xid = pg_current_xact_id() AND cause = 'PEOPLE' GROUP BY unit_id, category, valid_from, valid_to HAVING sum(people) <> 0) AS moved
    UNION ALL
    SELECT parent_id, category, greatest(first, valid_from), least(beyond, valid_to), people
    FROM counting CROSS JOIN LATERAL (
      SELECT parent_id, valid_from, valid_to FROM unit_relation
      WHERE child_id = counting.unit_id AND kind = 'ESTABLISHMENT' AND superseded_at = 'infinity'
        AND valid_from < counting.beyond AND counting.first < valid_to OFFSET 0) AS parent
  ), level AS (
    SELECT unit_id, category, on_day, sum(sum(change)) OVER line AS more, lead(on_day) OVER line AS until_day
    FROM (
      SELECT unit_id, category, first AS on_day, people AS change FROM counting
      UNION ALL SELECT unit_id, category, beyond, -people FROM counting) AS step
    GROUP BY unit_id, category, on_day WINDOW line AS (PARTITION BY unit_id, category ORDER BY on_day)
  ), rise AS (
    SELECT unit_id, category, min(on_day) AS first, max(until_day) AS beyond FROM level WHERE more > 0 GROUP BY unit_id, category
  )
  SELECT unit.code, found.* INTO breach
  FROM rise CROSS JOIN LATERAL headcount_breaches_on(rise.unit_id, rise.category, rise.first, rise.beyond) AS found
  JOIN unit ON unit.id = rise.unit_id LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('headcount_ceiling_exceeded__payroll', 'payroll exceeds the ceiling', jsonb_build_object(
      'unit', breach.code, 'on', breach.on_day, 'category', breach.category, 'ceiling', breach.ceiling, 'counted', breach.counted));
  END IF;
  IF is_whole THEN
    FOR concerned IN
      WITH RECURSIVE whole (id) AS (
        SELECT unit_id FROM headcount_shift WHERE xid = pg_current_xact_id() AND cause = 'TREE'
        UNION
        SELECT parent_id FROM whole CROSS JOIN LATERAL (
          SELECT parent_id FROM unit_relation WHERE child_id = whole.id AND kind = 'ESTABLISHMENT' AND superseded_at = 'infinity' OFFSET 0) AS parent
      )
      SELECT id, code FROM unit WHERE id IN (
        SELECT id FROM whole UNION SELECT unit_id FROM headcount_shift WHERE xid = pg_current_xact_id() AND cause = 'POSTS')
      ORDER BY id
    LOOP
      SELECT * INTO breach FROM headcount_breaches(concerned.id) LIMIT 1;
      IF FOUND THEN
        PERFORM refuse('headcount_ceiling_exceeded__payroll', 'payroll exceeds the ceiling', jsonb_build_object(
          'unit', concerned.code, 'on', breach.on_day, 'category', breach.category, 'ceiling', breach.ceiling, 'counted', breach.counted));
      END IF;
      SELECT * INTO breach FROM allocation_breaches(concerned.id) LIMIT 1;
      IF FOUND THEN
        PERFORM refuse('allocation_exceeds_total__quota', 'allocations exceed the total', jsonb_build_object(
          'unit', concerned.code, 'on', breach.on_day, 'category', breach.category, 'ceiling', breach.ceiling, 'counted', breach.granted));
      END IF;
    END LOOP;
  END IF;
  DELETE FROM headcount_shift WHERE xid = pg_current_xact_id();
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER d_settle AFTER INSERT ON headcount_shift
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.settles) EXECUTE FUNCTION settle_headcount();
--> statement-breakpoint

CREATE OR REPLACE FUNCTION touch_quota_units() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  granted bigint[] := (SELECT array_agg(DISTINCT id) FROM (SELECT unit_id AS id FROM written UNION SELECT center_id FROM written) AS named);
  below bigint[];
BEGIN
  -- The unit itself first: who moves a unit below it holds this row, and is seen once it is let go. Versions rise once
  -- all rows are taken, so that who has constraints checked at once is checked after the last wait.
  PERFORM 1 FROM unit WHERE id = ANY (granted) ORDER BY id FOR NO KEY UPDATE;
  below := units_below((SELECT array_agg(DISTINCT unit_id) FROM written));
  PERFORM 1 FROM unit WHERE id = ANY (below) AND id <> ALL (granted) ORDER BY id FOR NO KEY UPDATE;
  UPDATE unit SET staff_version = staff_version + 1 WHERE id = ANY (granted || below);
  INSERT INTO headcount_shift (unit_id, cause, told, settles) SELECT id, 'POSTS', true, row_number() OVER () = 1 FROM unnest(granted) AS id;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A unit that comes below another brings what it counts along; one that leaves takes it away from those above.
CREATE OR REPLACE FUNCTION touch_moved_units() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE counting boolean;
BEGIN
  WITH RECURSIVE above (id) AS (
    SELECT parent_id FROM written WHERE kind = 'ESTABLISHMENT'
    UNION
    SELECT relation.parent_id FROM above JOIN unit_relation AS relation ON relation.child_id = above.id
    WHERE relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity'
  )
  SELECT EXISTS (SELECT FROM quota JOIN above ON above.id = quota.unit_id WHERE quota.superseded_at = 'infinity') INTO counting;
  IF counting THEN
    PERFORM touch_counted(
      units_below((SELECT array_agg(DISTINCT child_id) FROM written WHERE kind = 'ESTABLISHMENT'))
      || (SELECT array_agg(DISTINCT parent_id) FROM written WHERE kind = 'ESTABLISHMENT'));
    INSERT INTO headcount_shift (unit_id, cause, told, settles)
    SELECT parent_id, 'TREE', true, row_number() OVER () = 1 FROM written WHERE kind = 'ESTABLISHMENT' AND TG_OP = 'INSERT' GROUP BY parent_id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- FACT_OUTSIDE_UNIT for staff and quotas. What begins too early is the first of its index; what ends too late is looked for
-- only where the unit has an end.
CREATE OR REPLACE FUNCTION refuse_staff_outside_unit(checked bigint, unit_code text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  life record;
  first date;
  beyond date;
  outside record;
BEGIN
  SELECT valid_from, valid_to INTO life FROM unit_life WHERE unit_id = checked AND superseded_at = 'infinity';
  first := coalesce(life.valid_from, 'infinity');
  beyond := coalesce(life.valid_to, '-infinity');
  SELECT fact.rule, fact.valid_from AS on_day INTO outside
  FROM (
    SELECT 'payroll' AS rule, valid_from FROM payroll WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_from < first
    UNION ALL SELECT 'workplace', valid_from FROM workplace WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_from < first
    UNION ALL SELECT 'leadership', valid_from FROM leadership WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_from < first
    UNION ALL SELECT 'quota', valid_from FROM quota WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_from < first
  ) AS fact LIMIT 1;
  IF NOT FOUND AND beyond < 'infinity' THEN
    SELECT fact.rule, life.valid_to AS on_day INTO outside
    FROM (
      SELECT 'payroll' AS rule FROM payroll WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_to > beyond
      UNION ALL SELECT 'workplace' FROM workplace WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_to > beyond
      UNION ALL SELECT 'leadership' FROM leadership WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_to > beyond
      UNION ALL SELECT 'quota' FROM quota WHERE unit_id = checked AND superseded_at = 'infinity' AND valid_to > beyond
    ) AS fact LIMIT 1;
  END IF;
  IF FOUND THEN
    PERFORM refuse('fact_outside_unit__' || outside.rule, 'a fact lies outside the life of its unit',
      jsonb_build_object('unit', unit_code, 'on', outside.on_day));
  END IF;
END $$;
--> statement-breakpoint
-- Staff and quotas within the life of their unit, once per transaction at commit.
CREATE OR REPLACE FUNCTION check_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM unit WHERE id = NEW.id AND staff_version > NEW.staff_version) THEN -- else a later touch of this transaction checks
    PERFORM refuse_staff_outside_unit(NEW.id, NEW.code);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- What a unit is called, and its version, are in no statement that raises a counter beside it: nothing is asked of those.
DROP TRIGGER y_mark_update ON unit;
--> statement-breakpoint
CREATE TRIGGER y_mark_update AFTER UPDATE OF code, version ON unit FOR EACH STATEMENT EXECUTE FUNCTION mark_write();
--> statement-breakpoint
DROP FUNCTION mark_unit_touch();
--> statement-breakpoint

-- As `keep_unit`, without making JSON of two rows to compare them.
CREATE FUNCTION keep_staff() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    NEW.last_recorded_at := NEW.recorded_at;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.code, NEW.recorded_at) IS NOT DISTINCT FROM (OLD.id, OLD.code, OLD.recorded_at) AND NEW.version >= OLD.version THEN
      PERFORM refuse_earlier_record(OLD.last_recorded_at);
      NEW.last_recorded_at := record_time();
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, 'an identity lasts');
END $$;
--> statement-breakpoint
DROP TRIGGER a_keep ON staff;
--> statement-breakpoint
CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON staff FOR EACH ROW EXECUTE FUNCTION keep_staff();
--> statement-breakpoint

-- Whoever touches rows takes them in the order of their ids by the statement that raises them, which finds the latest of
-- each.
CREATE OR REPLACE FUNCTION touch_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE staff SET version = version + 1 FROM (
    SELECT id FROM staff WHERE id IN (SELECT staff_id FROM written) ORDER BY id FOR NO KEY UPDATE) AS held
  WHERE staff.id = held.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION touch_own_unit() RETURNS trigger
LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE unit SET staff_version = staff_version + 1 FROM (
    SELECT id FROM unit WHERE id IN (SELECT unit_id FROM written) ORDER BY id FOR NO KEY UPDATE) AS held
  WHERE unit.id = held.id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION touch_counted(units bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  held bigint[] := '{}';
  more bigint[];
BEGIN
  -- Waiting for a row may bring up a quota that was not there before: again until nothing new appears.
  LOOP
    WITH RECURSIVE above (id) AS (
      SELECT unnest(units)
      UNION
      SELECT parent.parent_id FROM above CROSS JOIN LATERAL (
        SELECT relation.parent_id FROM unit_relation AS relation
        WHERE relation.child_id = above.id AND relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity' OFFSET 0) AS parent
    ), raised AS (
      UPDATE unit SET staff_version = staff_version + 1 WHERE id = ANY (ARRAY(
        SELECT id FROM unit WHERE id = ANY (ARRAY(
          SELECT unnest(units)
          UNION
          SELECT id FROM above CROSS JOIN LATERAL (SELECT FROM quota WHERE unit_id = above.id AND superseded_at = 'infinity' LIMIT 1) AS granted))
        AND id <> ALL (held) ORDER BY id FOR NO KEY UPDATE))
      RETURNING id
    )
    SELECT array_agg(id) INTO more FROM raised;
    EXIT WHEN more IS NULL;
    held := held || more;
  END LOOP;
END $$;
--> statement-breakpoint

-- Somebody is shown wherever they are counted or work, on whatever day.
CREATE OR REPLACE FUNCTION mark_people(people bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  WITH place AS MATERIALIZED (
    SELECT unit_id FROM payroll WHERE staff_id = ANY (people) UNION SELECT unit_id FROM workplace WHERE staff_id = ANY (people)
  )
  INSERT INTO write_mark (unit_id)
  SELECT DISTINCT coalesce(line.above_id, 0) FROM place
  LEFT JOIN LATERAL (
    SELECT above_id FROM unit_above WHERE unit_above.unit_id = place.unit_id AND relation = 'ESTABLISHMENT' OFFSET 0) AS line ON true
  UNION ALL SELECT -1 WHERE NOT EXISTS (SELECT FROM place)
  ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
-- What is written is asked for by statements of its own, whose plans last.
CREATE OR REPLACE FUNCTION mark_people_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  people bigint[];
BEGIN
  CASE TG_TABLE_NAME
    WHEN 'staff' THEN SELECT array_agg(id) INTO people FROM written;
    WHEN 'transfer_batch' THEN people := NULL;
    WHEN 'transfer_step' THEN
      SELECT array_agg(DISTINCT staff_id) INTO people FROM transfer WHERE id = ANY (ARRAY(SELECT transfer_id FROM written));
    WHEN 'secondment_step' THEN
      SELECT array_agg(DISTINCT staff_id) INTO people FROM secondment WHERE id = ANY (ARRAY(SELECT secondment_id FROM written));
    ELSE SELECT array_agg(DISTINCT staff_id) INTO people FROM written;
  END CASE;
  PERFORM mark_people(people);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Who is touched is marked at the end of the transaction, once, with all places they then have or had: marks are seen with
-- its commit anyhow.
DROP TRIGGER y_mark_update ON staff;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION check_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  employment datemultirange;
  wrong record;
BEGIN
  IF EXISTS (SELECT FROM staff WHERE id = NEW.id AND version > NEW.version) THEN
    RETURN NULL; -- a later touch of this transaction checks
  END IF;
  PERFORM mark_people(ARRAY[NEW.id]);
  SELECT range_agg(daterange(valid_from, valid_to)) INTO employment FROM staff_version WHERE staff_id = NEW.id AND superseded_at = 'infinity';
  SELECT part.rule, part.valid_from INTO wrong
  FROM (
    SELECT 'payroll' AS rule, valid_from, valid_to FROM payroll WHERE staff_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'workplace', valid_from, valid_to FROM workplace WHERE staff_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'leadership', valid_from, valid_to FROM leadership WHERE staff_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'digital_signature', valid_from, valid_to FROM digital_signature WHERE staff_id = NEW.id AND superseded_at = 'infinity'
  ) AS part WHERE NOT coalesce(employment @> daterange(part.valid_from, part.valid_to), false) LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('fact_outside_employment__' || wrong.rule, 'a fact lies outside the employment of its person',
      jsonb_build_object('staff', NEW.code, 'on', wrong.valid_from));
  END IF;
  SELECT greatest(home.valid_from, there.valid_from) AS on_day, unit.code INTO wrong
  FROM workplace AS there JOIN payroll AS home ON home.staff_id = there.staff_id AND home.unit_id = there.unit_id AND home.superseded_at = 'infinity'
    AND home.valid_from < there.valid_to AND there.valid_from < home.valid_to
  JOIN unit ON unit.id = there.unit_id
  WHERE there.staff_id = NEW.id AND there.basis = 'SECONDMENT' AND there.superseded_at = 'infinity' LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('secondment_counted_at_host__payroll', 'a secondee counts at home only',
      jsonb_build_object('staff', NEW.code, 'unit', wrong.code, 'on', wrong.on_day));
  END IF;
  SELECT greatest(home.valid_from, version.valid_from) AS on_day INTO wrong
  FROM payroll AS home JOIN staff_version AS version ON version.staff_id = home.staff_id AND version.superseded_at = 'infinity'
    AND home.valid_from < version.valid_to AND version.valid_from < home.valid_to
  WHERE home.staff_id = NEW.id AND home.superseded_at = 'infinity' AND home.category <> version.category LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('staff_category_mismatch__payroll', 'a person is counted in their category',
      jsonb_build_object('staff', NEW.code, 'on', wrong.on_day));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint

-- The chain that is likely to be free is asked for by its number, before all of them are looked at.
CREATE OR REPLACE FUNCTION seal_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  entry_ids bigint[];
  digests bytea[];
  held text := nullif(current_setting('sapxep.audit_chain', true), '');
  own constant smallint := pg_backend_pid() % 32;
  head audit_chain;
BEGIN
  SELECT array_agg(id ORDER BY id), array_agg(audit_entry_digest(entry) ORDER BY id) INTO entry_ids, digests FROM written AS entry;
  IF entry_ids IS NULL THEN
    RETURN NULL;
  END IF;
  IF held IS NULL THEN
    SELECT * INTO head FROM audit_chain WHERE chain = own FOR UPDATE SKIP LOCKED;
  END IF;
  IF head.chain IS NULL THEN
    SELECT * INTO head FROM audit_chain
    ORDER BY chain::text IS DISTINCT FROM held, (chain + pg_backend_pid()) % 32 LIMIT 1 FOR UPDATE SKIP LOCKED;
  END IF;
  IF head.chain IS NULL THEN
    SELECT * INTO head FROM audit_chain WHERE chain = own FOR UPDATE;
  END IF;
  PERFORM set_config('sapxep.audit_chain', head.chain::text, true);
  PERFORM seal_audit_entries(head, entry_ids, digests);
  RETURN NULL;
END $$;
