CREATE TABLE "unit_above" (
	"unit_id" bigint NOT NULL,
	"above_id" bigint NOT NULL,
	"relation" "relation_kind" NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL
);
--> statement-breakpoint
CREATE INDEX "unit_above_unit" ON "unit_above" USING btree ("unit_id","above_id","valid_from","valid_to");--> statement-breakpoint
CREATE INDEX "unit_above_above" ON "unit_above" USING btree ("above_id","unit_id");--> statement-breakpoint

-- Who may see what. A caller's scope is a number of units with all that stands under them; `unit_above` answers whether a
-- unit stands under another on a day. It is derived from what is believed now, in the transaction that changes it, once
-- the writer holds the rows of the units concerned (b_touch_…, c_refuse_cycle): two writers of one line meet there, and
-- the second derives from what the first left.
CREATE FUNCTION units_above(units bigint[]) RETURNS SETOF unit_above
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE up AS (
    SELECT unit_id, unit_id AS above_id, valid_from, valid_to FROM unnest(units) AS wanted (id)
    JOIN unit_life ON unit_id = wanted.id AND superseded_at = 'infinity'
    UNION ALL
    SELECT up.unit_id, relation.parent_id, greatest(up.valid_from, relation.valid_from), least(up.valid_to, relation.valid_to)
    FROM up JOIN unit_relation AS relation ON relation.child_id = up.above_id AND relation.kind = 'ESTABLISHMENT'
      AND relation.superseded_at = 'infinity' AND relation.valid_from < up.valid_to AND up.valid_from < relation.valid_to
  )
  SELECT unit_id, above_id, 'ESTABLISHMENT'::relation_kind, valid_from, valid_to FROM up
  UNION
  SELECT up.unit_id, relation.parent_id, relation.kind, greatest(up.valid_from, relation.valid_from), least(up.valid_to, relation.valid_to)
  FROM up JOIN unit_relation AS relation ON relation.child_id = up.above_id AND relation.kind = 'STAFF_MANAGEMENT'
    AND relation.superseded_at = 'infinity' AND relation.valid_from < up.valid_to AND up.valid_from < relation.valid_to
