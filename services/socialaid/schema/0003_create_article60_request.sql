-- Article 60 requests. unit and agency are empty until the request was sent: no office sees a draft.
CREATE TABLE article60_request (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT article60_request_version_check CHECK (version > 0),
  centre TEXT COLLATE "C" NOT NULL,
  office TEXT COLLATE "C" NOT NULL,
  person TEXT COLLATE "C",
  owner TEXT COLLATE "C" NOT NULL,
  unit TEXT COLLATE "C",
  agency TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT article60_request_state_check
    CHECK (state IN ('DRAFT', 'SENT', 'RETURNED', 'CALCULATED', 'WITHDRAWN')),
  open BOOLEAN NOT NULL,
  original TEXT COLLATE "C",
  send_time TIMESTAMPTZ,
  due_time TIMESTAMPTZ,
  answer_time TIMESTAMPTZ,
  planned_start DATE,
  days BIGINT
    CONSTRAINT article60_request_days_check CHECK (days BETWEEN 0 AND 10000),
  end_date DATE,
  outcome TEXT COLLATE "C"
    CONSTRAINT article60_request_outcome_check
    CHECK (outcome IN ('OPENS_RIGHT', 'ALREADY_OPEN', 'NOT_ATTAINABLE')),
  rule_set TEXT COLLATE "C"
    CONSTRAINT article60_request_rule_set_check
    CHECK (rule_set IN ('BEFORE_2026_03', 'FROM_2026_03')),
  create_time TIMESTAMPTZ NOT NULL,
  send_month TEXT COLLATE "C",
  send_year BIGINT,
  answer_span TEXT COLLATE "C"
    CONSTRAINT article60_request_answer_span_check
    CHECK (answer_span IN ('WITHIN_7_DAYS', 'WITHIN_14_DAYS', 'WITHIN_30_DAYS', 'OVER_30_DAYS')),
  on_time BOOLEAN,
  body BYTEA NOT NULL
);
-- The files of a person: look-ups of sending, of searching and of erasing.
CREATE INDEX article60_request_person ON article60_request (person);
-- Behind the guard of sending: one open request for a person and a centre, and one open copy of an
-- original.
CREATE UNIQUE INDEX article60_request_person_centre_unique ON article60_request (person, centre)
  WHERE open AND original IS NULL;
CREATE UNIQUE INDEX article60_request_original_unique ON article60_request (original)
  WHERE open AND original IS NOT NULL;
-- The lists, newest first: of a centre, of an office, of an agency.
CREATE INDEX article60_request_owner_create_time_id
  ON article60_request (owner, create_time, id);
CREATE INDEX article60_request_unit_create_time_id
  ON article60_request (unit, create_time, id) WHERE unit IS NOT NULL;
CREATE INDEX article60_request_agency_create_time_id
  ON article60_request (agency, create_time, id) WHERE agency IS NOT NULL;
-- The queues, by the day on which the answer is due: of the same.
CREATE INDEX article60_request_owner_state_due_time_id
  ON article60_request (owner, state, due_time, id);
CREATE INDEX article60_request_unit_state_due_time_id
  ON article60_request (unit, state, due_time, id) WHERE unit IS NOT NULL;
CREATE INDEX article60_request_agency_state_due_time_id
  ON article60_request (agency, state, due_time, id) WHERE agency IS NOT NULL;
