-- Every constraint is named `code__detail`: the part before `__`, in capitals, is the violation a caller sees.

ALTER TABLE staff ADD CONSTRAINT already_exists__staff UNIQUE (code),
  ADD CONSTRAINT input_invalid__staff_code CHECK (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$');
--> statement-breakpoint
ALTER TABLE staff_version
  ADD CONSTRAINT not_found__staff_version_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__staff_version_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT input_invalid__staff_name CHECK (name <> '' AND name = btrim(name)),
  ADD CONSTRAINT staff_version_overlap__version
    EXCLUDE USING gist (staff_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE assignment
  ADD CONSTRAINT not_found__assignment_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__assignment_decided_by FOREIGN KEY (decided_by_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__assignment_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT already_exists__assignment_of_staff UNIQUE (id, staff_id);
--> statement-breakpoint
ALTER TABLE secondment ADD CONSTRAINT already_exists__secondment_of_staff UNIQUE (id, staff_id);
--> statement-breakpoint
ALTER TABLE transfer ADD CONSTRAINT already_exists__transfer_of_staff UNIQUE (id, staff_id);
--> statement-breakpoint
-- STAFF_HOME_OVERLAP: one payroll home per person and day. A transfer's decision cites its instrument.
ALTER TABLE payroll
  ADD CONSTRAINT not_found__payroll_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__payroll_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__payroll_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__payroll_transfer FOREIGN KEY (transfer_id, staff_id) REFERENCES transfer (id, staff_id),
  ADD CONSTRAINT not_found__payroll_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT instrument_required__payroll CHECK (transfer_id IS NULL OR instrument_id IS NOT NULL),
  ADD CONSTRAINT staff_home_overlap__payroll
    EXCLUDE USING gist (staff_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
-- STAFF_WORKPLACE_OVERLAP: one primary workplace per person and day. Bases have an order, so that there is one where
-- a person has a post and is seconded; within a basis there is one row a day.
ALTER TABLE workplace
  ADD CONSTRAINT not_found__workplace_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__workplace_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__workplace_assignment FOREIGN KEY (assignment_id, staff_id) REFERENCES assignment (id, staff_id),
  ADD CONSTRAINT not_found__workplace_secondment FOREIGN KEY (secondment_id, staff_id) REFERENCES secondment (id, staff_id),
  ADD CONSTRAINT not_found__workplace_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__workplace_transfer FOREIGN KEY (transfer_id, staff_id) REFERENCES transfer (id, staff_id),
  ADD CONSTRAINT not_found__workplace_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT instrument_required__workplace CHECK (instrument_id IS NOT NULL OR (basis <> 'SECONDMENT' AND transfer_id IS NULL)),
  ADD CONSTRAINT input_invalid__workplace_basis CHECK (
    (basis = 'SECONDMENT') = (secondment_id IS NOT NULL)
    AND (basis IN ('ADDITIONAL', 'ASSIGNMENT', 'SECONDED_ASSIGNMENT')) = (assignment_id IS NOT NULL)),
  ADD CONSTRAINT staff_workplace_overlap__workplace
    EXCLUDE USING gist (staff_id WITH =, basis WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (superseded_at = 'infinity' AND basis <> 'ADDITIONAL'),
  ADD CONSTRAINT staff_workplace_overlap__additional
    EXCLUDE USING gist (staff_id WITH =, unit_id WITH =, (coalesce(counter, '')) WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (superseded_at = 'infinity' AND basis = 'ADDITIONAL');
--> statement-breakpoint
ALTER TABLE appointment
  ADD CONSTRAINT not_found__appointment_decided_by FOREIGN KEY (decided_by_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__appointment_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__appointment_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__appointment_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__appointment CHECK (instrument_id IS NOT NULL),
  ADD CONSTRAINT already_exists__appointment_terms UNIQUE (id, staff_id, unit_id, role, concurrent);
--> statement-breakpoint
-- DIRECTOR_EXISTS: one director per unit and day. LEADERSHIP_OVERLAP: besides what is said to be concurrent, a person
-- leads in one place.
ALTER TABLE leadership
  ADD CONSTRAINT not_found__leadership_appointment FOREIGN KEY (appointment_id, staff_id, unit_id, role, concurrent)
    REFERENCES appointment (id, staff_id, unit_id, role, concurrent),
  ADD CONSTRAINT not_found__leadership_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__leadership CHECK (instrument_id IS NOT NULL),
  ADD CONSTRAINT director_exists__leadership
    EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity' AND role = 'DIRECTOR'),
  ADD CONSTRAINT leadership_overlap__unit
    EXCLUDE USING gist (staff_id WITH =, unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity'),
  ADD CONSTRAINT leadership_overlap__person
    EXCLUDE USING gist (staff_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity' AND NOT concurrent);
--> statement-breakpoint
-- A serial number goes from one person to another, who share no row that keeps record time in the order of commits: so
-- record time is part of the constraint.
ALTER TABLE digital_signature
  ADD CONSTRAINT not_found__digital_signature_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT input_invalid__digital_signature CHECK (serial <> '' AND issuer <> ''),
  ADD CONSTRAINT signature_overlap__serial
    EXCLUDE USING gist (issuer WITH =, serial WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(recorded_at, superseded_at) WITH &&);
--> statement-breakpoint
ALTER TABLE transfer
  ADD CONSTRAINT not_found__transfer_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__transfer_from FOREIGN KEY (from_unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__transfer_to FOREIGN KEY (to_unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__transfer_workplace FOREIGN KEY (workplace_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__transfer_batch FOREIGN KEY (batch_id) REFERENCES transfer_batch (id),
  ADD CONSTRAINT not_found__transfer_compensated FOREIGN KEY (compensates_id) REFERENCES transfer (id);
--> statement-breakpoint
ALTER TABLE transfer_step
  ADD CONSTRAINT not_found__transfer_step_transfer FOREIGN KEY (transfer_id) REFERENCES transfer (id),
  ADD CONSTRAINT not_found__transfer_step_decided_by FOREIGN KEY (decided_by_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__transfer_step_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT already_done__transfer_step UNIQUE (transfer_id, step),
  ADD CONSTRAINT instrument_required__transfer_step CHECK (step <> 'DECIDED' OR instrument_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE secondment
  ADD CONSTRAINT not_found__secondment_staff FOREIGN KEY (staff_id) REFERENCES staff (id),
  ADD CONSTRAINT not_found__secondment_home FOREIGN KEY (home_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__secondment_host FOREIGN KEY (host_id) REFERENCES unit (id),
  ADD CONSTRAINT secondment_counted_at_host__self CHECK (home_id <> host_id);
--> statement-breakpoint
ALTER TABLE secondment_step
  ADD CONSTRAINT not_found__secondment_step_secondment FOREIGN KEY (secondment_id) REFERENCES secondment (id),
  ADD CONSTRAINT not_found__secondment_step_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__secondment_step CHECK (step NOT IN ('DECIDED', 'EXTENDED', 'RECALLED') OR instrument_id IS NOT NULL),
  ADD CONSTRAINT secondment_consent_missing__agreement CHECK (step NOT IN ('AGREED_HOME', 'AGREED_HOST') OR coalesce(reference, '') <> ''),
  ADD CONSTRAINT secondment_return_unplanned__decision CHECK (step NOT IN ('DECIDED', 'EXTENDED', 'RETURNED') OR on_return IS NOT NULL);
--> statement-breakpoint
CREATE UNIQUE INDEX already_done__secondment_step ON secondment_step (secondment_id, step) WHERE step <> 'EXTENDED';
--> statement-breakpoint
-- A quota is of a unit and category, on days of its year.
ALTER TABLE quota
  ADD CONSTRAINT not_found__quota_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__quota_center FOREIGN KEY (center_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__quota_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__quota_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT instrument_required__quota CHECK (instrument_id IS NOT NULL),
  ADD CONSTRAINT input_invalid__quota CHECK (ceiling BETWEEN 0 AND 999999 AND minimum BETWEEN 0 AND ceiling),
  ADD CONSTRAINT period_invalid__quota_year CHECK (
    year BETWEEN 1900 AND 9998 AND valid_from >= make_date(year, 1, 1) AND valid_to <= make_date(year + 1, 1, 1)),
  ADD CONSTRAINT quota_overlap__quota
    EXCLUDE USING gist (unit_id WITH =, category WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint

CREATE INDEX staff_version_search ON staff_version USING gin (search_text gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX staff_version_name ON staff_version (name COLLATE "vi-x-icu", staff_id) WHERE superseded_at = 'infinity';
--> statement-breakpoint

-- Periods are half-open and never empty.
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['staff_version', 'payroll', 'workplace', 'leadership', 'digital_signature', 'quota'] LOOP
    EXECUTE format($sql$ALTER TABLE %I ADD CONSTRAINT period_invalid__%s
      CHECK (valid_from < valid_to AND valid_from >= '1900-01-01' AND (valid_to = 'infinity' OR valid_to < '10000-01-01'))$sql$,
      fact_table, fact_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- Also what is counted here rises on a unit's row.
CREATE OR REPLACE FUNCTION keep_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    NEW.last_recorded_at := NEW.recorded_at;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.code, NEW.recorded_at) IS NOT DISTINCT FROM (OLD.id, OLD.code, OLD.recorded_at)
       AND NEW.version >= OLD.version AND NEW.tree_version >= OLD.tree_version AND NEW.staff_version >= OLD.staff_version THEN
      PERFORM refuse_earlier_record(OLD.last_recorded_at);
      NEW.last_recorded_at := record_time();
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, 'an identity lasts');
END $$;
--> statement-breakpoint
DO $$
DECLARE kept record;
BEGIN
  FOR kept IN
    SELECT * FROM (VALUES
      ('staff', 'keep_plan'), ('staff_version', 'keep_fact'), ('payroll', 'keep_fact'), ('workplace', 'keep_fact'), ('leadership', 'keep_fact'),
      ('digital_signature', 'keep_fact'), ('quota', 'keep_fact'), ('assignment', 'keep_record'), ('appointment', 'keep_record'),
      ('transfer_batch', 'keep_record'), ('transfer', 'keep_record'), ('transfer_step', 'keep_record'),
      ('secondment', 'keep_record'), ('secondment_step', 'keep_record')
    ) AS t (table_name, keeper)
  LOOP
    EXECUTE format('CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', kept.table_name, kept.keeper);
    EXECUTE format('CREATE TRIGGER a_keep_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION keep_table()', kept.table_name);
  END LOOP;
END $$;
--> statement-breakpoint

-- A fact about a person takes the person's row and raises its version: writers of one person meet there at every
-- isolation level.
CREATE FUNCTION touch_staff() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM staff WHERE id IN (SELECT staff_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE staff SET version = version + 1 WHERE id IN (SELECT staff_id FROM written);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['staff_version', 'payroll', 'workplace', 'leadership', 'digital_signature'] LOOP
    EXECUTE format('CREATE TRIGGER b_touch_staff_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_staff()', fact_table);
    EXECUTE format('CREATE TRIGGER b_touch_staff_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_staff()', fact_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- The person as a whole, once per transaction at commit: what is said of them lies within their employment; a category is
-- the same where it is copied; SECONDMENT_COUNTED_AT_HOST: a secondee is counted at home, which is not the host.
CREATE FUNCTION check_staff() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  employment datemultirange;
  wrong record;
BEGIN
  IF EXISTS (SELECT FROM staff WHERE id = NEW.id AND version > NEW.version) THEN
    RETURN NULL; -- a later touch of this transaction checks
  END IF;
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
CREATE CONSTRAINT TRIGGER d_check_staff AFTER UPDATE OF version ON staff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_staff();
--> statement-breakpoint

-- Headcount. Whoever adds to what a ceiling counts, or moves a ceiling, must meet. Writers of staff raise
-- `staff_version` of their unit and of every unit above that has a quota; writers of a quota raise it on the unit, its
-- center and every unit below. So a writer of staff who did not see the quota meets its writer on the unit of the staff.
-- Whoever makes room takes the same rows as who fills it: a writer who began to record before there was room is told to
-- begin again, so that no ceiling is exceeded at any instant that can be asked about.
CREATE FUNCTION touch_counted(units bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  held bigint[] := '{}';
  wanted bigint[];
BEGIN
  -- Waiting for a row may bring up a quota that was not there before: again until nothing new appears.
  LOOP
    WITH RECURSIVE above (id) AS (
      SELECT unnest(units)
      UNION
      SELECT relation.parent_id FROM above JOIN unit_relation AS relation ON relation.child_id = above.id
      WHERE relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity'
    )
    SELECT coalesce(array_agg(id), '{}') INTO wanted FROM above
    WHERE id = ANY (units) OR EXISTS (SELECT FROM quota WHERE unit_id = above.id AND superseded_at = 'infinity');
    EXIT WHEN wanted <@ held;
    PERFORM 1 FROM unit WHERE id = ANY (wanted) AND id <> ALL (held) ORDER BY id FOR NO KEY UPDATE;
    UPDATE unit SET staff_version = staff_version + 1 WHERE id = ANY (wanted) AND id <> ALL (held);
    held := held || wanted;
  END LOOP;
END $$;
--> statement-breakpoint
CREATE FUNCTION units_below(roots bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE below (id) AS (
    SELECT unnest(roots)
    UNION
    SELECT relation.child_id FROM below JOIN unit_relation AS relation ON relation.parent_id = below.id
    WHERE relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity'
  )
  SELECT array_agg(id) FROM below
$$;
--> statement-breakpoint
-- Workplaces and leaderships count nowhere: their own unit is enough.
CREATE FUNCTION touch_own_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM unit WHERE id IN (SELECT unit_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE unit SET staff_version = staff_version + 1 WHERE id IN (SELECT unit_id FROM written);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION touch_counting_units() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM touch_counted((SELECT array_agg(DISTINCT unit_id) FROM written));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION touch_quota_units() RETURNS trigger
LANGUAGE plpgsql AS $$
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
  RETURN NULL;
END $$;
--> statement-breakpoint
-- A unit that comes below another brings what it counts along; one that leaves takes it away from those above.
CREATE FUNCTION touch_moved_units() RETURNS trigger
LANGUAGE plpgsql AS $$
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
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER e_touch_counted_on_insert AFTER INSERT ON unit_relation REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_moved_units();
--> statement-breakpoint
CREATE TRIGGER e_touch_counted_on_update AFTER UPDATE ON unit_relation REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_moved_units();
--> statement-breakpoint
DO $$
DECLARE fact record;
BEGIN
  FOR fact IN
    SELECT * FROM (VALUES
      ('payroll', 'touch_counting_units'), ('workplace', 'touch_own_unit'), ('leadership', 'touch_own_unit'), ('quota', 'touch_quota_units')
    ) AS t (table_name, toucher)
  LOOP
    EXECUTE format('CREATE TRIGGER b_touch_unit_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %I()', fact.table_name, fact.toucher);
    EXECUTE format('CREATE TRIGGER b_touch_unit_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %I()', fact.table_name, fact.toucher);
  END LOOP;
END $$;
--> statement-breakpoint

-- HEADCOUNT_CEILING_EXCEEDED, on every day: those whose payroll home is the unit or below it, against its ceiling.
CREATE FUNCTION headcount_breaches(root bigint) RETURNS TABLE (category staff_category, on_day date, ceiling integer, counted bigint)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE granted AS MATERIALIZED (
    SELECT id, category, ceiling, valid_from, valid_to FROM quota WHERE unit_id = root AND superseded_at = 'infinity'
  ), tree (id, valid_from, valid_to) AS (
    SELECT root, min(valid_from), max(valid_to) FROM granted HAVING count(*) > 0
    UNION
    SELECT relation.child_id, greatest(tree.valid_from, relation.valid_from), least(tree.valid_to, relation.valid_to)
    FROM tree JOIN unit_relation AS relation ON relation.parent_id = tree.id AND relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity'
      AND relation.valid_from < tree.valid_to AND tree.valid_from < relation.valid_to
  ), present AS (
    SELECT granted.id, granted.valid_to AS ends, greatest(home.valid_from, tree.valid_from, granted.valid_from) AS first,
           least(home.valid_to, tree.valid_to, granted.valid_to) AS beyond
    -- OFFSET 0: the planner expects more units than there are and would read the whole payroll for each unit checked.
    FROM tree CROSS JOIN LATERAL (
      SELECT category, payroll.valid_from, payroll.valid_to FROM payroll WHERE unit_id = tree.id AND superseded_at = 'infinity'
        AND payroll.valid_from < tree.valid_to AND tree.valid_from < payroll.valid_to OFFSET 0) AS home
    JOIN granted ON granted.category = home.category
    WHERE greatest(home.valid_from, tree.valid_from, granted.valid_from) < least(home.valid_to, tree.valid_to, granted.valid_to)
  ), step AS (
    SELECT id, first AS on_day, 1 AS change FROM present UNION ALL SELECT id, beyond, -1 FROM present WHERE beyond < ends
  ), level AS (
    SELECT id, on_day, sum(sum(change)) OVER (PARTITION BY id ORDER BY on_day) AS counted FROM step GROUP BY id, on_day
  )
  SELECT granted.category, level.on_day, granted.ceiling, level.counted::bigint
  FROM level JOIN granted USING (id) WHERE level.counted > granted.ceiling ORDER BY level.on_day
$$;
--> statement-breakpoint

-- ALLOCATION_EXCEEDS_TOTAL, on every day: what a center granted out of its total. It can only grow on the first day of a
-- quota.
CREATE FUNCTION allocation_breaches(center bigint) RETURNS TABLE (category staff_category, on_day date, ceiling integer, granted bigint)
LANGUAGE sql STABLE AS $$
  SELECT total.category, starts.on_day, total.ceiling, sum(part.ceiling)
  FROM quota AS total
  JOIN LATERAL (
    SELECT DISTINCT greatest(part.valid_from, total.valid_from) AS on_day FROM quota AS part
    WHERE part.center_id = center AND part.unit_id <> center AND part.category = total.category AND part.superseded_at = 'infinity'
      AND part.valid_from < total.valid_to AND total.valid_from < part.valid_to) AS starts ON true
  JOIN quota AS part ON part.center_id = center AND part.unit_id <> center AND part.category = total.category AND part.superseded_at = 'infinity'
    AND part.valid_from <= starts.on_day AND starts.on_day < part.valid_to
  WHERE total.unit_id = center AND total.center_id = center AND total.superseded_at = 'infinity'
  GROUP BY total.id, total.category, starts.on_day, total.ceiling HAVING sum(part.ceiling) > total.ceiling
  ORDER BY starts.on_day
$$;
--> statement-breakpoint

-- FACT_OUTSIDE_UNIT for staff and quotas.
CREATE FUNCTION refuse_staff_outside_unit(checked bigint, unit_code text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  life record;
  outside record;
BEGIN
  SELECT valid_from, valid_to INTO life FROM unit_life WHERE unit_id = checked AND superseded_at = 'infinity';
  SELECT fact.rule, CASE WHEN fact.valid_from < life.valid_from THEN fact.valid_from ELSE life.valid_to END AS on_day INTO outside
  FROM (
    SELECT 'payroll' AS rule, valid_from, valid_to FROM payroll WHERE unit_id = checked AND superseded_at = 'infinity'
    UNION ALL SELECT 'workplace', valid_from, valid_to FROM workplace WHERE unit_id = checked AND superseded_at = 'infinity'
    UNION ALL SELECT 'leadership', valid_from, valid_to FROM leadership WHERE unit_id = checked AND superseded_at = 'infinity'
    UNION ALL SELECT 'quota', valid_from, valid_to FROM quota WHERE unit_id = checked AND superseded_at = 'infinity'
  ) AS fact
  WHERE fact.valid_from < coalesce(life.valid_from, 'infinity') OR fact.valid_to > coalesce(life.valid_to, '-infinity') LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('fact_outside_unit__' || outside.rule, 'a fact lies outside the life of its unit',
      jsonb_build_object('unit', unit_code, 'on', outside.on_day));
  END IF;
END $$;
--> statement-breakpoint

-- What a unit counts, once per transaction at commit.
CREATE FUNCTION check_counted() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE breach record;
BEGIN
  IF EXISTS (SELECT FROM unit WHERE id = NEW.id AND staff_version > NEW.staff_version) THEN
    RETURN NULL; -- a later touch of this transaction checks
  END IF;
  PERFORM refuse_staff_outside_unit(NEW.id, NEW.code);
  IF NOT EXISTS (SELECT FROM quota WHERE unit_id = NEW.id AND superseded_at = 'infinity') THEN
    RETURN NULL; -- both rules are about quotas of its own, and who grants one takes the row that is held here
  END IF;
  SELECT * INTO breach FROM headcount_breaches(NEW.id) LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('headcount_ceiling_exceeded__payroll', 'payroll exceeds the ceiling', jsonb_build_object(
      'unit', NEW.code, 'on', breach.on_day, 'category', breach.category, 'ceiling', breach.ceiling, 'counted', breach.counted));
  END IF;
  SELECT * INTO breach FROM allocation_breaches(NEW.id) LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('allocation_exceeds_total__quota', 'allocations exceed the total', jsonb_build_object(
      'unit', NEW.code, 'on', breach.on_day, 'category', breach.category, 'ceiling', breach.ceiling, 'counted', breach.granted));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER d_check_counted AFTER UPDATE OF staff_version ON unit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_counted();
--> statement-breakpoint

-- A life that becomes shorter leaves no staff behind: it is a fact that touches the unit's version.
CREATE FUNCTION check_staff_of_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM unit WHERE id = NEW.id AND version > NEW.version) THEN
    PERFORM refuse_staff_outside_unit(NEW.id, NEW.code);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER e_check_staff_of_unit AFTER UPDATE OF version ON unit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_staff_of_unit();
