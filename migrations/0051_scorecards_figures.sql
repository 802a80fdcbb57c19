-- A score is kept as its figures, and what they stand on (the card, and the names, units and directions of its KPIs) once for
-- all scores of a card: its sentences, which are twenty times as long, are made of both when somebody reads them. Scores that
-- were frozen with their sentences keep these.
CREATE TABLE scorecards.ground (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- Of the content as it was written: equal grounds are kept once.
  hash text COLLATE "C" NOT NULL UNIQUE,
  content json NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON scorecards.ground
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT ON scorecards.ground TO baton_app, baton_worker;
ALTER TABLE scorecards.ground ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON scorecards.ground TO baton_worker USING (true) WITH CHECK (true);
-- As with cards in force: what everybody is judged by, everybody may read.
CREATE POLICY everyone ON scorecards.ground FOR SELECT TO baton_app USING (true);
CREATE POLICY settler_adds ON scorecards.ground FOR INSERT TO baton_app WITH CHECK ((SELECT platform.may('pay.settle')));

ALTER TABLE scorecards.frozen_score
  ADD COLUMN ground_no integer REFERENCES scorecards.ground,
  ADD COLUMN figures json,
  ALTER COLUMN score DROP NOT NULL,
  ADD CONSTRAINT frozen_score_explained CHECK ((score IS NULL) = (ground_no IS NOT NULL AND figures IS NOT NULL));
