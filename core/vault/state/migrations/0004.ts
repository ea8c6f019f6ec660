/** Imports of the last days, and the names of the records that each wrote, so that they can be taken back. */
export const MIGRATION_4 = `
CREATE TABLE imports (import_id BLOB PRIMARY KEY CHECK (length(import_id) = 16), file_name TEXT NOT NULL, begun_at TEXT NOT NULL) STRICT;

CREATE TABLE import_batches (
  import_id BLOB NOT NULL REFERENCES imports ON DELETE CASCADE,
  part INTEGER NOT NULL CHECK (part >= 0),
  space_id BLOB NOT NULL CHECK (length(space_id) = 32),
  names BLOB NOT NULL CHECK (length(names) % 16 = 0),
  PRIMARY KEY (import_id, part)
) STRICT, WITHOUT ROWID;
`
