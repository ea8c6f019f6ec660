import { closeSync, existsSync, openSync } from 'node:fs'
import Database from '@signalapp/sqlcipher'
import { explain } from './fault.ts'

export type SealedDatabase = Database

/**
 * Opens an SQLCipher database with a raw 32-byte key, and makes it where it is missing. Throws VAULT_DAMAGED when the file is not one that
 * this key opens, PROFILE_READ_ONLY, DISK_FULL. WAL, every commit synced (`synchronous = FULL`), freed pages overwritten, temporary
 * tables in memory only. Statements are cached by their text: bind values, never write them into the SQL.
 */
export function openSealedDatabase(path: string, key: Uint8Array): SealedDatabase {
  if (key.byteLength !== 32) throw new RangeError('a database key has 32 bytes')
  let db: Database | null = null
  try {
    // SQLite would make it readable for the whole group.
    if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600))
    db = new Database(path, { cacheStatements: true })
    // SQLCipher takes a raw key as hexadecimal text only: the string lives for this call, and `exec` keeps no statement.
    db.exec(`PRAGMA key = "x'${Buffer.from(key).toString('hex')}'"`)
    // Errors come as exceptions, not as lines on the terminal. `cipher_memory_security` stays off: it holds for the whole process and makes
    // searches five times as slow; the end of the process is what clears its memory.
    db.exec('PRAGMA cipher_log_level = NONE')
    db.prepare('SELECT count(*) FROM sqlite_master', { pluck: true }).get()
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON',
    )
    return db
  } catch (error) {
    db?.close()
    throw explain(error)
  }
}

/** Rolls the open transaction back. On a full disk SQLite has done so itself, and says that there is none: that is as good. */
export function rollBack(db: SealedDatabase): void {
  try {
    db.exec('ROLLBACK')
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('no transaction is active'))) throw error
  }
}
