import { z } from 'zod'
import { bytesOf, type Table } from './table.ts'

/** The last acknowledged head of a log that this computer writes. */
export interface OwnHead {
  logId: Buffer
  length: number
  treeHash: Buffer
}

/**
 * Heads of own logs, to notice a restored backup. The log itself is synced before it is acknowledged, so a head need not be: one that is
 * lost with the power is only older, and an older one accuses nobody.
 */
export interface OwnHeadStore {
  get(logId: Uint8Array): OwnHead | null
  list(): OwnHead[]
  /** Written without a sync of its own; the next synced write carries it along. */
  put(head: { logId: Uint8Array; length: number; treeHash: Uint8Array }): void
}

const shape = z
  .object({ log_id: bytesOf(32), length: z.number().int().min(0), tree_hash: bytesOf(32) })
  .transform((row): OwnHead => ({ logId: row.log_id, length: row.length, treeHash: row.tree_hash }))

export function ownHeadStore(table: Table, withoutSync: (work: () => void) => void): OwnHeadStore {
  return {
    get: (logId) => table.first(shape, 'SELECT log_id, length, tree_hash FROM own_heads WHERE log_id = ?', [logId]),
    list: () => table.all(shape, 'SELECT log_id, length, tree_hash FROM own_heads ORDER BY log_id'),
    put: ({ logId, length, treeHash }) =>
      withoutSync(() => {
        table.run(
          'INSERT INTO own_heads VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET length = excluded.length, tree_hash = excluded.tree_hash',
          [logId, length, treeHash],
        )
      }),
  }
}
