CREATE SCHEMA scorecards;
GRANT USAGE ON SCHEMA scorecards TO baton_app, baton_worker;

CREATE TABLE scorecards.card (
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  position text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  definition jsonb NOT NULL,
  PRIMARY KEY (id, version)
);

-- A score as it was when a settlement was approved (H10.8); one row for each stretch of days that a person held a card.
CREATE TABLE scorecards.frozen_score (
  person_no integer NOT NULL REFERENCES organisation.node,
  period text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  card_id text COLLATE "C" NOT NULL,
  card_version integer NOT NULL,
  score jsonb NOT NULL,
  frozen_at timestamptz NOT NULL,
  PRIMARY KEY (person_no, period, from_day)
);

GRANT SELECT ON ALL TABLES IN SCHEMA scorecards TO baton_app;
GRANT INSERT ON scorecards.frozen_score TO baton_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA scorecards TO baton_worker;
ALTER TABLE scorecards.card ENABLE ROW LEVEL SECURITY;
ALTER TABLE scorecards.frozen_score ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON scorecards.card TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON scorecards.frozen_score TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY everyone ON scorecards.card FOR SELECT TO baton_app USING (true);
CREATE POLICY in_scope ON scorecards.frozen_score FOR SELECT TO baton_app USING (person_no <@ (SELECT platform.scope()));
CREATE POLICY in_pay_scope ON scorecards.frozen_score FOR INSERT TO baton_app WITH CHECK (store_no <@ (SELECT platform.pay_scope()));
