/** Files that standing records name, as far as they are here or are to come from other computers. */
export const MIGRATION_6 = `
CREATE TABLE kept_files (
  list BLOB NOT NULL CHECK (length(list) = 32),
  file_key BLOB NOT NULL CHECK (length(file_key) = 32),
  space_id BLOB NOT NULL CHECK (length(space_id) = 32),
  state TEXT NOT NULL CHECK (state IN ('wanted', 'list', 'whole')),
  asked INTEGER NOT NULL CHECK (asked IN (0, 1)),
  PRIMARY KEY (list, file_key, space_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_files_by_space ON kept_files (space_id);
`
