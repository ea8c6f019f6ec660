import { rmSync } from 'node:fs'
import { ParasolError } from '../error.ts'
import { type Database, FULL_CODES, openSqlcipher, rollBack } from '../sqlcipher.ts'

export type { Database }
export type Value = string | number | null | Uint8Array<ArrayBuffer>
export type Row = Record<string, Value>

/** Bytes of an id, as SQLite takes them. */
export const bytesOf = (hex: string): Buffer<ArrayBuffer> => Buffer.from(hex, 'hex')

/** The index cannot be read: close it, remove it with `removeIndex`, open it anew and feed it from the logs again. Nothing is lost. */
export class IndexDamagedError extends Error {
  constructor(options?: ErrorOptions) {
    super('the index is damaged', options)
    this.name = 'IndexDamagedError'
  }
}

const DAMAGED = ['SQLITE_CORRUPT', 'SQLITE_NOTADB']
const FULL = [...FULL_CODES, 'ENOSPC', 'EDQUOT']
const READ_ONLY = ['SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_PERM', 'EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR']

/** What an error of SQLite or the system means for the caller. Messages of SQLite can quote SQL, never a value. */
export function translate(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const is = (codes: readonly string[]): boolean => codes.some((known) => code.startsWith(known))
  if (is(DAMAGED)) return new IndexDamagedError({ cause: error })
  if (is(FULL)) return new ParasolError('DISK_FULL', undefined, { cause: error })
  if (is(READ_ONLY) || (error instanceof Error && error.message.startsWith('sqlite open error')))
    return new ParasolError('PROFILE_READ_ONLY', undefined, { cause: error })
  return error
}

/** Runs `act` with the errors of SQLite translated. */
export function guarded<T>(act: () => T): T {
  try {
    return act()
  } catch (error) {
    throw translate(error)
  }
}

/** Databases that are thrown away if anything happens before they are built: whether the one transaction is open that they are built in. */
const building = new WeakMap<Database, { open: boolean }>()
/** Of the page cache in KiB: usual, and where a page that waits in memory is one that is not sealed and written again and again. */
const CACHE_KIB = 32_000
const BUILD_CACHE_KIB = 128_000

/**
 * From now on no transaction is committed until `endBuild`, and nothing waits for the disk: a page of a tree of random keys, which each batch
 * touches, is written about once. Batches are still in as a whole or not at all, unless the disk is full: that may take back all that was built.
 */
export function beginBuild(db: Database): void {
  db.exec(`PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -${BUILD_CACHE_KIB}`)
  building.set(db, { open: false })
}

/**
 * Hands all that was built over to the system; the build goes on. Does nothing where none is under way. Where there is no room for it all that was not
 * handed over before is gone.
 */
export function writeBuild(db: Database): void {
  const build = building.get(db)
  if (!build?.open) return
  build.open = false
  try {
    db.exec('COMMIT')
  } catch (error) {
    rollBack(db)
    throw error
  }
}

/** The build is over, and handed over to the system; the journal and how it is synced are for the caller to choose. */
export function endBuild(db: Database): void {
  writeBuild(db)
  building.delete(db)
  db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA shrink_memory`)
}

/** Whether a build is under way. */
export const isBuilding = (db: Database): boolean => building.has(db)

function begin(db: Database): void {
  const build = building.get(db)
  if (build?.open !== true) db.exec('BEGIN IMMEDIATE')
  if (!build) return
  build.open = true
  db.exec('SAVEPOINT batch')
}

const commit = (db: Database): void => db.exec(building.has(db) ? 'RELEASE batch' : 'COMMIT')

function undo(db: Database): void {
  const build = building.get(db)
  if (!build) {
    rollBack(db)
    return
  }
  try {
    db.exec('ROLLBACK TO batch; RELEASE batch')
  } catch (error) {
    // A full disk: SQLite has taken back the whole transaction.
    if (!(error instanceof Error && error.message.includes('no such savepoint'))) throw error
    build.open = false
  }
}

/**
 * Runs `act` in one transaction: all of it is in, or nothing. Some errors (a full disk) have rolled back already; the rollback is then
 * refused, and what is reported is the first error.
 */
export function transaction<T>(db: Database, act: () => T): T {
  begin(db)
  try {
    const result = act()
    commit(db)
    return result
  } catch (error) {
    undo(db)
    throw error
  }
}

/** The same for an `act` that gives the thread away: what others do on this connection meanwhile sees half of it, and must not write. */
export async function slowTransaction<T>(db: Database, act: () => Promise<T>): Promise<T> {
  begin(db)
  try {
    const result = await act()
    commit(db)
    return result
  } catch (error) {
    undo(db)
    throw error
  }
}

/**
 * Opens a SQLCipher file under a raw 32-byte key. WAL with synchronous NORMAL: after a crash the file is right as of some commit, if not the
 * last, and the cursors are of the same commit.
 */
export function openDatabase(path: string, key: Buffer): Database {
  const db = openSqlcipher(path, key)
  try {
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA foreign_keys = OFF`)
    db.pragma('journal_mode = WAL')
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Pages in the write-ahead log (4 KiB) at which it is moved into the file: seldom while much is fed; else so that the one call in some sixty that does it takes 20 ms. */
const CHECKPOINT = { many: 40_000, few: 4_000 } as const

/** Says what comes next, many entries or few. */
export function paceFor(db: Database, coming: keyof typeof CHECKPOINT): void {
  db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT[coming]}`)
}

/** Deletes the index: it is a projection of the logs. */
export function removeIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true })
}
