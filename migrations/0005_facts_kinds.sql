CREATE SCHEMA facts;
GRANT USAGE ON SCHEMA facts TO baton_app, baton_worker;

-- The current version of each work order. Numbers of nodes, business days and credit are worked out once, when the fact
-- comes in, so that recomputing a day reads nothing but its own rows.
CREATE TABLE facts.work_order (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  opened_at timestamptz,
  opened_day date,
  promised_at timestamptz,
  delivered_at timestamptz,
  delivered_day date,
  customer text,
  vehicle text,
  advisor_no integer,
  lead_no integer,
  labour_technician_no integer[],
  labour_billed_minutes integer[],
  labour_actual_minutes integer[],
  labour_credited_fen bigint[],
  billed_minutes integer,
  actual_minutes integer,
  labour_fen bigint,
  parts_fen bigint,
  has_appointment boolean,
  has_add_on boolean,
  rework boolean,
  original_order text COLLATE "C",
  -- The lead technician of the original order, once that order is known (H5.9).
  charged_no integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX work_order_delivered ON facts.work_order (store_no, delivered_day) WHERE NOT deleted;
CREATE INDEX work_order_opened ON facts.work_order (store_no, opened_day) WHERE NOT deleted;
CREATE INDEX work_order_id ON facts.work_order (external_id);
CREATE INDEX work_order_original ON facts.work_order (original_order) WHERE original_order IS NOT NULL;

CREATE TABLE facts.survey (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  answered_at timestamptz,
  answered_day date,
  order_id text COLLATE "C",
  advisor_no integer,
  technician_no integer,
  -- Whom it counts for: named in the survey itself or, failing that, in its order.
  credited_advisor_no integer,
  credited_technician_no integer,
  nps smallint,
  stars smallint,
  score double precision,
  -- The satisfaction on a scale of 100: the score, or stars times 20.
  points double precision,
  text text,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX survey_answered ON facts.survey (store_no, answered_day) WHERE NOT deleted;
CREATE INDEX survey_order ON facts.survey (order_id) WHERE order_id IS NOT NULL;

-- What a fact said before: superseded, deleted, or older than what was already known when it came.
CREATE TABLE facts.past_version (
  kind text COLLATE "C" NOT NULL,
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  store_no integer NOT NULL,
  content jsonb NOT NULL,
  because text COLLATE "C" NOT NULL CHECK (because IN ('superseded', 'late')),
  recorded_at timestamptz NOT NULL
);
CREATE INDEX past_version_fact ON facts.past_version (kind, source, external_id);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON facts.past_version
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE facts.import (
  id text COLLATE "C" PRIMARY KEY,
  kind text COLLATE "C" NOT NULL,
  source text NOT NULL,
  file_name text NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  node_no integer,
  at timestamptz NOT NULL,
  accepted integer NOT NULL,
  replaced integer NOT NULL,
  ignored integer NOT NULL,
  rejected integer NOT NULL
);
CREATE TABLE facts.reject (
  import_id text COLLATE "C" NOT NULL REFERENCES facts.import,
  row integer NOT NULL,
  field text NOT NULL,
  value text,
  code text NOT NULL,
  named jsonb NOT NULL,
  cells jsonb NOT NULL
);
CREATE INDEX reject_import ON facts.reject (import_id, row);

-- Which heading of a source's files means which field; remembered so that it is matched once.
CREATE TABLE facts.column_mapping (
  kind text COLLATE "C" NOT NULL,
  source text NOT NULL,
  mapping jsonb NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (kind, source)
);

GRANT SELECT, INSERT, UPDATE ON facts.work_order, facts.survey TO baton_app, baton_worker;
GRANT SELECT, INSERT ON facts.past_version, facts.import, facts.reject TO baton_app, baton_worker;
GRANT SELECT, INSERT, UPDATE ON facts.column_mapping TO baton_app, baton_worker;
ALTER TABLE facts.work_order ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.survey ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.past_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.import ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.reject ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.column_mapping ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON facts.work_order TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.survey TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.past_version TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.import TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.reject TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.column_mapping TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON facts.work_order TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.survey TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.past_version TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY own_or_keeper ON facts.import TO baton_app
  USING (actor_no = (SELECT platform.actor()) OR (SELECT platform.may('access.manage')))
  WITH CHECK (actor_no = (SELECT platform.actor()));
CREATE POLICY own_or_keeper ON facts.reject TO baton_app
  USING (EXISTS (SELECT FROM facts.import i WHERE i.id = import_id)) WITH CHECK (EXISTS (SELECT FROM facts.import i WHERE i.id = import_id));
CREATE POLICY importers ON facts.column_mapping TO baton_app
  USING ((SELECT platform.may('facts.write'))) WITH CHECK ((SELECT platform.may('facts.write')));
