CREATE TABLE objective (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT objective_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  parent TEXT COLLATE "C",
  at_top BOOLEAN NOT NULL,
  level TEXT COLLATE "C" NOT NULL
    CONSTRAINT objective_level_check
    CHECK (level IN ('STRATEGIC', 'TRANSVERSAL', 'PRIORITY', 'OPERATIONAL')),
  number TEXT COLLATE "C" NOT NULL,
  unit TEXT COLLATE "C",
  weight BIGINT NOT NULL
    CONSTRAINT objective_weight_check CHECK (weight BETWEEN 0 AND 1000),
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX objective_plan_number_unique ON objective (plan, number);
-- The lists: of a plan, below an objective, of an owner, of a supervisor.
CREATE INDEX objective_plan_id ON objective (plan, id);
CREATE INDEX objective_parent_id ON objective (parent, id) WHERE parent IS NOT NULL;
CREATE INDEX objective_owner_id ON objective (owner, id);
CREATE INDEX objective_supervisor_id ON objective (supervisor, id) WHERE supervisor IS NOT NULL;
-- Whether a plan has objectives at all: few are at the top.
CREATE INDEX objective_plan_at_top ON objective (plan, at_top);

CREATE TABLE action (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT action_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT action_state_check
    CHECK (state IN ('PLANNED', 'RUNNING', 'SUSPENDED', 'DONE', 'ABANDONED')),
  unit TEXT COLLATE "C",
  planned_start DATE,
  planned_end DATE,
  effective_start DATE,
  effective_end DATE,
  budget_cents BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX action_plan_id ON action (plan, id);
CREATE INDEX action_owner_id ON action (owner, id);
CREATE INDEX action_supervisor_id ON action (supervisor, id) WHERE supervisor IS NOT NULL;
CREATE INDEX action_owner_unit_id ON action (owner, unit, id) WHERE unit IS NOT NULL;
