-- People. The number is found by its keyed hash alone; an erased person is a row without one.
CREATE TABLE person (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT person_version_check CHECK (version > 0),
  ssin_hash BYTEA,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX person_ssin_hash_unique ON person (ssin_hash);

CREATE TABLE erasure (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT erasure_version_check CHECK (version > 0),
  person TEXT COLLATE "C",
  state TEXT COLLATE "C" NOT NULL
    CONSTRAINT erasure_state_check CHECK (state IN ('PROPOSED', 'ERASED')),
  organisation TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL
);
-- An erasure that was carried out names nobody, so this holds one open proposal a person.
CREATE UNIQUE INDEX erasure_person_unique ON erasure (person);
