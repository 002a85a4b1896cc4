-- Dashboards: frozen pictures of plans, and their rows. Neither changes but for the state of a dashboard.
CREATE TABLE dashboard (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT dashboard_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  -- Who else sees it: nobody until it is validated.
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT dashboard_state_check CHECK (state IN ('FROZEN', 'VALIDATED', 'PRESENTED')),
  start_date DATE NOT NULL,
  end_date DATE NOT NULL,
  assess_date DATE NOT NULL,
  position BIGINT NOT NULL,
  rows_count BIGINT NOT NULL
    CONSTRAINT dashboard_rows_count_check CHECK (rows_count BETWEEN 1 AND 1000),
  digest TEXT COLLATE "C" NOT NULL,
  validate_time TIMESTAMPTZ,
  present_time TIMESTAMPTZ,
  body BYTEA NOT NULL,
  CONSTRAINT dashboard_period_check CHECK (start_date <= end_date),
  CONSTRAINT dashboard_validated_check CHECK ((validate_time IS NULL) = (state = 'FROZEN')),
  CONSTRAINT dashboard_presented_check CHECK ((present_time IS NULL) = (state <> 'PRESENTED')),
  CONSTRAINT dashboard_supervisor_check CHECK (supervisor IS NULL OR state <> 'FROZEN')
);
-- One that counts for each period of a plan.
CREATE UNIQUE INDEX dashboard_plan_start_date_end_date_unique
  ON dashboard (plan, start_date, end_date) WHERE state <> 'FROZEN';
-- The lists, and the look-up of all of a period.
CREATE INDEX dashboard_plan_id ON dashboard (plan, id);
CREATE INDEX dashboard_plan_start_date ON dashboard (plan, start_date);
CREATE INDEX dashboard_owner_id ON dashboard (owner, id);
CREATE INDEX dashboard_supervisor_id ON dashboard (supervisor, id) WHERE supervisor IS NOT NULL;

CREATE TABLE dashboard_row (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT dashboard_row_version_check CHECK (version = 1),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  dashboard TEXT COLLATE "C" NOT NULL,
  content TEXT COLLATE "C" NOT NULL
    CONSTRAINT dashboard_row_content_check CHECK (content IN ('OBJECTIVE', 'INDICATOR', 'ACTION')),
  subject TEXT COLLATE "C" NOT NULL,
  -- Of an indicator against its target; of an action its state.
  status TEXT COLLATE "C",
  -- Achievement of an indicator, progress of an objective.
  reached_permille BIGINT
    CONSTRAINT dashboard_row_reached_permille_check CHECK (reached_permille BETWEEN 0 AND 1000),
  official BOOLEAN,
  body BYTEA NOT NULL
);
-- Pages of one dashboard, in order.
CREATE INDEX dashboard_row_dashboard_id ON dashboard_row (dashboard, id);
-- What the dashboards said of one indicator, objective or action.
CREATE INDEX dashboard_row_subject_id ON dashboard_row (subject, id);
