-- Which units each transaction wrote about. An answer that is kept is asked for again after this: it holds as long as
-- nothing it may rest on was committed that its snapshot did not see. Marks are only ever added, so that writers never
-- wait for each other; they are made by triggers, so that direct SQL makes them too.
--
-- `unit_id` is a unit at which something about people changed, or one that it ever stood under; 0 stands for the
-- organization itself with all that is not about people, and so for every unit; -1 for people who are at no unit.
CREATE UNLOGGED TABLE write_mark (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  unit_id bigint NOT NULL,
  PRIMARY KEY (xid, unit_id)
);
--> statement-breakpoint
-- Marks of transactions before it may be forgotten. Neither table outlives a crash, by which marks are lost that nobody was
-- told of: so one without a row says that nothing holds any more, until somebody has noticed and says from when on.
CREATE UNLOGGED TABLE write_mark_horizon (xid xid8 PRIMARY KEY);
--> statement-breakpoint
INSERT INTO write_mark_horizon VALUES ('0');
--> statement-breakpoint
CREATE FUNCTION forget_write_marks(before xid8) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM write_mark_horizon WHERE xid < before;
  INSERT INTO write_mark_horizon VALUES (before) ON CONFLICT DO NOTHING;
  -- What no transaction of this server can have made was restored from another one.
  DELETE FROM write_mark WHERE xid < before OR xid >= pg_snapshot_xmax(pg_current_snapshot());
$$;
--> statement-breakpoint
CREATE FUNCTION mark_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO write_mark (unit_id) VALUES (0) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
-- What is kept of a unit may show all that stood below it on any day: so all above are marked, on whatever days. Plans are
-- kept throughout: one made for each call costs more than to carry it out.
CREATE FUNCTION mark_units(units bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  INSERT INTO write_mark (unit_id)
  SELECT DISTINCT coalesce(line.above_id, 0) FROM unnest(units) AS written (id)
  LEFT JOIN LATERAL (
    SELECT above_id FROM unit_above WHERE unit_above.unit_id = written.id AND relation = 'ESTABLISHMENT' OFFSET 0) AS line ON true
  ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
CREATE FUNCTION mark_quota_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM mark_units(ARRAY(SELECT DISTINCT unit_id FROM written));
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Somebody is shown wherever they are counted or work, on whatever day.
CREATE FUNCTION mark_people(people bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  places bigint[];
BEGIN
  SELECT array_agg(unit_id) INTO places FROM (
    SELECT unit_id FROM payroll WHERE staff_id = ANY (people) UNION SELECT unit_id FROM workplace WHERE staff_id = ANY (people)
  ) AS place;
  IF places IS NULL THEN
    INSERT INTO write_mark (unit_id) VALUES (-1) ON CONFLICT DO NOTHING;
  ELSE
    PERFORM mark_units(places);
  END IF;
END $$;
--> statement-breakpoint
-- What is written is asked for by statements of its own, whose plans last, where that is a column.
CREATE FUNCTION mark_people_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  people bigint[];
BEGIN
  IF TG_ARGV[0] = 'staff_id' THEN
    SELECT array_agg(DISTINCT staff_id) INTO people FROM written;
  ELSIF TG_ARGV[0] = 'id' THEN
    SELECT array_agg(id) INTO people FROM written;
  ELSE
    EXECUTE format('SELECT array_agg(DISTINCT %s) FROM written', TG_ARGV[0]) INTO people;
  END IF;
  PERFORM mark_people(people);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  marked record;
  event text;
BEGIN
  FOR marked IN
    SELECT t.tablename, coalesce(near.marker, 'mark_write') AS marker, coalesce(near.argument, '') AS argument
    FROM pg_tables AS t LEFT JOIN (VALUES
      ('quota', 'mark_quota_write', ''),
      ('staff', 'mark_people_write', 'id'),
      ('assignment', 'mark_people_write', 'staff_id'), ('appointment', 'mark_people_write', 'staff_id'),
      ('transfer', 'mark_people_write', 'staff_id'), ('secondment', 'mark_people_write', 'staff_id'),
      ('transfer_batch', 'mark_people_write', 'NULL::bigint'),
      ('transfer_step', 'mark_people_write', '(SELECT staff_id FROM transfer WHERE transfer.id = transfer_id)'),
      ('secondment_step', 'mark_people_write', '(SELECT staff_id FROM secondment WHERE secondment.id = secondment_id)')
    ) AS near (tablename, marker, argument) USING (tablename)
    WHERE t.schemaname = 'public' AND t.tablename NOT IN (
      -- Answers from them are not kept.
      'audit_entry', 'audit_seal', 'audit_chain', 'personal_read', 'idempotency_key',
      -- Below.
      'unit',
      -- Derived from others, in the transaction that writes those.
      'unit_above', 'unit_headcount', 'unit_child', 'write_mark', 'write_mark_horizon')
  LOOP
    FOREACH event IN ARRAY ARRAY['DELETE', 'TRUNCATE'] LOOP
      EXECUTE format('CREATE TRIGGER y_mark_%s AFTER %s ON %I FOR EACH STATEMENT EXECUTE FUNCTION mark_write()',
        lower(event), event, marked.tablename);
    END LOOP;
    -- Who writes these raises the version of the person's row (touch_staff), and so marks the same.
    CONTINUE WHEN marked.tablename IN ('staff_version', 'payroll', 'workplace', 'leadership', 'digital_signature');
    FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE'] LOOP
      EXECUTE format('CREATE TRIGGER y_mark_%s AFTER %s ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %I(%L)',
        lower(event), event, marked.tablename, marked.marker, marked.argument);
    END LOOP;
  END LOOP;
END $$;
--> statement-breakpoint
-- Every change of people touches units by a counter of its own, which nobody is shown.
CREATE FUNCTION mark_unit_touch() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM written JOIN before USING (id) WHERE (written.code, written.version) IS DISTINCT FROM (before.code, before.version)
  ) THEN
    INSERT INTO write_mark (unit_id) VALUES (0) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER y_mark_insert AFTER INSERT ON unit FOR EACH STATEMENT EXECUTE FUNCTION mark_write();
--> statement-breakpoint
CREATE TRIGGER y_mark_update AFTER UPDATE ON unit REFERENCING OLD TABLE AS before NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION mark_unit_touch();
--> statement-breakpoint
CREATE TRIGGER y_mark_delete AFTER DELETE ON unit FOR EACH STATEMENT EXECUTE FUNCTION mark_write();
--> statement-breakpoint
CREATE TRIGGER y_mark_truncate AFTER TRUNCATE ON unit FOR EACH STATEMENT EXECUTE FUNCTION mark_write();
--> statement-breakpoint
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sapxep_app') THEN
    REVOKE INSERT, UPDATE ON write_mark, write_mark_horizon FROM sapxep_app;
  END IF;
END $$;
