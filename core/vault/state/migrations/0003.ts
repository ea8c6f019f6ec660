/** Files that are kept with records: on their way in, complete and not named yet, and chunks that are to be deleted. */
export const MIGRATION_3 = `
CREATE TABLE uploads (
  upload_id BLOB PRIMARY KEY CHECK (length(upload_id) = 16),
  space_id BLOB NOT NULL CHECK (length(space_id) = 32),
  file_key BLOB NOT NULL CHECK (length(file_key) = 32),
  name TEXT NOT NULL,
  size INTEGER NOT NULL CHECK (size >= 0),
  modified INTEGER NOT NULL,
  chunks BLOB NOT NULL,
  list BLOB CHECK (length(list) = 32),
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE loose_files (list BLOB PRIMARY KEY CHECK (length(list) = 32), file_key BLOB NOT NULL CHECK (length(file_key) = 32), since TEXT NOT NULL) STRICT;

CREATE TABLE doomed_chunks (name BLOB PRIMARY KEY CHECK (length(name) = 32)) STRICT, WITHOUT ROWID;
`
