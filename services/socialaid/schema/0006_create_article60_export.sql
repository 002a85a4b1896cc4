-- Definitions of files; the rows of a file are read when it is fetched.
CREATE TABLE article60_export (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT article60_export_version_check CHECK (version > 0),
  owner TEXT COLLATE "C",
  unit TEXT COLLATE "C",
  agency TEXT COLLATE "C",
  expire_time TIMESTAMPTZ NOT NULL,
  body BYTEA NOT NULL
);
-- The lists: of a centre, of an office, of an agency.
CREATE INDEX article60_export_owner_id ON article60_export (owner, id) WHERE owner IS NOT NULL;
CREATE INDEX article60_export_unit_id ON article60_export (unit, id) WHERE unit IS NOT NULL;
CREATE INDEX article60_export_agency_id ON article60_export (agency, id) WHERE agency IS NOT NULL;
