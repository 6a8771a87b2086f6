-- The same rules, for less: what follows decides as its forerunners did.
--
-- OFFSET 0 throughout: the planner expects thousands of units in a recursion that finds a handful, and would read all
-- relations, or the whole payroll, of the country for them.
CREATE OR REPLACE FUNCTION touch_counted(units bigint[]) RETURNS void
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
      SELECT parent.parent_id FROM above CROSS JOIN LATERAL (
        SELECT relation.parent_id FROM unit_relation AS relation
        WHERE relation.child_id = above.id AND relation.kind = 'ESTABLISHMENT' AND relation.superseded_at = 'infinity' OFFSET 0) AS parent
    )
    SELECT coalesce(array_agg(id), '{}') INTO wanted FROM (
      SELECT unnest(units) AS id
      UNION
      SELECT id FROM above CROSS JOIN LATERAL (SELECT FROM quota WHERE unit_id = above.id AND superseded_at = 'infinity' LIMIT 1) AS granted
    ) AS touched;
    EXIT WHEN wanted <@ held;
    PERFORM 1 FROM unit WHERE id = ANY (wanted) AND id <> ALL (held) ORDER BY id FOR NO KEY UPDATE;
    UPDATE unit SET staff_version = staff_version + 1 WHERE id = ANY (wanted) AND id <> ALL (held);
    held := held || wanted;
  END LOOP;
END $$;
--> statement-breakpoint

-- People are counted once, for all quotas of the unit, and not once for each year.
CREATE OR REPLACE FUNCTION headcount_breaches(root bigint) RETURNS TABLE (category staff_category, on_day date, ceiling integer, counted bigint)
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE granted AS MATERIALIZED (
    SELECT category, ceiling, valid_from, valid_to FROM quota WHERE unit_id = root AND superseded_at = 'infinity'
  ), tree (id, valid_from, valid_to) AS (
    SELECT root, min(valid_from), max(valid_to) FROM granted HAVING count(*) > 0
    UNION
    SELECT relation.child_id, greatest(tree.valid_from, relation.valid_from), least(tree.valid_to, relation.valid_to)
    FROM tree CROSS JOIN LATERAL (
      SELECT child_id, unit_relation.valid_from, unit_relation.valid_to FROM unit_relation
      WHERE parent_id = tree.id AND kind = 'ESTABLISHMENT' AND superseded_at = 'infinity'
        AND unit_relation.valid_from < tree.valid_to AND tree.valid_from < unit_relation.valid_to OFFSET 0) AS relation
  ), present AS MATERIALIZED (
    SELECT home.category, greatest(home.valid_from, tree.valid_from) AS first, least(home.valid_to, tree.valid_to) AS beyond, count(*) AS people
    FROM tree CROSS JOIN LATERAL (
      SELECT payroll.category, payroll.valid_from, payroll.valid_to FROM payroll WHERE unit_id = tree.id AND superseded_at = 'infinity'
        AND payroll.valid_from < tree.valid_to AND tree.valid_from < payroll.valid_to OFFSET 0) AS home
    GROUP BY 1, 2, 3
  ), step AS (
    SELECT category, first AS on_day, people AS change FROM present
    UNION ALL SELECT category, beyond, -people FROM present
    UNION ALL SELECT category, valid_from, 0 FROM granted -- with whom a quota begins
  ), level AS (
    SELECT category, on_day, sum(sum(change)) OVER (PARTITION BY category ORDER BY on_day) AS counted FROM step GROUP BY category, on_day
  )
  SELECT granted.category, level.on_day, granted.ceiling, level.counted::bigint
  FROM level JOIN granted ON granted.category = level.category AND level.on_day >= granted.valid_from AND level.on_day < granted.valid_to
  WHERE level.counted > granted.ceiling ORDER BY level.on_day
$$;
--> statement-breakpoint

-- A plan made for each call costs these more than they do with one that is kept: the planner takes the one for a short
-- array for so much better, time and again. None of them is helped by knowing what it is asked about.
DO $$
DECLARE rule text;
BEGIN
  FOREACH rule IN ARRAY ARRAY['touch_staff()', 'touch_own_unit()', 'touch_counting_units()', 'touch_quota_units()', 'check_staff()',
    'check_counted()', 'check_staff_of_unit()', 'seal_audit()']
  LOOP
    EXECUTE format('ALTER FUNCTION %s SET plan_cache_mode = force_generic_plan', rule);
  END LOOP;
END $$;
