import { type Database, openSqlcipher } from '../sqlcipher.ts'
import { explain } from './fault.ts'

export type SealedDatabase = Database

/**
 * Opens a SQLCipher database with a raw 32-byte key, and makes it where it is missing. Throws VAULT_DAMAGED when the file is not one that
 * this key opens, PROFILE_READ_ONLY, DISK_FULL. WAL, every commit synced (`synchronous = FULL`).
 */
export function openSealedDatabase(path: string, key: Uint8Array): SealedDatabase {
  let db: Database | null = null
  try {
    db = openSqlcipher(path, key)
    db.prepare('SELECT count(*) FROM sqlite_master', { pluck: true }).get()
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    return db
  } catch (error) {
    db?.close()
    throw explain(error)
  }
}
