CREATE SCHEMA measures;
GRANT USAGE ON SCHEMA measures TO baton_app, baton_worker;

-- Published: element by element, shorter arrays counting as zeros behind their end (an older server's rows are shorter).
CREATE FUNCTION measures.added(a float8[], b float8[]) RETURNS float8[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_agg(coalesce(x, 0) + coalesce(y, 0) ORDER BY place) FROM unnest(a, b) WITH ORDINALITY AS pair(x, y, place)
$$;
CREATE AGGREGATE measures.summed(float8[]) (SFUNC = measures.added, STYPE = float8[], PARALLEL = SAFE);

-- One row for a node and a day, and one for a node and a month: all measures, by their place in the registry.
-- Stores are computed from facts, regions and companies as sums of what stood under them on that day.
CREATE TABLE measures.rollup_day (
  node_no integer NOT NULL,
  day date NOT NULL,
  measured float8[] NOT NULL,
  facts_up_to timestamptz,
  PRIMARY KEY (node_no, day)
);
CREATE TABLE measures.rollup_month (
  node_no integer NOT NULL,
  month date NOT NULL,
  measured float8[] NOT NULL,
  facts_up_to timestamptz,
  PRIMARY KEY (node_no, month)
);
-- What is credited to a person, by the store that it happened in. The array ends after the last personal measure.
CREATE TABLE measures.person_day (
  person_no integer NOT NULL,
  day date NOT NULL,
  store_no integer NOT NULL,
  measured float8[] NOT NULL,
  facts_up_to timestamptz,
  PRIMARY KEY (person_no, day, store_no)
);
CREATE INDEX person_day_store ON measures.person_day (store_no, day);
CREATE TABLE measures.person_month (
  person_no integer NOT NULL,
  month date NOT NULL,
  store_no integer NOT NULL,
  measured float8[] NOT NULL,
  facts_up_to timestamptz,
  PRIMARY KEY (person_no, month, store_no)
);
CREATE INDEX person_month_store ON measures.person_month (store_no, month);

-- Work left to do. 'facts': the store's own day must be computed again. 'parents': the nodes above it must. 'children': a
-- node that a store has left must be summed again.
-- Keyed by the store, never by the region, so that many writers below one region don't meet in one row.
CREATE TABLE measures.pending (
  node_no integer NOT NULL,
  day date NOT NULL,
  stage text COLLATE "C" NOT NULL CHECK (stage IN ('facts', 'parents', 'children')),
  PRIMARY KEY (stage, node_no, day)
);

GRANT SELECT ON ALL TABLES IN SCHEMA measures TO baton_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA measures TO baton_worker;
ALTER TABLE measures.rollup_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.rollup_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.person_day ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.person_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.pending ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON measures.rollup_day TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.rollup_month TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.person_day TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.person_month TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.pending TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON measures.rollup_day FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON measures.rollup_month FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON measures.person_day FOR SELECT TO baton_app USING (person_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON measures.person_month FOR SELECT TO baton_app USING (person_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON measures.pending FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
