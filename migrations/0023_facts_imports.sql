-- Imports of files that run in the background: how far each is, how it was to be read, and the file itself for as long
-- as it is needed, so that any server can go on with it.
ALTER TABLE facts.import
  ADD COLUMN state text COLLATE "C" NOT NULL DEFAULT 'done'
    CHECK (state IN ('waiting', 'running', 'done', 'cancelled', 'failed')),
  ADD COLUMN dry_run boolean NOT NULL DEFAULT false,
  ADD COLUMN job_id uuid,
  -- Which column means what and how it is read, the sheet and the store; null for imports of before.
  ADD COLUMN settings jsonb,
  ADD COLUMN done_rows integer NOT NULL DEFAULT 0,
  ADD COLUMN total_rows integer,
  -- Each part commits with its facts, so that a part is counted once even when a server dies behind it.
  ADD COLUMN parts_done integer NOT NULL DEFAULT 0,
  ADD COLUMN stores text[] NOT NULL DEFAULT '{}',
  ADD COLUMN months text[] NOT NULL DEFAULT '{}',
  ADD COLUMN failure jsonb;
GRANT UPDATE ON facts.import TO baton_worker;

CREATE TABLE facts.import_file (
  import_id text COLLATE "C" NOT NULL REFERENCES facts.import,
  part integer NOT NULL,
  content bytea NOT NULL,
  PRIMARY KEY (import_id, part)
);
GRANT SELECT, INSERT, DELETE ON facts.import_file TO baton_worker;
ALTER TABLE facts.import_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON facts.import_file TO baton_worker USING (true) WITH CHECK (true);
