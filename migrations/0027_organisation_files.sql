-- Which heading of a source's files means which field of nodes or people; remembered so that it is matched once (H4.4).
CREATE TABLE organisation.column_mapping (
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('nodes', 'people')),
  source text NOT NULL,
  mapping jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (kind, source)
);

GRANT SELECT, INSERT, UPDATE ON organisation.column_mapping TO baton_worker;
GRANT SELECT ON organisation.column_mapping TO baton_app;
ALTER TABLE organisation.column_mapping ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON organisation.column_mapping TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY importers ON organisation.column_mapping FOR SELECT TO baton_app USING ((SELECT platform.may('org.write')));
