-- Contacts, contacts answered in time and intake by the hour of the company's clock (H5.10): one row for a node and a day on
-- which there was any; 24 places, the first from midnight. Stores are computed from facts, regions and companies as sums.
CREATE TABLE measures.hour_day (
  node_no integer NOT NULL,
  day date NOT NULL,
  contacts integer[] NOT NULL CHECK (cardinality(contacts) = 24),
  in_time integer[] NOT NULL CHECK (cardinality(in_time) = 24),
  intake integer[] NOT NULL CHECK (cardinality(intake) = 24),
  PRIMARY KEY (node_no, day)
);
GRANT SELECT ON measures.hour_day TO baton_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON measures.hour_day TO baton_worker;
ALTER TABLE measures.hour_day ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON measures.hour_day TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON measures.hour_day FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));

-- What was rolled up before has no hours yet: every day with such facts is computed again in the background.
INSERT INTO measures.pending (node_no, day, stage)
  SELECT store_no, received_day, 'facts' FROM facts.contact WHERE received_day IS NOT NULL AND NOT deleted
  UNION
  SELECT store_no, opened_day, 'facts' FROM facts.work_order WHERE opened_day IS NOT NULL AND NOT deleted
  ON CONFLICT DO NOTHING;
