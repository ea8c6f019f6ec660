import { toHex } from '../../crypto/bytes.ts'
import type { RosterBlock } from './types.ts'

/** Ids of an entry in hexadecimal. */
interface Names {
  log: string
  operation: string
  epoch: string
}

const known = new WeakMap<RosterBlock, Names>()

/** The ids that a fold finds an entry by: made once, because it asks for them over and over, and so does the next fold. */
export function namesOf(block: RosterBlock): Names {
  const before = known.get(block)
  if (before) return before
  const names = { log: toHex(block.logId), operation: toHex(block.operationId), epoch: toHex(block.epochId) }
  known.set(block, names)
  return names
}
