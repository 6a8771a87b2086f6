-- The net of row level security (0010) asked a function about each row of people: a page of fifty took a planner of one
-- province ten times as long as somebody who sees everything. A row that says where it is speaks for itself, and so does a
-- person who is paid within the scope; the function is asked about the others. OFFSET keeps the planner from gathering all
-- there are instead of looking at the one.
CREATE INDEX "leadership_person" ON "leadership" USING btree ("staff_id");--> statement-breakpoint
DO $$
DECLARE
  within_scope constant text := $text$
    SELECT FROM unit_above AS w WHERE w.unit_id = %1$s.unit_id AND w.above_id = ANY ((SELECT scope_setting('sapxep.scope'))::bigint[])
      AND (w.relation = 'ESTABLISHMENT' OR w.above_id = ANY (scope_setting('sapxep.managing')))$text$;
  in_its_days constant text := ' AND w.valid_from < %1$s.valid_to AND %1$s.valid_from < w.valid_to';
  placed text;
  personal record;
BEGIN
  FOREACH placed IN ARRAY ARRAY['payroll', 'workplace', 'leadership'] LOOP
    EXECUTE format('ALTER POLICY scope ON %1$I USING ((SELECT sees_everything()) OR EXISTS (' || within_scope || in_its_days || ' OFFSET 0) OR sees_person(staff_id))', placed);
  END LOOP;
  FOR personal IN SELECT * FROM (VALUES ('staff', 'id'), ('staff_version', 'staff_id')) AS t (table_name, person) LOOP
    EXECUTE format('ALTER POLICY scope ON %I USING ((SELECT sees_everything()) OR EXISTS (
      SELECT FROM payroll AS home WHERE home.staff_id = %1$I.%2$I AND EXISTS (%3$s OFFSET 0) OFFSET 0) OR sees_person(%2$I))',
      personal.table_name, personal.person, format(within_scope || in_its_days, 'home'));
  END LOOP;
  EXECUTE format('ALTER POLICY scope ON audit_entry USING ((SELECT sees_everything()) OR EXISTS (' || within_scope || ' OFFSET 0))', 'audit_entry');
END $$;
--> statement-breakpoint
-- Every read of a caller with bounds asks this twice, and few units ever became another: two recursions took a third of a
-- millisecond to find that there is nothing to follow.
CREATE OR REPLACE FUNCTION scope_units(codes text[]) RETURNS bigint[]
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE named bigint[] := ARRAY(SELECT id FROM unit WHERE code = ANY (codes));
BEGIN
  IF NOT EXISTS (SELECT FROM unit_lineage WHERE superseded_at = 'infinity' AND source_id = ANY (named))
    AND NOT EXISTS (SELECT FROM unit_lineage WHERE superseded_at = 'infinity' AND target_id = ANY (named)) THEN
    RETURN named;
  END IF;
  RETURN (
    WITH RECURSIVE later (id) AS (
      SELECT unnest(named)
      UNION
      SELECT line.target_id FROM later JOIN unit_lineage AS line ON line.source_id = later.id AND line.superseded_at = 'infinity'
    ),
    earlier (id) AS (
      SELECT unnest(named)
      UNION
      SELECT line.source_id FROM earlier JOIN unit_lineage AS line ON line.target_id = earlier.id AND line.superseded_at = 'infinity'
    )
    SELECT coalesce(array_agg(id), '{}') FROM (SELECT id FROM later UNION SELECT id FROM earlier) AS line);
END $$;
