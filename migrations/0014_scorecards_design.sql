-- Who made a version of a card and why; versions that came with the product have no author. A draft is a version that
-- scores nobody yet: it may be changed and taken away, a version in force never (H10.1).
ALTER TABLE scorecards.card
  ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'in_force' CHECK (state IN ('draft', 'in_force')),
  ADD COLUMN actor_no integer,
  ADD COLUMN actor_name text NOT NULL DEFAULT '',
  ADD COLUMN reason text NOT NULL DEFAULT '',
  ADD COLUMN made_at timestamptz;
CREATE UNIQUE INDEX card_draft ON scorecards.card (id) WHERE state = 'draft';

CREATE FUNCTION scorecards.keep_in_force() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'in_force' THEN
    RAISE EXCEPTION 'scorecards.card % version % is in force', OLD.id, OLD.version USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_in_force BEFORE UPDATE OR DELETE ON scorecards.card
  FOR EACH ROW EXECUTE FUNCTION scorecards.keep_in_force();

GRANT INSERT, DELETE ON scorecards.card TO baton_app;
DROP POLICY everyone ON scorecards.card;
CREATE POLICY everyone ON scorecards.card FOR SELECT TO baton_app
  USING (state = 'in_force' OR (SELECT platform.may('scorecards.design')));
CREATE POLICY designer_adds ON scorecards.card FOR INSERT TO baton_app
  WITH CHECK ((SELECT platform.may('scorecards.design')));
CREATE POLICY designer_drops_drafts ON scorecards.card FOR DELETE TO baton_app
  USING (state = 'draft' AND (SELECT platform.may('scorecards.design')));

-- How somebody lived the values in a quarter (H10.5). Rated again it is a new version; the latest counts.
CREATE TABLE scorecards.values_rating (
  person_no integer NOT NULL REFERENCES organisation.node,
  quarter text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  quarter_to date NOT NULL,
  score double precision NOT NULL CHECK (score BETWEEN 0 AND 100),
  comment text NOT NULL,
  serious_violation boolean NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  rated_at timestamptz NOT NULL,
  PRIMARY KEY (person_no, quarter, version)
);
CREATE INDEX values_rating_closed ON scorecards.values_rating (person_no, quarter_to);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scorecards.values_rating
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT ON scorecards.values_rating TO baton_app, baton_worker;
ALTER TABLE scorecards.values_rating ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON scorecards.values_rating TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON scorecards.values_rating FOR SELECT TO baton_app
  USING (person_no <@ (SELECT platform.scope()));
CREATE POLICY rater_in_scope ON scorecards.values_rating FOR INSERT TO baton_app
  WITH CHECK (person_no <@ (SELECT platform.scope()) AND (SELECT platform.may('scorecards.rate')));
