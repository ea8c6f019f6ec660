import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type Corestore from 'corestore'
import { currentWal } from './internals.ts'

/**
 * Syncs RocksDB's write-ahead log, which a plain append does not. `around` runs a write and returns only after `fdatasync` of every
 * log file that may hold it: the one current before, and the one current after where it rotated in between; the folder too when a file
 * is new, or a power cut could lose its name.
 */
export class WalSync {
  private readonly store: Corestore
  private handle: FileHandle | null = null
  private path: string | null = null

  constructor(store: Corestore) {
    this.store = store
  }

  async around<T>(write: () => Promise<T>): Promise<T> {
    const before = await this.current()
    const result = await write()
    const after = await currentWal(this.store)
    if (before && before !== after) await this.syncOld()
    await this.current()
    await this.handle?.datasync()
    return result
  }

  async close(): Promise<void> {
    await this.handle?.close()
    this.handle = null
    this.path = null
  }

  /** Opens the current file, keeping it open for the next sync. */
  private async current(): Promise<string | null> {
    const path = await currentWal(this.store)
    if (path === this.path) return path
    await this.close()
    if (!path) return null
    this.handle = await open(path, 'r')
    this.path = path
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
    return path
  }

  /** The file that rotated away while we wrote. It is still open here, so it can be synced even if its name is gone already. */
  private async syncOld(): Promise<void> {
    await this.handle?.datasync()
  }
}
