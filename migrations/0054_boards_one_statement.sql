DROP FUNCTION boards.snapshot_by_key(bytea, text, date, date, boolean, text[], date, integer);
DROP FUNCTION boards.snapshot(text, date, date, boolean, text[], date, integer);

-- The board's one read: one statement, and a second one where days count by themselves. Rows that add up to the period go out
-- as they are, with ';' between them, because adding up 128 places costs the database far more than whoever asks: `added` less
-- `taken`. Whole months up to months_to count by their rows; the days from days_from to to_day count by theirs, or, if `taking`
-- (fewer rows once half of a month is over), as the month's row less the days up to days_to. `left_over` is what left_place, the
-- operating days, adds up to between to_day and end_day.
CREATE FUNCTION boards.snapshot(node_id text, from_day date, to_day date, end_day date, months_to date, days_from date, days_to date, taking boolean, periods text[], left_place integer)
RETURNS TABLE (no integer, kind text, name text, added text, taken text, facts_up_to timestamptz, targets text, left_over float8, windows float8[], pending boolean)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  month_up_to timestamptz;
  days record;
BEGIN
  SELECT n.no, n.kind, n.name, m.rows, m.up_to, w.windows, g.rows,
    CASE WHEN n.kind = 'store'
      THEN EXISTS (SELECT FROM measures.pending p WHERE p.node_no = n.no AND p.stage = 'facts' AND p.day BETWEEN from_day AND to_day)
      ELSE EXISTS (SELECT FROM measures.pending p WHERE p.day BETWEEN from_day AND to_day) END
  INTO no, kind, name, added, month_up_to, windows, targets, pending
  FROM organisation.node n
  CROSS JOIN LATERAL (
    SELECT string_agg(r.measured::text, ';') AS rows, max(r.facts_up_to) AS up_to
    FROM measures.rollup_month r WHERE r.node_no = n.no AND r.month BETWEEN from_day AND months_to
  ) m
  CROSS JOIN LATERAL measures.windows_at(n.no, to_day) w
  CROSS JOIN LATERAL (
    SELECT string_agg(t.kpi || ' ' || t.period || ' ' || t.value, ';') AS rows
    FROM targets.target t WHERE t.node_no = n.no AND t.period = ANY (periods)
  ) g
  WHERE n.id = node_id;
  IF NOT FOUND THEN RETURN; END IF;
  facts_up_to := month_up_to;

  IF kind IN ('person', 'department') THEN
    windows := NULL;
    IF kind = 'department' THEN
      SELECT measures.summed(r.measured)::text, max(r.facts_up_to) INTO added, facts_up_to
      FROM organisation.staffing m
      JOIN measures.person_day r ON r.person_no = m.person_no AND r.day BETWEEN greatest(m.from_day, snapshot.from_day) AND least(coalesce(m.to_day, snapshot.to_day), snapshot.to_day)
      WHERE m.node_no = snapshot.no;
    ELSIF months_to >= to_day THEN
      SELECT measures.summed(r.measured)::text, max(r.facts_up_to) INTO added, facts_up_to
      FROM measures.person_month r WHERE r.person_no = snapshot.no AND r.month BETWEEN from_day AND to_day;
    ELSE
      SELECT measures.summed(r.measured)::text, max(r.facts_up_to) INTO added, facts_up_to
      FROM measures.person_day r WHERE r.person_no = snapshot.no AND r.day BETWEEN from_day AND to_day;
    END IF;
  ELSIF days_from <= days_to THEN
    SELECT string_agg(d.measured::text, ';') FILTER (WHERE d.day <= to_day AND NOT taking) AS added,
      string_agg(d.measured::text, ';') FILTER (WHERE d.day > to_day AND taking) AS taken,
      max(d.facts_up_to) FILTER (WHERE d.day <= to_day) AS up_to,
      bool_or(d.day <= to_day) AS begun,
      sum(d.measured[left_place]) FILTER (WHERE d.day > to_day) AS left_over,
      (SELECT r.measured::text FROM measures.rollup_month r WHERE taking AND r.node_no = snapshot.no AND r.month = days_from) AS month,
      (SELECT sum(r.measured[left_place]) FROM measures.rollup_month r WHERE r.node_no = snapshot.no AND r.month > days_to AND r.month <= end_day) AS months_left
    INTO days FROM measures.rollup_day d WHERE d.node_no = snapshot.no AND d.day BETWEEN days_from AND days_to;
    IF days.begun THEN
      added := concat_ws(';', added, CASE WHEN taking THEN days.month ELSE days.added END);
      taken := days.taken;
      facts_up_to := greatest(month_up_to, days.up_to);
    END IF;
    left_over := coalesce(days.left_over, 0) + coalesce(days.months_left, 0);
  END IF;
  RETURN NEXT;
