-- The tables that every service has. Written in PostgreSQL's words; SQLite gets the same with a few words replaced.

-- Last position, epoch and the place of the relay. One row: replicas' commits serialise on it, which makes positions
-- gapless and in commit order.
CREATE TABLE log_head (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  position BIGINT NOT NULL CHECK (position >= 0),
  epoch TEXT NOT NULL
);

-- One row a version, for ever. public_body has no personal field; sealed_body is the whole, under the person's key.
CREATE TABLE event (
  position BIGINT NOT NULL PRIMARY KEY,
  collection TEXT NOT NULL,
  id TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL CHECK (version > 0),
  verb TEXT NOT NULL,
  commit_time TIMESTAMPTZ NOT NULL,
  published BOOLEAN NOT NULL,
  owner TEXT,
  organisation TEXT NOT NULL,
  role BIGINT NOT NULL,
  subject TEXT NOT NULL,
  job TEXT NOT NULL,
  reason TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  person TEXT,
  public_body BYTEA NOT NULL,
  sealed_body BYTEA
);
CREATE UNIQUE INDEX event_id_version_collection_unique ON event (id, version, collection);

-- What was done for a request id, so that a repeat is answered and not done again. Kept 24 hours.
CREATE TABLE request (
  key BYTEA NOT NULL PRIMARY KEY,
  digest BYTEA NOT NULL,
  name TEXT NOT NULL,
  version BIGINT NOT NULL,
  commit_time TIMESTAMPTZ NOT NULL
);
CREATE INDEX request_commit_time ON request (commit_time);

-- Counts by bucket, spread over writers so that no row is hot; a count is the sum over its writers.
CREATE TABLE counter (
  counter TEXT COLLATE "C" NOT NULL,
  bucket TEXT COLLATE "C" NOT NULL,
  writer BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (counter, bucket, writer)
);

-- The data key of each person, wrapped by a key that is not in this database.
CREATE TABLE data_key (
  person TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  wrapped BYTEA NOT NULL
);

-- How far the relay has published.
CREATE TABLE relay_cursor (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  position BIGINT NOT NULL
);

-- What consumers of this service have applied: every version, or the highest one.
CREATE TABLE consumer_applied (
  consumer TEXT COLLATE "C" NOT NULL,
  source TEXT COLLATE "C" NOT NULL,
  resource TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (consumer, source, resource, version)
);

-- Events that could not be applied, with their cause.
CREATE TABLE dead_letter (
  id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  consumer TEXT NOT NULL,
  source TEXT NOT NULL,
  event_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  cause TEXT NOT NULL,
  payload BYTEA NOT NULL,
  settled BOOLEAN NOT NULL
);

INSERT INTO relay_cursor (one, position) VALUES (1, 0);
