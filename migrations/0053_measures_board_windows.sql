-- What `measures.windows` says, as a query that stands inside the one that asks: a board then begins one statement and not
-- five, and beginning one costs more than its work. Published: `windows_at`; a level that holds at the end is added here.
CREATE FUNCTION measures.windows_at(node integer, to_day date) RETURNS TABLE (windows float8[])
LANGUAGE sql STABLE ROWS 1 AS $$
  SELECT ARRAY[
    sum(r.measured[50]) FILTER (WHERE r.this_year), sum(r.measured[51]) FILTER (WHERE r.this_year), sum(r.measured[52]) FILTER (WHERE r.this_year),
    sum(r.measured[56]) FILTER (WHERE r.this_year), sum(r.measured[60]) FILTER (WHERE r.this_year), sum(r.measured[61]) FILTER (WHERE r.this_year),
    sum(r.measured[62]) FILTER (WHERE r.this_year), sum(r.measured[63]) FILTER (WHERE r.this_year), sum(r.measured[64]) FILTER (WHERE r.this_year),
    sum(r.measured[66]) FILTER (WHERE r.this_year), sum(r.measured[68]) FILTER (WHERE r.this_year), sum(r.measured[71]) FILTER (WHERE r.this_year),
    sum(r.measured[69]), sum(r.measured[70]), sum(r.measured[75]), sum(r.measured[76]), sum(r.measured[77])
  ] || coalesce(
    (SELECT t.counted FROM measures.retention t WHERE t.node_no = node AND t.month = date_trunc('month', to_day::timestamp)::date),
    ARRAY[NULL, NULL, NULL]::float8[])
  FROM (
    -- A month counts as a whole once its last day does.
    SELECT m.month >= (date_trunc('month', to_day::timestamp) - interval '11 months')::date AS this_year, m.measured
    FROM measures.rollup_month m
    WHERE m.node_no = node AND m.month < date_trunc('month', (to_day + 1)::timestamp)::date
    UNION ALL
    SELECT true, d.measured FROM measures.rollup_day d
    WHERE d.node_no = node AND d.day BETWEEN date_trunc('month', (to_day + 1)::timestamp)::date AND to_day
  ) r
$$;

CREATE OR REPLACE FUNCTION measures.windows(node integer, to_day date) RETURNS float8[]
LANGUAGE sql STABLE AS $$ SELECT w.windows FROM measures.windows_at(node, to_day) w $$;
