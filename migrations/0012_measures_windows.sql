-- Which customers a store served in which month, and what follows at the end of a month for a node: how many were active in the
-- months 13 to 24 before it, how many of those also in the last 12, and how many in the last 12 at all (H5.5). Distinct customers
-- don't add up over stores or months, so they are counted for each node: a store from its own rows, and whatever stands above
-- as the sum of the stores, put right for the few customers whom several stores have served.
CREATE TABLE measures.customer_month (
  store_no integer NOT NULL,
  month date NOT NULL,
  customer text COLLATE "C" NOT NULL,
  PRIMARY KEY (store_no, month, customer)
);
CREATE INDEX customer_month_customer ON measures.customer_month (customer);
CREATE TABLE measures.shared_customer (customer text COLLATE "C" PRIMARY KEY);
CREATE TABLE measures.retention (
  node_no integer NOT NULL,
  month date NOT NULL,
  counted float8[] NOT NULL,
  PRIMARY KEY (node_no, month)
);
-- Work left to do: a node's month end must be counted again; stores before what stands above them.
CREATE TABLE measures.retention_due (
  node_no integer NOT NULL,
  month date NOT NULL,
  PRIMARY KEY (node_no, month)
);

-- Published: what a board needs beyond the measures of its period, in this order: sums over the twelve months that end with the
-- day's month, sums from the beginning, and what is counted at the month's end. Places are written out, because that is three
-- times faster than looking them up, and a place never changes its measure. NULL: nothing known.
CREATE FUNCTION measures.windows(node integer, to_day date) RETURNS float8[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  last_month date := date_trunc('month', to_day);
  first_month date := last_month - interval '11 months';
  whole boolean := to_day = (last_month + interval '1 month' - interval '1 day')::date;
  sums float8[];
  counts float8[];
BEGIN
  SELECT ARRAY[
    sum(r.measured[50]) FILTER (WHERE r.month >= first_month), sum(r.measured[51]) FILTER (WHERE r.month >= first_month), sum(r.measured[52]) FILTER (WHERE r.month >= first_month),
    sum(r.measured[56]) FILTER (WHERE r.month >= first_month), sum(r.measured[60]) FILTER (WHERE r.month >= first_month), sum(r.measured[61]) FILTER (WHERE r.month >= first_month),
    sum(r.measured[62]) FILTER (WHERE r.month >= first_month), sum(r.measured[63]) FILTER (WHERE r.month >= first_month), sum(r.measured[64]) FILTER (WHERE r.month >= first_month),
    sum(r.measured[66]) FILTER (WHERE r.month >= first_month), sum(r.measured[68]) FILTER (WHERE r.month >= first_month), sum(r.measured[71]) FILTER (WHERE r.month >= first_month),
    sum(r.measured[69]), sum(r.measured[70])
  ] INTO sums FROM (
    SELECT m.month, m.measured FROM measures.rollup_month m WHERE m.node_no = node AND (m.month < last_month OR whole AND m.month = last_month)
    UNION ALL
    SELECT last_month, d.measured FROM measures.rollup_day d WHERE NOT whole AND d.node_no = node AND d.day BETWEEN last_month AND to_day
  ) r;
  SELECT t.counted INTO counts FROM measures.retention t WHERE t.node_no = node AND t.month = last_month;
  RETURN sums || coalesce(counts, ARRAY[NULL, NULL, NULL]::float8[]);
END $$;

-- Published: the same for any measures, by their places.
CREATE FUNCTION measures.windows(node integer, to_day date, year_places integer[], added_places integer[]) RETURNS float8[]
LANGUAGE plpgsql STABLE AS $$
DECLARE
  last_month date := date_trunc('month', to_day);
  first_month date := last_month - interval '11 months';
  whole boolean := to_day = (last_month + interval '1 month' - interval '1 day')::date;
  sums float8[];
  counts float8[];
BEGIN
  SELECT array_agg(s.value ORDER BY s.at) INTO sums FROM (
    SELECT p.at, sum(r.measured[p.place]) FILTER (WHERE p.at > cardinality(year_places) OR r.month >= first_month) AS value
    FROM unnest(year_places || added_places) WITH ORDINALITY AS p(place, at)
    LEFT JOIN (
      SELECT m.month, m.measured FROM measures.rollup_month m WHERE m.node_no = node AND (m.month < last_month OR whole AND m.month = last_month)
      UNION ALL
      SELECT last_month, d.measured FROM measures.rollup_day d WHERE NOT whole AND d.node_no = node AND d.day BETWEEN last_month AND to_day
    ) r ON true
    GROUP BY p.at
  ) s;
  SELECT t.counted INTO counts FROM measures.retention t WHERE t.node_no = node AND t.month = last_month;
  RETURN sums || coalesce(counts, ARRAY[NULL, NULL, NULL]::float8[]);
END $$;

-- Published: the measures of a node over some days, place by place; written out for the same reason. Room for 128 places.
CREATE FUNCTION measures.of_days(node integer, from_day date, to_day date, OUT measured float8[], OUT facts_up_to timestamptz)
LANGUAGE sql STABLE AS $$
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
    ])[1:max(cardinality(r.measured))] END, max(r.facts_up_to)
  FROM measures.rollup_day r WHERE r.node_no = node AND r.day BETWEEN from_day AND to_day
$$;

GRANT SELECT ON measures.customer_month, measures.shared_customer, measures.retention, measures.retention_due TO baton_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON measures.customer_month, measures.shared_customer, measures.retention, measures.retention_due TO baton_worker;
ALTER TABLE measures.customer_month ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.shared_customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE measures.retention_due ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON measures.customer_month TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.shared_customer TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.retention TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON measures.retention_due TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON measures.customer_month FOR SELECT TO baton_app USING (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON measures.retention FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON measures.retention_due FOR SELECT TO baton_app USING (node_no <@ (SELECT platform.scope()));
