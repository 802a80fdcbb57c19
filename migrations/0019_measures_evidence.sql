-- Whether a kind of fact has ever been sent for a node: three more levels that add up since the beginning, so that a period
-- without a complaint is 0 where complaints are recorded, and no data where they are not.
CREATE OR REPLACE FUNCTION measures.windows(node integer, to_day date) RETURNS float8[]
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
    sum(r.measured[69]), sum(r.measured[70]), sum(r.measured[75]), sum(r.measured[76]), sum(r.measured[77])
  ] INTO sums FROM (
    SELECT m.month, m.measured FROM measures.rollup_month m WHERE m.node_no = node AND (m.month < last_month OR whole AND m.month = last_month)
    UNION ALL
    SELECT last_month, d.measured FROM measures.rollup_day d WHERE NOT whole AND d.node_no = node AND d.day BETWEEN last_month AND to_day
  ) r;
  SELECT t.counted INTO counts FROM measures.retention t WHERE t.node_no = node AND t.month = last_month;
  RETURN sums || coalesce(counts, ARRAY[NULL, NULL, NULL]::float8[]);
END $$;
