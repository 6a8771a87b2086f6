-- Room and strength of a unit at its worst day: the statement of the product itself (src/db/read/headcount.ts) as it was
-- before the product kept anything ready for it.
CREATE FUNCTION bench.capacity(unit_code text, from_day date, until_day date) RETURNS json LANGUAGE sql STABLE AS $$
SELECT (
    WITH RECURSIVE
  walk (id, span) AS (
    SELECT id, daterange(from_day, until_day) FROM unit WHERE code = unit_code
    UNION SELECT r.child_id, walk.span * daterange(r.valid_from, r.valid_to) FROM walk
    JOIN unit_relation r ON r.parent_id = walk.id AND r.kind = 'ESTABLISHMENT' AND r.superseded_at = 'infinity' AND daterange(r.valid_from, r.valid_to) && walk.span
  ), tree AS MATERIALIZED (SELECT id, range_agg(span) AS days FROM walk GROUP BY id),
    paid AS MATERIALIZED (
      SELECT p.staff_id, p.category, span FROM payroll p JOIN tree ON tree.id = p.unit_id
      CROSS JOIN LATERAL unnest(tree.days * datemultirange(daterange(p.valid_from, p.valid_to))) AS span
      WHERE p.superseded_at = 'infinity' AND daterange(p.valid_from, p.valid_to) && daterange(from_day, until_day)),
    counted (category) AS MATERIALIZED (
      SELECT unnest(ARRAY['CIVIL_SERVANT', 'PUBLIC_EMPLOYEE']::staff_category[]) UNION SELECT 'CONTRACT'::staff_category WHERE coalesce((
  WITH RECURSIVE up (id, depth) AS (
    SELECT (SELECT id FROM unit WHERE code = unit_code), 0
    UNION SELECT r.parent_id, up.depth + 1 FROM up JOIN unit_relation r ON r.child_id = up.id AND r.kind = 'ESTABLISHMENT' AND r.valid_from <= from_day AND r.valid_to > from_day AND r.superseded_at = 'infinity')
  SELECT y.value FROM policy y LEFT JOIN up ON up.id = y.scope_id
  WHERE y.key = 'headcount.contract.counted' AND y.valid_from <= from_day AND y.valid_to > from_day AND y.superseded_at = 'infinity' AND (y.scope_id IS NULL OR up.id IS NOT NULL) ORDER BY up.depth NULLS LAST LIMIT 1) = 'true', true)),
    lent AS MATERIALIZED (
  SELECT span, inward FROM (
    SELECT w.id, coalesce(tree.days, '{}') * counting.days AS at_host,
      coalesce((SELECT range_agg(home.span) FROM paid home WHERE home.staff_id = w.staff_id), '{}') * counting.days AS at_home
    FROM workplace w LEFT JOIN tree ON tree.id = w.unit_id
    CROSS JOIN LATERAL (
      SELECT datemultirange(daterange(w.valid_from, w.valid_to)) * range_agg(daterange(v.valid_from, v.valid_to)) AS days
      FROM staff_version v JOIN counted USING (category) WHERE v.staff_id = w.staff_id AND v.superseded_at = 'infinity') AS counting
    WHERE w.basis = 'SECONDMENT' AND w.superseded_at = 'infinity' AND daterange(w.valid_from, w.valid_to) && daterange(from_day, until_day)
      AND (tree.id IS NOT NULL OR w.staff_id IN (SELECT staff_id FROM paid))) AS term
  CROSS JOIN LATERAL (
    SELECT unnest(term.at_host - term.at_home) AS span, true AS inward UNION ALL SELECT unnest(term.at_home - term.at_host), false) AS crossing),
    uncounted AS MATERIALIZED (
  SELECT unnest(
    (tree.days * datemultirange(daterange(w.valid_from, w.valid_to)) * datemultirange(daterange(v.valid_from, v.valid_to)))
    - coalesce((SELECT range_agg(daterange(o.valid_from, o.valid_to)) FROM workplace o WHERE o.staff_id = w.staff_id AND o.basis > w.basis AND o.superseded_at = 'infinity'), '{}')) AS span
  FROM workplace w JOIN tree ON tree.id = w.unit_id
  JOIN staff_version v ON v.staff_id = w.staff_id AND v.superseded_at = 'infinity' AND v.category NOT IN (SELECT category FROM counted)
  WHERE w.basis <> 'ADDITIONAL' AND w.superseded_at = 'infinity' AND daterange(w.valid_from, w.valid_to) && daterange(from_day, until_day)),
    strength AS (
  SELECT on_day, sum(sum(change)) OVER (ORDER BY on_day) AS level FROM (
    SELECT lower(daterange(from_day, until_day)) AS on_day, 0 AS change
    UNION ALL SELECT lower(span), change FROM (SELECT span, 1 AS change FROM paid JOIN counted USING (category)
        UNION ALL SELECT span, CASE WHEN inward THEN 1 ELSE -1 END FROM lent UNION ALL SELECT span, 1 FROM uncounted) AS begun
    UNION ALL SELECT upper(span), -change FROM (SELECT span, 1 AS change FROM paid JOIN counted USING (category)
        UNION ALL SELECT span, CASE WHEN inward THEN 1 ELSE -1 END FROM lent UNION ALL SELECT span, 1 FROM uncounted) AS over WHERE upper(span) < upper(daterange(from_day, until_day))) AS edges
  GROUP BY on_day)
    (SELECT row_to_json("@row") FROM (SELECT (SELECT coalesce(array_to_json(array_agg("@row")), '[]'::json) FROM (SELECT x1.category AS "category", x1.ceiling AS "ceiling", x1.payroll_peak AS "payrollPeak", x1.vacancies AS "vacancies" FROM (
  WITH granted AS MATERIALIZED (
    SELECT q.category, q.ceiling, q.minimum, daterange(q.valid_from, q.valid_to) * daterange(from_day, until_day) AS span FROM quota q
    WHERE q.unit_id = (SELECT id FROM unit WHERE code = unit_code) AND q.superseded_at = 'infinity' AND daterange(q.valid_from, q.valid_to) && daterange(from_day, until_day)
  ), edge AS (
    SELECT category, lower(span) AS on_day, 1 AS change FROM paid UNION ALL SELECT category, upper(span), -1 FROM paid WHERE upper(span) < upper(daterange(from_day, until_day))
    UNION ALL SELECT category, lower(span), 0 FROM granted
    UNION ALL SELECT category, lower(daterange(from_day, until_day)), 0 FROM unnest(enum_range(NULL::staff_category)) AS category
  ), level AS (
    SELECT category, on_day, sum(sum(change)) OVER (PARTITION BY category ORDER BY on_day) AS counted FROM edge GROUP BY category, on_day)
  SELECT level.category, min(granted.ceiling) AS ceiling, max(granted.minimum) AS minimum, max(level.counted) AS payroll_peak,
    min(granted.ceiling - level.counted) AS vacancies
  FROM level LEFT JOIN granted ON granted.category = level.category AND granted.span @> level.on_day GROUP BY level.category) AS x1 ORDER BY x1.category) AS "@row") AS "rows", (SELECT min(level) FROM strength) AS "strengthLowest", (SELECT max(level) FROM strength) AS "strengthPeak", (SELECT max(level) FROM (
  SELECT on_day, sum(sum(change)) OVER (ORDER BY on_day) AS level FROM (
    SELECT lower(daterange(from_day, until_day)) AS on_day, 0 AS change
    UNION ALL SELECT lower(span), change FROM (SELECT span, 1 AS change FROM lent WHERE inward) AS begun
    UNION ALL SELECT upper(span), -change FROM (SELECT span, 1 AS change FROM lent WHERE inward) AS over WHERE upper(span) < upper(daterange(from_day, until_day))) AS edges
  GROUP BY on_day) AS levels) AS "secondedIn", (SELECT max(level) FROM (
  SELECT on_day, sum(sum(change)) OVER (ORDER BY on_day) AS level FROM (
    SELECT lower(daterange(from_day, until_day)) AS on_day, 0 AS change
    UNION ALL SELECT lower(span), change FROM (SELECT span, 1 AS change FROM lent WHERE NOT inward) AS begun
    UNION ALL SELECT upper(span), -change FROM (SELECT span, 1 AS change FROM lent WHERE NOT inward) AS over WHERE upper(span) < upper(daterange(from_day, until_day))) AS edges
  GROUP BY on_day) AS levels) AS "secondedOut" FROM unit WHERE code = unit_code AND EXISTS (SELECT FROM unit_version told WHERE told.unit_id = unit.id AND told.superseded_at = 'infinity')) AS "@row")) $$;

