/**
 * Files that are kept with records: on their way in; complete, until it is said in the House who added them; which records name them; those that are to
 * go, and chunks that are to be deleted. And the custody entries of the House, by the file.
 */
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

CREATE TABLE loose_files (
  list BLOB PRIMARY KEY CHECK (length(list) = 32),
  file_key BLOB NOT NULL CHECK (length(file_key) = 32),
  since TEXT NOT NULL,
  named_by TEXT
) STRICT;

CREATE TABLE named_files (
  list BLOB NOT NULL CHECK (length(list) = 32),
  record_id TEXT NOT NULL,
  file_key BLOB NOT NULL CHECK (length(file_key) = 32),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  PRIMARY KEY (list, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX named_files_by_record ON named_files (record_id);

CREATE TABLE condemned_files (list BLOB PRIMARY KEY CHECK (length(list) = 32), file_key BLOB NOT NULL CHECK (length(file_key) = 32)) STRICT;

CREATE TABLE doomed_chunks (name BLOB PRIMARY KEY CHECK (length(name) = 32)) STRICT, WITHOUT ROWID;

CREATE TABLE custody (
  entry_id TEXT PRIMARY KEY,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  body BLOB NOT NULL,
  computer BLOB NOT NULL CHECK (length(computer) = 32),
  wall INTEGER NOT NULL
) STRICT;
CREATE INDEX custody_by_file ON custody (sha256, wall);
`
