-- Measurements: one for each indicator, period and set of dimensions, which its id is made of.
CREATE TABLE measurement (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT measurement_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  indicator TEXT COLLATE "C" NOT NULL,
  unit TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT measurement_state_check
    CHECK (state IN ('DRAFT', 'SUBMITTED', 'VALIDATED', 'ACCEPTED', 'RETURNED')),
  start_date DATE NOT NULL,
  end_date DATE NOT NULL,
  dimensions TEXT COLLATE "C",
  numerator BIGINT,
  denominator BIGINT CONSTRAINT measurement_denominator_check CHECK (denominator > 0),
  accepted_numerator BIGINT,
  accepted_denominator BIGINT
    CONSTRAINT measurement_accepted_denominator_check CHECK (accepted_denominator > 0),
  has_findings BOOLEAN NOT NULL,
  figure_published BOOLEAN NOT NULL,
  body BYTEA NOT NULL,
  CONSTRAINT measurement_period_check CHECK (start_date <= end_date)
);
CREATE INDEX measurement_indicator_id ON measurement (indicator, id);
-- What the board has to do, and what is to be followed up.
CREATE INDEX measurement_plan_state_id ON measurement (plan, state, id);
CREATE INDEX measurement_plan_has_findings_id ON measurement (plan, has_findings, id);
CREATE INDEX measurement_owner_id ON measurement (owner, id);
CREATE INDEX measurement_supervisor_id ON measurement (supervisor, id) WHERE supervisor IS NOT NULL;
CREATE INDEX measurement_owner_unit_id ON measurement (owner, unit, id) WHERE unit IS NOT NULL;
-- What is compared with the facts.
CREATE INDEX measurement_figure_published_id ON measurement (figure_published, id);

CREATE TABLE restatement (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT restatement_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  plan TEXT COLLATE "C" NOT NULL,
  indicator TEXT COLLATE "C" NOT NULL,
  measurement TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT restatement_state_check
    CHECK (state IN ('PROPOSED', 'ACCEPTED', 'REJECTED', 'LAPSED')),
  cause TEXT COLLATE "C" NOT NULL
    CONSTRAINT restatement_cause_check CHECK (cause IN ('FACTS', 'CORRECTION')),
  old_numerator BIGINT,
  old_denominator BIGINT CONSTRAINT restatement_old_denominator_check CHECK (old_denominator > 0),
  new_numerator BIGINT,
  new_denominator BIGINT CONSTRAINT restatement_new_denominator_check CHECK (new_denominator > 0),
  body BYTEA NOT NULL
);
CREATE INDEX restatement_measurement_state_id ON restatement (measurement, state, id);
CREATE INDEX restatement_indicator_state_id ON restatement (indicator, state, id);
CREATE INDEX restatement_plan_state_id ON restatement (plan, state, id);
CREATE INDEX restatement_owner_id ON restatement (owner, id);
CREATE INDEX restatement_supervisor_id ON restatement (supervisor, id) WHERE supervisor IS NOT NULL;
