-- Marks are kept many to a row. What they say is counted again from the facts, whose book says how its marks are kept.
DROP TABLE distinct_mark;

CREATE TABLE mark_page (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL CONSTRAINT mark_page_version_check CHECK (version > 0),
  log TEXT COLLATE "C" NOT NULL,
  body BYTEA NOT NULL
);
-- What is left of a log that another took the place of.
CREATE INDEX mark_page_log_id ON mark_page (log, id);
