-- A store's board is complete as soon as the store's own days are; only what is added up from below can lag behind the
-- marks of others. Otherwise as in 0013.
CREATE OR REPLACE FUNCTION boards.snapshot(node_id text, from_day date, to_day date, by_day boolean, periods text[], weight_to date, weight_place integer)
RETURNS TABLE (no integer, kind text, name text, measured float8[], facts_up_to timestamptz, targets json, weights float8[], windows float8[], pending boolean)
LANGUAGE plpgsql STABLE AS $$
DECLARE node record;
BEGIN
  SELECT n.no, n.kind, n.name INTO node FROM organisation.node n WHERE n.id = node_id;
  IF NOT FOUND THEN RETURN; END IF;
  no := node.no; kind := node.kind; name := node.name;
  IF node.kind IN ('store', 'region', 'company') THEN
    IF by_day THEN
      SELECT d.measured, d.facts_up_to INTO measured, facts_up_to FROM measures.of_days(node.no, from_day, to_day) d;
    ELSE
      SELECT CASE WHEN count(*) = 1 THEN min(r.measured) ELSE measures.summed(r.measured) END, max(r.facts_up_to) INTO measured, facts_up_to
      FROM measures.rollup_month r WHERE r.node_no = node.no AND r.month BETWEEN from_day AND to_day;
    END IF;
  ELSIF node.kind = 'person' THEN
    IF by_day THEN
      SELECT measures.summed(r.measured), max(r.facts_up_to) INTO measured, facts_up_to
      FROM measures.person_day r WHERE r.person_no = node.no AND r.day BETWEEN from_day AND to_day;
    ELSE
      SELECT measures.summed(r.measured), max(r.facts_up_to) INTO measured, facts_up_to
      FROM measures.person_month r WHERE r.person_no = node.no AND r.month BETWEEN from_day AND to_day;
    END IF;
  ELSE
    SELECT measures.summed(r.measured), max(r.facts_up_to) INTO measured, facts_up_to
    FROM organisation.staffing m
    JOIN measures.person_day r ON r.person_no = m.person_no AND r.day BETWEEN greatest(m.from_day, snapshot.from_day) AND least(coalesce(m.to_day, snapshot.to_day), snapshot.to_day)
    WHERE m.node_no = node.no;
  END IF;
  IF node.kind IN ('store', 'region', 'company') THEN
    windows := measures.windows(node.no, to_day);
  END IF;
  IF weight_to IS NOT NULL AND node.kind IN ('store', 'region', 'company') THEN
    SELECT array_agg(coalesce(r.measured[weight_place], 0) ORDER BY d.day) INTO weights
    FROM generate_series(from_day, weight_to, interval '1 day') AS d(day)
    LEFT JOIN measures.rollup_day r ON r.node_no = node.no AND r.day = d.day::date;
  END IF;
  SELECT json_agg(json_build_array(t.period, t.kpi, t.value, t.version)) INTO targets
  FROM targets.target t WHERE t.node_no = node.no AND t.period = ANY (periods);
  IF node.kind = 'store' THEN
    pending := EXISTS (SELECT FROM measures.pending p WHERE p.node_no = node.no AND p.stage = 'facts' AND p.day BETWEEN from_day AND to_day);
  ELSE
    pending := EXISTS (SELECT FROM measures.pending p WHERE p.day BETWEEN from_day AND to_day);
  END IF;
  RETURN NEXT;
END $$;
