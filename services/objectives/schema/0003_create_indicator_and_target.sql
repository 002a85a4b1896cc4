CREATE TABLE indicator (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT indicator_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  objective TEXT COLLATE "C" NOT NULL,
  number TEXT COLLATE "C" NOT NULL,
  counts_in TEXT COLLATE "C" NOT NULL
    CONSTRAINT indicator_counts_in_check
    CHECK (counts_in IN ('COUNT', 'SHARE', 'CENTS', 'DAYS', 'HOURS', 'LEVEL', 'TONNES_CO2', 'FTE')),
  direction TEXT COLLATE "C" NOT NULL
    CONSTRAINT indicator_direction_check CHECK (direction IN ('UP', 'DOWN', 'LEVEL')),
  frequency TEXT COLLATE "C" NOT NULL
    CONSTRAINT indicator_frequency_check CHECK (frequency IN ('MONTH', 'QUARTER', 'YEAR', 'TERM')),
  source TEXT COLLATE "C" NOT NULL
    CONSTRAINT indicator_source_check CHECK (source IN ('ENTERED', 'COMPUTED', 'PUSHED')),
  responsible_unit TEXT COLLATE "C",
  formula_version BIGINT
    CONSTRAINT indicator_formula_version_check CHECK (formula_version BETWEEN 1 AND 50),
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX indicator_plan_number_unique ON indicator (plan, number);
CREATE INDEX indicator_plan_id ON indicator (plan, id);
CREATE INDEX indicator_objective_id ON indicator (objective, id);
CREATE INDEX indicator_owner_id ON indicator (owner, id);
CREATE INDEX indicator_supervisor_id ON indicator (supervisor, id) WHERE supervisor IS NOT NULL;

CREATE TABLE target (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT target_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  indicator TEXT COLLATE "C" NOT NULL,
  counts BOOLEAN NOT NULL,
  shape TEXT COLLATE "C" NOT NULL
    CONSTRAINT target_shape_check
    CHECK (shape IN ('REACH', 'KEEP', 'FULL_COVERAGE', 'MULTIPLY', 'REDUCE', 'EVERY', 'MILESTONE',
                     'CONTINUOUS')),
  due_date DATE,
  valid_from DATE,
  basis_date DATE,
  body BYTEA NOT NULL
);
CREATE INDEX target_plan_id ON target (plan, id);
-- The target of an indicator that counts: one, which the lock of the indicator guards.
CREATE INDEX target_indicator_counts_id ON target (indicator, counts, id);
CREATE INDEX target_owner_id ON target (owner, id);
CREATE INDEX target_supervisor_id ON target (supervisor, id) WHERE supervisor IS NOT NULL;
