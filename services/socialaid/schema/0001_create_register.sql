-- Welfare centres and unemployment offices.
CREATE TABLE centre (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT centre_version_check CHECK (version > 0),
  enterprise_number TEXT COLLATE "C" NOT NULL,
  municipality_code TEXT COLLATE "C" NOT NULL,
  language TEXT COLLATE "C" NOT NULL
    CONSTRAINT centre_language_check CHECK (language IN ('fr', 'nl', 'de')),
  office TEXT COLLATE "C" NOT NULL,
  valid_from DATE NOT NULL,
  valid_to DATE,
  successor TEXT COLLATE "C",
  body BYTEA NOT NULL
);
-- A merged centre keeps its number in the history; among those that run it is given once.
CREATE UNIQUE INDEX centre_enterprise_number_unique ON centre (enterprise_number)
  WHERE successor IS NULL;

CREATE TABLE office (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT office_version_check CHECK (version > 0),
  agency TEXT COLLATE "C" NOT NULL,
  code TEXT COLLATE "C" NOT NULL,
  successor TEXT COLLATE "C",
  body BYTEA NOT NULL
);
CREATE UNIQUE INDEX office_agency_code_unique ON office (agency, code);
