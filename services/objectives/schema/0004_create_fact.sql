-- Facts: events of other services as they arrived, and how far they are counted. Copies of those services' logs.
CREATE TABLE fact (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT fact_version_check CHECK (version > 0),
  log TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  position BIGINT NOT NULL CONSTRAINT fact_position_check CHECK (position > 0),
  body BYTEA NOT NULL
);
-- Explanations list the facts of a type in the order of their log.
CREATE INDEX fact_log_type_position_id ON fact (log, type, position, id);

CREATE TABLE fact_log (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT fact_log_version_check CHECK (version > 0),
  body BYTEA NOT NULL
);

CREATE TABLE formula_book (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT formula_book_version_check CHECK (version > 0),
  body BYTEA NOT NULL
);

-- Which event counts for a value that counts once.
CREATE TABLE distinct_mark (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT distinct_mark_version_check CHECK (version > 0),
  log TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL
);
-- What is left of a log that another took the place of.
CREATE INDEX distinct_mark_log_id ON distinct_mark (log, id);
