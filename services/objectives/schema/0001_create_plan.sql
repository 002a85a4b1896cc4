-- Plans. Lists are by owner, by supervisor and, for auditors, of all.
CREATE TABLE plan (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT plan_version_check CHECK (version > 0),
  owner TEXT COLLATE "C" NOT NULL,
  supervisor TEXT COLLATE "C",
  kind TEXT COLLATE "C" NOT NULL
    CONSTRAINT plan_kind_check
    CHECK (kind IN ('MANDATE', 'ADMINISTRATION_CONTRACT', 'POLICY_DECLARATION', 'STRATEGIC',
                    'TRANSVERSAL_STRATEGIC_PROGRAMME', 'OPERATIONAL', 'JOINT_MANAGEMENT')),
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT plan_state_check
    CHECK (state IN ('DRAFT', 'ADOPTED', 'RUNNING', 'EVALUATED', 'CLOSED')),
  parent TEXT COLLATE "C",
  start_date DATE NOT NULL,
  end_date DATE NOT NULL,
  adoption_date DATE,
  mark TEXT COLLATE "C"
    CONSTRAINT plan_mark_check CHECK (mark IN ('FAVOURABLE', 'RESERVED', 'UNFAVOURABLE')),
  body BYTEA NOT NULL,
  CONSTRAINT plan_period_check CHECK (start_date <= end_date)
);
CREATE INDEX plan_owner_id ON plan (owner, id);
CREATE INDEX plan_supervisor_id ON plan (supervisor, id) WHERE supervisor IS NOT NULL;
-- Whether plans carry one out.
CREATE INDEX plan_parent ON plan (parent) WHERE parent IS NOT NULL;
