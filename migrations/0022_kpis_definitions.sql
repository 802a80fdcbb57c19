CREATE SCHEMA kpis;
GRANT USAGE ON SCHEMA kpis TO baton_app, baton_worker;

-- KPIs that are defined here, beside those that are shipped: versions of plain data, each from a day on. Which holds for a
-- period is decided by the period's last day.
CREATE TABLE kpis.definition (
  no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  from_day date NOT NULL,
  retired boolean NOT NULL,
  definition jsonb NOT NULL,
  reason text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON kpis.definition
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
GRANT SELECT, INSERT ON kpis.definition TO baton_app;
GRANT SELECT ON kpis.definition TO baton_worker;
ALTER TABLE kpis.definition ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON kpis.definition TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY everyone ON kpis.definition FOR SELECT TO baton_app USING (true);
CREATE POLICY definer_adds ON kpis.definition FOR INSERT TO baton_app WITH CHECK ((SELECT platform.may('kpis.define')));
