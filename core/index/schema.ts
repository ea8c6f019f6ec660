import { IS_GONE } from './abroad.ts'
import {
  beginBuild,
  type Database,
  endBuild,
  IndexDamagedError,
  isBuilding,
  openDatabase,
  removeIndex,
  transaction,
  translate,
} from './database.ts'
import { MERGING, mergeAs } from './merging.ts'

/**
 * Count this up with any change of the tables below, of document.ts or position.ts, or of what a fold makes of entries: an index of another
 * number is thrown away and fed anew. (The full-text table keeps no texts; to take one out it is told the old one, so the old one
 * must come out of document.ts letter for letter.)
 */
const SCHEMA = 38
/** The same while the first feed lasts. */
const UNSETTLED = -SCHEMA

/**
 * - `log`: whose entries were taken in, and up to where. `waiting`: entries that cannot be opened yet.
 * - `party`: an organisation in a space. `thread`: all entries of one space that bear one record name; `version`: those entries.
 * - `tie`: our records in coalitions that were made from House records (ties.ts); `abroad`: all of ours that stand there (abroad.ts).
 * - `item`: one row a record, found by the thread of the name that its id begins with: a tree of ids, which are random, would have a page of its
 *   own to be written for nearly each new record; `pos` -1 where the log shows it in the row of the House record it was made from, `also` the numbers of the coalitions
 *   that such a House record is shown under (JSON, null: none), `doers` who did it (perpetrators.ts; JSON, null: none), `due` the day by which feedback is owed, `proposals` of others that nobody has settled, `recorder` who
 *   of us wrote it down (these three null for nearly all); `space`: `records` rows of its own records, `shown` rows under its name; `place`: the records by position (position.ts), apart from them, because places come in no order and small rows
 *   spoil fewer pages; `doc`: words and facets of a record under its position.
 *   `columnsize`: how long each text is serves ranking, and we sort by time. `hashsize`: the words of a batch of 2,000 make one segment.
 *   `automerge`: merging.ts. `pgsz`: a piece of a segment fits into a page. `usermerge`: a sweep goes on
 *   until each level has one.
 * - `alert`: one row an alert, `down` null until it is stood down; `open` whether it was neither that nor past `until` when somebody last looked; `since`: from when
 *   its time counts by its author's clock; `said`: updates and last words, `alert_doc` its words (alert-words.ts). `answer`: the last answer of each organisation.
 * - `card`: one row a record of another kind, found by its thread as an item is, `unit` of who did harm (units.ts) and the same `folded`, `called` what a person is called without case and accents, `card_doc` its words, of which a change leaves nothing behind.
 *   `ref`: which rows name a record, that row as `source` (source.ts) and that record by the number that it has in `target`, by the hash in its id: rows of whole ids, which are random, would have as
 *   many pages to be written again as there are names. `due`: what is to be done by when, and complaints that bear a name (due.ts).
 * - `file`: files that records name as they stand (files.ts), by the record that names them.
 * - `area`: areas in use; `unit`: units that incidents say themselves, `target` what stands for one there (units.ts). `sweep`: a row while the segments of `doc` are to be merged, `erased` because words were erased (sweep.ts).
 */
