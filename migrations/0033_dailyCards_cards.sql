-- What a person does on a day, proposed the evening before, ticked during the day and closed in the evening (H8.4).
CREATE SCHEMA "dailyCards";
GRANT USAGE ON SCHEMA "dailyCards" TO baton_app, baton_worker;

CREATE TABLE "dailyCards".card (
  person_no integer NOT NULL REFERENCES organisation.node,
  day date NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  position text COLLATE "C" NOT NULL,
  proposed_at timestamptz NOT NULL,
  opened_at timestamptz,
  closed_at timestamptz,
  highlight text NOT NULL DEFAULT '',
  problem text NOT NULL DEFAULT '',
  problem_solved boolean NOT NULL DEFAULT false,
  tomorrow text NOT NULL DEFAULT '',
  PRIMARY KEY (person_no, day)
);
CREATE INDEX card_store ON "dailyCards".card (store_no, day);

CREATE TABLE "dailyCards".task (
  id uuid PRIMARY KEY,
  person_no integer NOT NULL,
  day date NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('strategic', 'routine', 'learning')),
  place smallint NOT NULL CHECK (place >= 1),
  title jsonb NOT NULL,
  kpi text COLLATE "C",
  goal jsonb,
  goal_value double precision,
  progress text COLLATE "C" CHECK (progress IN ('share', 'count')),
  steps jsonb NOT NULL,
  expected jsonb,
  because jsonb NOT NULL,
  source_kind text COLLATE "C" NOT NULL,
  source_id text NOT NULL,
  script text COLLATE "C",
  minutes integer,
  -- What the person says; null: not yet.
  done boolean,
  why text NOT NULL DEFAULT '',
  steps_done smallint[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  device text,
  -- What the facts said when the day was closed: { value, numerator, denominator }.
  actual jsonb,
  FOREIGN KEY (person_no, day) REFERENCES "dailyCards".card (person_no, day),
  -- Never a fourth strategic task, and none without a KPI, whoever writes it.
  CHECK (kind <> 'strategic' OR (kpi IS NOT NULL AND place <= 3)),
  UNIQUE (person_no, day, kind, place)
);
CREATE INDEX task_source ON "dailyCards".task (source_kind, source_id);

-- Every change as a device sent it, by the id that the device gave it: sent again, it has been taken already.
CREATE TABLE "dailyCards".change (
  id uuid PRIMARY KEY,
  person_no integer NOT NULL REFERENCES organisation.node,
  day date NOT NULL,
  device text NOT NULL,
  made_at timestamptz NOT NULL,
  taken_at timestamptz NOT NULL,
  content jsonb NOT NULL,
  outcome text COLLATE "C" NOT NULL
);
CREATE INDEX change_card ON "dailyCards".change (person_no, day);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "dailyCards".change
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE "dailyCards".learning (
  person_no integer NOT NULL REFERENCES organisation.node,
  item text COLLATE "C" NOT NULL,
  day date NOT NULL,
  minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 600),
  -- Of a test, 0 to 100; null when there was none.
  score integer CHECK (score BETWEEN 0 AND 100),
  PRIMARY KEY (person_no, item)
);

GRANT SELECT, INSERT, UPDATE ON "dailyCards".card TO baton_app, baton_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON "dailyCards".task TO baton_app, baton_worker;
GRANT SELECT, INSERT ON "dailyCards".change TO baton_app, baton_worker;
GRANT SELECT, INSERT, UPDATE ON "dailyCards".learning TO baton_app, baton_worker;

ALTER TABLE "dailyCards".card ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dailyCards".task ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dailyCards".change ENABLE ROW LEVEL SECURITY;
ALTER TABLE "dailyCards".learning ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON "dailyCards".card TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON "dailyCards".task TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON "dailyCards".change TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON "dailyCards".learning TO baton_worker USING (true) WITH CHECK (true);

CREATE POLICY in_scope ON "dailyCards".card FOR SELECT TO baton_app
  USING (person_no <@ (SELECT platform.scope()) OR person_no = (SELECT platform.person()));
CREATE POLICY own_or_lead ON "dailyCards".card FOR UPDATE TO baton_app
  USING (person_no = (SELECT platform.person()) OR (person_no <@ (SELECT platform.scope()) AND (SELECT platform.may('cards.write'))))
  WITH CHECK (person_no = (SELECT platform.person()) OR (person_no <@ (SELECT platform.scope()) AND (SELECT platform.may('cards.write'))));
CREATE POLICY in_scope ON "dailyCards".task FOR SELECT TO baton_app
  USING (person_no <@ (SELECT platform.scope()) OR person_no = (SELECT platform.person()));
CREATE POLICY own_or_lead ON "dailyCards".task TO baton_app
  USING (person_no = (SELECT platform.person()) OR (person_no <@ (SELECT platform.scope()) AND (SELECT platform.may('cards.write'))))
  WITH CHECK (person_no = (SELECT platform.person()) OR (person_no <@ (SELECT platform.scope()) AND (SELECT platform.may('cards.write'))));
CREATE POLICY own ON "dailyCards".change TO baton_app
  USING (person_no = (SELECT platform.person())) WITH CHECK (person_no = (SELECT platform.person()));
CREATE POLICY in_scope ON "dailyCards".learning FOR SELECT TO baton_app
  USING (person_no <@ (SELECT platform.scope()) OR person_no = (SELECT platform.person()));
CREATE POLICY own ON "dailyCards".learning TO baton_app
  USING (person_no = (SELECT platform.person())) WITH CHECK (person_no = (SELECT platform.person()));
