import type { RecentBlocks } from './recent-blocks.ts'

/** What a log needs of the store it lies in. */
export interface LogHost {
  /** What came into copies last. */
  readonly recent: RecentBlocks
  /** Runs a read; waits while the store is being closed and opened. */
  use<T>(task: () => Promise<T>): Promise<T>
  /** Runs a write, and syncs it where asked. Throws DISK_FULL, and remembers every failure of the disk for `mend`. */
  write<T>(task: () => Promise<T>, sync?: 'sync'): Promise<T>
  /** After a failed write: closes the store and opens it again, without which it would refuse every later write. Throws DISK_FULL while there is no room. */
  mend(): Promise<void>
}
