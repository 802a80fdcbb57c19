-- The hours of a day for BI tools: one row for a node, a day, an hour and what is counted.
CREATE VIEW measures.long_hour WITH (security_invoker = true) AS
  SELECT n.id AS node_id, n.name AS node_name, n.kind, h.day, g.hour, c.counted,
    CASE c.counted WHEN 'contacts' THEN h.contacts[g.hour + 1] WHEN 'contactsInTime' THEN h.in_time[g.hour + 1] ELSE h.intake[g.hour + 1] END AS value
  FROM measures.hour_day h JOIN organisation.node n ON n.no = h.node_no
  CROSS JOIN generate_series(0, 23) AS g(hour)
  CROSS JOIN (VALUES ('contacts'), ('contactsInTime'), ('intake')) AS c(counted);
GRANT SELECT ON measures.hour_day, measures.long_hour TO baton_bi;
CREATE POLICY reader ON measures.hour_day FOR SELECT TO baton_bi USING (node_no <@ (SELECT platform.reader_scope()));
