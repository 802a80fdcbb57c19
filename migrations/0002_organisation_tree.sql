CREATE SCHEMA organisation;
GRANT USAGE ON SCHEMA organisation TO baton_app, baton_worker;

-- Every node has a number that never changes and is never used again: rows elsewhere carry it, and a scope is a
-- set of such numbers. So moving a store rewrites scopes, not facts.
CREATE TABLE organisation.node (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text COLLATE "C" NOT NULL UNIQUE,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('company', 'region', 'store', 'department', 'person')),
  name text NOT NULL,
  time_zone text CHECK ((kind = 'company') = (time_zone IS NOT NULL)),
  opened_on date,
  closed_on date,
  area_square_metres double precision,
  bays integer,
  works_on_holidays boolean NOT NULL DEFAULT true,
  changed_at timestamptz NOT NULL
);

-- Where a region, store or department hangs, from when to when (both days included; an open end is NULL).
CREATE TABLE organisation.placement (
  node_no integer NOT NULL REFERENCES organisation.node,
  parent_no integer NOT NULL REFERENCES organisation.node,
  from_day date NOT NULL,
  to_day date,
  PRIMARY KEY (node_no, from_day),
  CHECK (to_day IS NULL OR to_day >= from_day)
);
CREATE INDEX placement_parent ON organisation.placement (parent_no);

CREATE TABLE organisation.membership (
  person_no integer NOT NULL REFERENCES organisation.node,
  node_no integer NOT NULL REFERENCES organisation.node,
  position text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date,
  -- The store itself or the store of the department; NULL at a region or company. Follows from node_no, kept because
  -- every recomputed day asks for it.
  store_no integer REFERENCES organisation.node,
  PRIMARY KEY (person_no, from_day, node_no, position),
  CHECK (to_day IS NULL OR to_day >= from_day)
);
CREATE INDEX membership_node ON organisation.membership (node_no);
CREATE INDEX membership_store ON organisation.membership (store_no);

-- Days on which a store that is open does not work.
CREATE TABLE organisation.closing_day (
  node_no integer NOT NULL REFERENCES organisation.node,
  day date NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (node_no, day)
);

-- The monthly amount that a performance bonus is reckoned from.
CREATE TABLE organisation.bonus_base (
  person_no integer NOT NULL REFERENCES organisation.node,
  base_fen bigint NOT NULL CHECK (base_fen >= 0),
  from_day date NOT NULL,
  PRIMARY KEY (person_no, from_day)
);

-- Chinese public holidays, written from the calendar library for the years that it knows.
CREATE TABLE organisation.holiday (day date PRIMARY KEY);

-- Published: who works in which store, whether under the store itself or under one of its departments.
CREATE VIEW organisation.staffing WITH (security_invoker = true) AS
  SELECT person_no, store_no, node_no, position, from_day, to_day FROM organisation.membership WHERE store_no IS NOT NULL;

-- Published: does this store work on this day?
CREATE FUNCTION organisation.operates(store integer, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (n.opened_on IS NULL OR n.opened_on <= on_day) AND (n.closed_on IS NULL OR n.closed_on >= on_day)
    AND NOT EXISTS (SELECT FROM organisation.closing_day c WHERE c.node_no = store AND c.day = on_day)
    AND (n.works_on_holidays OR NOT EXISTS (SELECT FROM organisation.holiday h WHERE h.day = on_day))
  FROM organisation.node n WHERE n.no = store
$$;

-- Published: every node under this one, itself included; stores by where they stand today, people by their present or,
-- if they have left, their last membership.
CREATE FUNCTION organisation.subtree(root integer, on_day date) RETURNS SETOF integer LANGUAGE sql STABLE AS $$
  WITH RECURSIVE nodes AS (
    SELECT root AS no
    UNION
    SELECT p.node_no FROM organisation.placement p JOIN nodes ON p.parent_no = nodes.no
    WHERE p.to_day IS NULL OR p.to_day >= on_day
  ), last_membership AS (
    SELECT m.person_no, max(coalesce(m.to_day, 'infinity')) AS until FROM organisation.membership m
    JOIN organisation.membership mine ON mine.person_no = m.person_no JOIN nodes ON mine.node_no = nodes.no
    GROUP BY m.person_no
  )
  SELECT no FROM nodes
  UNION
  SELECT m.person_no FROM organisation.membership m JOIN nodes ON m.node_no = nodes.no
  JOIN last_membership l ON l.person_no = m.person_no
  WHERE coalesce(m.to_day, 'infinity') >= least(on_day, l.until)
$$;

-- Published: every node that has hung under this one, itself included, with the days on which it did.
CREATE FUNCTION organisation.spans_under(root integer) RETURNS TABLE (node_no integer, from_day date, to_day date) LANGUAGE sql STABLE AS $$
  WITH RECURSIVE under AS (
    SELECT root AS node_no, '-infinity'::date AS from_day, 'infinity'::date AS to_day
    UNION
    SELECT p.node_no, greatest(u.from_day, p.from_day), least(u.to_day, coalesce(p.to_day, 'infinity'))
    FROM organisation.placement p JOIN under u ON p.parent_no = u.node_no
      AND p.from_day <= u.to_day AND coalesce(p.to_day, 'infinity') >= u.from_day
  )
  SELECT node_no, from_day, to_day FROM under
$$;

-- Published: the business time zone of the company that a store belongs to.
CREATE FUNCTION organisation.time_zone_of(store integer) RETURNS text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up AS (
    SELECT store AS no
    UNION
    SELECT p.parent_no FROM organisation.placement p JOIN up ON p.node_no = up.no WHERE p.to_day IS NULL
  )
  SELECT n.time_zone FROM up JOIN organisation.node n ON n.no = up.no WHERE n.kind = 'company' LIMIT 1
$$;

GRANT SELECT ON ALL TABLES IN SCHEMA organisation TO baton_app, baton_worker;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA organisation TO baton_worker;

ALTER TABLE organisation.node ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation.placement ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation.closing_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation.bonus_base ENABLE ROW LEVEL SECURITY;
ALTER TABLE organisation.holiday ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON organisation.node TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON organisation.placement TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON organisation.membership TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON organisation.closing_day TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON organisation.bonus_base TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON organisation.holiday TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON organisation.node FOR SELECT TO baton_app USING (no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON organisation.placement FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON organisation.membership FOR SELECT TO baton_app USING (person_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON organisation.closing_day FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY own_or_pay ON organisation.bonus_base FOR SELECT TO baton_app
  USING (person_no = (SELECT platform.person()) OR person_no <@ (SELECT platform.pay_scope()));
CREATE POLICY everyone ON organisation.holiday FOR SELECT TO baton_app USING (true);
