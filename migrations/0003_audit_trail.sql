CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO baton_app, baton_worker;

-- One chain for each store (node_no; 0 for what concerns no single store): each entry carries the hash of the one before,
-- so that a row changed or taken away afterwards is found. One chain for all would be one hot row.
CREATE TABLE audit.entry (
  node_no integer NOT NULL,
  seq bigint NOT NULL,
  at timestamptz NOT NULL,
  actor_no integer,
  actor_name text NOT NULL,
  action text COLLATE "C" NOT NULL,
  subject text NOT NULL,
  details jsonb NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (node_no, seq)
);
CREATE INDEX entry_at ON audit.entry (at DESC);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE audit.chain_head (
  node_no integer PRIMARY KEY,
  seq bigint NOT NULL,
  hash bytea NOT NULL
);

CREATE FUNCTION audit.link(previous bytea, at timestamptz, actor integer, actor_name text, action text, subject text, details jsonb)
RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256(previous || convert_to(
    to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || chr(31) || coalesce(actor::text, '') || chr(31)
    || actor_name || chr(31) || action || chr(31) || subject || chr(31) || details::text, 'UTF8'))
$$;

-- The only way in. Runs as its owner: the application role can add an entry, and can neither read past its scope nor write otherwise.
CREATE FUNCTION audit.record(node integer, at timestamptz, actor integer, actor_name text, action text, subject text, details jsonb)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE head audit.chain_head; linked bytea;
BEGIN
  INSERT INTO audit.chain_head VALUES (node, 0, '\x00') ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM audit.chain_head c WHERE c.node_no = node FOR UPDATE;
  linked := audit.link(head.hash, at, actor, actor_name, action, subject, details);
  INSERT INTO audit.entry VALUES (node, head.seq + 1, at, actor, actor_name, action, subject, details, head.hash, linked);
  UPDATE audit.chain_head c SET seq = head.seq + 1, hash = linked WHERE c.node_no = node;
END $$;

GRANT SELECT ON audit.entry TO baton_app, baton_worker;
GRANT SELECT ON audit.chain_head TO baton_worker;
ALTER TABLE audit.entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.chain_head ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON audit.entry FOR SELECT TO baton_worker USING (true);
CREATE POLICY worker ON audit.chain_head FOR SELECT TO baton_worker USING (true);
CREATE POLICY auditors ON audit.entry FOR SELECT TO baton_app
  USING ((SELECT platform.may('audit.read')) AND (node_no = 0 OR node_no <@ (SELECT platform.scope())));