const TABLES = `
  CREATE TABLE log (id INTEGER PRIMARY KEY, log TEXT NOT NULL UNIQUE, next INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE waiting (log INTEGER NOT NULL, idx INTEGER NOT NULL, epoch BLOB NOT NULL, PRIMARY KEY (log, idx)) WITHOUT ROWID;
  CREATE INDEX waiting_epoch ON waiting (epoch);
  CREATE TABLE space (
    id INTEGER PRIMARY KEY, space TEXT NOT NULL UNIQUE, records INTEGER NOT NULL DEFAULT 0, shown INTEGER NOT NULL DEFAULT 0
  );
  CREATE TABLE party (
    id INTEGER PRIMARY KEY, space INTEGER NOT NULL, organisation TEXT NOT NULL, own INTEGER NOT NULL, UNIQUE (organisation, space)
  );
  CREATE TABLE thread (name BLOB NOT NULL, space INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (name, space)) WITHOUT ROWID;
  CREATE TABLE version (
    id INTEGER PRIMARY KEY, thread INTEGER NOT NULL, log INTEGER NOT NULL, idx INTEGER NOT NULL, party INTEGER NOT NULL,
    kind TEXT NOT NULL, ms INTEGER NOT NULL, counter INTEGER NOT NULL, wall INTEGER NOT NULL, bytes INTEGER NOT NULL, body TEXT
  );
  CREATE UNIQUE INDEX version_entry ON version (thread, log, idx);
  CREATE INDEX version_gone ON version (party) WHERE ${IS_GONE};
  CREATE TABLE item (
    id INTEGER PRIMARY KEY, record BLOB NOT NULL, thread INTEGER NOT NULL, party INTEGER NOT NULL, pos INTEGER NOT NULL,
    title TEXT NOT NULL, types TEXT NOT NULL, start TEXT, area TEXT NOT NULL, saved INTEGER NOT NULL, amended INTEGER NOT NULL, conflict INTEGER NOT NULL, also TEXT,
    doers TEXT, due TEXT, proposals INTEGER, recorder TEXT
  );
  CREATE INDEX item_thread ON item (thread);
  CREATE TABLE tie (copy BLOB NOT NULL, house BLOB NOT NULL, space INTEGER NOT NULL, PRIMARY KEY (copy, house)) WITHOUT ROWID;
  CREATE INDEX tie_house ON tie (house, space);
  CREATE TABLE abroad (record BLOB PRIMARY KEY, space INTEGER NOT NULL, incident INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE place (pos INTEGER PRIMARY KEY, item INTEGER NOT NULL);
  CREATE TABLE alert (
    id INTEGER PRIMARY KEY, record BLOB NOT NULL UNIQUE, name BLOB NOT NULL, party INTEGER NOT NULL, log INTEGER NOT NULL, idx INTEGER NOT NULL,
    fields TEXT NOT NULL, raised INTEGER NOT NULL, down INTEGER, said TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, open INTEGER NOT NULL
  );
  CREATE INDEX alert_open ON alert (party, raised, id) WHERE open = 1;
  CREATE INDEX alert_over ON alert (raised, id) WHERE open = 0;
  CREATE INDEX alert_due ON alert (open, until) WHERE down IS NULL;
  CREATE VIRTUAL TABLE alert_doc USING fts5 (what, text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2");
  INSERT INTO alert_doc (alert_doc, rank) VALUES ('secure-delete', 1);
  CREATE TABLE answer (
    alert INTEGER NOT NULL, party INTEGER NOT NULL, answer INTEGER NOT NULL, said TEXT NOT NULL, knows INTEGER NOT NULL, wall INTEGER NOT NULL,
    PRIMARY KEY (alert, party)
  ) WITHOUT ROWID;
  CREATE TABLE card (
    id INTEGER PRIMARY KEY, record BLOB NOT NULL, thread INTEGER NOT NULL, party INTEGER NOT NULL, kind TEXT NOT NULL, label TEXT NOT NULL,
    status TEXT, unit TEXT, folded TEXT, called TEXT, saved INTEGER NOT NULL, amended INTEGER NOT NULL, conflict INTEGER NOT NULL
  );
  CREATE INDEX card_thread ON card (thread);
  CREATE INDEX card_kind ON card (kind, saved, id);
  CREATE INDEX card_called ON card (called, saved, id) WHERE called IS NOT NULL;
  CREATE INDEX card_unit ON card (folded, saved, id) WHERE folded IS NOT NULL;
  CREATE VIRTUAL TABLE card_doc USING fts5 (label, text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2");
  INSERT INTO card_doc (card_doc, rank) VALUES ('secure-delete', 1);
  CREATE TABLE target (record BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE ref (target INTEGER NOT NULL, field TEXT NOT NULL, source INTEGER NOT NULL, PRIMARY KEY (target, field, source)) WITHOUT ROWID;
  CREATE TABLE due (
    source INTEGER PRIMARY KEY, record BLOB NOT NULL, why TEXT NOT NULL, day TEXT NOT NULL, label TEXT NOT NULL, status TEXT, named INTEGER NOT NULL
  );
  CREATE INDEX due_day ON due (day, record);
  CREATE INDEX due_named ON due (record) WHERE named = 1;
  CREATE TABLE file (
    space INTEGER NOT NULL, list BLOB NOT NULL, record BLOB NOT NULL, field TEXT NOT NULL, key BLOB NOT NULL, sha256 BLOB NOT NULL,
    size INTEGER NOT NULL, party INTEGER NOT NULL, PRIMARY KEY (space, list, record, field)
  ) WITHOUT ROWID;
  CREATE INDEX file_record ON file (record, space);
  CREATE TABLE sweep (step INTEGER NOT NULL, erased INTEGER NOT NULL);
  CREATE TABLE area (area TEXT PRIMARY KEY, folded TEXT NOT NULL, uses INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX area_folded ON area (folded, uses, area);
  CREATE INDEX area_uses ON area (uses, area);
  CREATE TABLE unit (unit TEXT PRIMARY KEY, folded TEXT NOT NULL, target BLOB NOT NULL, uses INTEGER NOT NULL, own INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX unit_folded ON unit (folded, unit);
  CREATE VIRTUAL TABLE doc USING fts5 (
    title, area, narrative, source, more, facets, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2"
  );
  INSERT INTO doc (doc, rank) VALUES ('hashsize', 8388608);
  INSERT INTO doc (doc, rank) VALUES ('pgsz', 3900);
  INSERT INTO doc (doc, rank) VALUES ('automerge', ${MERGING.build.automerge});
  INSERT INTO doc (doc, rank) VALUES ('usermerge', 2);
`

