import Database from '@signalapp/sqlcipher'
import { ParasolError } from '../error.ts'
import { faultCode } from './fault.ts'

/** A hold on a folder that ends with `release` or with the process. */
export interface FolderLock {
  release(): void
}

/**
 * Takes a folder for this process, through a lock of the operating system on an empty file: SQLite's exclusive lock, which exists on every
 * system and dies with the process, SIGKILL included. Nothing else may open this file: on POSIX systems closing it anywhere in the
 * process would drop the lock. Throws PROFILE_BUSY while another process, or another lock in this one, has it.
 */
export function lockFolder(path: string): FolderLock {
  const db = new Database(path)
  try {
    db.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw faultCode(error)?.startsWith('SQLITE_BUSY') ? new ParasolError('PROFILE_BUSY', undefined, { cause: error }) : error
  }
  return { release: () => db.close() }
}
