-- The registry as a table, for those who read without the product: written from the catalogue at each start. A retired
-- measure keeps its row as it keeps its place.
CREATE TABLE measures.measure (
  id text COLLATE "C" PRIMARY KEY,
  position integer NOT NULL UNIQUE,
  name_zh text NOT NULL,
  name_en text NOT NULL,
  unit text COLLATE "C" NOT NULL,
  of_nodes boolean NOT NULL,
  of_persons boolean NOT NULL
);
GRANT SELECT ON measures.measure TO baton_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON measures.measure TO baton_worker;
ALTER TABLE measures.measure ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON measures.measure TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY everyone ON measures.measure FOR SELECT TO baton_app, baton_bi USING (true);

-- Long views for BI tools: one row for a node, a day or month, and a measure. They run as whoever reads, under row level
-- security. The parent is the one of that day; of a month, of its last day.
CREATE VIEW measures.long_day WITH (security_invoker = true) AS
  SELECT n.id AS node_id, n.name AS node_name, n.kind, up.id AS parent_id, r.day, m.id AS measure_id, m.unit,
    coalesce(r.measured[m.position + 1], 0) AS value
  FROM measures.rollup_day r JOIN organisation.node n ON n.no = r.node_no
  LEFT JOIN organisation.placement p ON p.node_no = r.node_no AND p.from_day <= r.day AND (p.to_day IS NULL OR p.to_day >= r.day)
  LEFT JOIN organisation.node up ON up.no = p.parent_no
  JOIN measures.measure m ON m.of_nodes;

CREATE VIEW measures.long_month WITH (security_invoker = true) AS
  SELECT n.id AS node_id, n.name AS node_name, n.kind, up.id AS parent_id, r.month, m.id AS measure_id, m.unit,
    coalesce(r.measured[m.position + 1], 0) AS value
  FROM measures.rollup_month r JOIN organisation.node n ON n.no = r.node_no
  LEFT JOIN organisation.placement p ON p.node_no = r.node_no AND p.from_day < (r.month + interval '1 month')::date
    AND (p.to_day IS NULL OR p.to_day >= (r.month + interval '1 month')::date - 1)
  LEFT JOIN organisation.node up ON up.no = p.parent_no
  JOIN measures.measure m ON m.of_nodes;

-- Of people: one row for each store in which something was credited to them.
CREATE VIEW measures.long_person_day WITH (security_invoker = true) AS
  SELECT n.id AS person_id, n.name AS person_name, s.id AS store_id, r.day, m.id AS measure_id, m.unit,
    coalesce(r.measured[m.position + 1], 0) AS value
  FROM measures.person_day r JOIN organisation.node n ON n.no = r.person_no
  LEFT JOIN organisation.node s ON s.no = r.store_no
  JOIN measures.measure m ON m.of_persons;

CREATE VIEW measures.long_person_month WITH (security_invoker = true) AS
  SELECT n.id AS person_id, n.name AS person_name, s.id AS store_id, r.month, m.id AS measure_id, m.unit,
    coalesce(r.measured[m.position + 1], 0) AS value
  FROM measures.person_month r JOIN organisation.node n ON n.no = r.person_no
  LEFT JOIN organisation.node s ON s.no = r.store_no
  JOIN measures.measure m ON m.of_persons;

GRANT USAGE ON SCHEMA measures TO baton_bi;
GRANT SELECT ON measures.rollup_day, measures.rollup_month, measures.person_day, measures.person_month, measures.measure,
  measures.long_day, measures.long_month, measures.long_person_day, measures.long_person_month TO baton_bi;
CREATE POLICY reader ON measures.rollup_day FOR SELECT TO baton_bi USING (node_no <@ (SELECT platform.reader_scope()));
CREATE POLICY reader ON measures.rollup_month FOR SELECT TO baton_bi USING (node_no <@ (SELECT platform.reader_scope()));
CREATE POLICY reader ON measures.person_day FOR SELECT TO baton_bi USING (person_no <@ (SELECT platform.reader_scope()));
CREATE POLICY reader ON measures.person_month FOR SELECT TO baton_bi USING (person_no <@ (SELECT platform.reader_scope()));
