-- Long work in the background: what was asked, by whom, and how far it is. The queue itself is pg-boss' own schema; a
-- row here outlives it, and is what a screen shows.
CREATE TABLE platform.job (
  id uuid PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  input jsonb NOT NULL,
  -- Whose scope the work has, as it was when it was asked for.
  actor jsonb NOT NULL,
  actor_no integer NOT NULL,
  state text COLLATE "C" NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done integer NOT NULL DEFAULT 0,
  total integer,
  result jsonb,
  failure jsonb,
  attempts integer NOT NULL DEFAULT 0,
  cancel_asked boolean NOT NULL DEFAULT false,
  asked_at timestamptz NOT NULL,
  started_at timestamptz,
  ended_at timestamptz
);
CREATE INDEX job_open ON platform.job (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX job_of_actor ON platform.job (actor_no, asked_at DESC);

GRANT SELECT, INSERT ON platform.job TO baton_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON platform.job TO baton_worker;
ALTER TABLE platform.job ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON platform.job TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY own ON platform.job FOR SELECT TO baton_app USING (actor_no = (SELECT platform.actor()));
CREATE POLICY asks ON platform.job FOR INSERT TO baton_app WITH CHECK (actor_no = (SELECT platform.actor()));
