import { equal } from '../../crypto/bytes.ts'
import { MalformedError } from '../../log/codec.ts'
import { ENTRY_TYPE, RING } from '../../log/types.ts'
import { decodeEpoch } from '../format/epoch.ts'
import { type Admission, type Cut, decodeOperation, type Operation } from '../format/operation.ts'
import type { RosterBlock } from './types.ts'

/** What the founder's chain says, in its order (DESIGN 6, steps 3 and 4). */
export interface FounderChain {
  admissions: { instance: Buffer; admission: Admission }[]
  removals: { instance: Buffer; cuts: Cut[] }[]
  rosterEpochIds: Buffer[]
}

/** The operation of a roster entry, or null where its body does not follow the format: such an entry says nothing. */
export function operationOf(block: RosterBlock): Operation | null {
  if (block.type !== ENTRY_TYPE.roster) return null
  try {
    return decodeOperation(block.body)
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}

/**
 * Reads the founder's primary log in index order. Only the founder appoints, admits and removes here; operations of stewards, handover and
 * succession have a format but no effect yet, which is the safe reading: nobody gains a right by them.
 */
export function founderChain(blocks: readonly RosterBlock[], founderLogId: Buffer): FounderChain {
  const chain: FounderChain = { admissions: [], removals: [], rosterEpochIds: [] }
  const seen = new Map<string, number>()
  for (const block of blocks.filter((one) => equal(one.logId, founderLogId)).sort((a, b) => a.index - b.index)) {
    for (const head of block.causal.heads) seen.set(head.logId.toString('hex'), Math.max(head.length, seen.get(head.logId.toString('hex')) ?? 0))
    const epochId = startedRosterEpoch(block)
    if (epochId) chain.rosterEpochIds.push(epochId)
    const fields = operationOf(block)?.fields
    if (fields?.operation === 'admit') chain.admissions.push({ instance: block.operationId, admission: fields })
    else if (fields?.operation === 'remove') chain.removals.push({ instance: fields.instance, cuts: fields.cuts.map((cut) => neverBelowCited(cut, seen)) })
  }
  return chain
}

function startedRosterEpoch(block: RosterBlock): Buffer | null {
  if (block.type !== ENTRY_TYPE.epoch) return null
  try {
    const epoch = decodeEpoch(block.body)
    return epoch.ring === RING.roster ? epoch.epochId : null
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}

/** Nothing that the remover had cited is ever cut (DESIGN 6, step 7). */
function neverBelowCited(cut: Cut, seen: ReadonlyMap<string, number>): Cut {
  return { ...cut, length: Math.max(cut.length, seen.get(cut.logId.toString('hex')) ?? 0) }
}
