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
