-- What the net under the guards is made of. An actor's scope travels as transaction-local settings,
-- so that policies of every schema can compare with it and none needs another capability's tables.
-- A setting that was local to an earlier transaction reads as '' and not as NULL: hence nullif everywhere.
CREATE SCHEMA IF NOT EXISTS platform;
GRANT USAGE ON SCHEMA platform TO baton_app, baton_worker;

CREATE FUNCTION platform.scope() RETURNS int4multirange LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('baton.scope', true), ''), '{}')::int4multirange $$;

CREATE FUNCTION platform.pay_scope() RETURNS int4multirange LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('baton.pay_scope', true), ''), '{}')::int4multirange $$;

-- The person that the actor is, or -1 (no node has that number).
CREATE FUNCTION platform.person() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('baton.person', true), '')::integer, -1) $$;

CREATE FUNCTION platform.actor() RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('baton.actor', true), '')::integer, -1) $$;

CREATE FUNCTION platform.may(permission text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT permission = ANY (string_to_array(coalesce(current_setting('baton.permissions', true), ''), ',')) $$;

-- Sets all of the above for the running transaction; the one place that does.
CREATE FUNCTION platform.assume(actor integer, person integer, scope int4multirange, pay_scope int4multirange, permissions text)
RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT set_config('baton.actor', coalesce(actor::text, ''), true),
         set_config('baton.person', coalesce(person::text, ''), true),
         set_config('baton.scope', coalesce(scope::text, ''), true),
         set_config('baton.pay_scope', coalesce(pay_scope::text, ''), true),
         set_config('baton.permissions', coalesce(permissions, ''), true);
$$;

-- Append-only tables refuse to be changed whoever asks.
CREATE FUNCTION platform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_SCHEMA || '.' || TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
