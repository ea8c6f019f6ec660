import { type Database, IndexDamagedError, transaction } from './database.ts'
import { settle } from './schema.ts'

/** Pages that one step of a sweep merges: some 10 ms. */
const PAGES = 64
/** A merge that did nothing changes fewer rows than this (SQLite, FTS5 section 6.8, "merge"). */
const IDLE = 2
/** Segments of a level that one save merges at once, whatever their size: the default while all are small, out of reach while big ones wait for a sweep. */
const CRISIS = { usual: 16, swept: 1_000 } as const

const command = (db: Database, name: string, value: number): void => {
  // The driver binds every number as REAL, which FTS5 does not take for an integer.
  db.prepare('INSERT INTO doc (doc, rank) VALUES (?, CAST(? AS INTEGER))').run([name, value])
}
const changes = (db: Database): number => Number(db.prepare('SELECT total_changes()', { pluck: true }).get())

/**
 * Runs `forget`, which takes words out of `doc`, so that they leave the file at once and not when segments happen to be merged. That is some
 * hundred times slower than leaving a mark, so only what is erased pays it. Words that an amendment took out before have left only a mark:
 * where there may be some, `amended`, a sweep is due.
 */
export function eraseWords(db: Database, amended: boolean, forget: () => void): void {
  db.exec("INSERT INTO doc (doc) VALUES ('flush')")
  command(db, 'secure-delete', 1)
  forget()
  db.exec("INSERT INTO doc (doc) VALUES ('flush')")
  command(db, 'secure-delete', 0)
  if (amended) db.exec('DELETE FROM sweep; INSERT INTO sweep (step) VALUES (0)')
}

/** Makes a sweep due after much was fed: else the save that meets one segment too many has to merge them all, while a person waits. */
export function sweepLater(db: Database): void {
  command(db, 'crisismerge', CRISIS.swept)
  db.exec('INSERT INTO sweep (step) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM sweep)')
}

/**
 * One short step towards a full-text table of few segments, which after an erasure hold no words that were taken out; answers whether
 * all is done. Outlives a restart. At the end the write-ahead log is cut too.
 */
export function sweep(db: Database): boolean {
  try {
    settle(db)
  } catch (error) {
    // Some of it may be gone, and nobody who would feed it again hears of it here.
    throw new IndexDamagedError({ cause: error })
  }
  const step = db.prepare('SELECT step FROM sweep', { pluck: true }).get()
  if (step === undefined) return true
  const done = transaction(db, () => {
    const before = changes(db)
    // The first gathers all segments into one merge, the following carry it on.
    command(db, 'merge', step === 0 ? -PAGES : PAGES)
    const done = step !== 0 && changes(db) - before < IDLE
    if (done) command(db, 'crisismerge', CRISIS.usual)
    db.exec(done ? 'DELETE FROM sweep' : 'UPDATE sweep SET step = step + 1')
    return done
  })
  if (done) db.pragma('wal_checkpoint(TRUNCATE)')
  return done
}
