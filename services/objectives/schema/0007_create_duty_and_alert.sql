-- Duties that recurring targets generate, and alerts that days raise. Lists are by day.
CREATE TABLE duty (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT duty_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  indicator TEXT COLLATE "C" NOT NULL,
  target TEXT COLLATE "C" NOT NULL,
  unit TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT duty_state_check CHECK (state IN ('DUE', 'KEPT', 'MISSED', 'KEPT_LATE', 'LAPSED')),
  start_date DATE NOT NULL,
  due_date DATE NOT NULL,
  kept_date DATE,
  body BYTEA NOT NULL,
  CONSTRAINT duty_span_check CHECK (start_date <= due_date),
  CONSTRAINT duty_kept_check CHECK ((kept_date IS NOT NULL) = (state IN ('KEPT', 'KEPT_LATE')))
);
CREATE INDEX duty_plan_due_date_id ON duty (plan, due_date, id);
CREATE INDEX duty_plan_state_due_date_id ON duty (plan, state, due_date, id);
CREATE INDEX duty_owner_due_date_id ON duty (owner, due_date, id);
CREATE INDEX duty_owner_state_due_date_id ON duty (owner, state, due_date, id);
CREATE INDEX duty_supervisor_due_date_id ON duty (supervisor, due_date, id) WHERE supervisor IS NOT NULL;
CREATE INDEX duty_due_date_id ON duty (due_date, id);
-- What the clock looks at first: all that are open.
CREATE INDEX duty_state_id ON duty (state, id);

CREATE TABLE alert (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT alert_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL
    CONSTRAINT alert_kind_check
    CHECK (kind IN ('LATE_START', 'LATE_END', 'STALE_VALUE', 'TARGET_NEAR', 'DUTY_NEAR', 'DUTY_MISSED',
                    'HEALTH_GAP')),
  subject TEXT COLLATE "C" NOT NULL,
  unit TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL CONSTRAINT alert_state_check CHECK (state IN ('RAISED', 'CLEARED')),
  due_date DATE NOT NULL,
  rung BIGINT NOT NULL CONSTRAINT alert_rung_check CHECK (rung BETWEEN 1 AND 3),
  addressee TEXT COLLATE "C" NOT NULL
    CONSTRAINT alert_addressee_check CHECK (addressee IN ('POLITICAL', 'ADMINISTRATIVE', 'AGENT')),
  body BYTEA NOT NULL,
  -- Who supervises is told of nothing that the agency may still settle by itself.
  CONSTRAINT alert_supervisor_check CHECK (supervisor IS NULL OR addressee = 'POLITICAL')
);
CREATE INDEX alert_plan_due_date_id ON alert (plan, due_date, id);
CREATE INDEX alert_plan_state_due_date_id ON alert (plan, state, due_date, id);
CREATE INDEX alert_owner_due_date_id ON alert (owner, due_date, id);
CREATE INDEX alert_owner_state_due_date_id ON alert (owner, state, due_date, id);
CREATE INDEX alert_owner_unit_due_date_id ON alert (owner, unit, due_date, id) WHERE unit IS NOT NULL;
CREATE INDEX alert_supervisor_due_date_id ON alert (supervisor, due_date, id) WHERE supervisor IS NOT NULL;
CREATE INDEX alert_due_date_id ON alert (due_date, id);
CREATE INDEX alert_state_id ON alert (state, id);

-- The plans that run.
CREATE INDEX plan_state_id ON plan (state, id);
