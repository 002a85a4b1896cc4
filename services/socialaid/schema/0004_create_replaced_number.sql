-- Numbers that people had before, each found by its keyed hash; an erased one is a row without.
CREATE TABLE replaced_number (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT replaced_number_version_check CHECK (version > 0),
  person TEXT COLLATE "C",
  ssin_hash BYTEA,
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX replaced_number_ssin_hash_unique ON replaced_number (ssin_hash);
-- The numbers of a person: the look-up of erasing.
CREATE INDEX replaced_number_person ON replaced_number (person);