END $$;

-- The same behind a key, in one round trip: find the key, become its actor, read.
CREATE FUNCTION boards.snapshot_by_key(key_hash bytea, node_id text, from_day date, to_day date, end_day date, months_to date, days_from date, days_to date, taking boolean, periods text[], left_place integer)
RETURNS TABLE (actor_no integer, permissions text, key_id text, no integer, kind text, name text, added text, taken text, facts_up_to timestamptz, targets text, left_over float8, windows float8[], pending boolean)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  SELECT a.actor_no, a.permissions, a.key_id INTO actor_no, permissions, key_id FROM access.assume_key(key_hash) a;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT s.no, s.kind, s.name, s.added, s.taken, s.facts_up_to, s.targets, s.left_over, s.windows, s.pending
  INTO no, kind, name, added, taken, facts_up_to, targets, left_over, windows, pending
  FROM boards.snapshot(node_id, from_day, to_day, end_day, months_to, days_from, days_to, taking, periods, left_place) s;
  RETURN NEXT;
END $$;

-- The stores below a company or region at any depth, as the tree stood on the last day that counts, each with what a ranking by
-- one KPI needs: up to nine places, of which the first is that of the operating days, added up as a board's are; and its targets.
-- One statement, however many stores there are. Of a month the row is the sum already,
-- less the days that are still to come.
CREATE FUNCTION boards.stores_below(node_id text, from_day date, to_day date, end_day date, months_to date, days_from date, days_to date, taking boolean, places integer[], periods text[], kpi_id text)
RETURNS TABLE (id text, name text, measured float8[], left_over float8, targets text)
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  p1 integer := places[1]; p2 integer := places[2]; p3 integer := places[3]; p4 integer := places[4]; p5 integer := places[5];
  p6 integer := places[6]; p7 integer := places[7]; p8 integer := places[8]; p9 integer := places[9];
