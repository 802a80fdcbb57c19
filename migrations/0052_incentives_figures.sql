-- Lines keep what they say of their score in columns, and behind it the figures with the number of their ground; `score` is
-- the whole score with its sentences of a line that was kept before. `because` holds steps in figures; sentences that were
-- kept stay as they are, word by word, here and in the ledger.
ALTER TABLE incentives.settlement_line
  ADD COLUMN position text COLLATE "C",
  ADD COLUMN total double precision,
  ADD COLUMN grade text COLLATE "C",
  ADD COLUMN graded_factor double precision,
  ADD COLUMN card_id text COLLATE "C",
  ADD COLUMN card_version integer,
  ADD COLUMN ground_no integer,
  ADD COLUMN figures json,
  ALTER COLUMN because TYPE json USING because::json;
UPDATE incentives.settlement_line SET position = score->>'position', total = (score->>'total')::float8,
  grade = score->>'grade', graded_factor = (score->>'factor')::float8, card_id = score->'card'->>'id',
  card_version = (score->'card'->>'version')::int
WHERE score IS NOT NULL;
ALTER TABLE incentives.settlement_line ADD CONSTRAINT settlement_line_explained CHECK (
  CASE WHEN position IS NULL THEN score IS NULL AND figures IS NULL
    ELSE card_id IS NOT NULL AND card_version IS NOT NULL AND (score IS NULL) = (ground_no IS NOT NULL AND figures IS NOT NULL) END);

-- What a line refers to is looked for once for all lines that are added together: row by row it took as long as writing them.
-- Settlements and grounds are never taken away, and nodes that somebody was paid in or for are held by ledger and tree.
ALTER TABLE incentives.settlement_line
  DROP CONSTRAINT settlement_line_settlement_id_fkey,
  DROP CONSTRAINT settlement_line_person_no_fkey,
  DROP CONSTRAINT settlement_line_store_no_fkey;
CREATE FUNCTION incentives.refuse_unknown() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  unknown boolean;
BEGIN
  -- Planned each time: a plan for ten lines is none for twenty thousand.
  EXECUTE 'SELECT EXISTS (SELECT FROM (SELECT DISTINCT settlement_id AS id FROM added) a
      WHERE NOT EXISTS (SELECT FROM incentives.settlement s WHERE s.id = a.id))
    OR EXISTS (SELECT FROM added a WHERE NOT EXISTS (SELECT FROM organisation.node n WHERE n.no = a.person_no))
    OR EXISTS (SELECT FROM (SELECT DISTINCT store_no AS no FROM added) a
      WHERE NOT EXISTS (SELECT FROM organisation.node n WHERE n.no = a.no))
    OR EXISTS (SELECT FROM (SELECT DISTINCT ground_no AS no FROM added WHERE ground_no IS NOT NULL) a
      WHERE NOT EXISTS (SELECT FROM scorecards.ground g WHERE g.no = a.no))' INTO unknown;
  IF unknown THEN
    RAISE EXCEPTION 'a settlement line refers to what is not there' USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER refuse_unknown AFTER INSERT ON incentives.settlement_line
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION incentives.refuse_unknown();
REVOKE UPDATE ON incentives.settlement_line FROM baton_app, baton_worker;
GRANT UPDATE (base_fen, factor, amount_fen, because, factor_set, posted_at) ON incentives.settlement_line TO baton_app, baton_worker;

-- Only what was paid is looked for by month and store.
DROP INDEX incentives.settlement_line_store;
CREATE INDEX settlement_line_paid ON incentives.settlement_line (period, store_no) WHERE posted_at IS NOT NULL;
