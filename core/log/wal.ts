import { type FileHandle, open, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type Corestore from 'corestore'
import { currentWal } from './internals.ts'
import { Queue } from './queue.ts'

/**
 * Syncs RocksDB's write-ahead log, which a plain append does not.
 *
 * A write that has resolved lies in the log file that is current then, or in an older one. RocksDB rotates on its own (another log's
 * segments may cause it), syncs the old file only in the background, and recovers nothing that stands behind a damaged older file. So
 * after a rotation every older file that is still there is synced too, once; one that is gone is in a table already. The folder is synced when a
 * file is new, or a power cut could lose its name.
 */
export class WalSync {
  private readonly store: Corestore
  private readonly queue = new Queue()
  private current: { path: string; handle: FileHandle } | null = null

  constructor(store: Corestore) {
    this.store = store
  }

  /** Resolves when everything written before the call would survive a power cut. */
  sync(): Promise<void> {
    return this.queue.run(async () => {
      const path = await currentWal(this.store)
      if (path !== this.current?.path) await this.follow(path)
      await this.current?.handle.datasync()
    })
  }

  close(): Promise<void> {
    return this.queue.run(() => this.release())
  }

  private async follow(path: string): Promise<void> {
    await this.release()
    const folder = dirname(path)
    for (const name of await readdir(folder)) {
      if (name.endsWith('.log') && name !== basename(path)) await syncFile(join(folder, name))
    }
    const handle = await open(path, 'r+')
    try {
      await syncFolder(folder)
    } catch (error) {
      await handle.close()
      throw error
    }
    this.current = { path, handle }
  }

  private async release(): Promise<void> {
    const { current } = this
    this.current = null
    await current?.handle.close()
  }
}

async function syncFile(path: string): Promise<void> {
  let handle: FileHandle
  try {
    handle = await open(path, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Makes the names in a folder survive a power cut. Windows cannot open a folder, and needs no such call. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
