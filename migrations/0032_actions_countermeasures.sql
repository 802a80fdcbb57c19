-- What somebody does about a problem or a red light, by when, and how one will know that it worked (H9.5).
CREATE SCHEMA actions;
GRANT USAGE ON SCHEMA actions TO baton_app, baton_worker;

CREATE TABLE actions.countermeasure (
  id uuid PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  title text NOT NULL,
  problem text NOT NULL,
  kpi text COLLATE "C" NOT NULL,
  -- By how much the KPI should move, in its unit; always positive, in the KPI's own direction.
  expected_change double precision CHECK (expected_change > 0),
  horizon text COLLATE "C" NOT NULL CHECK (horizon IN ('short', 'middle', 'long')),
  owner_no integer NOT NULL REFERENCES organisation.node,
  due_day date NOT NULL,
  resources text NOT NULL DEFAULT '',
  acceptance text NOT NULL,
  fallback text NOT NULL DEFAULT '',
  state text COLLATE "C" NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'doing', 'done', 'verified', 'dropped')),
  -- Where it came from: a task of a daily card, a board.
  source_kind text COLLATE "C" NOT NULL CHECK (source_kind IN ('card', 'board', 'plan')),
  source_id text COLLATE "C" NOT NULL DEFAULT '',
  opened_by_no integer NOT NULL,
  opened_by text NOT NULL,
  opened_on date NOT NULL,
  done_on date,
  changed_at timestamptz NOT NULL
);
CREATE INDEX countermeasure_node ON actions.countermeasure (node_no, state);
CREATE INDEX countermeasure_owner ON actions.countermeasure (owner_no, state);
-- A problem on a card becomes one countermeasure, however often it is sent.
CREATE UNIQUE INDEX countermeasure_source ON actions.countermeasure (source_kind, source_id) WHERE source_id <> '';

CREATE TABLE actions.concerned (
  countermeasure_id uuid NOT NULL REFERENCES actions.countermeasure,
  person_no integer NOT NULL REFERENCES organisation.node,
  PRIMARY KEY (countermeasure_id, person_no)
);
CREATE INDEX concerned_person ON actions.concerned (person_no);

CREATE TABLE actions.step (
  countermeasure_id uuid NOT NULL REFERENCES actions.countermeasure,
  step integer NOT NULL,
  state text COLLATE "C" NOT NULL,
  note text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (countermeasure_id, step)
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON actions.step
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT, UPDATE ON actions.countermeasure TO baton_app, baton_worker;
GRANT SELECT, INSERT, DELETE ON actions.concerned TO baton_app, baton_worker;
GRANT SELECT, INSERT ON actions.step TO baton_app, baton_worker;

-- The countermeasures that a person is concerned by; asked by policies, and so past them.
CREATE FUNCTION actions.concerns(asked uuid, person integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$ SELECT EXISTS (SELECT FROM actions.concerned c WHERE c.countermeasure_id = asked AND c.person_no = person) $$;

ALTER TABLE actions.countermeasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE actions.concerned ENABLE ROW LEVEL SECURITY;
ALTER TABLE actions.step ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON actions.countermeasure TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON actions.concerned TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON actions.step TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON actions.countermeasure FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()) OR owner_no = (SELECT platform.person()) OR actions.concerns(id, (SELECT platform.person())));
CREATE POLICY opens ON actions.countermeasure FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('actions.write')));
CREATE POLICY owner_or_planner ON actions.countermeasure FOR UPDATE TO baton_app
  USING (owner_no = (SELECT platform.person()) OR (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write'))))
  WITH CHECK (owner_no = (SELECT platform.person()) OR (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('plans.write'))));
-- Who sees a countermeasure sees its steps and who is concerned.
CREATE POLICY with_it ON actions.concerned TO baton_app
  USING (countermeasure_id IN (SELECT id FROM actions.countermeasure))
  WITH CHECK (countermeasure_id IN (SELECT id FROM actions.countermeasure) AND (SELECT platform.may('actions.write')));
CREATE POLICY with_it ON actions.step TO baton_app
  USING (countermeasure_id IN (SELECT id FROM actions.countermeasure))
  WITH CHECK (countermeasure_id IN (SELECT id FROM actions.countermeasure) AND (SELECT platform.may('actions.write')));
