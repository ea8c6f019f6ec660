import { z } from 'zod'
import { blob, bytesOf, type Table, VALUE_BYTES_MAX } from './table.ts'

/** Longest branch that is kept, in values: over what core/log lets one come to. */
const PARTS_MAX = 12

export interface ForkBranchRow {
  logId: Buffer
  branch: Buffer
}

/** Branches of logs with a fork proof that are not held as logs, as blobs that core/log understands; each by the tree hash at its end. */
export interface ForkBranchStore {
  all(): ForkBranchRow[]
  put(logId: Uint8Array, treeHash: Uint8Array, branch: Uint8Array): void
  remove(logId: Uint8Array, treeHash: Uint8Array): void
}

const shape = z.object({ log_id: bytesOf(32), tree_hash: bytesOf(32), bytes: blob })

/** `transaction`: a branch is kept whole or not at all. */
export function forkBranchStore(table: Table, transaction: <T>(work: () => T) => T): ForkBranchStore {
  const remove = (logId: Uint8Array, treeHash: Uint8Array): void =>
    void table.run('DELETE FROM fork_branches WHERE log_id = ? AND tree_hash = ?', [logId, treeHash])
  return {
    all: () => {
      const rows = table.all(shape, 'SELECT log_id, tree_hash, bytes FROM fork_branches ORDER BY log_id, tree_hash, part')
      const branches = Map.groupBy(rows, (row) => `${row.log_id.toString('hex')} ${row.tree_hash.toString('hex')}`)
      return [...branches.values()].flatMap((parts) => {
        const [first] = parts
        return first ? [{ logId: first.log_id, branch: Buffer.concat(parts.map(({ bytes }) => bytes)) }] : []
      })
    },
    put: (logId, treeHash, branch) => {
      if (branch.byteLength > PARTS_MAX * VALUE_BYTES_MAX) throw new RangeError('a branch is over 12 MiB')
      transaction(() => {
        remove(logId, treeHash)
        for (let part = 0; part * VALUE_BYTES_MAX < branch.byteLength; part += 1) {
          const bytes = branch.subarray(part * VALUE_BYTES_MAX, (part + 1) * VALUE_BYTES_MAX)
          table.run('INSERT INTO fork_branches VALUES (?, ?, ?, ?)', [logId, treeHash, part, bytes])
        }
      })
    },
    remove,
  }
}
