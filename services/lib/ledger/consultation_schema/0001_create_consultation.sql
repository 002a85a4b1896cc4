-- Who looked at whose data, one row a reading; never changed. Apart from the ledger's tables: on SQLite it has a file of its
-- own, so that recording a reading never waits for a command.
CREATE TABLE consultation (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  time TIMESTAMPTZ NOT NULL,
  organisation TEXT NOT NULL,
  reader TEXT NOT NULL,
  person TEXT COLLATE "C" NOT NULL,
  file TEXT NOT NULL,
  purpose TEXT NOT NULL,
  method TEXT NOT NULL
);
CREATE INDEX consultation_person_id ON consultation (person, id);
