-- Every constraint is named `code__detail`: the part before `__`, in capitals, is the violation a caller sees.

ALTER TABLE legal_instrument
  ADD CONSTRAINT already_exists__instrument UNIQUE NULLS NOT DISTINCT (number, issued_on, issuer_unit_id, issuer_name),
  ADD CONSTRAINT input_invalid__instrument_issuer CHECK (num_nonnulls(issuer_unit_id, issuer_name) = 1),
  ADD CONSTRAINT input_invalid__instrument_number CHECK (number <> '' AND title <> '');
--> statement-breakpoint
ALTER TABLE unit ADD CONSTRAINT already_exists__unit UNIQUE (code),
  ADD CONSTRAINT input_invalid__unit_code CHECK (code ~ '^[A-Z0-9][A-Z0-9.-]{0,63}$');
--> statement-breakpoint
ALTER TABLE plan ADD CONSTRAINT already_exists__plan UNIQUE (code);
--> statement-breakpoint
ALTER TABLE territory ADD CONSTRAINT already_exists__territory UNIQUE (id, code),
  ADD CONSTRAINT input_invalid__territory_code CHECK (code ~ '^[0-9]{2,5}$');
--> statement-breakpoint

-- Decisions cite an instrument.
ALTER TABLE change_event ADD CONSTRAINT instrument_required__change CHECK (instrument_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE unit_life ADD CONSTRAINT instrument_required__unit_life
  CHECK (opened_by IS NOT NULL AND (closed_by IS NOT NULL OR valid_to = 'infinity'));
--> statement-breakpoint
ALTER TABLE unit_version ADD CONSTRAINT instrument_required__unit_version CHECK (change_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE unit_relation ADD CONSTRAINT instrument_required__unit_relation CHECK (change_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE unit_lineage ADD CONSTRAINT instrument_required__unit_lineage CHECK (change_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE unit_site ADD CONSTRAINT instrument_required__unit_site CHECK (change_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE service_territory ADD CONSTRAINT instrument_required__service_territory CHECK (change_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE territory_version ADD CONSTRAINT instrument_required__territory_version CHECK (instrument_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE territory_lineage ADD CONSTRAINT instrument_required__territory_lineage CHECK (instrument_id IS NOT NULL);
--> statement-breakpoint
ALTER TABLE plan ADD CONSTRAINT instrument_required__plan CHECK (instrument_id IS NOT NULL);
--> statement-breakpoint

-- References.
ALTER TABLE legal_instrument
  ADD CONSTRAINT not_found__instrument_issuer FOREIGN KEY (issuer_unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__instrument_supersedes FOREIGN KEY (supersedes_id) REFERENCES legal_instrument (id);
--> statement-breakpoint
ALTER TABLE change_event
  ADD CONSTRAINT not_found__change_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__change_decided_by FOREIGN KEY (decided_by_id) REFERENCES unit (id);
--> statement-breakpoint
ALTER TABLE unit_life
  ADD CONSTRAINT not_found__unit_life_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_life_opened_by FOREIGN KEY (opened_by) REFERENCES change_event (id),
  ADD CONSTRAINT not_found__unit_life_closed_by FOREIGN KEY (closed_by) REFERENCES change_event (id);
--> statement-breakpoint
ALTER TABLE unit_version
  ADD CONSTRAINT not_found__unit_version_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_version_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT input_invalid__unit_name CHECK (name <> '' AND name = btrim(name)),
  ADD CONSTRAINT input_invalid__branch_type CHECK (branch_type BETWEEN 1 AND 9);
--> statement-breakpoint
ALTER TABLE unit_relation
  ADD CONSTRAINT not_found__unit_relation_child FOREIGN KEY (child_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_relation_parent FOREIGN KEY (parent_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_relation_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT unit_cycle__self CHECK (child_id <> parent_id);
--> statement-breakpoint
ALTER TABLE unit_lineage
  ADD CONSTRAINT not_found__unit_lineage_source FOREIGN KEY (source_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_lineage_target FOREIGN KEY (target_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_lineage_change FOREIGN KEY (change_id) REFERENCES change_event (id),
  ADD CONSTRAINT merge_invalid__lineage_self CHECK (source_id <> target_id);
--> statement-breakpoint
ALTER TABLE unit_site
  ADD CONSTRAINT not_found__unit_site_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__unit_site_site FOREIGN KEY (site_id) REFERENCES site (id),
  ADD CONSTRAINT not_found__unit_site_change FOREIGN KEY (change_id) REFERENCES change_event (id);
--> statement-breakpoint
ALTER TABLE site
  ADD CONSTRAINT input_invalid__site CHECK (
    address <> '' AND area_m2 > 0 AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180
    AND (latitude IS NULL) = (longitude IS NULL));
--> statement-breakpoint
ALTER TABLE territory_version
  ADD CONSTRAINT not_found__territory_version_territory FOREIGN KEY (territory_id, code) REFERENCES territory (id, code),
  ADD CONSTRAINT not_found__territory_version_parent FOREIGN KEY (parent_id) REFERENCES territory (id),
  ADD CONSTRAINT not_found__territory_version_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id);
--> statement-breakpoint
ALTER TABLE territory_lineage
  ADD CONSTRAINT not_found__territory_lineage_source FOREIGN KEY (source_id) REFERENCES territory (id),
  ADD CONSTRAINT not_found__territory_lineage_target FOREIGN KEY (target_id) REFERENCES territory (id),
  ADD CONSTRAINT not_found__territory_lineage_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT merge_invalid__territory_self CHECK (source_id <> target_id);
--> statement-breakpoint
ALTER TABLE service_territory
  ADD CONSTRAINT not_found__service_territory_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__service_territory_territory FOREIGN KEY (territory_id) REFERENCES territory (id),
  ADD CONSTRAINT not_found__service_territory_change FOREIGN KEY (change_id) REFERENCES change_event (id);
--> statement-breakpoint
ALTER TABLE plan
  ADD CONSTRAINT not_found__plan_center FOREIGN KEY (center_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__plan_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id);
--> statement-breakpoint
ALTER TABLE plan_territory
  ADD CONSTRAINT not_found__plan_territory_plan FOREIGN KEY (plan_id) REFERENCES plan (id),
  ADD CONSTRAINT not_found__plan_territory_territory FOREIGN KEY (territory_id) REFERENCES territory (id);
--> statement-breakpoint
ALTER TABLE audit_entry
  ADD CONSTRAINT not_found__audit_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT not_found__audit_change FOREIGN KEY (change_id) REFERENCES change_event (id);
--> statement-breakpoint

-- One believed statement per day. Where it is no unit's row that keeps record time in the order of commits (see
-- keep_unit), record time is part of the constraint: one statement per day at every instant that can be asked about.
ALTER TABLE unit_relation ADD CONSTRAINT unit_parent_overlap__relation
  EXCLUDE USING gist (child_id WITH =, kind WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE service_territory ADD CONSTRAINT territory_overlap__service
  EXCLUDE USING gist (territory_id WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(recorded_at, superseded_at) WITH &&);
--> statement-breakpoint
ALTER TABLE unit_version ADD CONSTRAINT unit_version_overlap__version
  EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE territory_version ADD CONSTRAINT territory_code_overlap__version
  EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(recorded_at, superseded_at) WITH &&);
--> statement-breakpoint
ALTER TABLE unit_site ADD CONSTRAINT site_overlap__seat
  EXCLUDE USING gist (unit_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity' AND role = 'SEAT');
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__unit_life ON unit_life (unit_id) WHERE superseded_at = 'infinity';
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__unit_lineage ON unit_lineage (source_id, target_id, on_day) WHERE superseded_at = 'infinity';
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__territory_lineage ON territory_lineage (source_id, target_id, on_day) WHERE superseded_at = 'infinity';
--> statement-breakpoint
CREATE INDEX unit_version_search ON unit_version USING gin (search_text gin_trgm_ops);
--> statement-breakpoint
CREATE INDEX unit_version_name ON unit_version (name COLLATE "vi-x-icu", unit_id) WHERE superseded_at = 'infinity';
--> statement-breakpoint

-- Periods are half-open and never empty.
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['unit_life', 'unit_version', 'unit_relation', 'unit_site', 'territory_version', 'service_territory'] LOOP
    EXECUTE format($sql$ALTER TABLE %I ADD CONSTRAINT period_invalid__%s
      CHECK (valid_from < valid_to AND valid_from >= '1900-01-01' AND (valid_to = 'infinity' OR valid_to < '10000-01-01'))$sql$,
      fact_table, fact_table);
  END LOOP;
END $$;
--> statement-breakpoint

CREATE FUNCTION refuse(rule text, explanation text, facts jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = rule, MESSAGE = explanation, DETAIL = facts::text;
END $$;
--> statement-breakpoint

-- One instant for everything a transaction records, taken at its first write. A value from outside the transaction's own
-- span is not believed. Kept in UTC, since text in a session's own style may not come back as the same instant.
CREATE FUNCTION record_time() RETURNS timestamptz
LANGUAGE plpgsql AS $$
DECLARE
  stamp timestamptz := nullif(current_setting('sapxep.record_time', true), '')::timestamptz;
BEGIN
  IF stamp IS NULL OR stamp NOT BETWEEN transaction_timestamp() AND clock_timestamp() THEN
    stamp := clock_timestamp();
    PERFORM set_config('sapxep.record_time', to_char(stamp AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), true);
  END IF;
  RETURN stamp;
END $$;
--> statement-breakpoint

-- Record time follows the order of commits: whoever wrote first but comes second starts again with a later instant.
-- Otherwise what was known at an instant could be the end of neither transaction.
CREATE FUNCTION refuse_earlier_record(previous timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF record_time() < previous THEN
    RAISE EXCEPTION USING ERRCODE = 'serialization_failure', MESSAGE = 'another transaction recorded later and committed earlier';
  END IF;
END $$;
--> statement-breakpoint

-- Nothing that states a fact is overwritten: the only change a row may see is the end of its record time.
CREATE FUNCTION keep_fact() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  -- A generated column is not yet computed when a BEFORE trigger sees the new row.
  free constant text[] := ARRAY['superseded_at', 'search_text'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    NEW.superseded_at := 'infinity';
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.superseded_at = 'infinity' AND NEW.superseded_at <> 'infinity' AND to_jsonb(NEW) - free = to_jsonb(OLD) - free THEN
      PERFORM refuse_earlier_record(OLD.recorded_at);
      NEW.superseded_at := record_time();
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, TG_TABLE_NAME || ' states facts: supersede and insert instead');
END $$;
--> statement-breakpoint

-- Acts, instruments, sites, the identity of territories and audit entries are said once.
CREATE FUNCTION keep_record() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    RETURN NEW;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, TG_TABLE_NAME || ' is append-only');
END $$;
--> statement-breakpoint

-- A unit's row is its identity and what writers of its facts meet on: its versions only rise.
ALTER TABLE unit ADD COLUMN last_recorded_at timestamptz NOT NULL DEFAULT clock_timestamp();
--> statement-breakpoint
CREATE FUNCTION keep_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    NEW.last_recorded_at := NEW.recorded_at;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.id, NEW.code, NEW.recorded_at) IS NOT DISTINCT FROM (OLD.id, OLD.code, OLD.recorded_at)
       AND NEW.version >= OLD.version AND NEW.tree_version >= OLD.tree_version THEN
      PERFORM refuse_earlier_record(OLD.last_recorded_at);
      NEW.last_recorded_at := record_time();
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, 'an identity lasts');
END $$;
--> statement-breakpoint

CREATE FUNCTION keep_table() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, TG_TABLE_NAME || ' is never emptied');
END $$;
--> statement-breakpoint

DO $$
DECLARE kept record;
BEGIN
  FOR kept IN
    SELECT * FROM (VALUES
      ('unit_life', 'keep_fact'), ('unit_version', 'keep_fact'), ('unit_relation', 'keep_fact'), ('unit_lineage', 'keep_fact'),
      ('unit_site', 'keep_fact'), ('territory_version', 'keep_fact'), ('territory_lineage', 'keep_fact'),
      ('service_territory', 'keep_fact'), ('change_event', 'keep_record'), ('legal_instrument', 'keep_record'),
      ('site', 'keep_record'), ('audit_entry', 'keep_record'), ('plan', 'keep_record'), ('unit', 'keep_unit'), ('territory', 'keep_record')
    ) AS t (table_name, keeper)
  LOOP
    EXECUTE format('CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', kept.table_name, kept.keeper);
    EXECUTE format('CREATE TRIGGER a_keep_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION keep_table()', kept.table_name);
  END LOOP;
END $$;
--> statement-breakpoint

-- A fact about a unit takes the unit's row and raises its version. So two writers of one unit meet on that row at every
-- isolation level (a REPEATABLE READ writer with an older snapshot fails there and retries), and the check of the unit
-- as a whole, deferred to commit, sees what the other one did.
CREATE FUNCTION touch_units() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
  EXECUTE (
    SELECT 'SELECT array_agg(id) FROM (' || string_agg(format('SELECT %I AS id FROM written', column_name), ' UNION ') || ') AS named'
    FROM unnest(TG_ARGV) AS column_name
  ) INTO touched;
  PERFORM 1 FROM unit WHERE id = ANY (touched) ORDER BY id FOR NO KEY UPDATE;
  UPDATE unit SET version = version + 1 WHERE id = ANY (touched);
  RETURN NULL;
END $$;
--> statement-breakpoint

DO $$
DECLARE fact record;
BEGIN
  FOR fact IN
    SELECT * FROM (VALUES
      ('unit_life', '''unit_id'''), ('unit_version', '''unit_id'''), ('unit_relation', '''child_id'''), ('unit_site', '''unit_id'''),
      ('service_territory', '''unit_id'''), ('unit_lineage', '''source_id'', ''target_id''')
    ) AS t (table_name, columns)
  LOOP
    EXECUTE format('CREATE TRIGGER b_touch_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_units(%s)', fact.table_name, fact.columns);
    EXECUTE format('CREATE TRIGGER b_touch_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_units(%s)', fact.table_name, fact.columns);
  END LOOP;
END $$;
--> statement-breakpoint

-- A relation that is no longer believed frees its parent too, whose life may now end: they meet on the parent's row.
CREATE FUNCTION touch_parents() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM unit WHERE id IN (SELECT parent_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE unit SET tree_version = tree_version + 1 WHERE id IN (SELECT parent_id FROM written);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER b_touch_parents AFTER UPDATE ON unit_relation REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_parents();
--> statement-breakpoint

-- UNIT_CYCLE, on every day. Two writers that could close a cycle between them share a unit: one's child lies above the
-- other's parent. So every unit above a new parent is taken too, until no new one appears while waiting for locks.
CREATE FUNCTION refuse_unit_cycle() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  above bigint[];
  held bigint[] := '{}';
  cycle record;
BEGIN
  LOOP
    WITH RECURSIVE ancestor (id, kind) AS (
      SELECT parent_id, kind FROM written
      UNION
      SELECT relation.parent_id, relation.kind
      FROM ancestor JOIN unit_relation AS relation ON relation.child_id = ancestor.id AND relation.kind = ancestor.kind
      WHERE relation.superseded_at = 'infinity'
    )
    SELECT coalesce(array_agg(DISTINCT id), '{}') INTO above FROM ancestor;
    EXIT WHEN above <@ held;
    PERFORM 1 FROM unit WHERE id = ANY (above) AND id <> ALL (held) ORDER BY id FOR NO KEY UPDATE;
    UPDATE unit SET tree_version = tree_version + 1 WHERE id = ANY (above) AND id <> ALL (held);
    held := held || above;
  END LOOP;

  WITH RECURSIVE walk (origin, kind, id, valid_from, valid_to) AS (
    SELECT child_id, kind, parent_id, valid_from, valid_to FROM written
    UNION
    SELECT walk.origin, walk.kind, relation.parent_id, greatest(walk.valid_from, relation.valid_from), least(walk.valid_to, relation.valid_to)
    FROM walk JOIN unit_relation AS relation ON relation.child_id = walk.id AND relation.kind = walk.kind
    WHERE relation.superseded_at = 'infinity' AND walk.id <> walk.origin
      AND relation.valid_from < walk.valid_to AND walk.valid_from < relation.valid_to
  )
  SELECT unit.code, walk.valid_from INTO cycle FROM walk JOIN unit ON unit.id = walk.id WHERE walk.id = walk.origin LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('unit_cycle__relation', 'a unit cannot be above itself', jsonb_build_object('unit', cycle.code, 'on', cycle.valid_from));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER c_refuse_cycle AFTER INSERT ON unit_relation REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_unit_cycle();
--> statement-breakpoint

-- The unit as a whole, once per transaction at commit: facts within its life, a version on every day of it, and
-- successors (or the statement that there are none) where it closed.
CREATE FUNCTION check_unit() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  life unit_life;
  outside record;
BEGIN
  IF EXISTS (SELECT FROM unit WHERE id = NEW.id AND version > NEW.version) THEN
    RETURN NULL; -- a later touch of this transaction checks
  END IF;
  SELECT * INTO life FROM unit_life WHERE unit_id = NEW.id AND superseded_at = 'infinity';
  IF NOT FOUND THEN
    PERFORM refuse('fact_outside_unit__no_life', 'a unit has a life', jsonb_build_object('unit', NEW.code));
  END IF;

  SELECT fact.rule, CASE WHEN fact.valid_from < l.valid_from THEN fact.valid_from ELSE l.valid_to END AS on_day, u.code INTO outside
  FROM (
    SELECT 'unit_version' AS rule, unit_id, valid_from, valid_to FROM unit_version WHERE unit_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'unit_relation', child_id, valid_from, valid_to FROM unit_relation WHERE child_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'unit_relation', parent_id, valid_from, valid_to FROM unit_relation WHERE child_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'unit_relation', parent_id, valid_from, valid_to FROM unit_relation WHERE parent_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'unit_site', unit_id, valid_from, valid_to FROM unit_site WHERE unit_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'service_territory', unit_id, valid_from, valid_to FROM service_territory WHERE unit_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'unit_lineage', source_id, on_day - 1, on_day FROM unit_lineage WHERE source_id = NEW.id AND superseded_at = 'infinity'
    UNION ALL SELECT 'unit_lineage', target_id, on_day, on_day + 1 FROM unit_lineage WHERE target_id = NEW.id AND superseded_at = 'infinity'
  ) AS fact
  JOIN unit_life AS l ON l.unit_id = fact.unit_id AND l.superseded_at = 'infinity'
  JOIN unit AS u ON u.id = fact.unit_id
  WHERE fact.valid_from < l.valid_from OR fact.valid_to > l.valid_to
  ORDER BY fact.valid_from LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('fact_outside_unit__' || outside.rule, 'a fact lies outside the life of its unit', jsonb_build_object('unit', outside.code, 'on', outside.on_day));
  END IF;

  IF (SELECT range_agg(daterange(valid_from, valid_to)) FROM unit_version WHERE unit_id = NEW.id AND superseded_at = 'infinity')
     IS DISTINCT FROM datemultirange(daterange(life.valid_from, life.valid_to)) THEN
    PERFORM refuse('unit_version_gap__version', 'a unit has a version on every day of its life', jsonb_build_object('unit', NEW.code));
  END IF;

  IF life.valid_to <> 'infinity'
     AND NOT EXISTS (SELECT FROM unit_lineage WHERE source_id = NEW.id AND on_day = life.valid_to AND superseded_at = 'infinity')
     AND NOT EXISTS (SELECT FROM change_event WHERE id = life.closed_by AND no_successor) THEN
    PERFORM refuse('lineage_required__unit', 'a closed unit names its successors or says none', jsonb_build_object('unit', NEW.code, 'on', life.valid_to));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER d_check_unit AFTER INSERT OR UPDATE OF version ON unit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_unit();
