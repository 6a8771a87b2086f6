CREATE TABLE "unit_headcount" (
	"unit_id" bigint NOT NULL,
	"from_day" date NOT NULL,
	"payroll" integer NOT NULL,
	"seconded_in" integer NOT NULL,
	CONSTRAINT "unit_headcount_pkey" PRIMARY KEY("unit_id","from_day")
);
--> statement-breakpoint

-- How many people a unit has is asked of every unit of a tree; counting them would look at everybody who was ever there. It
-- is derived from what is believed now, in the transaction that changes it, once the writer holds the rows of the units
-- concerned (b_touch_unit_…): two writers of one unit meet there, and the second adds to what the first left.
--
-- By how many there are more or fewer at some units from some days on: steps from the first such day on are told anew,
-- those before it are not looked at. A step at which nothing changes any more stays. The plan is the same for one as for many,
-- and takes longer to make than to carry out.
CREATE FUNCTION shift_unit_headcount(units bigint[], days date[], more_paid int[], more_lent int[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  WITH change AS (
    SELECT * FROM unnest(units, days, more_paid, more_lent) AS t (unit_id, on_day, paid, lent)
  ), first AS (
    SELECT unit_id, min(on_day) AS on_day FROM change GROUP BY unit_id
  ), told AS (
    SELECT first.unit_id, greatest(step.from_day, first.on_day) AS on_day,
      step.payroll - lag(step.payroll, 1, 0) OVER step AS paid, step.seconded_in - lag(step.seconded_in, 1, 0) OVER step AS lent
    FROM first CROSS JOIN LATERAL (
      SELECT * FROM unit_headcount AS h WHERE h.unit_id = first.unit_id AND h.from_day >= coalesce((
        SELECT max(before.from_day) FROM unit_headcount AS before WHERE before.unit_id = first.unit_id AND before.from_day <= first.on_day), '-infinity')
      OFFSET 0) AS step
    WINDOW step AS (PARTITION BY first.unit_id ORDER BY step.from_day)
  )
  INSERT INTO unit_headcount AS h (unit_id, from_day, payroll, seconded_in)
  SELECT unit_id, on_day, sum(sum(paid)) OVER step, sum(sum(lent)) OVER step
  FROM (SELECT * FROM told UNION ALL SELECT * FROM change) AS difference GROUP BY unit_id, on_day
  WINDOW step AS (PARTITION BY unit_id ORDER BY on_day)
  ON CONFLICT (unit_id, from_day) DO UPDATE SET payroll = EXCLUDED.payroll, seconded_in = EXCLUDED.seconded_in
  WHERE h.payroll <> EXCLUDED.payroll OR h.seconded_in <> EXCLUDED.seconded_in;
END $$;
--> statement-breakpoint
-- Of what is inserted is believed what is said, of what is updated no longer: nothing else is done to a fact (a_keep).
CREATE FUNCTION shift_unit_payroll() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one constant int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  PERFORM shift_unit_headcount(array_agg(unit_id), array_agg(on_day), array_agg(paid), array_fill(0, ARRAY[count(*)::int])) FROM (
    SELECT unit_id, on_day, sum(paid)::int AS paid FROM (
      SELECT unit_id, valid_from AS on_day, one AS paid FROM written
      UNION ALL SELECT unit_id, valid_to, -one FROM written WHERE valid_to < 'infinity') AS edge
    GROUP BY unit_id, on_day) AS change
  HAVING count(*) > 0;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION shift_unit_secondments() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE one constant int := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
BEGIN
  IF NOT EXISTS (SELECT FROM written WHERE basis = 'SECONDMENT') THEN
    RETURN NULL;
  END IF;
  PERFORM shift_unit_headcount(array_agg(unit_id), array_agg(on_day), array_fill(0, ARRAY[count(*)::int]), array_agg(lent)) FROM (
    SELECT unit_id, on_day, sum(lent)::int AS lent FROM (
      SELECT unit_id, valid_from AS on_day, one AS lent FROM written WHERE basis = 'SECONDMENT'
      UNION ALL SELECT unit_id, valid_to, -one FROM written WHERE basis = 'SECONDMENT' AND valid_to < 'infinity') AS edge
    GROUP BY unit_id, on_day) AS change;
  RETURN NULL;
END $$;
--> statement-breakpoint
DO $$
DECLARE fact record;
BEGIN
  FOR fact IN SELECT * FROM (VALUES ('payroll', 'shift_unit_payroll'), ('workplace', 'shift_unit_secondments')) AS t (table_name, shift)
  LOOP
    EXECUTE format('CREATE TRIGGER g_shift_headcount_on_insert AFTER INSERT ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %I()', fact.table_name, fact.shift);
    EXECUTE format('CREATE TRIGGER g_shift_headcount_on_update AFTER UPDATE ON %I REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION %I()', fact.table_name, fact.shift);
  END LOOP;
END $$;
--> statement-breakpoint
INSERT INTO unit_headcount (unit_id, from_day, payroll, seconded_in)
SELECT unit_id, on_day, sum(sum(paid)) OVER step, sum(sum(lent)) OVER step FROM (
  SELECT unit_id, valid_from AS on_day, 1 AS paid, 0 AS lent FROM payroll WHERE superseded_at = 'infinity'
  UNION ALL SELECT unit_id, valid_to, -1, 0 FROM payroll WHERE superseded_at = 'infinity' AND valid_to < 'infinity'
  UNION ALL SELECT unit_id, valid_from, 0, 1 FROM workplace WHERE superseded_at = 'infinity' AND basis = 'SECONDMENT'
  UNION ALL SELECT unit_id, valid_to, 0, -1 FROM workplace WHERE superseded_at = 'infinity' AND basis = 'SECONDMENT' AND valid_to < 'infinity') AS difference
GROUP BY unit_id, on_day WINDOW step AS (PARTITION BY unit_id ORDER BY on_day);
--> statement-breakpoint
REVOKE INSERT, UPDATE ON unit_headcount FROM sapxep_app;