/** Opens the index file with its tables. One of another schema, of another key, unsettled or damaged is deleted, and an empty one takes its place. */
export function openTables(path: string, key: Buffer): Database {
  try {
    return current(path, key)
  } catch (error) {
    if (!(translate(error) instanceof IndexDamagedError)) throw translate(error)
    removeIndex(path)
    return current(path, key)
  }
}

/**
 * Ends the first feed of a new index. Until then it is built in one transaction without a write-ahead log, and nothing waits for the disk, which takes
 * less than half the time; a file that is found in this state is thrown away: a crash or a cut of power may have left anything.
 * Everything is on the disk before the mark that says so is written. Throws where there is no room for it: what was not written before (`writeBuild`) is to be fed again.
 */
export function settle(db: Database): void {
  if (!isBuilding(db)) return
  endBuild(db)
  // The mark is written once more as it is, so that there is a commit that syncs the file.
  db.exec('PRAGMA synchronous = FULL')
  mergeAs(db, db.prepare('SELECT 1 FROM sweep').get([]) === undefined ? MERGING.usual : MERGING.left)
  db.exec(`PRAGMA user_version = ${UNSETTLED}`)
  db.exec(`PRAGMA user_version = ${SCHEMA}`)
  db.pragma('journal_mode = WAL')
  db.exec('PRAGMA synchronous = NORMAL')
}

function current(path: string, key: Buffer): Database {
  const db = openDatabase(path, key)
  try {
    const version = db.pragma('user_version', { simple: true })
    if (version === 0) {
      db.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF')
      // Before anything else is written, so that whatever a crash leaves bears the mark.
      transaction(db, () => db.exec(`${TABLES} PRAGMA user_version = ${UNSETTLED}`))
      beginBuild(db)
    } else if (version !== SCHEMA) throw new IndexDamagedError()
    // Reads the small tables that everything stands on, so that their damage shows now.
    db.prepare('SELECT max(next) FROM log').get()
    db.prepare('SELECT rowid FROM doc WHERE doc MATCH ? LIMIT 1').get(['a'])
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
