-- What BI logins see of the tree: the nodes of their own scope, by name and by where they hang.
GRANT USAGE ON SCHEMA organisation TO baton_bi;
GRANT SELECT (no, id, kind, name) ON organisation.node TO baton_bi;
GRANT SELECT ON organisation.placement TO baton_bi;
CREATE POLICY reader ON organisation.node FOR SELECT TO baton_bi USING (no <@ (SELECT platform.reader_scope()));
CREATE POLICY reader ON organisation.placement FOR SELECT TO baton_bi USING (node_no <@ (SELECT platform.reader_scope()));
