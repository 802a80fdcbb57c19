CREATE SCHEMA access;
GRANT USAGE ON SCHEMA access TO baton_app, baton_worker;

-- The sign-in library's own four tables; columns are named as it expects them.
CREATE TABLE access."user" (
  id text PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  "emailVerified" boolean NOT NULL DEFAULT false,
  image text,
  username text UNIQUE,
  "displayUsername" text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE access.session (
  id text PRIMARY KEY,
  "userId" text NOT NULL REFERENCES access."user" ON DELETE CASCADE,
  token text NOT NULL UNIQUE,
  "expiresAt" timestamptz NOT NULL,
  "ipAddress" text,
  "userAgent" text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_of_user ON access.session ("userId");
CREATE TABLE access.account (
  id text PRIMARY KEY,
  "accountId" text NOT NULL,
  "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES access."user" ON DELETE CASCADE,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_of_user ON access.account ("userId");
CREATE TABLE access.verification (
  id text PRIMARY KEY,
  identifier text NOT NULL,
  value text NOT NULL,
  "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(),
  "updatedAt" timestamptz NOT NULL DEFAULT now()
);

-- Whoever acts: a person who signs in, or a program with a key.
CREATE TABLE access.actor (
  no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('user', 'key')),
  name text NOT NULL,
  user_id text UNIQUE REFERENCES access."user",
  person_no integer REFERENCES organisation.node,
  demonstration boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  disabled_at timestamptz
);
CREATE TABLE access.role_grant (
  actor_no integer NOT NULL REFERENCES access.actor,
  role text COLLATE "C" NOT NULL,
  -- NULL: every company of this installation (the administrator who came with it).
  node_no integer REFERENCES organisation.node,
  granted_at timestamptz NOT NULL,
  granted_by integer REFERENCES access.actor
);
CREATE UNIQUE INDEX role_grant_once ON access.role_grant (actor_no, role, coalesce(node_no, 0));

CREATE TABLE access.api_key (
  id text COLLATE "C" PRIMARY KEY,
  actor_no integer NOT NULL REFERENCES access.actor,
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- What grants come to, worked out once and not at every request: refreshed when the tree, a grant or the day changes.
CREATE TABLE access.actor_scope (
  actor_no integer PRIMARY KEY REFERENCES access.actor,
  scope int4multirange NOT NULL,
  pay_scope int4multirange NOT NULL,
  permissions text NOT NULL
);

-- One primary-key look-up; sets the actor for the transaction. Runs as its owner, because a key must be found before anyone is an actor.
CREATE FUNCTION access.assume_key(key_hash bytea)
RETURNS TABLE (actor_no integer, name text, person_no integer, scope text, pay_scope text, permissions text, key_id text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE holder record;
BEGIN
  SELECT k.id, a.no, a.name, a.person_no, s.scope, s.pay_scope, s.permissions INTO holder
  FROM access.api_key k JOIN access.actor a ON a.no = k.actor_no JOIN access.actor_scope s ON s.actor_no = a.no
  WHERE k.hash = key_hash AND k.revoked_at IS NULL AND a.disabled_at IS NULL;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM platform.assume(holder.no, holder.person_no, holder.scope, holder.pay_scope, holder.permissions);
  RETURN QUERY SELECT holder.no, holder.name, holder.person_no, holder.scope::text, holder.pay_scope::text, holder.permissions, holder.id;
END $$;

GRANT SELECT ON access.actor, access.role_grant, access.api_key TO baton_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA access TO baton_worker;
ALTER TABLE access."user" ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.verification ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.actor ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.role_grant ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE access.actor_scope ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON access."user" TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.session TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.account TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.verification TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.actor TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.role_grant TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.api_key TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON access.actor_scope TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY own_or_keeper ON access.actor FOR SELECT TO baton_app
  USING (no = (SELECT platform.actor()) OR (SELECT platform.may('access.manage')));
CREATE POLICY own_or_keeper ON access.role_grant FOR SELECT TO baton_app
  USING (actor_no = (SELECT platform.actor()) OR (SELECT platform.may('access.manage')));
CREATE POLICY own_or_keeper ON access.api_key FOR SELECT TO baton_app
  USING (actor_no = (SELECT platform.actor()) OR (SELECT platform.may('access.manage')));