BEGIN
  IF to_char(from_day, 'YYYY-MM') = periods[1] AND to_day >= from_day THEN
    RETURN QUERY
    WITH RECURSIVE tree AS (
      SELECT n.no, n.kind, n.id, n.name, n.opened_on, n.closed_on FROM organisation.node n WHERE n.id = node_id AND n.kind IN ('company', 'region')
      UNION
      SELECT c.no, c.kind, c.id, c.name, c.opened_on, c.closed_on FROM tree t
      JOIN organisation.placement p ON p.parent_no = t.no AND p.from_day <= stores_below.to_day AND (p.to_day IS NULL OR p.to_day >= stores_below.to_day)
      JOIN organisation.node c ON c.no = p.node_no
      WHERE t.kind IN ('company', 'region')
    )
    SELECT t.id, t.name, CASE WHEN m.node_no IS NULL THEN NULL WHEN l.sums IS NULL THEN
        ARRAY[m.measured[p1], m.measured[p2], m.measured[p3], m.measured[p4], m.measured[p5], m.measured[p6], m.measured[p7], m.measured[p8], m.measured[p9]]
      ELSE ARRAY[m.measured[p1] - l.sums[1], m.measured[p2] - l.sums[2], m.measured[p3] - l.sums[3], m.measured[p4] - l.sums[4], m.measured[p5] - l.sums[5],
        m.measured[p6] - l.sums[6], m.measured[p7] - l.sums[7], m.measured[p8] - l.sums[8], m.measured[p9] - l.sums[9]] END,
      l.sums[1],
      (SELECT o.kpi || ' ' || o.period || ' ' || o.value FROM targets.target o WHERE o.node_no = t.no AND o.period = periods[1] AND o.kpi = kpi_id)
    FROM tree t
    LEFT JOIN measures.rollup_month m ON m.node_no = t.no AND m.month = from_day
    LEFT JOIN LATERAL (
      SELECT ARRAY[sum(d.measured[p1]), coalesce(sum(d.measured[p2]), 0), coalesce(sum(d.measured[p3]), 0), coalesce(sum(d.measured[p4]), 0), coalesce(sum(d.measured[p5]), 0),
        coalesce(sum(d.measured[p6]), 0), coalesce(sum(d.measured[p7]), 0), coalesce(sum(d.measured[p8]), 0), coalesce(sum(d.measured[p9]), 0)] AS sums
      FROM measures.rollup_day d WHERE d.node_no = t.no AND d.day > to_day AND d.day <= end_day HAVING count(*) > 0
    ) l ON to_day < end_day
    WHERE t.kind = 'store' AND (t.opened_on IS NULL OR t.opened_on <= to_day) AND (t.closed_on IS NULL OR t.closed_on >= from_day);
    RETURN;
  END IF;
  RETURN QUERY
  WITH RECURSIVE tree AS (
    SELECT n.no, n.kind FROM organisation.node n WHERE n.id = node_id AND n.kind IN ('company', 'region')
    UNION
    SELECT c.no, c.kind FROM tree t
    JOIN organisation.placement p ON p.parent_no = t.no AND p.from_day <= stores_below.to_day AND (p.to_day IS NULL OR p.to_day >= stores_below.to_day)
    JOIN organisation.node c ON c.no = p.node_no
    WHERE t.kind IN ('company', 'region')
  )
  SELECT s.id, s.name, f.measured, f.left_over, g.rows
  FROM tree t JOIN organisation.node s ON s.no = t.no
  LEFT JOIN LATERAL (
    SELECT ARRAY[sum(r.sign * r.measured[p1]), sum(r.sign * r.measured[p2]), sum(r.sign * r.measured[p3]),
      sum(r.sign * r.measured[p4]), sum(r.sign * r.measured[p5]), sum(r.sign * r.measured[p6]),
      sum(r.sign * r.measured[p7]), sum(r.sign * r.measured[p8]), sum(r.sign * r.measured[p9])] AS measured,
      sum(r.measured[p1]) FILTER (WHERE r.later) AS left_over
    FROM (
      SELECT m.measured, 1 AS sign, false AS later FROM measures.rollup_month m
      WHERE m.node_no = s.no AND m.month BETWEEN from_day AND CASE WHEN taking THEN to_day ELSE months_to END
      UNION ALL
      SELECT d.measured, CASE WHEN d.day <= to_day THEN 1 WHEN taking THEN -1 ELSE 0 END, d.day > to_day FROM measures.rollup_day d
      WHERE d.node_no = s.no AND d.day BETWEEN CASE WHEN taking THEN to_day + 1 ELSE days_from END AND days_to
      UNION ALL
      SELECT m.measured, 0, true FROM measures.rollup_month m
      WHERE end_day > to_day AND m.node_no = s.no AND m.month > days_to AND m.month <= end_day
    ) r HAVING bool_or(NOT r.later)
  ) f ON true
  LEFT JOIN LATERAL (
    SELECT string_agg(o.kpi || ' ' || o.period || ' ' || o.value, ';') AS rows
    FROM targets.target o WHERE o.node_no = s.no AND o.period = ANY (periods) AND o.kpi = kpi_id
  ) g ON true
  WHERE t.kind = 'store' AND (s.opened_on IS NULL OR s.opened_on <= to_day) AND (s.closed_on IS NULL OR s.closed_on >= from_day);
END $$;

-- The same behind an API key; no row for a key that does not open.
CREATE FUNCTION boards.stores_below_by_key(key_hash bytea, node_id text, from_day date, to_day date, end_day date, months_to date, days_from date, days_to date, taking boolean, places integer[], periods text[], kpi_id text)
RETURNS TABLE (id text, name text, measured float8[], left_over float8, targets text)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM FROM access.assume_key(key_hash);
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY SELECT * FROM boards.stores_below(node_id, from_day, to_day, end_day, months_to, days_from, days_to, taking, places, periods, kpi_id);
END $$;
