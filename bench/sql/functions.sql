-- What the hand-written statement and the tuned peer share. Made before a run and dropped after it.
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;

CREATE TYPE bench.tree_node AS (
  id bigint, parent_id bigint, code text, name text, kind unit_kind, payroll int, seconded_in int, seals json);

-- A center, or all of them, with two levels below; those above come before those below, each level in Vietnamese order.
CREATE FUNCTION bench.trees(root_code text, as_of date) RETURNS SETOF bench.tree_node LANGUAGE sql STABLE AS $$
  WITH RECURSIVE tree (id, parent_id, depth) AS (
    SELECT id, NULL::bigint, 0 FROM unit WHERE code = root_code
    UNION ALL
    SELECT r.child_id, r.parent_id, tree.depth + 1 FROM tree
    JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT'
      AND r.valid_from <= as_of AND r.valid_to > as_of AND r.superseded_at = 'infinity'
    WHERE tree.depth < 2
  ), shown AS MATERIALIZED (
    -- Here and below each unit's facts by index (OFFSET): whether the planner does so of itself, or reads those of the
    -- country, hangs by a hair.
    SELECT u.id, tree.parent_id, tree.depth, u.code, v.name, v.kind FROM tree JOIN unit u ON u.id = tree.id
    CROSS JOIN LATERAL (
      SELECT v.name, v.kind FROM unit_version v
      WHERE v.unit_id = u.id AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity' OFFSET 0) AS v
  ), paid AS (
    SELECT tree.id AS unit_id, count(*)::int AS n FROM tree CROSS JOIN LATERAL (
      SELECT FROM payroll p WHERE p.unit_id = tree.id
        AND p.valid_from <= as_of AND p.valid_to > as_of AND p.superseded_at = 'infinity' OFFSET 0) AS p GROUP BY tree.id
  ), lent AS (
    SELECT tree.id AS unit_id, count(*)::int AS n FROM tree CROSS JOIN LATERAL (
      SELECT FROM workplace w WHERE w.unit_id = tree.id AND w.basis = 'SECONDMENT'
        AND w.valid_from <= as_of AND w.valid_to > as_of AND w.superseded_at = 'infinity' OFFSET 0) AS w GROUP BY tree.id
  ), sealed AS (
    SELECT k.unit_id, json_agg(json_build_object('kind', k.kind, 'status', s.status) ORDER BY k.id) AS seals
    FROM seal k JOIN seal_status s ON s.seal_id = k.id AND s.valid_from <= as_of AND s.valid_to > as_of AND s.superseded_at = 'infinity'
    WHERE k.unit_id IN (SELECT id FROM tree) GROUP BY k.unit_id
  )
  SELECT shown.id, shown.parent_id, shown.code, shown.name, shown.kind, coalesce(paid.n, 0), coalesce(lent.n, 0), coalesce(sealed.seals, '[]')
  FROM shown LEFT JOIN paid ON paid.unit_id = shown.id LEFT JOIN lent ON lent.unit_id = shown.id
  LEFT JOIN sealed ON sealed.unit_id = shown.id
  ORDER BY shown.depth, shown.name COLLATE "vi-x-icu", shown.code $$;

CREATE FUNCTION bench.country(as_of date) RETURNS SETOF bench.tree_node LANGUAGE sql STABLE AS $$
  WITH centers AS MATERIALIZED (
    SELECT v.unit_id AS id FROM unit_version v WHERE v.kind = 'PROVINCIAL_CENTER'
      AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity'
  ), relation AS MATERIALIZED (
    SELECT r.child_id, r.parent_id FROM unit_relation r WHERE r.kind = 'ESTABLISHMENT'
      AND r.valid_from <= as_of AND r.valid_to > as_of AND r.superseded_at = 'infinity'
  ), tree (id, parent_id, depth) AS MATERIALIZED (
    SELECT id, NULL::bigint, 0 FROM centers
    UNION ALL SELECT r.child_id, r.parent_id, 1 FROM relation r WHERE r.parent_id IN (SELECT id FROM centers)
    UNION ALL SELECT r.child_id, r.parent_id, 2 FROM relation r
      WHERE r.parent_id IN (SELECT b.child_id FROM relation b WHERE b.parent_id IN (SELECT id FROM centers))
  ), paid AS (
    SELECT p.unit_id, count(*)::int AS n FROM payroll p
    WHERE p.valid_from <= as_of AND p.valid_to > as_of AND p.superseded_at = 'infinity' GROUP BY p.unit_id
  ), lent AS (
    SELECT w.unit_id, count(*)::int AS n FROM workplace w WHERE w.basis = 'SECONDMENT'
      AND w.valid_from <= as_of AND w.valid_to > as_of AND w.superseded_at = 'infinity' GROUP BY w.unit_id
  ), sealed AS (
    SELECT k.unit_id, json_agg(json_build_object('kind', k.kind, 'status', s.status) ORDER BY k.id) AS seals
    FROM seal k JOIN seal_status s ON s.seal_id = k.id AND s.valid_from <= as_of AND s.valid_to > as_of AND s.superseded_at = 'infinity'
    GROUP BY k.unit_id
  )
  SELECT u.id, tree.parent_id, u.code, v.name, v.kind, coalesce(paid.n, 0), coalesce(lent.n, 0), coalesce(sealed.seals, '[]')
  FROM tree JOIN unit u ON u.id = tree.id
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity'
  LEFT JOIN paid ON paid.unit_id = tree.id LEFT JOIN lent ON lent.unit_id = tree.id LEFT JOIN sealed ON sealed.unit_id = tree.id
  ORDER BY tree.depth, v.name COLLATE "vi-x-icu", u.code $$;

CREATE TYPE bench.staff_row AS (
  total int, code text, name text, category staff_category, home_code text, home_name text, work_code text, work_name text);

-- The first fifty of those who are paid or work in a unit or below it, in Vietnamese order.
CREATE FUNCTION bench.staff_page(root_code text, as_of date) RETURNS SETOF bench.staff_row LANGUAGE sql STABLE AS $$
  WITH RECURSIVE tree (id) AS (
    SELECT id FROM unit WHERE code = root_code
    UNION SELECT r.child_id FROM tree JOIN unit_relation r ON r.parent_id = tree.id AND r.kind = 'ESTABLISHMENT'
      AND r.valid_from <= as_of AND r.valid_to > as_of AND r.superseded_at = 'infinity'
  ), candidate AS MATERIALIZED (
    SELECT p.staff_id FROM payroll p WHERE p.unit_id = ANY (ARRAY(SELECT id FROM tree))
      AND p.valid_from <= as_of AND p.valid_to > as_of AND p.superseded_at = 'infinity'
    UNION SELECT w.staff_id FROM workplace w WHERE w.unit_id = ANY (ARRAY(SELECT id FROM tree)) AND w.basis <> 'ADDITIONAL'
      AND w.valid_from <= as_of AND w.valid_to > as_of AND w.superseded_at = 'infinity'
      AND w.basis = (SELECT max(o.basis) FROM workplace o WHERE o.staff_id = w.staff_id
        AND o.valid_from <= as_of AND o.valid_to > as_of AND o.superseded_at = 'infinity')
  ), matching AS MATERIALIZED (
    SELECT s.id, s.code, v.name, v.category, count(*) OVER ()::int AS total FROM candidate
    -- OFFSET 0 keeps these looked up by index, one by one, instead of hashed whole.
    CROSS JOIN LATERAL (SELECT id, code FROM staff WHERE id = candidate.staff_id OFFSET 0) AS s
    CROSS JOIN LATERAL (
      SELECT v.name, v.category FROM staff_version v WHERE v.staff_id = s.id
        AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity' OFFSET 0) AS v
    ORDER BY v.name COLLATE "vi-x-icu", s.code LIMIT 50
  )
  SELECT m.total, m.code, m.name, m.category, home.code, home.name, work.code, work.name FROM matching m
  LEFT JOIN LATERAL (
    SELECT u.code, v.name FROM payroll p JOIN unit u ON u.id = p.unit_id
    JOIN unit_version v ON v.unit_id = p.unit_id AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity'
    WHERE p.staff_id = m.id AND p.valid_from <= as_of AND p.valid_to > as_of AND p.superseded_at = 'infinity' LIMIT 1) AS home ON true
  LEFT JOIN LATERAL (
    SELECT u.code, v.name FROM (
      SELECT w.unit_id FROM workplace w WHERE w.staff_id = m.id AND w.basis <> 'ADDITIONAL'
        AND w.valid_from <= as_of AND w.valid_to > as_of AND w.superseded_at = 'infinity' ORDER BY w.basis DESC LIMIT 1) AS w
    JOIN unit u ON u.id = w.unit_id
    JOIN unit_version v ON v.unit_id = w.unit_id AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity' LIMIT 1) AS work ON true
  ORDER BY m.name COLLATE "vi-x-icu", m.code $$;

CREATE TYPE bench.unit_card AS (id bigint, code text, name text, kind unit_kind, parent_code text, parent_name text);

CREATE FUNCTION bench.unit_card(unit_code text, as_of date) RETURNS bench.unit_card LANGUAGE sql STABLE AS $$
  SELECT u.id, u.code, v.name, v.kind, pu.code, pv.name FROM unit u
  JOIN unit_version v ON v.unit_id = u.id AND v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity'
  LEFT JOIN unit_relation r ON r.child_id = u.id AND r.kind = 'ESTABLISHMENT'
    AND r.valid_from <= as_of AND r.valid_to > as_of AND r.superseded_at = 'infinity'
  LEFT JOIN unit pu ON pu.id = r.parent_id
  LEFT JOIN unit_version pv ON pv.unit_id = r.parent_id AND pv.valid_from <= as_of AND pv.valid_to > as_of AND pv.superseded_at = 'infinity'
  WHERE u.code = unit_code $$;

CREATE TYPE bench.found_unit AS (total int, code text, name text, kind unit_kind);

CREATE FUNCTION bench.search_units(words text, as_of date) RETURNS SETOF bench.found_unit LANGUAGE sql STABLE AS $$
  WITH matching AS MATERIALIZED (
    SELECT v.name, v.kind, u.code FROM unit_version v JOIN unit u ON u.id = v.unit_id
    WHERE v.valid_from <= as_of AND v.valid_to > as_of AND v.superseded_at = 'infinity'
      AND (v.search_text LIKE ALL (ARRAY(SELECT '%' || fold_text(word) || '%' FROM regexp_split_to_table(btrim(words), '\s+') AS word))
        OR u.code LIKE (SELECT upper(btrim(words)) || '%')))
  SELECT count(*) OVER ()::int, code, name, kind FROM matching ORDER BY name COLLATE "vi-x-icu", code LIMIT 10 $$;

CREATE TYPE bench.written AS (id bigint, staff text);

-- Places a person for some days, as the product's verb of that name: the same rows, its main rules, one call.
CREATE FUNCTION bench.assign_staff(staff_code text, unit_code text, from_day date, until_day date, decider text, number text)
RETURNS bench.written LANGUAGE plpgsql AS $$
DECLARE
  person bigint; place bigint; center bigint; instrument bigint; home bigint; placed bigint;
BEGIN
  SELECT id INTO STRICT instrument FROM legal_instrument i WHERE i.number = assign_staff.number;
  SELECT id INTO STRICT person FROM staff WHERE code = staff_code FOR NO KEY UPDATE;
  SELECT id INTO STRICT place FROM unit WHERE code = unit_code FOR NO KEY UPDATE;
  SELECT id INTO STRICT center FROM unit WHERE code = decider;
  IF NOT EXISTS (SELECT FROM staff_version WHERE staff_id = person AND valid_from <= from_day AND valid_to >= until_day AND superseded_at = 'infinity')
    THEN RAISE EXCEPTION 'FACT_OUTSIDE_EMPLOYMENT'; END IF;
  IF NOT EXISTS (SELECT FROM unit_life WHERE unit_id = place AND valid_from <= from_day AND valid_to >= until_day AND superseded_at = 'infinity')
    THEN RAISE EXCEPTION 'FACT_OUTSIDE_UNIT'; END IF;
  IF EXISTS (SELECT FROM workplace WHERE staff_id = person AND basis = 'ASSIGNMENT' AND valid_from < until_day AND valid_to > from_day AND superseded_at = 'infinity')
    THEN RAISE EXCEPTION 'STAFF_WORKPLACE_OVERLAP'; END IF;
  SELECT unit_id INTO home FROM payroll WHERE staff_id = person AND valid_from <= from_day AND valid_to > from_day AND superseded_at = 'infinity';
  IF (SELECT count(DISTINCT unit_id) FROM unit_above WHERE above_id = center AND unit_id IN (place, home) AND valid_from <= from_day AND valid_to >= until_day)
    < (SELECT count(DISTINCT id) FROM unnest(ARRAY[place, home]) AS id)
    THEN RAISE EXCEPTION 'OUTSIDE_SCOPE'; END IF;
  INSERT INTO assignment (staff_id, decided_by_id, instrument_id) VALUES (person, center, instrument) RETURNING id INTO placed;
  INSERT INTO workplace (staff_id, unit_id, basis, valid_from, valid_to, assignment_id, instrument_id)
  VALUES (person, place, 'ASSIGNMENT', from_day, until_day, placed, instrument);
  INSERT INTO audit_entry (actor, verb, subject_type, subject, before, after, instrument_id, request_id, unit_id)
  VALUES ('bench', 'assignStaff', 'Staff', staff_code, '{}',
    jsonb_build_object('workplaces', jsonb_build_array(jsonb_build_object('from', from_day, 'until', until_day, 'unit', unit_code,
      'basis', 'ASSIGNMENT', 'assignment', placed, 'instrument', instrument))), instrument, gen_random_uuid()::text, home);
  RETURN (placed, staff_code)::bench.written;
END $$;

-- Moves the payroll home of a person, and the workplace with it, as the product's verb of that name.
CREATE FUNCTION bench.transfer_staff(staff_code text, unit_code text, on_day date, decider text, number text)
RETURNS bench.written LANGUAGE plpgsql AS $$
DECLARE
  person bigint; target bigint; center bigint; instrument bigint; batch bigint; moved bigint;
  home payroll; post workplace; was jsonb;
BEGIN
  SELECT id INTO STRICT instrument FROM legal_instrument i WHERE i.number = transfer_staff.number;
  SELECT id INTO STRICT person FROM staff WHERE code = staff_code FOR NO KEY UPDATE;
  SELECT id INTO STRICT center FROM unit WHERE code = decider;
  SELECT * INTO STRICT home FROM payroll WHERE staff_id = person AND valid_from < on_day AND valid_to = 'infinity' AND superseded_at = 'infinity';
  SELECT * INTO STRICT post FROM workplace
  WHERE staff_id = person AND basis = 'POST' AND valid_from < on_day AND valid_to = 'infinity' AND superseded_at = 'infinity';
  PERFORM FROM unit WHERE id = home.unit_id OR code IN (unit_code, decider) ORDER BY id FOR NO KEY UPDATE;
  SELECT id INTO STRICT target FROM unit WHERE code = unit_code;
  IF home.unit_id = target THEN RAISE EXCEPTION 'ANOTHER_UNIT'; END IF;
  IF NOT EXISTS (SELECT FROM unit_life WHERE unit_id = target AND valid_from <= on_day AND valid_to = 'infinity' AND superseded_at = 'infinity')
    THEN RAISE EXCEPTION 'FACT_OUTSIDE_UNIT'; END IF;
  IF (SELECT count(DISTINCT unit_id) FROM unit_above WHERE above_id = center AND unit_id IN (home.unit_id, target) AND valid_from <= on_day AND valid_to > on_day) < 2
    THEN RAISE EXCEPTION 'TRANSFER_MANAGER_MISMATCH'; END IF;
  INSERT INTO transfer_batch DEFAULT VALUES RETURNING id INTO batch;
  INSERT INTO transfer (staff_id, from_unit_id, to_unit_id, on_day, batch_id) VALUES (person, home.unit_id, target, on_day, batch) RETURNING id INTO moved;
  INSERT INTO transfer_step (transfer_id, step, on_day, instrument_id, decided_by_id) VALUES (moved, 'DECIDED', on_day, instrument, center);
  UPDATE payroll SET superseded_at = clock_timestamp() WHERE id = home.id;
  UPDATE workplace SET superseded_at = clock_timestamp() WHERE id = post.id;
  INSERT INTO payroll (staff_id, unit_id, category, valid_from, valid_to, instrument_id, transfer_id) VALUES
    (person, home.unit_id, home.category, home.valid_from, on_day, home.instrument_id, home.transfer_id),
    (person, target, home.category, on_day, 'infinity', instrument, moved);
  INSERT INTO workplace (staff_id, unit_id, basis, valid_from, valid_to, instrument_id, transfer_id) VALUES
    (person, post.unit_id, 'POST', post.valid_from, on_day, post.instrument_id, post.transfer_id),
    (person, target, 'POST', on_day, 'infinity', instrument, moved);
  was := jsonb_build_object('payroll', jsonb_build_array(to_jsonb(home)), 'workplaces', jsonb_build_array(to_jsonb(post)));
  INSERT INTO audit_entry (actor, verb, subject_type, subject, before, after, instrument_id, request_id, unit_id)
  VALUES ('bench', 'transferStaff', 'Staff', staff_code, was, was || jsonb_build_object('to', unit_code, 'on', on_day),
    instrument, gen_random_uuid()::text, home.unit_id);
  RETURN (moved, staff_code)::bench.written;
END $$;
