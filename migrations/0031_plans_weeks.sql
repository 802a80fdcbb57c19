-- What is to be done in a month and a plan week (H6.7, H8.1, H8.2).
CREATE SCHEMA plans;
GRANT USAGE ON SCHEMA plans TO baton_app, baton_worker;

CREATE TABLE plans.month_action (
  id uuid PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  month text COLLATE "C" NOT NULL,
  title text NOT NULL,
  owner_no integer REFERENCES organisation.node,
  due_day date NOT NULL,
  kpi text COLLATE "C",
  state text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
  outcome text NOT NULL DEFAULT '',
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX month_action_node ON plans.month_action (node_no, month);

CREATE TABLE plans.resource (
  id uuid PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  month text COLLATE "C" NOT NULL,
  action_id uuid REFERENCES plans.month_action,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('people', 'money', 'equipment')),
  title text NOT NULL,
  quantity integer CHECK (quantity >= 0),
  amount_fen bigint CHECK (amount_fen >= 0),
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  CHECK (quantity IS NOT NULL OR amount_fen IS NOT NULL)
);
CREATE INDEX resource_node ON plans.resource (node_no, month);
CREATE INDEX resource_action ON plans.resource (action_id);

-- `place` makes a fourth task impossible, whoever writes it.
CREATE TABLE plans.week_task (
  id uuid PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  week text COLLATE "C" NOT NULL,
  owner_no integer NOT NULL REFERENCES organisation.node,
  place smallint CHECK (place BETWEEN 1 AND 3),
  title text NOT NULL,
  result text NOT NULL,
  kpi text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'not_done', 'carried', 'dropped')),
  outcome text NOT NULL DEFAULT '',
  carried_from uuid REFERENCES plans.week_task,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  -- What was dropped gives its place back; everything else holds one.
  CHECK ((place IS NULL) = (state = 'dropped')),
  UNIQUE (owner_no, week, place)
);
CREATE INDEX week_task_node ON plans.week_task (node_no, week);
CREATE UNIQUE INDEX week_task_carried ON plans.week_task (carried_from) WHERE carried_from IS NOT NULL;

CREATE TABLE plans.week_expectation (
  node_no integer NOT NULL REFERENCES organisation.node,
  week text COLLATE "C" NOT NULL,
  kpi text COLLATE "C" NOT NULL,
  value double precision NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (node_no, week, kpi)
);

CREATE TABLE plans.week_closing (
  node_no integer NOT NULL REFERENCES organisation.node,
  week text COLLATE "C" NOT NULL,
  -- [{ kpi, expected, actual }] as they were on the day.
  figures jsonb NOT NULL,
  learned text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  closed_at timestamptz NOT NULL,
  PRIMARY KEY (node_no, week)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plans.week_closing
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT, UPDATE, DELETE ON plans.month_action, plans.resource, plans.week_task, plans.week_expectation TO baton_app, baton_worker;
GRANT SELECT, INSERT ON plans.week_closing TO baton_app, baton_worker;

ALTER TABLE plans.month_action ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans.resource ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans.week_task ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans.week_expectation ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans.week_closing ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON plans.month_action TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON plans.resource TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON plans.week_task TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON plans.week_expectation TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON plans.week_closing TO baton_worker USING (true) WITH CHECK (true);

CREATE POLICY in_scope ON plans.month_action FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY planner ON plans.month_action TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')));
CREATE POLICY in_scope ON plans.resource FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY planner ON plans.resource TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')));
-- One's own tasks are seen and marked done wherever they were planned.
CREATE POLICY in_scope ON plans.week_task FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()) OR owner_no = (SELECT platform.person()));
CREATE POLICY own ON plans.week_task FOR UPDATE TO baton_app
  USING (owner_no = (SELECT platform.person())) WITH CHECK (owner_no = (SELECT platform.person()));
CREATE POLICY planner ON plans.week_task TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')));
CREATE POLICY in_scope ON plans.week_expectation FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY planner ON plans.week_expectation TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')));
CREATE POLICY in_scope ON plans.week_closing FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY planner ON plans.week_closing FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write')));
