-- Logins of the database that read by themselves: a BI tool's. Such a login is a member of baton_bi and of nothing else.
-- Policies for baton_bi compare with what stands here for the login, and with no setting: what a session sets widens nothing.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'baton_bi') THEN CREATE ROLE baton_bi NOLOGIN; END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL; -- another server was a moment faster
  WHEN insufficient_privilege THEN
    RAISE EXCEPTION 'The role baton_bi is missing and may not be made by this login: let a superuser run CREATE ROLE baton_bi NOLOGIN';
END $$;
GRANT USAGE ON SCHEMA platform TO baton_bi;

CREATE TABLE platform.reader (
  login text COLLATE "C" PRIMARY KEY,
  scope int4multirange NOT NULL,
  -- The moment from which the login sees nothing; NULL: no end is set.
  until timestamptz
);
-- No policy at all: only the functions below, which run as the owner, come to it.
ALTER TABLE platform.reader ENABLE ROW LEVEL SECURITY;

-- What the login that opened this connection may see. session_user is whoever signed in: neither SET ROLE nor a function changes it.
CREATE FUNCTION platform.reader_scope() RETURNS int4multirange LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog
  AS $$ SELECT coalesce((SELECT r.scope FROM platform.reader r WHERE r.login = session_user AND (r.until IS NULL OR r.until > now())), '{}') $$;

-- Says what a login sees from now on.
CREATE FUNCTION platform.let_read(login text, scope int4multirange, until timestamptz) RETURNS void LANGUAGE sql VOLATILE AS $$
  INSERT INTO platform.reader AS known (login, scope, until) VALUES (let_read.login, let_read.scope, let_read.until)
  ON CONFLICT (login) DO UPDATE SET scope = excluded.scope, until = excluded.until
  WHERE (known.scope, known.until) IS DISTINCT FROM (excluded.scope, excluded.until)
$$;
CREATE FUNCTION platform.forget_readers(kept text[]) RETURNS void LANGUAGE sql VOLATILE
  AS $$ DELETE FROM platform.reader r WHERE NOT r.login = ANY (kept) $$;
REVOKE EXECUTE ON FUNCTION platform.let_read(text, int4multirange, timestamptz) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION platform.forget_readers(text[]) FROM PUBLIC;
