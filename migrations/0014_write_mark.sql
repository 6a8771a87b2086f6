-- Which provinces each transaction wrote about. An answer that is kept is asked for again after this: it holds as long as
-- nothing it may rest on was committed that its snapshot did not see. Marks are only ever added, so that writers never
-- wait for each other; they are made by triggers, so that direct SQL makes them too.
--
-- `top_id` is a unit at the top, such as a province's committee; 0 stands for the organization itself with all that is not
-- about people, and so for every province; -1 for people of no province.
CREATE UNLOGGED TABLE write_mark (
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  top_id bigint NOT NULL,
  PRIMARY KEY (xid, top_id)
);
--> statement-breakpoint
-- Marks of transactions before it may be forgotten. Neither table outlives a crash: nothing is kept from before one.
CREATE UNLOGGED TABLE write_mark_horizon (xid xid8 PRIMARY KEY);
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
  INSERT INTO write_mark (top_id) VALUES (0) ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION mark_units(units bigint[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO write_mark (top_id)
  SELECT DISTINCT coalesce(top.above_id, 0) FROM unnest(units) AS written (id)
  LEFT JOIN unit_above AS top ON top.unit_id = written.id AND top.relation = 'ESTABLISHMENT' AND NOT EXISTS (
    SELECT FROM unit_above AS higher
    WHERE higher.unit_id = top.above_id AND higher.above_id <> top.above_id AND higher.relation = 'ESTABLISHMENT')
  ON CONFLICT DO NOTHING
$$;
--> statement-breakpoint
-- Somebody is shown wherever they are counted or work, on whatever day.
CREATE FUNCTION mark_people(people bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  places bigint[];
BEGIN
  SELECT array_agg(unit_id) INTO places FROM (
    SELECT unit_id FROM payroll WHERE staff_id = ANY (people) UNION SELECT unit_id FROM workplace WHERE staff_id = ANY (people)
  ) AS place;
  IF places IS NULL THEN
    INSERT INTO write_mark (top_id) VALUES (-1) ON CONFLICT DO NOTHING;
  ELSE
    PERFORM mark_units(places);
  END IF;
END $$;
--> statement-breakpoint
CREATE FUNCTION mark_unit_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  units bigint[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM written', TG_ARGV[0]) INTO units;
  PERFORM mark_units(units);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION mark_people_write() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  people bigint[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %s) FROM written', TG_ARGV[0]) INTO people;
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
      ('quota', 'mark_unit_write', 'unit_id'),
      ('staff', 'mark_people_write', 'id'), ('staff_version', 'mark_people_write', 'staff_id'),
      ('payroll', 'mark_people_write', 'staff_id'), ('workplace', 'mark_people_write', 'staff_id'),
      ('assignment', 'mark_people_write', 'staff_id'), ('appointment', 'mark_people_write', 'staff_id'),
      ('leadership', 'mark_people_write', 'staff_id'), ('digital_signature', 'mark_people_write', 'staff_id'),
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
    FOREACH event IN ARRAY ARRAY['INSERT', 'UPDATE'] LOOP
      EXECUTE format('CREATE TRIGGER y_mark_%s AFTER %s ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %I(%L)',
        lower(event), event, marked.tablename, marked.marker, marked.argument);
    END LOOP;
    FOREACH event IN ARRAY ARRAY['DELETE', 'TRUNCATE'] LOOP
      EXECUTE format('CREATE TRIGGER y_mark_%s AFTER %s ON %I FOR EACH STATEMENT EXECUTE FUNCTION mark_write()',
        lower(event), event, marked.tablename);
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
    INSERT INTO write_mark (top_id) VALUES (0) ON CONFLICT DO NOTHING;
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