-- What changed below a unit between two days: the statement of the product itself (src/db/read/organization-diff.ts).
CREATE FUNCTION bench.organization_diff(root_code text, from_day date, to_day date) RETURNS json LANGUAGE sql STABLE AS $$
SELECT (
    WITH root AS (SELECT id FROM unit WHERE code = root_code AND (true OR true)),
    scope AS (SELECT id FROM root UNION SELECT id FROM (WITH RECURSIVE tree2 (id) AS (
    SELECT r4.child_id FROM unit_relation r4 WHERE r4.parent_id = (SELECT id FROM root) AND r4.kind = 'ESTABLISHMENT'::relation_kind AND r4.valid_from <= from_day AND r4.valid_to > from_day AND r4.superseded_at = 'infinity'
    UNION SELECT r3.child_id FROM tree2 JOIN unit_relation r3 ON r3.parent_id = tree2.id AND r3.kind = 'ESTABLISHMENT'::relation_kind AND r3.valid_from <= from_day AND r3.valid_to > from_day AND r3.superseded_at = 'infinity'
  ) SELECT id FROM tree2) AS t UNION SELECT id FROM root UNION SELECT id FROM (WITH RECURSIVE tree5 (id) AS (
    SELECT r7.child_id FROM unit_relation r7 WHERE r7.parent_id = (SELECT id FROM root) AND r7.kind = 'ESTABLISHMENT'::relation_kind AND r7.valid_from <= to_day AND r7.valid_to > to_day AND r7.superseded_at = 'infinity'
    UNION SELECT r6.child_id FROM tree5 JOIN unit_relation r6 ON r6.parent_id = tree5.id AND r6.kind = 'ESTABLISHMENT'::relation_kind AND r6.valid_from <= to_day AND r6.valid_to > to_day AND r6.superseded_at = 'infinity'
  ) SELECT id FROM tree5) AS t),
    changes AS MATERIALIZED (
      SELECT unit.id, unit.code, coalesce(b.name, a.name) AS name, b.id AS before_version, rb.parent_id AS before_parent,
             a.id AS after_version, ra.parent_id AS after_parent, difference.kind AS change_kind,
             CASE difference.kind
               WHEN 'ESTABLISHED' THEN life.opened_by
               WHEN 'CLOSED' THEN life.closed_by
               WHEN 'RENAMED' THEN (SELECT v.change_id FROM unit_version v
    WHERE v.unit_id = a.unit_id AND v.superseded_at = 'infinity' AND v.valid_from <= a.valid_from AND NOT EXISTS (
      SELECT FROM unit_version w WHERE w.unit_id = v.unit_id AND w.superseded_at = 'infinity'
        AND w.valid_from BETWEEN v.valid_from AND a.valid_from AND (w.name, w.short_name) IS DISTINCT FROM (a.name, a.short_name))
    ORDER BY v.valid_from LIMIT 1)
               WHEN 'RETYPED' THEN (SELECT v.change_id FROM unit_version v
    WHERE v.unit_id = a.unit_id AND v.superseded_at = 'infinity' AND v.valid_from <= a.valid_from AND NOT EXISTS (
      SELECT FROM unit_version w WHERE w.unit_id = v.unit_id AND w.superseded_at = 'infinity'
        AND w.valid_from BETWEEN v.valid_from AND a.valid_from AND (w.kind, w.branch_type, w.rank, w.own_seal, w.own_account, w.independent_accounting) IS DISTINCT FROM (a.kind, a.branch_type, a.rank, a.own_seal, a.own_account, a.independent_accounting))
    ORDER BY v.valid_from LIMIT 1)
               ELSE ra.change_id END AS change_id
      FROM scope JOIN unit USING (id)
      LEFT JOIN unit_version b ON b.unit_id = unit.id AND b.valid_from <= from_day AND b.valid_to > from_day AND b.superseded_at = 'infinity'
      LEFT JOIN unit_relation rb ON rb.child_id = unit.id AND rb.kind = 'ESTABLISHMENT' AND rb.valid_from <= from_day AND rb.valid_to > from_day AND rb.superseded_at = 'infinity'
      LEFT JOIN unit_version a ON a.unit_id = unit.id AND a.valid_from <= to_day AND a.valid_to > to_day AND a.superseded_at = 'infinity'
      LEFT JOIN unit_relation ra ON ra.child_id = unit.id AND ra.kind = 'ESTABLISHMENT' AND ra.valid_from <= to_day AND ra.valid_to > to_day AND ra.superseded_at = 'infinity'
      LEFT JOIN unit_life life ON life.unit_id = unit.id AND life.superseded_at = 'infinity'
      CROSS JOIN LATERAL (VALUES
        ('ESTABLISHED', b.id IS NULL AND a.id IS NOT NULL),
        ('CLOSED', b.id IS NOT NULL AND a.id IS NULL),
        ('RENAMED', b.id <> a.id AND (b.name, b.short_name) IS DISTINCT FROM (a.name, a.short_name)),
        ('RETYPED', b.id <> a.id AND (b.kind, b.branch_type, b.rank, b.own_seal, b.own_account, b.independent_accounting) IS DISTINCT FROM (a.kind, a.branch_type, a.rank, a.own_seal, a.own_account, a.independent_accounting)),
        ('REPARENTED', b.id IS NOT NULL AND a.id IS NOT NULL AND rb.parent_id IS DISTINCT FROM ra.parent_id)
      ) AS difference (kind, holds)
      WHERE difference.holds)
    (SELECT row_to_json("@row") FROM (SELECT (SELECT coalesce(array_to_json(array_agg("@row")), '[]'::json) FROM (SELECT change_kind AS "kind", count(*) AS "count" FROM changes GROUP BY change_kind ORDER BY changes.change_kind) AS "@row") AS "summary", (SELECT coalesce(array_to_json(array_agg("@row")), '[]'::json) FROM (SELECT d1.change_kind AS "kind", coalesce((SELECT row_to_json("@row") FROM (SELECT u8.code AS "code" FROM unit u8 CROSS JOIN LATERAL (
    SELECT * FROM unit_version c10 WHERE c10.unit_id = u8.id AND c10.superseded_at = 'infinity'
    ORDER BY c10.valid_from <= to_day DESC, abs(c10.valid_from - to_day) LIMIT 1) AS v9 WHERE u8.id = d1.id) AS "@row"), (SELECT row_to_json("@row") FROM (SELECT u11.code AS "code" FROM unit u11 CROSS JOIN LATERAL (
    SELECT * FROM unit_version c13 WHERE c13.unit_id = u11.id AND c13.superseded_at = 'infinity'
    ORDER BY c13.valid_from <= from_day DESC, abs(c13.valid_from - from_day) LIMIT 1) AS v12 WHERE u11.id = d1.id) AS "@row")) AS "unit", (SELECT row_to_json("@row") FROM (SELECT v14.name AS "name", v14.kind AS "kind", v14.branch_type AS "branchType", (SELECT code FROM unit WHERE unit.id = d1.before_parent AND true) AS "parentCode" FROM unit_version v14 WHERE v14.id = d1.before_version) AS "@row") AS "before", (SELECT row_to_json("@row") FROM (SELECT v15.name AS "name", v15.kind AS "kind", v15.branch_type AS "branchType", (SELECT code FROM unit WHERE unit.id = d1.after_parent AND true) AS "parentCode" FROM unit_version v15 WHERE v15.id = d1.after_version) AS "@row") AS "after", (SELECT row_to_json("@row") FROM (SELECT e16.kind AS "kind", e16.on_day AS "on" FROM change_event e16 WHERE e16.id = d1.change_id) AS "@row") AS "event" FROM changes d1 ORDER BY d1.name COLLATE "vi-x-icu", d1.code, d1.change_kind) AS "@row") AS "changes" FROM root) AS "@row")) $$;
