import { type Database, IndexDamagedError, isBuilding, type Row, transaction } from './database.ts'
import { command, MERGING, mergeAs } from './merging.ts'
import { settle } from './schema.ts'

interface Sweep extends Row {
  step: number
  erased: number
}

/** Pages that one step of a sweep merges: some 10 ms. */
const PAGES = 64
/** A merge that did nothing changes fewer rows than this (SQLite, FTS5 section 6.8, "merge"). */
const IDLE = 2
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
  if (amended) db.exec('DELETE FROM sweep; INSERT INTO sweep (step, erased) VALUES (0, 1)')
}

/** Makes a sweep due after much was fed: else the save that meets one segment too many has to merge them all, while a person waits. */
export function sweepLater(db: Database): void {
  // Each command writes out what was gathered.
  if (dueSweep(db)) return
  mergeAs(db, isBuilding(db) ? MERGING.build : MERGING.due)
  db.exec('INSERT INTO sweep (step, erased) VALUES (1, 0)')
}

/** Whether a sweep is due of words that were erased. */
export const mustSweep = (db: Database): boolean => dueSweep(db)?.erased === 1

/** Whether a sweep is due or under way. */
export const isSweepDue = (db: Database): boolean => dueSweep(db) !== undefined

const dueSweep = (db: Database): Sweep | undefined => db.prepare('SELECT step, erased FROM sweep').get<Sweep>([])

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
  const due = dueSweep(db)
  if (!due) return true
  const { step } = due
  const done = transaction(db, () => {
    if (step <= 1) mergeAs(db, MERGING.left)
    const before = changes(db)
    // The first gathers all segments into one merge, the following carry it on.
    command(db, 'merge', step === 0 ? -PAGES : PAGES)
    const done = step !== 0 && changes(db) - before < IDLE
    if (done) mergeAs(db, MERGING.usual)
    db.exec(done ? 'DELETE FROM sweep' : 'UPDATE sweep SET step = step + 1')
    return done
  })
  if (done) db.pragma('wal_checkpoint(TRUNCATE)')
  return done
}
