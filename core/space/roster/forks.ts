import { toHex } from '../../crypto/bytes.ts'
import type { RosterBlock } from './types.ts'

/**
 * DESIGN 6, step 1, as far as roster entries alone show it: two different blocks of one place. Neither counts, nor any after in that log;
 * only the genesis, which the invite names by its hash, stands whatever else its author signed. (A copy of a log never holds two; fork
 * proofs will bring the other one.) Returns the rest, in order of log and index, whatever the order they came in.
 */
export function withoutForks(blocks: readonly RosterBlock[], genesisHash: Buffer): RosterBlock[] {
  const sorted = [...blocks].sort(
    (a, b) => Buffer.compare(a.logId, b.logId) || a.index - b.index || Buffer.compare(a.blockHash, b.blockHash),
  )
  const forkedAt = new Map<string, number>()
  sorted.forEach((block, i) => {
    const before = sorted[i - 1]
    if (!before || before.index !== block.index || !before.logId.equals(block.logId) || before.blockHash.equals(block.blockHash)) return
    const log = toHex(block.logId)
    forkedAt.set(log, Math.min(block.index, forkedAt.get(log) ?? block.index))
  })
  return sorted.filter((block, i) => {
    const before = sorted[i - 1]
    if (before && before.index === block.index && before.logId.equals(block.logId) && before.blockHash.equals(block.blockHash)) return false
    return block.blockHash.equals(genesisHash) || block.index < (forkedAt.get(toHex(block.logId)) ?? Number.POSITIVE_INFINITY)
  })
}
