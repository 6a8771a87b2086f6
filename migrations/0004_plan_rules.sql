-- What plans were before they had phases: one version each, adopted by its instrument, known since the plan was.
INSERT INTO plan_version (plan_id, number, title, instrument_id, valid_from, recorded_at)
SELECT id, 1, title, instrument_id, '1900-01-01', recorded_at FROM plan;
--> statement-breakpoint
INSERT INTO plan_status (plan_id, status, instrument_id, valid_from, valid_to, recorded_at)
SELECT plan.id, 'DRAFT'::plan_status_kind, NULL, date '1900-01-01', issued_on, plan.recorded_at FROM plan JOIN legal_instrument ON legal_instrument.id = instrument_id
UNION ALL
SELECT plan.id, 'ADOPTED', instrument_id, issued_on, 'infinity', plan.recorded_at FROM plan JOIN legal_instrument ON legal_instrument.id = instrument_id;
--> statement-breakpoint

ALTER TABLE plan ADD CONSTRAINT input_invalid__plan_code CHECK (code ~ '^[A-Z0-9][A-Z0-9.-]{0,63}$');
--> statement-breakpoint
ALTER TABLE plan_version
  ADD CONSTRAINT not_found__plan_version_plan FOREIGN KEY (plan_id) REFERENCES plan (id),
  ADD CONSTRAINT not_found__plan_version_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT status_overlap__plan_version
    EXCLUDE USING gist (plan_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE plan_status
  ADD CONSTRAINT not_found__plan_status_plan FOREIGN KEY (plan_id) REFERENCES plan (id),
  ADD CONSTRAINT not_found__plan_status_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__plan_status CHECK (status = 'DRAFT' OR instrument_id IS NOT NULL),
  ADD CONSTRAINT status_overlap__plan
    EXCLUDE USING gist (plan_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE phase
  ADD CONSTRAINT not_found__phase_plan FOREIGN KEY (plan_id) REFERENCES plan (id),
  ADD CONSTRAINT already_exists__phase UNIQUE (plan_id, ordinal),
  ADD CONSTRAINT already_exists__phase_of_plan UNIQUE (id, plan_id),
  ADD CONSTRAINT input_invalid__phase_ordinal CHECK (ordinal > 0);
--> statement-breakpoint
-- PHASE_OVERLAP: live phases of a plan never overlap, whatever day the plan is read on. An amendment moves several at
-- once, so it is asked at commit.
ALTER TABLE phase_version
  ADD CONSTRAINT not_found__phase_version_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT not_found__phase_version_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT period_invalid__phase_window CHECK (window_from < window_to AND window_from >= '1900-01-01'),
  ADD CONSTRAINT status_overlap__phase_version
    EXCLUDE USING gist (phase_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity'),
  ADD CONSTRAINT phase_overlap__window EXCLUDE USING gist (
    plan_id WITH =,
    daterange(window_from, greatest(window_from, least(window_to, live_until))) WITH &&,
    daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity') DEFERRABLE INITIALLY DEFERRED;
--> statement-breakpoint
-- PHASE_ALREADY_ACTIVE: at most one phase of a plan is under way on any day.
ALTER TABLE phase_status
  ADD CONSTRAINT not_found__phase_status_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT not_found__phase_status_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__phase_status CHECK (status = 'DRAFT' OR instrument_id IS NOT NULL),
  ADD CONSTRAINT status_overlap__phase
    EXCLUDE USING gist (phase_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity'),
  ADD CONSTRAINT phase_already_active__status
    EXCLUDE USING gist (plan_id WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (superseded_at = 'infinity' AND status IN ('ACTIVE', 'SUSPENDED'));
--> statement-breakpoint
ALTER TABLE gate
  ADD CONSTRAINT not_found__gate_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT not_found__gate_owner FOREIGN KEY (owner_id) REFERENCES unit (id);
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__gate ON gate (phase_id, code) WHERE superseded_at = 'infinity';
--> statement-breakpoint
ALTER TABLE gate_attestation
  ADD CONSTRAINT not_found__attestation_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT not_found__attestation_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT status_overlap__attestation
    EXCLUDE USING gist (phase_id WITH =, gate_code WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
ALTER TABLE planned_change
  ADD CONSTRAINT not_found__planned_change_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT already_exists__planned_change_of_phase UNIQUE (id, phase_id);
--> statement-breakpoint
ALTER TABLE phase_freeze
  ADD CONSTRAINT not_found__freeze_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT not_found__freeze_unit FOREIGN KEY (unit_id) REFERENCES unit (id);
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__freeze ON phase_freeze (phase_id, unit_id) WHERE superseded_at = 'infinity';
--> statement-breakpoint
ALTER TABLE task
  ADD CONSTRAINT not_found__task_plan FOREIGN KEY (plan_id) REFERENCES plan (id),
  ADD CONSTRAINT not_found__task_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT already_exists__task UNIQUE (plan_id, code),
  ADD CONSTRAINT already_exists__task_of_plan UNIQUE (id, plan_id),
  ADD CONSTRAINT input_invalid__task_due CHECK ((due_precision = 'NONE') = (due_on IS NULL));
--> statement-breakpoint
ALTER TABLE task_owner
  ADD CONSTRAINT not_found__task_owner_task FOREIGN KEY (task_id) REFERENCES task (id),
  ADD CONSTRAINT not_found__task_owner_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT already_exists__task_owner UNIQUE (task_id, unit_id);
--> statement-breakpoint
ALTER TABLE task_status
  ADD CONSTRAINT not_found__task_status_task FOREIGN KEY (task_id, plan_id) REFERENCES task (id, plan_id),
  ADD CONSTRAINT not_found__task_status_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT status_overlap__task
    EXCLUDE USING gist (task_id WITH =, daterange(valid_from, valid_to) WITH &&) WHERE (superseded_at = 'infinity');
--> statement-breakpoint
-- No row keeps the record time of policies in the order of commits, so it is part of the constraint.
ALTER TABLE policy
  ADD CONSTRAINT not_found__policy_scope FOREIGN KEY (scope_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__policy_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__policy CHECK (instrument_id IS NOT NULL),
  ADD CONSTRAINT policy_overlap__policy EXCLUDE USING gist (
    key WITH =, (coalesce(scope_id, 0)) WITH =, daterange(valid_from, valid_to) WITH &&, tstzrange(recorded_at, superseded_at) WITH &&);
--> statement-breakpoint
ALTER TABLE waiver
  ADD CONSTRAINT not_found__waiver_unit FOREIGN KEY (unit_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__waiver_plan FOREIGN KEY (plan_id) REFERENCES plan (id),
  ADD CONSTRAINT not_found__waiver_approver FOREIGN KEY (approved_by_id) REFERENCES unit (id),
  ADD CONSTRAINT not_found__waiver_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT instrument_required__waiver CHECK (instrument_id IS NOT NULL),
  ADD CONSTRAINT input_invalid__waiver_scope CHECK (num_nonnulls(unit_id, plan_id) > 0);
--> statement-breakpoint
-- WAIVER_EXPIRED: a waiver ends.
ALTER TABLE waiver_term
  ADD CONSTRAINT not_found__waiver_term_waiver FOREIGN KEY (waiver_id) REFERENCES waiver (id),
  ADD CONSTRAINT instrument_required__waiver_term CHECK (instrument_id IS NOT NULL),
  ADD CONSTRAINT not_found__waiver_term_instrument FOREIGN KEY (instrument_id) REFERENCES legal_instrument (id),
  ADD CONSTRAINT waiver_expired__no_end CHECK (valid_to < 'infinity');
--> statement-breakpoint
CREATE UNIQUE INDEX already_exists__waiver_term ON waiver_term (waiver_id) WHERE superseded_at = 'infinity';
--> statement-breakpoint
ALTER TABLE waiver_use ADD CONSTRAINT not_found__waiver_use_waiver FOREIGN KEY (waiver_id) REFERENCES waiver (id);
--> statement-breakpoint
ALTER TABLE change_event
  ADD CONSTRAINT not_found__change_phase FOREIGN KEY (phase_id, plan_id) REFERENCES phase (id, plan_id),
  ADD CONSTRAINT not_found__change_planned FOREIGN KEY (planned_change_id, phase_id) REFERENCES planned_change (id, phase_id),
  ADD CONSTRAINT not_found__change_compensated FOREIGN KEY (compensates_id) REFERENCES change_event (id),
  ADD CONSTRAINT input_invalid__change_phase CHECK ((phase_id IS NULL) = (plan_id IS NULL)),
  ADD CONSTRAINT input_invalid__change_planned CHECK (planned_change_id IS NULL OR phase_id IS NOT NULL);
--> statement-breakpoint

-- Periods are half-open and never empty.
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['plan_version', 'plan_status', 'phase_version', 'phase_status', 'gate_attestation', 'task_status', 'policy', 'waiver_term'] LOOP
    EXECUTE format($sql$ALTER TABLE %I ADD CONSTRAINT period_invalid__%s
      CHECK (valid_from < valid_to AND valid_from >= '1900-01-01' AND (valid_to = 'infinity' OR valid_to < '10000-01-01'))$sql$,
      fact_table, fact_table);
  END LOOP;
END $$;
--> statement-breakpoint

-- A row that is an identity and a meeting place of writers: only its counter rises.
CREATE FUNCTION keep_plan() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    NEW.last_recorded_at := NEW.recorded_at;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - ARRAY['version', 'last_recorded_at'] = to_jsonb(OLD) - ARRAY['version', 'last_recorded_at'] AND NEW.version >= OLD.version THEN
      PERFORM refuse_earlier_record(OLD.last_recorded_at);
      NEW.last_recorded_at := record_time();
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__' || TG_TABLE_NAME, 'an identity lasts');
END $$;
--> statement-breakpoint
CREATE FUNCTION keep_waiver() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    NEW.recorded_at := record_time();
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF to_jsonb(NEW) - 'version' = to_jsonb(OLD) - 'version' AND NEW.version >= OLD.version THEN
      RETURN NEW;
    END IF;
  END IF;
  PERFORM refuse('history_immutable__waiver', 'a waiver is revoked, never changed');
END $$;
--> statement-breakpoint
DROP TRIGGER a_keep ON plan;
--> statement-breakpoint
CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON plan FOR EACH ROW EXECUTE FUNCTION keep_plan();
--> statement-breakpoint
DO $$
DECLARE kept record;
BEGIN
  FOR kept IN
    SELECT * FROM (VALUES
      ('plan_version', 'keep_fact'), ('plan_status', 'keep_fact'), ('phase', 'keep_record'), ('phase_version', 'keep_fact'),
      ('phase_status', 'keep_fact'), ('gate', 'keep_fact'), ('gate_attestation', 'keep_fact'), ('planned_change', 'keep_fact'),
      ('phase_freeze', 'keep_fact'), ('task', 'keep_record'), ('task_owner', 'keep_record'), ('task_status', 'keep_fact'),
      ('policy', 'keep_fact'), ('waiver', 'keep_waiver'), ('waiver_term', 'keep_fact'), ('waiver_use', 'keep_record')
    ) AS t (table_name, keeper)
  LOOP
    EXECUTE format('CREATE TRIGGER a_keep BEFORE INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION %I()', kept.table_name, kept.keeper);
    EXECUTE format('CREATE TRIGGER a_keep_table BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION keep_table()', kept.table_name);
  END LOOP;
END $$;
--> statement-breakpoint

-- A fact about a plan takes the plan's row and raises its version: writers of one plan meet there at every isolation
-- level, and the check of the plan as a whole, deferred to commit, sees what the other one did.
CREATE FUNCTION touch_plans() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM plan WHERE id IN (SELECT plan_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE plan SET version = version + 1 WHERE id IN (SELECT plan_id FROM written);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE fact_table text;
BEGIN
  FOREACH fact_table IN ARRAY ARRAY['plan_version', 'plan_status', 'phase_version', 'phase_status', 'gate', 'gate_attestation', 'planned_change', 'phase_freeze', 'task_status', 'phase', 'task'] LOOP
    EXECUTE format('CREATE TRIGGER b_touch_plan_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_plans()', fact_table);
    EXECUTE format('CREATE TRIGGER b_touch_plan_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION touch_plans()', fact_table);
  END LOOP;
END $$;
--> statement-breakpoint
-- A freeze is a fact about its unit as well: a rename under way meets it on the unit's row.
CREATE TRIGGER c_touch_unit_on_insert AFTER INSERT ON phase_freeze REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_units('unit_id');
--> statement-breakpoint
CREATE TRIGGER c_touch_unit_on_update AFTER UPDATE ON phase_freeze REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_units('unit_id');
--> statement-breakpoint

-- PLAN_SUPERSEDED: no new effect under a superseded plan; ALREADY_DONE: what a plan foresees is carried out once, unless
-- it was undone. The plan's row is taken first, so that whoever does the same at the same moment is seen here or waits.
CREATE FUNCTION touch_plan_of_change() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE late record;
BEGIN
  IF NOT EXISTS (SELECT FROM written WHERE plan_id IS NOT NULL) THEN
    RETURN NULL;
  END IF;
  PERFORM 1 FROM plan WHERE id IN (SELECT plan_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE plan SET version = version + 1 WHERE id IN (SELECT plan_id FROM written);
  SELECT written.on_day INTO late FROM written
  JOIN plan_status AS status ON status.plan_id = written.plan_id AND status.status = 'SUPERSEDED' AND status.superseded_at = 'infinity'
  WHERE written.on_day >= status.valid_from LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('plan_superseded__change', 'no new effect under a superseded plan', jsonb_build_object('on', late.on_day));
  END IF;
  IF EXISTS (
    SELECT FROM change_event AS act WHERE act.planned_change_id IN (SELECT planned_change_id FROM written)
      AND NOT EXISTS (SELECT FROM change_event AS undoing WHERE undoing.compensates_id = act.id)
    GROUP BY act.planned_change_id HAVING count(*) > 1) THEN
    PERFORM refuse('already_done__planned_change', 'a planned change is carried out once');
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER b_touch_plan AFTER INSERT ON change_event REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_plan_of_change();
--> statement-breakpoint

-- The plan as a whole, once per transaction at commit: a status on every day for the plan, each phase and each task, days
-- given up only by phases that are over, and nothing alive under a superseded plan.
CREATE FUNCTION check_plan() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  always constant datemultirange := datemultirange(daterange('1900-01-01', 'infinity'));
  late record;
BEGIN
  IF EXISTS (SELECT FROM plan WHERE id = NEW.id AND version > NEW.version) THEN
    RETURN NULL; -- a later touch of this transaction checks
  END IF;
  IF (SELECT range_agg(daterange(valid_from, valid_to)) FROM plan_status WHERE plan_id = NEW.id AND superseded_at = 'infinity') IS DISTINCT FROM always
     OR (SELECT range_agg(daterange(valid_from, valid_to)) FROM plan_version WHERE plan_id = NEW.id AND superseded_at = 'infinity') IS DISTINCT FROM always THEN
    PERFORM refuse('status_gap__plan', 'a plan has a status and a version on every day');
  END IF;
  IF EXISTS (
    SELECT FROM phase WHERE plan_id = NEW.id AND (
      (SELECT range_agg(daterange(valid_from, valid_to)) FROM phase_status WHERE phase_id = phase.id AND superseded_at = 'infinity') IS DISTINCT FROM always
      OR NOT coalesce((SELECT range_agg(daterange(valid_from, valid_to)) FROM phase_version WHERE phase_id = phase.id AND superseded_at = 'infinity') @>
        (SELECT range_agg(daterange(valid_from, valid_to)) FROM phase_status WHERE phase_id = phase.id AND superseded_at = 'infinity' AND status <> 'DRAFT'),
        EXISTS (SELECT FROM phase_version WHERE phase_id = phase.id AND superseded_at = 'infinity')))) THEN
    PERFORM refuse('status_gap__phase', 'a phase has a status on every day, and a definition once it is planned');
  END IF;
  IF EXISTS (
    SELECT FROM task WHERE plan_id = NEW.id
      AND (SELECT range_agg(daterange(valid_from, valid_to)) FROM task_status WHERE task_id = task.id AND superseded_at = 'infinity') IS DISTINCT FROM always) THEN
    PERFORM refuse('status_gap__task', 'a task has a status on every day');
  END IF;
  SELECT definition.live_until AS on_day INTO late FROM phase_version AS definition
  WHERE definition.plan_id = NEW.id AND definition.superseded_at = 'infinity' AND definition.live_until < 'infinity'
    AND NOT EXISTS (
      SELECT FROM phase_status AS step WHERE step.phase_id = definition.phase_id AND step.superseded_at = 'infinity'
        AND (step.status = 'CANCELLED' OR step.status = 'SUPERSEDED' AND step.valid_from <= definition.live_until)) LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('phase_overlap__live_until', 'a phase that lives keeps its days', jsonb_build_object('on', late.on_day));
  END IF;
  SELECT greatest(step.valid_from, over.valid_from) AS on_day INTO late
  FROM plan_status AS over JOIN phase_status AS step ON step.plan_id = over.plan_id AND step.valid_to > over.valid_from AND step.superseded_at = 'infinity'
  WHERE over.plan_id = NEW.id AND over.status = 'SUPERSEDED' AND over.superseded_at = 'infinity'
    AND step.status NOT IN ('COMPLETED', 'CANCELLED', 'SUPERSEDED') LIMIT 1;
  IF FOUND THEN
    PERFORM refuse('plan_superseded__phase', 'no phase lives on under a superseded plan', jsonb_build_object('on', late.on_day));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER d_check_plan AFTER INSERT OR UPDATE OF version ON plan
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_plan();
--> statement-breakpoint

-- WAIVER_EXPIRED: what a waiver lifts lies on its days. Ending a term raises the waiver's counter, so that a use under
-- way sees it or waits.
CREATE FUNCTION touch_waivers() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM waiver WHERE id IN (SELECT waiver_id FROM written) ORDER BY id FOR NO KEY UPDATE;
  UPDATE waiver SET version = version + 1 WHERE id IN (SELECT waiver_id FROM written);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER b_touch_waiver_on_insert AFTER INSERT ON waiver_term REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_waivers();
--> statement-breakpoint
CREATE TRIGGER b_touch_waiver_on_update AFTER UPDATE ON waiver_term REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION touch_waivers();
--> statement-breakpoint
CREATE FUNCTION refuse_expired_waiver() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM waiver WHERE id = NEW.waiver_id FOR SHARE;
  IF NOT EXISTS (
    SELECT FROM waiver_term WHERE waiver_id = NEW.waiver_id AND superseded_at = 'infinity'
      AND valid_from <= NEW.on_day AND NEW.on_day < valid_to) THEN
    PERFORM refuse('waiver_expired__use', 'a waiver works on its days alone', jsonb_build_object('on', NEW.on_day));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER c_refuse_expired AFTER INSERT ON waiver_use FOR EACH ROW EXECUTE FUNCTION refuse_expired_waiver();
--> statement-breakpoint

-- Tells every process of the server what changed about a plan, at commit; nothing is told of what was rolled back.
CREATE FUNCTION tell_plan_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('plan_changed', json_build_object('plan', plan.code, 'phase', phase.ordinal, 'kind', TG_ARGV[0])::text)
  FROM (
    SELECT DISTINCT (to_jsonb(w) ->> 'plan_id')::bigint AS plan_id,
      coalesce((to_jsonb(w) ->> 'phase_id')::bigint, (SELECT phase_id FROM task WHERE id = (to_jsonb(w) ->> 'task_id')::bigint)) AS phase_id
    FROM written AS w) AS changed
  JOIN plan ON plan.id = changed.plan_id LEFT JOIN phase ON phase.id = changed.phase_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE told record;
BEGIN
  FOR told IN
    SELECT * FROM (VALUES
      ('plan_version', 'PLAN'), ('plan_status', 'PLAN'), ('phase_version', 'PHASE'), ('phase_status', 'PHASE'), ('gate', 'GATE'),
      ('gate_attestation', 'GATE'), ('change_event', 'CHANGE'), ('task_status', 'TASK')
    ) AS t (table_name, kind)
  LOOP
    EXECUTE format('CREATE TRIGGER z_tell_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION tell_plan_change(%L)', told.table_name, told.kind);
    IF told.table_name <> 'change_event' THEN
      EXECUTE format('CREATE TRIGGER z_tell_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION tell_plan_change(%L)', told.table_name, told.kind);
    END IF;
  END LOOP;
END $$;
