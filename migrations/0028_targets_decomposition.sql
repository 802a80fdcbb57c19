-- A target that was set or changed after its period had ended says so for ever (H6.6).
ALTER TABLE targets.target ADD COLUMN after_close boolean NOT NULL DEFAULT false;
ALTER TABLE targets.target_version ADD COLUMN after_close boolean NOT NULL DEFAULT false;

-- A year's target of a node and KPI, taken apart (H6): how, why, by whom, and who approved it.
CREATE TABLE targets.decomposition (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  kpi text COLLATE "C" NOT NULL,
  year integer NOT NULL,
  version integer NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'proposed', 'approved')),
  -- A rolling proposal stands beside the plan that it goes on from (H6.4).
  based_on integer REFERENCES targets.decomposition,
  goal double precision NOT NULL,
  start_value double precision,
  -- Method, milestones, pauses, weights, events: what a screen needs to go on from here.
  settings jsonb NOT NULL,
  -- Every node's line is there; a large tree is filled in the background.
  complete boolean NOT NULL DEFAULT false,
  -- Every line's values have become targets.
  applied boolean NOT NULL DEFAULT false,
  reason text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  made_at timestamptz NOT NULL,
  proposed_at timestamptz,
  approver_no integer,
  approver_name text,
  approved_at timestamptz,
  UNIQUE (node_no, kpi, year, version),
  CHECK ((state = 'approved') = (approved_at IS NOT NULL))
);
CREATE TABLE targets.decomposition_line (
  decomposition_no integer NOT NULL REFERENCES targets.decomposition,
  node_no integer NOT NULL,
  parent_no integer,
  year_value double precision NOT NULL,
  months double precision[] NOT NULL CHECK (cardinality(months) = 12),
  locked boolean[] NOT NULL CHECK (cardinality(locked) = 12),
  PRIMARY KEY (decomposition_no, node_no)
);
CREATE INDEX decomposition_line_parent ON targets.decomposition_line (decomposition_no, parent_no);

-- What lifts some months of a node: a campaign, an opening.
CREATE TABLE targets.marketing_event (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  year integer NOT NULL,
  from_month integer NOT NULL CHECK (from_month BETWEEN 1 AND 12),
  to_month integer NOT NULL CHECK (to_month BETWEEN from_month AND 12),
  factor double precision NOT NULL CHECK (factor > 0 AND factor <= 10),
  name text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  made_at timestamptz NOT NULL
);
CREATE INDEX marketing_event_node ON targets.marketing_event (node_no, year);

-- What was approved stays as it was; only that it has become targets is noted afterwards.
CREATE FUNCTION targets.keep_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'approved' AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - 'applied' <> to_jsonb(OLD) - 'applied') THEN
    RAISE EXCEPTION 'targets.decomposition % is approved', OLD.no USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER keep_approved BEFORE UPDATE OR DELETE ON targets.decomposition
  FOR EACH ROW EXECUTE FUNCTION targets.keep_approved();
CREATE TRIGGER append_only BEFORE UPDATE OR TRUNCATE ON targets.decomposition_line
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT, UPDATE ON targets.decomposition TO baton_app, baton_worker;
GRANT SELECT, INSERT ON targets.decomposition_line TO baton_app;
GRANT SELECT, INSERT, DELETE ON targets.decomposition_line TO baton_worker;
GRANT SELECT, INSERT, DELETE ON targets.marketing_event TO baton_app;
GRANT SELECT ON targets.marketing_event TO baton_worker;
ALTER TABLE targets.decomposition ENABLE ROW LEVEL SECURITY;
ALTER TABLE targets.decomposition_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE targets.marketing_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON targets.decomposition TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON targets.decomposition_line TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON targets.marketing_event TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON targets.decomposition FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY author_adds ON targets.decomposition FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND state <> 'approved' AND (SELECT platform.may('targets.write')));
CREATE POLICY moves ON targets.decomposition FOR UPDATE TO baton_app
  USING (node_no <@ (SELECT platform.scope()))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND CASE state
    WHEN 'approved' THEN (SELECT platform.may('targets.approve')) ELSE (SELECT platform.may('targets.write')) END);
CREATE POLICY in_scope ON targets.decomposition_line FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY author_adds ON targets.decomposition_line FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('targets.write')));
CREATE POLICY in_scope ON targets.marketing_event FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY author_adds ON targets.marketing_event FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('targets.write')));
CREATE POLICY author_drops ON targets.marketing_event FOR DELETE TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('targets.write')));
