/** The first schema. */
export const MIGRATION_1 = `
CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE devices (device_id BLOB PRIMARY KEY CHECK (length(device_id) = 16), seed BLOB NOT NULL CHECK (length(seed) = 32), active INTEGER NOT NULL CHECK (active IN (0, 1)), added_at TEXT NOT NULL) STRICT;

CREATE TABLE spaces (space_id BLOB PRIMARY KEY CHECK (length(space_id) = 32), kind TEXT NOT NULL CHECK (kind IN ('house', 'coalition')), name TEXT NOT NULL, added_at TEXT NOT NULL) STRICT;

CREATE TABLE space_facts (space_id BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (space_id, key)) STRICT, WITHOUT ROWID;

CREATE TABLE epoch_keys (
  space_id BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  ring INTEGER NOT NULL CHECK (ring IN (1, 2, 3)),
  epoch_id BLOB NOT NULL CHECK (length(epoch_id) = 32),
  key BLOB NOT NULL CHECK (length(key) = 32),
  added_at TEXT NOT NULL,
  PRIMARY KEY (space_id, ring, epoch_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE roster_positions (
  space_id BLOB NOT NULL REFERENCES spaces ON DELETE CASCADE,
  signer BLOB NOT NULL CHECK (length(signer) = 32),
  idx INTEGER NOT NULL CHECK (idx >= 0),
  PRIMARY KEY (space_id, signer, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (draft_id TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT;

CREATE TABLE own_heads (log_id BLOB PRIMARY KEY CHECK (length(log_id) = 32), length INTEGER NOT NULL CHECK (length >= 0), tree_hash BLOB NOT NULL CHECK (length(tree_hash) = 32)) STRICT;

CREATE TABLE invites (id TEXT PRIMARY KEY, state TEXT NOT NULL, value BLOB NOT NULL, updated_at TEXT NOT NULL) STRICT;

CREATE TABLE pairings (id TEXT PRIMARY KEY, state TEXT NOT NULL, value BLOB NOT NULL, updated_at TEXT NOT NULL) STRICT;

CREATE TABLE fork_proofs (log_id BLOB NOT NULL CHECK (length(log_id) = 32), proof BLOB NOT NULL, added_at TEXT NOT NULL, PRIMARY KEY (log_id, proof)) STRICT;
`
