-- Every constraint is named `code__detail`: the part before `__`, in capitals, is the violation a caller sees.

-- What a thing is, is said once; where it stands is said by its statuses, which repeat what rules about them ask.
ALTER TABLE seal ADD CONSTRAINT already_exists__seal_of_unit UNIQUE (id, unit_id, kind),
  ADD CONSTRAINT not_found__seal_permission FOREIGN KEY (permission_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT input_invalid__seal CHECK (engraved_name <> '' AND engraved_name = btrim(engraved_name)),
  -- Decree 99/2016/NĐ-CP, article 5: a body uses one seal; another wet seal is by permission.
  ADD CONSTRAINT instrument_required__seal_permission CHECK (kind <> 'ADDITIONAL' OR permission_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE signboard ADD CONSTRAINT already_exists__signboard_of_unit UNIQUE (id, unit_id),
  ADD CONSTRAINT not_found__signboard_site FOREIGN KEY (site_id) REFERENCES site (id),
  ADD CONSTRAINT input_invalid__signboard CHECK (text <> '' AND text = btrim(text));
--> statement-breakpoint
ALTER TABLE bank_account ADD CONSTRAINT already_exists__bank_account_of_unit UNIQUE (id, unit_id, bank),
  ADD CONSTRAINT input_invalid__bank_account CHECK (bank <> '' AND bank = btrim(bank));
--> statement-breakpoint
ALTER TABLE handover ADD CONSTRAINT already_exists__handover_of_receiver UNIQUE (id, receiver_id),
  ADD CONSTRAINT already_exists__handover_of_site UNIQUE (id, receiver_id, site_id),
  ADD CONSTRAINT not_found__handover_giver FOREIGN KEY (giver_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__handover_receiver FOREIGN KEY (receiver_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__handover_site FOREIGN KEY (site_id) REFERENCES site (id),
  ADD CONSTRAINT input_invalid__handover CHECK (title <> '' AND giver_id <> receiver_id);
--> statement-breakpoint
ALTER TABLE handover_item
  ADD CONSTRAINT not_found__handover_item_handover FOREIGN KEY (handover_id) REFERENCES handover (id),
  ADD CONSTRAINT input_invalid__handover_item CHECK (description <> '' AND quantity > 0);
--> statement-breakpoint
ALTER TABLE equipment_need ADD CONSTRAINT already_exists__equipment_need_of_unit UNIQUE (id, unit_id),
  ADD CONSTRAINT input_invalid__equipment_need CHECK (item <> '' AND quantity > 0 AND unit_price >= 0);
--> statement-breakpoint
DO $$
DECLARE thing text;
BEGIN
  FOREACH thing IN ARRAY ARRAY['seal', 'signboard', 'bank_account', 'handover', 'equipment_need'] LOOP
    IF thing <> 'handover' THEN
      EXECUTE format('ALTER TABLE %I ADD CONSTRAINT not_found__%s_unit FOREIGN KEY (unit_id) REFERENCES unit (id)', thing, thing);
    END IF;
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT not_found__%s_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id)', thing, thing);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT input_invalid__%s_phase CHECK ((phase_id IS NULL) = (plan_id IS NULL))', thing, thing);
    EXECUTE format($sql$ALTER TABLE %I
      ADD CONSTRAINT not_found__%s_status_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
      ADD CONSTRAINT not_found__%s_status_change FOREIGN KEY (change_id) REFERENCES change_event (id),
      -- A status that was passed on one day has no day of its own.
      ADD CONSTRAINT period_invalid__%s_status CHECK (
        valid_from <= valid_to AND valid_from < '10000-01-01' AND valid_from >= '1900-01-01' AND (valid_to = 'infinity' OR valid_to < '10000-01-01')),
      ADD CONSTRAINT status_overlap__%s EXCLUDE USING gist (%I WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity')$sql$,
      thing || '_status', thing, thing, thing, thing, thing || '_id');
  END LOOP;
END $$;
--> statement-breakpoint
-- SEAL_DUPLICATE: one principal seal per unit and day. Its use is decided by an instrument.
ALTER TABLE seal_status
  ADD CONSTRAINT not_found__seal_status_seal FOREIGN KEY (seal_id, unit_id, kind) REFERENCES seal (id, unit_id, kind),
  ADD CONSTRAINT not_found__seal_status_holder FOREIGN KEY (holder_id) REFERENCES unit (id),
  ADD CONSTRAINT seal_duplicate__use
    EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity' AND status = 'IN_USE' AND kind = 'PRINCIPAL');
--> statement-breakpoint
ALTER TABLE signboard_status
  ADD CONSTRAINT not_found__signboard_status_signboard FOREIGN KEY (signboard_id, unit_id) REFERENCES signboard (id, unit_id);
--> statement-breakpoint
-- A number goes from one unit to another, who share no row that keeps record time in the order of commits.
ALTER TABLE bank_account_status
  ADD CONSTRAINT not_found__bank_account_status_account FOREIGN KEY (bank_account_id, unit_id, bank) REFERENCES bank_account (id, unit_id, bank),
  ADD CONSTRAINT input_invalid__bank_account_number CHECK (status <> 'OPENED' OR number ~ '^[0-9A-Z.-]{3,40}$'),
  ADD CONSTRAINT account_overlap__number EXCLUDE USING gist (
    bank WITH =, number WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(recorded_at, superseded_at) WITH &&) WHERE (status = 'OPENED');
--> statement-breakpoint
-- HANDOVER_INCOMPLETE: signed minutes bear two signatures.
ALTER TABLE handover_status
  ADD CONSTRAINT not_found__handover_status_handover FOREIGN KEY (handover_id, unit_id) REFERENCES handover (id, receiver_id),
  ADD CONSTRAINT handover_incomplete__signatures CHECK (
    status <> 'SIGNED' OR (coalesce(reference, '') <> '' AND coalesce(giver_signatory, '') <> '' AND coalesce(receiver_signatory, '') <> ''));
--> statement-breakpoint
ALTER TABLE equipment_need_status
  ADD CONSTRAINT not_found__equipment_need_status_need FOREIGN KEY (equipment_need_id, unit_id) REFERENCES equipment_need (id, unit_id),
  ADD CONSTRAINT not_found__equipment_need_status_actor FOREIGN KEY (acted_by_id) REFERENCES unit (id),
  ADD CONSTRAINT instrument_required__equipment_funds CHECK (status <> 'FUNDED' OR instrument_id IS NOT NULL),
  ADD CONSTRAINT input_invalid__equipment_amount CHECK (amount >= 0);
--> statement-breakpoint
-- SITE_DOUBLE_ALLOCATED: one holder per premises and day. Units that follow one another share no row that keeps record
-- time in the order of commits, so it is part of the constraint.
ALTER TABLE premises
  ADD CONSTRAINT not_found__premises_site FOREIGN KEY (site_id) REFERENCES site (id),
  ADD CONSTRAINT not_found__premises_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__premises_handover FOREIGN KEY (handover_id) REFERENCES handover (id),
  ADD CONSTRAINT not_found__premises_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__premises_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT instrument_required__premises CHECK (num_nonnulls(handover_id, instrument_id, change_id) > 0),
  ADD CONSTRAINT site_double_allocated__premises
    EXCLUDE USING gist (site_id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(recorded_at, superseded_at) WITH &&);
--> statement-breakpoint
ALTER TABLE counter_version
  ADD CONSTRAINT not_found__counter_version_counter FOREIGN KEY (counter_id) REFERENCES counter (id),
  ADD CONSTRAINT not_found__counter_version_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__counter_version_site FOREIGN KEY (site_id) REFERENCES site (id),
  ADD CONSTRAINT not_found__counter_version_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__counter_version_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT input_invalid__counter_label CHECK (label <> '' AND label = btrim(label)),
  ADD CONSTRAINT input_invalid__counter_weekdays CHECK (cardinality(weekdays) > 0 AND weekdays <@ '{1,2,3,4,5,6,7}'),
  ADD CONSTRAINT status_overlap__counter
    EXCLUDE USING gist (counter_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity'),
  ADD CONSTRAINT counter_overlap__label
    EXCLUDE USING gist (unit_id WITH =, lower(label) WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE dossier_load
  ADD CONSTRAINT not_found__dossier_load_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__dossier_load_counter FOREIGN KEY (counter_id) REFERENCES counter (id),
  ADD CONSTRAINT input_invalid__dossier_load CHECK (
    received >= 0 AND received_at_most >= received AND resolved_on_time >= 0 AND late >= 0 AND supplement_asked >= 0 AND withdrawn >= 0
    AND digitized >= 0 AND archived >= 0 AND published >= 0 AND surveyed >= 0 AND satisfied BETWEEN 0 AND surveyed),
  ADD CONSTRAINT period_invalid__dossier_load CHECK (day BETWEEN '1900-01-01' AND '9999-12-31');
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__dossier_load ON dossier_load (unit_id, day, (coalesce(counter_id, 0))) WHERE superseded_at = 'infinity';
--> statement-breakpoint
ALTER TABLE readiness
  ADD CONSTRAINT not_found__readiness_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__readiness_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT input_invalid__readiness CHECK (done BETWEEN 0 AND total),
  ADD CONSTRAINT status_overlap__readiness
    EXCLUDE USING gist (unit_id WITH =, item WITH =, (coalesce(field, '')) WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint

-- Periods are half-open and never empty.
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['premises', 'counter_version', 'readiness'] LOOP
    EXECUTE format($sql$ALTER TABLE %I ADD CONSTRAINT period_invalid__%s
      CHECK (valid_from < valid_to AND valid_from >= '1900-01-01' AND (valid_to = 'infinity' OR valid_to < '10000-01-01'))$sql$,
      fact_table, fact_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- Also what is said of a unit's things rises on its row.
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
       AND NEW.version >= OLD.version AND NEW.tree_version >= OLD.tree_version AND NEW.staff_version >= OLD.staff_version
       AND NEW.thing_version >= OLD.thing_version THEN
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
      ('seal', 'keep_record'), ('seal_status', 'keep_fact'), ('signboard', 'keep_record'), ('signboard_status', 'keep_fact'),
      ('bank_account', 'keep_record'), ('bank_account_status', 'keep_fact'), ('handover', 'keep_record'), ('handover_item', 'keep_record'),
      ('handover_status', 'keep_fact'), ('equipment_need', 'keep_record'), ('equipment_need_status', 'keep_fact'), ('premises', 'keep_fact'),
      ('counter', 'keep_record'), ('counter_version', 'keep_fact'), ('dossier_load', 'keep_fact'), ('readiness', 'keep_fact')
    ) AS t (table_name, keeper)
  LOOP
    EXECUTE format('CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', kept.table_name, kept.keeper);
    EXECUTE format('CREATE TRIGGER a_keep_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION keep_table()', kept.table_name);
  END LOOP;
END $$;
--> statement-breakpoint

-- What is said of a thing takes the unit's row and raises its `thing_version`: writers of one unit's things meet there at
-- every isolation level, with one another and with who ends the unit's life.
CREATE FUNCTION touch_unit_of_things() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM unit WHERE id IN (SELECT unit_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE unit SET thing_version = thing_version + 1 WHERE id IN (SELECT unit_id FROM written);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['seal_status', 'signboard_status', 'bank_account_status', 'handover_status', 'equipment_need_status', 'premises', 'counter_version', 'readiness'] LOOP
    EXECUTE format('CREATE TRIGGER b_touch_unit_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_unit_of_things()', fact_table);
    EXECUTE format('CREATE TRIGGER b_touch_unit_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_unit_of_things()', fact_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- Figures of a day come for all units every evening: they hold the unit, so that it does not end meanwhile, and raise nothing.
CREATE FUNCTION refuse_load_outside_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE outside record;
BEGIN
  PERFORM 1 FROM unit WHERE id IN (SELECT unit_id FROM written) ORDER BY id FOR SHARE;
  SELECT unit.code, written.day INTO outside FROM written JOIN unit ON unit.id = written.unit_id
  WHERE NOT EXISTS (
    SELECT FROM unit_life AS life WHERE life.unit_id = written.unit_id AND life.superseded_at = 'infinity'
      AND life.valid_from <= written.day AND written.day < life.valid_to)
  ORDER BY written.day LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('fact_outside_unit__dossier_load', 'a fact lies outside the life of its unit', jsonb_build_object('unit', outside.code, 'on', outside.day));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER b_refuse_outside_unit AFTER INSERT ON dossier_load REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_load_outside_unit();
--> statement-breakpoint

-- FACT_OUTSIDE_UNIT for things: what is in use, open or held lies within the life of its unit, and so does the day on
-- which a board is mounted or an account opened. What is left of a unit that is gone, a seal to be returned, a board to be
-- taken down, an account to be closed, outlives it. A unit that is to come has its seal made and its readiness stated
-- before; one that is gone no longer.
CREATE FUNCTION refuse_things_outside_unit(checked bigint, unit_code text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  life record;
  outside record;
BEGIN
  SELECT valid_from, valid_to INTO life FROM unit_life WHERE unit_id = checked AND superseded_at = 'infinity';
  SELECT fact.rule, CASE WHEN fact.valid_from < life.valid_from THEN fact.valid_from ELSE life.valid_to END AS on_day INTO outside
  FROM (
    SELECT 'seal_status' AS rule, valid_from, valid_to FROM seal_status
      WHERE unit_id = checked AND status = 'IN_USE' AND valid_from < valid_to AND superseded_at = 'infinity'
    UNION ALL SELECT 'seal_status', greatest(valid_from, life.valid_from), greatest(valid_from, life.valid_from) + 1 FROM seal_status
      WHERE unit_id = checked AND status IN ('AUTHORIZED', 'ENGRAVED', 'REGISTERED') AND superseded_at = 'infinity'
    UNION ALL SELECT 'signboard_status', valid_from, valid_from + 1 FROM signboard_status
      WHERE unit_id = checked AND status = 'MOUNTED' AND superseded_at = 'infinity'
    UNION ALL SELECT 'bank_account_status', valid_from, valid_from + 1 FROM bank_account_status
      WHERE unit_id = checked AND status = 'OPENED' AND superseded_at = 'infinity'
    UNION ALL SELECT 'readiness', greatest(valid_from, life.valid_from), greatest(valid_from, life.valid_from) + 1 FROM readiness WHERE unit_id = checked AND superseded_at = 'infinity'
    UNION ALL SELECT 'premises', valid_from, valid_to FROM premises WHERE unit_id = checked AND superseded_at = 'infinity'
    UNION ALL SELECT 'counter_version', valid_from, valid_to FROM counter_version WHERE unit_id = checked AND superseded_at = 'infinity'
    UNION ALL SELECT 'dossier_load', min(day), max(day) + 1 FROM dossier_load WHERE unit_id = checked AND superseded_at = 'infinity' HAVING count(*) > 0
  ) AS fact
  WHERE fact.valid_from < coalesce(life.valid_from, 'infinity') OR fact.valid_to > coalesce(life.valid_to, '-infinity') LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('fact_outside_unit__' || outside.rule, 'a fact lies outside the life of its unit',
      jsonb_build_object('unit', unit_code, 'on', outside.on_day));
  END IF;
END $$;
--> statement-breakpoint
-- A unit's things as a whole, once per transaction at commit.
CREATE FUNCTION check_things() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE wrong record;
BEGIN
  IF EXISTS (SELECT FROM unit WHERE id = NEW.id AND thing_version > NEW.thing_version) THEN
    RETURN NULL; -- a later touch of this transaction checks
  END IF;
  PERFORM refuse_things_outside_unit(NEW.id, NEW.code);
  -- SEAL_NOT_REGISTERED: no use before the specimen is registered (Decree 99/2016/NĐ-CP).
  SELECT use.valid_from INTO wrong FROM seal_status AS use
  WHERE use.unit_id = NEW.id AND use.status = 'IN_USE' AND use.superseded_at = 'infinity' AND NOT EXISTS (
    SELECT FROM seal_status AS registered WHERE registered.seal_id = use.seal_id AND registered.status = 'REGISTERED'
      AND registered.superseded_at = 'infinity' AND registered.valid_from <= use.valid_from) LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('seal_not_registered__use', 'a seal is used once its specimen is registered', jsonb_build_object('unit', NEW.code, 'on', wrong.valid_from));
  END IF;
  -- HANDOVER_INCOMPLETE: premises are held only on minutes that are signed, for them and for their holder.
  SELECT held.valid_from INTO wrong FROM premises AS held
  WHERE held.unit_id = NEW.id AND held.handover_id IS NOT NULL AND held.change_id IS NULL AND held.superseded_at = 'infinity' AND NOT EXISTS (
    SELECT FROM handover JOIN handover_status AS signed ON signed.handover_id = handover.id
    WHERE handover.id = held.handover_id AND handover.site_id = held.site_id AND handover.receiver_id = held.unit_id
      AND signed.status = 'SIGNED' AND signed.superseded_at = 'infinity' AND signed.valid_from <= held.valid_from) LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('handover_incomplete__premises', 'premises are held on signed minutes', jsonb_build_object('unit', NEW.code, 'on', wrong.valid_from));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER d_check_things AFTER UPDATE OF thing_version ON unit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_things();
--> statement-breakpoint

-- A life that becomes shorter leaves nothing in use behind: it is a fact that touches the unit's version.
CREATE FUNCTION check_things_of_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM unit WHERE id = NEW.id AND version > NEW.version) THEN
    PERFORM refuse_things_outside_unit(NEW.id, NEW.code);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER f_check_things_of_unit AFTER UPDATE OF version ON unit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_things_of_unit();
--> statement-breakpoint

-- Kilometers along a great circle between two places given in degrees (WGS 84).
CREATE FUNCTION kilometers_between(latitude1 double precision, longitude1 double precision, latitude2 double precision, longitude2 double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 2 * 6371 * asin(least(1, sqrt(
    sin(radians(latitude2 - latitude1) / 2) ^ 2
    + cos(radians(latitude1)) * cos(radians(latitude2)) * sin(radians(longitude2 - longitude1) / 2) ^ 2)))
$$;
