CREATE SCHEMA incentives;
GRANT USAGE ON SCHEMA incentives TO baton_app, baton_worker;

CREATE TABLE incentives.settlement (
  id text COLLATE "C" PRIMARY KEY,
  node_no integer NOT NULL REFERENCES organisation.node,
  period text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL CHECK (state IN ('draft', 'checked', 'published', 'approved', 'exported', 'paid')),
  total_fen bigint NOT NULL,
  -- When the lines were last worked out: those of a month that was still running then can't be checked.
  calculated_at timestamptz NOT NULL,
  -- Who gets no line, and why: [{ personNo, position, why }].
  unsettled jsonb NOT NULL,
  UNIQUE (node_no, period)
);

-- Who moved it on, and when.
CREATE TABLE incentives.settlement_step (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  settlement_id text COLLATE "C" NOT NULL REFERENCES incentives.settlement,
  state text COLLATE "C" NOT NULL,
  actor_no integer NOT NULL,
  actor_name text NOT NULL,
  at timestamptz NOT NULL,
  note text NOT NULL DEFAULT ''
);
CREATE INDEX settlement_step_of ON incentives.settlement_step (settlement_id, no);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incentives.settlement_step
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE incentives.settlement_line (
  settlement_id text COLLATE "C" NOT NULL REFERENCES incentives.settlement,
  line integer NOT NULL,
  person_no integer NOT NULL REFERENCES organisation.node,
  store_no integer NOT NULL REFERENCES organisation.node,
  rule text COLLATE "C" NOT NULL,
  rule_version integer NOT NULL,
  period text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  to_day date NOT NULL,
  base_fen bigint NOT NULL,
  -- NULL: the card is measured under 60 percent and HR has not set a factor yet (H10.3).
  factor double precision,
  amount_fen bigint,
  score jsonb,
  because jsonb NOT NULL,
  factor_set jsonb,
  -- When it went into the ledger; what later months are compared with.
  posted_at timestamptz,
  PRIMARY KEY (settlement_id, line)
);
CREATE INDEX settlement_line_person ON incentives.settlement_line (person_no, period);
CREATE INDEX settlement_line_store ON incentives.settlement_line (period, store_no);

-- What was promised to be paid. Corrections are further entries, never changes.
CREATE TABLE incentives.ledger_entry (
  no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  settlement_id text COLLATE "C" NOT NULL REFERENCES incentives.settlement,
  line integer NOT NULL,
  person_no integer NOT NULL REFERENCES organisation.node,
  store_no integer NOT NULL REFERENCES organisation.node,
  rule text COLLATE "C" NOT NULL,
  rule_version integer NOT NULL,
  period text COLLATE "C" NOT NULL,
  from_day date NOT NULL,
  amount_fen bigint NOT NULL,
  because jsonb NOT NULL,
  posted_at timestamptz NOT NULL,
  posted_by text NOT NULL,
  UNIQUE (settlement_id, line)
);
CREATE INDEX ledger_entry_person ON incentives.ledger_entry (person_no, period);
CREATE INDEX ledger_entry_period ON incentives.ledger_entry (period, store_no);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON incentives.ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT SELECT, INSERT, UPDATE ON incentives.settlement TO baton_app, baton_worker;
GRANT SELECT, INSERT ON incentives.settlement_step, incentives.ledger_entry TO baton_app, baton_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON incentives.settlement_line TO baton_app, baton_worker;
ALTER TABLE incentives.settlement ENABLE ROW LEVEL SECURITY;
ALTER TABLE incentives.settlement_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE incentives.settlement_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE incentives.ledger_entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON incentives.settlement TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON incentives.settlement_step TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON incentives.settlement_line TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON incentives.ledger_entry TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_pay_scope ON incentives.settlement TO baton_app
  USING (node_no <@ (SELECT platform.pay_scope())) WITH CHECK (node_no <@ (SELECT platform.pay_scope()));
CREATE POLICY in_pay_scope ON incentives.settlement_step TO baton_app
  USING (EXISTS (SELECT FROM incentives.settlement s WHERE s.id = settlement_id))
  WITH CHECK (EXISTS (SELECT FROM incentives.settlement s WHERE s.id = settlement_id));
CREATE POLICY in_pay_scope ON incentives.settlement_line TO baton_app
  USING (store_no <@ (SELECT platform.pay_scope())) WITH CHECK (store_no <@ (SELECT platform.pay_scope()));
CREATE POLICY own_or_pay ON incentives.ledger_entry FOR SELECT TO baton_app
  USING (person_no = (SELECT platform.person()) OR store_no <@ (SELECT platform.pay_scope()));
CREATE POLICY in_pay_scope ON incentives.ledger_entry FOR INSERT TO baton_app WITH CHECK (store_no <@ (SELECT platform.pay_scope()));
