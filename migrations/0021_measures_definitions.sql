-- Measures that are defined here, beside those that are shipped: versions of plain data, each from a day on. A place in the
-- arrays is given out once and for ever: of nodes from 128 on, of persons from 32 on; what lies before is kept for the product.
CREATE TABLE measures.definition (
  no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  place integer NOT NULL CHECK (place >= 128),
  person_place integer CHECK (person_place >= 32),
  from_day date NOT NULL,
  retired boolean NOT NULL,
  design jsonb NOT NULL,
  reason text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  made_at timestamptz NOT NULL,
  -- How many days of stores this version made to be computed again.
  marked integer NOT NULL,
  PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX definition_place ON measures.definition (place) WHERE version = 1;
CREATE UNIQUE INDEX definition_person_place ON measures.definition (person_place) WHERE version = 1;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON measures.definition
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
GRANT SELECT ON measures.definition TO baton_app;
GRANT SELECT, INSERT ON measures.definition TO baton_worker;
ALTER TABLE measures.definition ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON measures.definition FOR SELECT TO baton_worker USING (true);
CREATE POLICY everyone ON measures.definition FOR SELECT TO baton_app USING (true);
-- What follows from a definition is the worker's to write; whoever asked for it must be allowed to.
CREATE POLICY definer_adds ON measures.definition FOR INSERT TO baton_worker WITH CHECK ((SELECT platform.may('kpis.define')));

-- The newest definition, for whoever computes rollups. The lock is shared among them and let go at the end of the transaction;
-- who defines a measure takes it alone, and so sees every fact that was computed without the new measure.
CREATE FUNCTION measures.revision() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(7021, 1);
  RETURN (SELECT coalesce(max(d.no), 0) FROM measures.definition d);
END $$;

-- Of persons a defined measure stands at another place than of nodes.
ALTER TABLE measures.measure ADD COLUMN person_position integer;
CREATE OR REPLACE VIEW measures.long_person_day WITH (security_invoker = true) AS
  SELECT n.id AS person_id, n.name AS person_name, s.id AS store_id, r.day, m.id AS measure_id, m.unit,
    coalesce(r.measured[coalesce(m.person_position, m.position) + 1], 0) AS value
  FROM measures.person_day r JOIN organisation.node n ON n.no = r.person_no
  LEFT JOIN organisation.node s ON s.no = r.store_no
  JOIN measures.measure m ON m.of_persons;
CREATE OR REPLACE VIEW measures.long_person_month WITH (security_invoker = true) AS
  SELECT n.id AS person_id, n.name AS person_name, s.id AS store_id, r.month, m.id AS measure_id, m.unit,
    coalesce(r.measured[coalesce(m.person_position, m.position) + 1], 0) AS value
  FROM measures.person_month r JOIN organisation.node n ON n.no = r.person_no
  LEFT JOIN organisation.node s ON s.no = r.store_no
  JOIN measures.measure m ON m.of_persons;

-- Published: the measures of a node over some days. The first 128 places are written out, because that is three times faster
-- than looking them up; what was defined here lies behind them, and is looked up only where there is any.
CREATE OR REPLACE FUNCTION measures.of_days(node integer, from_day date, to_day date, OUT measured float8[], OUT facts_up_to timestamptz)
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN head.width > 128 THEN head.measured || (
      SELECT array_agg(tail.value ORDER BY tail.place) FROM (
        SELECT p.place, sum(r.measured[p.place]) AS value FROM generate_series(129, head.width) AS p(place)
        CROSS JOIN measures.rollup_day r WHERE r.node_no = node AND r.day BETWEEN from_day AND to_day GROUP BY p.place
      ) tail) ELSE head.measured END, head.facts_up_to
  FROM (
    SELECT CASE WHEN count(*) > 0 THEN (ARRAY[
      sum(r.measured[1]), sum(r.measured[2]), sum(r.measured[3]), sum(r.measured[4]), sum(r.measured[5]), sum(r.measured[6]), sum(r.measured[7]), sum(r.measured[8]),
      sum(r.measured[9]), sum(r.measured[10]), sum(r.measured[11]), sum(r.measured[12]), sum(r.measured[13]), sum(r.measured[14]), sum(r.measured[15]), sum(r.measured[16]),
      sum(r.measured[17]), sum(r.measured[18]), sum(r.measured[19]), sum(r.measured[20]), sum(r.measured[21]), sum(r.measured[22]), sum(r.measured[23]), sum(r.measured[24]),
      sum(r.measured[25]), sum(r.measured[26]), sum(r.measured[27]), sum(r.measured[28]), sum(r.measured[29]), sum(r.measured[30]), sum(r.measured[31]), sum(r.measured[32]),
      sum(r.measured[33]), sum(r.measured[34]), sum(r.measured[35]), sum(r.measured[36]), sum(r.measured[37]), sum(r.measured[38]), sum(r.measured[39]), sum(r.measured[40]),
      sum(r.measured[41]), sum(r.measured[42]), sum(r.measured[43]), sum(r.measured[44]), sum(r.measured[45]), sum(r.measured[46]), sum(r.measured[47]), sum(r.measured[48]),
      sum(r.measured[49]), sum(r.measured[50]), sum(r.measured[51]), sum(r.measured[52]), sum(r.measured[53]), sum(r.measured[54]), sum(r.measured[55]), sum(r.measured[56]),
      sum(r.measured[57]), sum(r.measured[58]), sum(r.measured[59]), sum(r.measured[60]), sum(r.measured[61]), sum(r.measured[62]), sum(r.measured[63]), sum(r.measured[64]),
      sum(r.measured[65]), sum(r.measured[66]), sum(r.measured[67]), sum(r.measured[68]), sum(r.measured[69]), sum(r.measured[70]), sum(r.measured[71]), sum(r.measured[72]),
      sum(r.measured[73]), sum(r.measured[74]), sum(r.measured[75]), sum(r.measured[76]), sum(r.measured[77]), sum(r.measured[78]), sum(r.measured[79]), sum(r.measured[80]),
      sum(r.measured[81]), sum(r.measured[82]), sum(r.measured[83]), sum(r.measured[84]), sum(r.measured[85]), sum(r.measured[86]), sum(r.measured[87]), sum(r.measured[88]),
      sum(r.measured[89]), sum(r.measured[90]), sum(r.measured[91]), sum(r.measured[92]), sum(r.measured[93]), sum(r.measured[94]), sum(r.measured[95]), sum(r.measured[96]),
      sum(r.measured[97]), sum(r.measured[98]), sum(r.measured[99]), sum(r.measured[100]), sum(r.measured[101]), sum(r.measured[102]), sum(r.measured[103]), sum(r.measured[104]),
      sum(r.measured[105]), sum(r.measured[106]), sum(r.measured[107]), sum(r.measured[108]), sum(r.measured[109]), sum(r.measured[110]), sum(r.measured[111]), sum(r.measured[112]),
      sum(r.measured[113]), sum(r.measured[114]), sum(r.measured[115]), sum(r.measured[116]), sum(r.measured[117]), sum(r.measured[118]), sum(r.measured[119]), sum(r.measured[120]),
      sum(r.measured[121]), sum(r.measured[122]), sum(r.measured[123]), sum(r.measured[124]), sum(r.measured[125]), sum(r.measured[126]), sum(r.measured[127]), sum(r.measured[128])
    ])[1:max(cardinality(r.measured))] END AS measured, max(r.facts_up_to) AS facts_up_to, max(cardinality(r.measured)) AS width
    FROM measures.rollup_day r WHERE r.node_no = node AND r.day BETWEEN from_day AND to_day
  ) head
$$;