$$;
--> statement-breakpoint
CREATE FUNCTION renew_unit_above() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  written_units bigint[];
  moved bigint[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM written', TG_ARGV[0]) INTO written_units;
  moved := units_below(written_units);
  DELETE FROM unit_above USING unnest(moved) AS wanted (id) WHERE unit_id = wanted.id;
  INSERT INTO unit_above SELECT * FROM units_above(moved);
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE fact record;
BEGIN
  FOR fact IN SELECT * FROM (VALUES ('unit_life', 'unit_id'), ('unit_relation', 'child_id')) AS t (table_name, unit_column)
  LOOP
    EXECUTE format('CREATE TRIGGER g_renew_above_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION renew_unit_above(%L)', fact.table_name, fact.unit_column);
    EXECUTE format('CREATE TRIGGER g_renew_above_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION renew_unit_above(%L)', fact.table_name, fact.unit_column);
  END LOOP;
END $$;
--> statement-breakpoint
INSERT INTO unit_above SELECT * FROM units_above((SELECT array_agg(id) FROM unit));
--> statement-breakpoint

-- The units of some codes, those that took over from them, and those that they took over: a scope follows its unit
-- through mergers, both ways.
CREATE FUNCTION scope_units(codes text[]) RETURNS bigint[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE named AS (SELECT id FROM unit WHERE code = ANY (codes)),
  later (id) AS (
    SELECT id FROM named
    UNION
    SELECT line.target_id FROM later JOIN unit_lineage AS line ON line.source_id = later.id AND line.superseded_at = 'infinity'
  ),
  earlier (id) AS (
    SELECT id FROM named
    UNION
    SELECT line.source_id FROM earlier JOIN unit_lineage AS line ON line.target_id = earlier.id AND line.superseded_at = 'infinity'
  )
  SELECT coalesce(array_agg(id), '{}') FROM (SELECT id FROM later UNION SELECT id FROM earlier) AS line
$$;
--> statement-breakpoint

-- The net under what statements ask for: rows about people are there only for a transaction that said whose it is, in
-- `sapxep.scope` (`*`, or the ids of units) and `sapxep.managing` (those of them held as a body that manages staff). Where
-- nothing is said, nothing is seen. A net is coarse: somebody who was ever within the scope is. Days are asked above it.
CREATE FUNCTION sees_everything() RETURNS boolean
LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('sapxep.scope', true), '') = '*' $$;
--> statement-breakpoint
CREATE FUNCTION scope_setting(setting text) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN current_setting(setting, true) LIKE '{%}' THEN current_setting(setting, true)::bigint[] ELSE '{}' END
$$;
--> statement-breakpoint
CREATE FUNCTION sees_unit(seen bigint, from_day date, to_day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM unit_above WHERE unit_id = seen AND above_id = ANY (scope_setting('sapxep.scope'))
      AND (relation = 'ESTABLISHMENT' OR above_id = ANY (scope_setting('sapxep.managing')))
      AND valid_from < to_day AND from_day < valid_to)
$$;
--> statement-breakpoint
CREATE FUNCTION sees_person(seen bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (SELECT FROM payroll WHERE staff_id = seen AND sees_unit(unit_id, valid_from, valid_to))
    OR EXISTS (SELECT FROM workplace WHERE staff_id = seen AND sees_unit(unit_id, valid_from, valid_to))
    OR EXISTS (SELECT FROM leadership WHERE staff_id = seen AND sees_unit(unit_id, valid_from, valid_to))
    OR EXISTS (SELECT FROM transfer WHERE staff_id = seen AND (sees_unit(from_unit_id, '-infinity', 'infinity') OR sees_unit(to_unit_id, '-infinity', 'infinity')))
    OR EXISTS (SELECT FROM secondment WHERE staff_id = seen AND (sees_unit(home_id, '-infinity', 'infinity') OR sees_unit(host_id, '-infinity', 'infinity')))
$$;
--> statement-breakpoint
DO $$
DECLARE personal record;
BEGIN
  FOR personal IN
    SELECT * FROM (VALUES
      ('staff', 'sees_person(id)'), ('staff_version', 'sees_person(staff_id)'), ('payroll', 'sees_person(staff_id)'),
      ('workplace', 'sees_person(staff_id)'), ('assignment', 'sees_person(staff_id)'), ('appointment', 'sees_person(staff_id)'),
      ('leadership', 'sees_person(staff_id)'), ('digital_signature', 'sees_person(staff_id)'), ('transfer', 'sees_person(staff_id)'),
      ('secondment', 'sees_person(staff_id)'),
      ('transfer_step', 'EXISTS (SELECT FROM transfer WHERE transfer.id = transfer_id)'),
      ('secondment_step', 'EXISTS (SELECT FROM secondment WHERE secondment.id = secondment_id)')
    ) AS t (table_name, seen)
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', personal.table_name);
    EXECUTE format('CREATE POLICY scope ON %I USING ((SELECT sees_everything()) OR %s)', personal.table_name, personal.seen);
  END LOOP;
END $$;
--> statement-breakpoint
-- Rules look at all there is, whoever writes.
DO $$
DECLARE rule text;
BEGIN
  FOREACH rule IN ARRAY ARRAY['touch_staff()', 'check_staff()', 'check_counted()', 'check_staff_of_unit()', 'check_unit()', 'check_plan()', 'check_things()', 'check_things_of_unit()']
  LOOP
    EXECUTE format('ALTER FUNCTION %s SECURITY DEFINER SET search_path = public, pg_temp', rule);
  END LOOP;
END $$;
--> statement-breakpoint

-- Only who owns a table may bring the statistics up to date from which its plans are made.
CREATE FUNCTION refresh_statistics(tables text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE 'ANALYZE ' || coalesce((SELECT string_agg(quote_ident(name), ', ') FROM unnest(tables) AS name), '');
END $$;
--> statement-breakpoint

-- The application's role: it can neither bypass the net nor change the schema, and takes nothing back.
DO $$
BEGIN
  -- Roles belong to the server, not to the database: another database may bring it, at the same moment.
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sapxep_app') THEN CREATE ROLE sapxep_app NOLOGIN NOBYPASSRLS; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  IF NOT pg_has_role(current_user, 'sapxep_app', 'MEMBER') THEN EXECUTE format('GRANT sapxep_app TO %I', current_user); END IF;
END $$;
--> statement-breakpoint
GRANT USAGE ON SCHEMA public TO sapxep_app;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO sapxep_app;
--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sapxep_app;
--> statement-breakpoint
REVOKE INSERT, UPDATE ON unit_above FROM sapxep_app;
--> statement-breakpoint
REVOKE UPDATE ON audit_entry FROM sapxep_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES TO sapxep_app;
--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO sapxep_app;
