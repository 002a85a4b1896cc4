-- The figures of the law, from proposal to publication.
CREATE TABLE legal_parameter (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT legal_parameter_version_check CHECK (version > 0),
  key TEXT COLLATE "C" NOT NULL,
  in_force_from DATE NOT NULL,
  known_from DATE NOT NULL,
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT legal_parameter_state_check
    CHECK (state IN ('PROPOSED', 'PUBLISHED', 'REJECTED', 'WITHDRAWN')),
  decide_time TIMESTAMPTZ
    CONSTRAINT legal_parameter_decide_time_check
    CHECK ((decide_time IS NULL) = (state = 'PROPOSED')),
  body BYTEA NOT NULL
);
-- What a published value is known by; the others are about any.
CREATE UNIQUE INDEX legal_parameter_key_in_force_from_known_from_unique
  ON legal_parameter (key, in_force_from, known_from) WHERE state = 'PUBLISHED';
-- The list of every version, and the look-up of what is published.
CREATE INDEX legal_parameter_key_id ON legal_parameter (key, id);
CREATE INDEX legal_parameter_state_key_id ON legal_parameter (state, key, id);

-- All that is published in one row, which answers rely on.
CREATE TABLE published_law (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT published_law_version_check CHECK (version > 0),
  digest TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL
);
