-- A key may end by itself.
ALTER TABLE access.api_key ADD COLUMN expires_at timestamptz;

CREATE OR REPLACE FUNCTION access.assume_key(key_hash bytea)
RETURNS TABLE (actor_no integer, name text, person_no integer, scope text, pay_scope text, permissions text, key_id text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE holder record;
BEGIN
  SELECT k.id, a.no, a.name, a.person_no, s.scope, s.pay_scope, s.permissions INTO holder
  FROM access.api_key k JOIN access.actor a ON a.no = k.actor_no JOIN access.actor_scope s ON s.actor_no = a.no
  WHERE k.hash = key_hash AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND a.disabled_at IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM platform.assume(holder.no, holder.person_no, holder.scope, holder.pay_scope, holder.permissions);
  RETURN QUERY SELECT holder.no, holder.name, holder.person_no, holder.scope::text, holder.pay_scope::text, holder.permissions, holder.id;
END $$;

-- A login of the database (a BI tool's) that sees what an API key sees; it ends with the key.
CREATE TABLE access.bi_reader (
  login text COLLATE "C" PRIMARY KEY,
  key_id text COLLATE "C" NOT NULL REFERENCES access.api_key,
  since timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE, DELETE ON access.bi_reader TO baton_worker;
ALTER TABLE access.bi_reader ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON access.bi_reader TO baton_worker USING (true) WITH CHECK (true);

-- Lets what readers see follow keys, grants, the tree and the day. Runs as its owner: nobody else may say what a login sees.
CREATE FUNCTION access.tell_readers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  PERFORM platform.let_read(r.login,
    CASE WHEN k.revoked_at IS NULL AND a.disabled_at IS NULL AND 'boards.read' = ANY (string_to_array(s.permissions, ',')) THEN s.scope ELSE '{}' END,
    k.expires_at)
  FROM access.bi_reader r JOIN access.api_key k ON k.id = r.key_id JOIN access.actor a ON a.no = k.actor_no
  JOIN access.actor_scope s ON s.actor_no = a.no;
  PERFORM platform.forget_readers(ARRAY(SELECT r.login FROM access.bi_reader r));
  RETURN NULL;
END $$;
CREATE TRIGGER readers AFTER INSERT OR UPDATE OR DELETE ON access.bi_reader FOR EACH STATEMENT EXECUTE FUNCTION access.tell_readers();
CREATE TRIGGER readers AFTER UPDATE OF revoked_at, expires_at ON access.api_key FOR EACH STATEMENT EXECUTE FUNCTION access.tell_readers();
CREATE TRIGGER readers AFTER UPDATE OF disabled_at ON access.actor FOR EACH STATEMENT EXECUTE FUNCTION access.tell_readers();
CREATE TRIGGER readers AFTER INSERT OR UPDATE OR DELETE ON access.actor_scope FOR EACH STATEMENT EXECUTE FUNCTION access.tell_readers();

-- Gives a login the reach of a key; called by whoever keeps the database. A login that could become another role, or
-- that row level security does not bind, is refused: it would see more than its key.
CREATE FUNCTION access.let_read(login text, key text) RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $$
DECLARE known record;
BEGIN
  SELECT r.oid, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole AS strong INTO known FROM pg_roles r WHERE r.rolname = let_read.login;
  IF NOT FOUND THEN RAISE EXCEPTION 'There is no login %', login; END IF;
  IF known.strong OR EXISTS (
    SELECT FROM pg_roles r WHERE r.oid <> known.oid AND r.rolname <> 'baton_bi' AND pg_has_role(known.oid, r.oid, 'MEMBER')
  ) THEN RAISE EXCEPTION 'The login % may do more than a reader: make one of its own', login; END IF;
  IF NOT pg_has_role(known.oid, 'baton_bi', 'MEMBER') THEN EXECUTE format('GRANT baton_bi TO %I', login); END IF;
  INSERT INTO access.bi_reader (login, key_id) VALUES (let_read.login, let_read.key)
  ON CONFLICT ON CONSTRAINT bi_reader_pkey DO UPDATE SET key_id = excluded.key_id;
END $$;
REVOKE EXECUTE ON FUNCTION access.let_read(text, text) FROM PUBLIC;
