/** Branches of forked logs, which may be longer than one value, in parts. */
export const MIGRATION_2 = `
CREATE TABLE fork_branches (
  log_id BLOB NOT NULL CHECK (length(log_id) = 32),
  tree_hash BLOB NOT NULL CHECK (length(tree_hash) = 32),
  part INTEGER NOT NULL CHECK (part >= 0),
  bytes BLOB NOT NULL,
  PRIMARY KEY (log_id, tree_hash, part)
) STRICT, WITHOUT ROWID;
`
