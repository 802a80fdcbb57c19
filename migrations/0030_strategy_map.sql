CREATE SCHEMA strategy;
GRANT USAGE ON SCHEMA strategy TO baton_app, baton_worker;

-- An objective belongs to the map of one node and holds for everything below it. The row is its present version.
CREATE TABLE strategy.objective (
  id uuid PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  version integer NOT NULL,
  -- The year that it begins to hold in, such as 2024; it goes on until it is ended.
  period text COLLATE "C" NOT NULL CHECK (period ~ '^\d{4}$'),
  perspective text COLLATE "C" NOT NULL CHECK (perspective IN ('financial', 'customer', 'process', 'learning')),
  place integer NOT NULL,
  names jsonb NOT NULL,
  reasons jsonb NOT NULL,
  owner_no integer REFERENCES organisation.node,
  -- As it was when the objective was written: whoever sees the objective of a node above may not see that node's people.
  owner_name text NOT NULL,
  kpis jsonb NOT NULL,
  ended_on date,
  note text NOT NULL,
  actor_no integer,
  actor_name text NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX objective_node ON strategy.objective (node_no);

-- Every version that an objective ever had, the present one included.
CREATE TABLE strategy.objective_version (LIKE strategy.objective INCLUDING DEFAULTS, PRIMARY KEY (id, version));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON strategy.objective_version
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

-- Cause and effect. A link belongs to the map of its cause, which lies as low in the tree as the effect or lower.
CREATE TABLE strategy.link (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  cause uuid NOT NULL REFERENCES strategy.objective,
  effect uuid NOT NULL REFERENCES strategy.objective,
  actor_name text NOT NULL,
  made_at timestamptz NOT NULL,
  ended_by text,
  ended_at timestamptz,
  CHECK (cause <> effect)
);
CREATE UNIQUE INDEX link_holding ON strategy.link (cause, effect) WHERE ended_at IS NULL;
CREATE INDEX link_effect ON strategy.link (effect);

-- The nodes above those that the actor sees. Their maps hold for the actor as well, although the nodes themselves lie
-- outside the scope: hence a function with its owner's rights, which gives numbers and nothing else away.
CREATE FUNCTION strategy.above() RETURNS int4multirange LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH RECURSIVE up AS (
    SELECT p.parent_no AS no FROM organisation.placement p
    WHERE p.node_no <@ platform.scope() AND (p.to_day IS NULL OR p.to_day >= current_date)
    UNION
    SELECT p.parent_no FROM organisation.placement p JOIN up ON p.node_no = up.no
    WHERE p.to_day IS NULL OR p.to_day >= current_date
  )
  SELECT coalesce(range_agg(int4range(no, no, '[]')), '{}') FROM up
$$;

-- From a node that the actor sees up to its company, on a day: numbers, ids and names, the node itself first. A person
-- begins at the store or department that they work in. The worker sees every node.
CREATE FUNCTION strategy.way_up(node text, on_day date) RETURNS TABLE (no integer, id text, kind text, name text, step integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  WITH RECURSIVE asked AS (
    SELECT n.no FROM organisation.node n
    WHERE n.id = node AND (n.no <@ platform.scope() OR current_setting('role', true) = 'baton_worker')
  ), way AS (
    SELECT no, 0 AS step FROM asked
    UNION
    SELECT h.parent_no, way.step + 1 FROM way JOIN (
      SELECT p.node_no, p.parent_no FROM organisation.placement p
      WHERE p.from_day <= on_day AND (p.to_day IS NULL OR p.to_day >= on_day)
      UNION ALL
      SELECT s.person_no, s.node_no FROM organisation.staffing s
      WHERE s.from_day <= on_day AND (s.to_day IS NULL OR s.to_day >= on_day)
    ) h ON h.node_no = way.no
    WHERE way.step < 20
  )
  SELECT n.no, n.id, n.kind, n.name, min(way.step)::integer FROM way JOIN organisation.node n ON n.no = way.no
  GROUP BY n.no, n.id, n.kind, n.name ORDER BY 5, 1
$$;

-- What the nodes of objectives are called, those above the scope included.
CREATE FUNCTION strategy.named(nos integer[]) RETURNS TABLE (no integer, id text, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT n.no, n.id, n.name FROM organisation.node n WHERE n.no = ANY (nos) AND (n.no <@ platform.scope()
    OR n.no <@ (SELECT strategy.above()) OR current_setting('role', true) = 'baton_worker')
$$;

GRANT SELECT, INSERT, UPDATE ON strategy.objective, strategy.link TO baton_app, baton_worker;
GRANT SELECT, INSERT ON strategy.objective_version TO baton_app, baton_worker;
ALTER TABLE strategy.objective ENABLE ROW LEVEL SECURITY;
ALTER TABLE strategy.objective_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE strategy.link ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON strategy.objective TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON strategy.objective_version TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON strategy.link TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope_or_above ON strategy.objective FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()) OR node_no <@ (SELECT strategy.above()));
CREATE POLICY in_scope_or_above ON strategy.objective_version FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()) OR node_no <@ (SELECT strategy.above()));
CREATE POLICY in_scope_or_above ON strategy.link FOR SELECT TO baton_app
  USING (node_no <@ (SELECT platform.scope()) OR node_no <@ (SELECT strategy.above()));
CREATE POLICY writer_adds ON strategy.objective FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')));
CREATE POLICY writer_adds ON strategy.objective_version FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')));
CREATE POLICY writer_adds ON strategy.link FOR INSERT TO baton_app
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')));
CREATE POLICY writer_changes ON strategy.objective FOR UPDATE TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')));
CREATE POLICY writer_changes ON strategy.link FOR UPDATE TO baton_app
  USING (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')))
  WITH CHECK (node_no <@ (SELECT platform.scope()) AND (SELECT platform.may('strategy.write')));
