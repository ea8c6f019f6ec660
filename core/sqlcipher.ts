import { closeSync, existsSync, openSync } from 'node:fs'
import Database from '@signalapp/sqlcipher'

export type { Database }

/**
 * By what SQLite says that there is no room. The write-ahead log has a file of shared memory beside it that reading needs too: where that cannot grow,
 * it is told by codes of its own (seen on a disk with 20 kB left).
 */
export const FULL_CODES = ['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'SQLITE_IOERR_SHMOPEN', 'SQLITE_IOERR_SHMMAP'] as const

/**
 * Opens a SQLCipher file under a raw 32-byte key, and makes it where it is missing. Deleted content is overwritten; temporary tables and sorts never
 * reach the disk. Statements are cached by their text: bind values, never write them into the SQL. Throws errors of the system and of SQLite as they are;
 * that the key is a wrong one shows with the first read.
 */
export function openSqlcipher(path: string, key: Uint8Array): Database {
  if (key.byteLength !== 32) throw new RangeError('a database key has 32 bytes')
  // SQLite would make it readable for the whole group.
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600))
  const db = new Database(path, { cacheStatements: true })
  keepStatements(db)
  try {
    // Errors come as exceptions, not as lines on the terminal. `cipher_memory_security` stays off: it holds for the whole process and makes
    // searches five times as slow; the end of the process is what clears its memory.
    db.exec('PRAGMA cipher_log_level = NONE')
    // SQLCipher takes a raw key as hexadecimal text only: the string lives for this call, and `exec` keeps no statement.
    db.exec(`PRAGMA key = "x'${Buffer.from(key).toString('hex')}'"`)
    db.exec('PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * The driver makes a new text of a statement and its options to look it up by, each time it is asked for: with some twenty statements a record that is
 * a tenth of what the index does. By its own text alone, which is hashed once, it is found for next to nothing.
 */
function keepStatements(db: Database): void {
  const make = db.prepare.bind(db)
  const [rows, values] = [new Map<string, ReturnType<typeof make>>(), new Map<string, ReturnType<typeof make>>()]
  db.prepare = ((query: string, options: { pluck?: true; bigint?: true; persistent?: boolean } = {}) => {
    const { pluck, bigint, persistent } = options
    if (bigint !== undefined || persistent !== undefined) return make(query, options)
    const kept = pluck === true ? values : rows
    const known = kept.get(query)
    if (known) return known
    const statement = make(query, options)
    kept.set(query, statement)
    return statement
  }) as Database['prepare']
}

/** Rolls the open transaction back. On a full disk SQLite has done so itself, and says that there is none: that is as good. */
export function rollBack(db: Database): void {
  try {
    db.exec('ROLLBACK')
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error
  }
}
