-- The other kinds of facts (H4.1), kept as work orders and surveys are: the current version here, earlier ones in past_version.
-- A complaint counts on the day it was raised, for the advisor whom it names or, failing that, its order's.
CREATE TABLE facts.complaint (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  opened_at timestamptz,
  opened_day date,
  order_id text COLLATE "C",
  advisor_no integer,
  category text,
  proposed_at timestamptz,
  closed_at timestamptz,
  credited_advisor_no integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX complaint_day ON facts.complaint (store_no, opened_day) WHERE NOT deleted;
CREATE INDEX complaint_order ON facts.complaint (order_id) WHERE order_id IS NOT NULL;

-- Time for which somebody was at work on a day.
CREATE TABLE facts.attendance (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  person_no integer,
  day date,
  attended_minutes integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX attendance_day ON facts.attendance (store_no, day) WHERE NOT deleted;

-- A check of an order's work: by the technician (self), by another (cross), or the inspector's sample. Counts for the order's lead technician.
CREATE TABLE facts.inspection (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  order_id text COLLATE "C",
  level text COLLATE "C",
  inspector_no integer,
  at timestamptz,
  at_day date,
  passed boolean,
  items jsonb,
  cross_required boolean,
  credited_lead_no integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX inspection_day ON facts.inspection (store_no, at_day) WHERE NOT deleted;
CREATE INDEX inspection_order ON facts.inspection (order_id) WHERE order_id IS NOT NULL;

-- The value of a measure for a store or a person and a day, for what no system records.
CREATE TABLE facts.observation (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  person_no integer,
  measure text COLLATE "C",
  day date,
  value double precision,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX observation_day ON facts.observation (store_no, day) WHERE NOT deleted;

-- A customer's call or question. response_seconds: from receipt to the first answer, in opening hours.
CREATE TABLE facts.contact (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  contacted_at timestamptz,
  received_day date,
  first_answered_at timestamptz,
  person_no integer,
  channel text,
  response_seconds integer,
  in_time boolean,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX contact_day ON facts.contact (store_no, received_day) WHERE NOT deleted;

-- A customer's record: which parts of it are filled, and the day from which it counts as complete.
CREATE TABLE facts.customer (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  created_at timestamptz,
  created_day date,
  contact boolean,
  preferences boolean,
  service_history boolean,
  completed_at timestamptz,
  completed_by_no integer,
  completed_day date,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX customer_day ON facts.customer (store_no, created_day) WHERE NOT deleted;
CREATE INDEX customer_completed_day ON facts.customer (store_no, completed_day) WHERE NOT deleted;

-- An agreed visit; counts on the day that was agreed.
CREATE TABLE facts.appointment (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  scheduled_at timestamptz,
  scheduled_day date,
  arrived_at timestamptz,
  cancelled_at timestamptz,
  customer text,
  order_id text COLLATE "C",
  person_no integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX appointment_day ON facts.appointment (store_no, scheduled_day) WHERE NOT deleted;

-- Parts wanted for a job; in time when they were there when asked for.
CREATE TABLE facts.part_request (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  requested_at timestamptz,
  requested_day date,
  available_at timestamptz,
  available_when_requested boolean,
  order_id text COLLATE "C",
  part text,
  quantity integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX part_request_day ON facts.part_request (store_no, requested_day) WHERE NOT deleted;

-- The value of a store's parts on a day; holds until the next one, for 31 days at most.
CREATE TABLE facts.inventory (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  day date,
  stock_fen bigint,
  obsolete_fen bigint,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX inventory_day ON facts.inventory (store_no, day) WHERE NOT deleted;

-- Minutes for which bays were used and could have been.
CREATE TABLE facts.bay_usage (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  day date,
  bay text,
  used_minutes integer,
  available_minutes integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX bay_usage_day ON facts.bay_usage (store_no, day) WHERE NOT deleted;

-- A store's accounts of a month, kept by its first day.
CREATE TABLE facts.finance (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  month date,
  revenue_fen bigint,
  cost_fen bigint,
  net_profit_fen bigint,
  operating_cost_fen bigint,
  labour_cost_fen bigint,
  rent_fen bigint,
  investment_fen bigint,
  parts_revenue_fen bigint,
  parts_cost_fen bigint,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX finance_day ON facts.finance (store_no, month) WHERE NOT deleted;

-- Somebody who joined or left.
CREATE TABLE facts.staff_change (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  person_no integer,
  day date,
  change text COLLATE "C",
  PRIMARY KEY (source, external_id)
);
CREATE INDEX staff_change_day ON facts.staff_change (store_no, day) WHERE NOT deleted;

-- What follows for an order from other facts: are its self-check and the cross-check that it needs done (H5.5), and had the
-- customer been in this store within the year before?
ALTER TABLE facts.work_order ADD COLUMN has_door_to_door boolean, ADD COLUMN inspected boolean, ADD COLUMN returning_customer boolean;
CREATE INDEX work_order_customer ON facts.work_order (store_no, customer, delivered_day) WHERE customer IS NOT NULL AND NOT deleted;

GRANT SELECT, INSERT, UPDATE ON facts.complaint, facts.attendance, facts.inspection, facts.observation, facts.contact, facts.customer, facts.appointment, facts.part_request, facts.inventory, facts.bay_usage, facts.finance, facts.staff_change TO baton_app, baton_worker;
ALTER TABLE facts.complaint ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.attendance ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.inspection ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.observation ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.customer ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.appointment ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.part_request ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.inventory ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.bay_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.finance ENABLE ROW LEVEL SECURITY;
ALTER TABLE facts.staff_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON facts.complaint TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.attendance TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.inspection TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.observation TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.contact TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.customer TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.appointment TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.part_request TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.inventory TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.bay_usage TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.finance TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY worker ON facts.staff_change TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON facts.complaint TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.attendance TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.inspection TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.observation TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.contact TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.customer TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.appointment TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.part_request TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.inventory TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.bay_usage TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.finance TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
CREATE POLICY in_scope ON facts.staff_change TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
