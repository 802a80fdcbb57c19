-- The months of a node's year that a file of targets says are locked (H6.3); later than the approved plan it counts, else
-- the plan does.
CREATE TABLE targets.month_lock (
  node_no integer NOT NULL REFERENCES organisation.node,
  kpi text COLLATE "C" NOT NULL,
  year integer NOT NULL,
  locked boolean[] NOT NULL CHECK (cardinality(locked) = 12),
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (node_no, kpi, year)
);
GRANT SELECT, INSERT, UPDATE ON targets.month_lock TO baton_app, baton_worker;
ALTER TABLE targets.month_lock ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON targets.month_lock TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON targets.month_lock FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY author_adds ON targets.month_lock FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('targets.write')));
CREATE POLICY author_changes ON targets.month_lock FOR UPDATE TO baton_app
  USING (node_no <@ (SELECT platform.scope()))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('targets.write')));
