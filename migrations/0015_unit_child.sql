CREATE TABLE "unit_child" (
	"parent_id" bigint NOT NULL,
	"id" bigint NOT NULL,
	"code" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date DEFAULT 'infinity' NOT NULL,
	"name" text NOT NULL,
	"short_name" text,
	"kind" "unit_kind" NOT NULL,
	"branch_type" integer,
	"rank" text,
	"own_seal" boolean NOT NULL,
	"own_account" boolean NOT NULL,
	"independent_accounting" boolean NOT NULL,
	"has_people" boolean NOT NULL,
	"has_seals" boolean NOT NULL
);
--> statement-breakpoint
CREATE INDEX "unit_child_parent" ON "unit_child" USING btree ("parent_id",name COLLATE "vi-x-icu","code");--> statement-breakpoint
CREATE INDEX "unit_child_unit" ON "unit_child" USING btree ("id");
--> statement-breakpoint

-- A tree is read by `children`: a look at the relation, the unit and its version for each unit, and a sort by name for each
-- parent. `unit_child` has all of it in one row, found in the order of names. It is derived from what is believed now, in
-- the transaction that changes it, once the writer holds the rows of the units concerned (b_touch_…), as `unit_above` is.
CREATE FUNCTION units_as_children(units bigint[]) RETURNS SETOF unit_child
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT relation.parent_id, unit.id, unit.code, greatest(relation.valid_from, version.valid_from), least(relation.valid_to, version.valid_to),
    version.name, version.short_name, version.kind, version.branch_type, version.rank, version.own_seal, version.own_account,
    version.independent_accounting,
    EXISTS (SELECT FROM unit_headcount WHERE unit_headcount.unit_id = unit.id),
    EXISTS (SELECT FROM seal WHERE seal.unit_id = unit.id)
  FROM unnest(units) AS wanted (id) JOIN unit USING (id)
  JOIN unit_relation AS relation ON relation.child_id = unit.id AND relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity'
  JOIN unit_version AS version ON version.unit_id = unit.id AND version.superseded_at = 'infinity'
    AND version.valid_from < relation.valid_to AND relation.valid_from < version.valid_to
$$;
--> statement-breakpoint
CREATE FUNCTION renew_unit_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  units bigint[];
BEGIN
  EXECUTE format('SELECT array_agg(DISTINCT %I) FROM written', TG_ARGV[0]) INTO units;
  DELETE FROM unit_child WHERE id = ANY (units);
  INSERT INTO unit_child SELECT * FROM units_as_children(units);
  RETURN NULL;
END $$;
--> statement-breakpoint
-- Most units have nobody of their own and no seal: nothing is looked for there.
CREATE FUNCTION note_unit_child() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  units bigint[] := ARRAY(SELECT DISTINCT unit_id FROM written ORDER BY 1);
BEGIN
  IF TG_TABLE_NAME = 'unit_headcount' THEN
    UPDATE unit_child SET has_people = true WHERE id = ANY (units) AND NOT has_people;
  ELSE
    -- Who describes one of these units anew meanwhile has them, and is waited for.
    PERFORM FROM unit WHERE id = ANY (units) ORDER BY id FOR NO KEY UPDATE;
    UPDATE unit_child SET has_seals = true WHERE id = ANY (units) AND NOT has_seals;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE fact record;
BEGIN
  FOR fact IN SELECT * FROM (VALUES ('unit_version', 'unit_id'), ('unit_relation', 'child_id')) AS t (table_name, unit_column)
  LOOP
    EXECUTE format('CREATE TRIGGER g_renew_child_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION renew_unit_child(%L)', fact.table_name, fact.unit_column);
    EXECUTE format('CREATE TRIGGER g_renew_child_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION renew_unit_child(%L)', fact.table_name, fact.unit_column);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER g_note_child AFTER INSERT ON unit_headcount REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_unit_child();
--> statement-breakpoint
CREATE TRIGGER g_note_child AFTER INSERT ON seal REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION note_unit_child();
--> statement-breakpoint
INSERT INTO unit_child SELECT * FROM units_as_children(ARRAY(SELECT id FROM unit));
--> statement-breakpoint
REVOKE INSERT, UPDATE ON unit_child FROM sapxep_app;
