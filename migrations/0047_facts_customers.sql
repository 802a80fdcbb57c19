-- Erasing a customer (H4.5, decision 0003): who came becomes a pseudonym in every version, the same one everywhere, so that
-- visits still belong together and no figure changes. Past versions are append-only for everybody else: this runs as their
-- owner, sets the trigger aside for its own transaction, and reaches as far as who asks. The caller keeps the audit entry.
CREATE FUNCTION facts.erase_customer(asked text, pseudonym text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  reach int4multirange := platform.scope();
  counted jsonb;
BEGIN
  ALTER TABLE facts.past_version DISABLE TRIGGER append_only;
  WITH theirs AS MATERIALIZED (
    SELECT w.source, w.external_id, w.store_no FROM facts.work_order w WHERE w.customer = asked AND w.store_no <@ reach
  ), booked AS MATERIALIZED (
    SELECT a.source, a.external_id FROM facts.appointment a WHERE a.customer = asked AND a.store_no <@ reach
  ), orders AS (
    UPDATE facts.work_order w SET customer = pseudonym, vehicle = CASE WHEN w.vehicle IS NOT NULL THEN pseudonym END
    FROM theirs t WHERE w.source = t.source AND w.external_id = t.external_id RETURNING 1
  ), appointments AS (
    UPDATE facts.appointment a SET customer = pseudonym
    FROM booked b WHERE a.source = b.source AND a.external_id = b.external_id RETURNING 1
  ), surveys AS (
    UPDATE facts.survey s SET text = pseudonym
    WHERE s.text IS NOT NULL AND s.store_no <@ reach
      AND EXISTS (SELECT FROM theirs t WHERE t.external_id = s.order_id AND t.store_no = s.store_no) RETURNING 1
  ), past AS (
    -- What was said before of a visit that is theirs is theirs too, however their name was written then.
    UPDATE facts.past_version p SET content = p.content || jsonb_strip_nulls(jsonb_build_object(
      'customer', CASE WHEN p.content ->> 'customer' IS NOT NULL THEN pseudonym END,
      'vehicle', CASE WHEN p.content ->> 'vehicle' IS NOT NULL THEN pseudonym END,
      'text', CASE WHEN p.kind = 'surveys' AND p.content ->> 'text' IS NOT NULL THEN pseudonym END))
    WHERE p.store_no <@ reach AND (
      (p.kind IN ('work-orders', 'appointments') AND p.content ->> 'customer' = asked)
      OR (p.kind = 'work-orders' AND (p.source, p.external_id) IN (SELECT t.source, t.external_id FROM theirs t))
      OR (p.kind = 'appointments' AND (p.source, p.external_id) IN (SELECT b.source, b.external_id FROM booked b))
      OR (p.kind = 'surveys' AND (p.content ->> 'order_id', p.store_no) IN (SELECT t.external_id, t.store_no FROM theirs t))
    ) RETURNING 1
  ), rejects AS (
    -- A rejected row stands as it stood in its file: with the name goes all of it.
    UPDATE facts.reject r SET value = CASE WHEN r.value IS NOT NULL THEN pseudonym END, named = '{}',
      cells = (SELECT jsonb_agg(jsonb_build_array(c -> 0, pseudonym)) FROM jsonb_array_elements(r.cells) c)
    WHERE r.value = asked OR r.cells @> jsonb_build_array(jsonb_build_array(asked)) RETURNING 1
  )
  SELECT jsonb_build_object(
    'orders', (SELECT count(*) FROM orders), 'appointments', (SELECT count(*) FROM appointments),
    'surveys', (SELECT count(*) FROM surveys), 'pastVersions', (SELECT count(*) FROM past), 'rejects', (SELECT count(*) FROM rejects))
  INTO counted;
  ALTER TABLE facts.past_version ENABLE TRIGGER append_only;
  RETURN counted;
END $$;
REVOKE ALL ON FUNCTION facts.erase_customer FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts.erase_customer TO baton_worker;
