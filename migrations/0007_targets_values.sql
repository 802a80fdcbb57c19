CREATE SCHEMA targets;
GRANT USAGE ON SCHEMA targets TO baton_app, baton_worker;

CREATE TABLE targets.target (
  node_no integer NOT NULL REFERENCES organisation.node,
  period text COLLATE "C" NOT NULL,
  kpi text COLLATE "C" NOT NULL,
  value double precision NOT NULL,
  version integer NOT NULL,
  reason text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  set_at timestamptz NOT NULL,
  PRIMARY KEY (node_no, period, kpi)
);
-- Every value that a target ever had, the present one included.
CREATE TABLE targets.target_version (LIKE targets.target INCLUDING DEFAULTS, PRIMARY KEY (node_no, period, kpi, version));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON targets.target_version
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT, UPDATE ON targets.target TO baton_app, baton_worker;
GRANT SELECT, INSERT ON targets.target_version TO baton_app, baton_worker;
ALTER TABLE targets.target ENABLE ROW LEVEL SECURITY;
ALTER TABLE targets.target_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON targets.target TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON targets.target_version TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON targets.target TO baton_app
  USING (node_no <@ (SELECT platform.scope())) WITH CHECK (node_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON targets.target_version TO baton_app
  USING (node_no <@ (SELECT platform.scope())) WITH CHECK (node_no <@ (SELECT platform.scope()));
