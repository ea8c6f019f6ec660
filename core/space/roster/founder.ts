import { toHex } from '../../crypto/bytes.ts'
import { logIdOf } from '../../log/log-id.ts'
import { RING } from '../../log/types.ts'
import type { Genesis } from '../format/genesis.ts'
import { type Admission, type Cut, isZero } from '../format/operation.ts'
import type { Statement } from '../format/statement.ts'
import type { OrganisationState } from './statements.ts'
import type { RosterBlock } from './types.ts'

/** One operation of the founder that counts as the founder's word; whether it has an effect, the members' fold decides. */
export type FounderStep =
  | { is: 'admit'; instance: Buffer; admission: Admission; statements: Statement[] }
  | { is: 'remove'; instance: Buffer; cuts: Cut[]; cited: ReadonlyMap<string, number> }

/** What the founder's chain says, in its order. */
export interface FounderChain {
  steps: FounderStep[]
  /** Epochs of the roster ring, oldest first; the genesis' own is the first. */
  rosterEpochIds: Buffer[]
  /** The logs that the chain runs through. */
  logIds: Buffer[]
}

/**
 * DESIGN 6, steps 3 and 4: the founder's primary log in index order, up to where a statement of the founder's organisation ends it; then the
 * log that succeeds it. An entry counts only under a roster epoch that the chain itself has started.
 *
 * Operations of stewards, handover, succession by stewards and watermarks have a format but no effect yet: nobody gains a right by them.
 */
export function founderChain(blocks: readonly RosterBlock[], genesis: Genesis, organisation: OrganisationState): FounderChain {
  const chain: FounderChain = { steps: [], rosterEpochIds: [genesis.rosterEpochId], logIds: [] }
  const cited = new Map<string, number>()
  const known = new Set([toHex(genesis.rosterEpochId)])
  for (const { logId, end } of primaryLogs(genesis, organisation)) {
    chain.logIds.push(logId)
    for (const block of blocks) {
      if (!block.logId.equals(logId) || block.index >= end) continue
      const started = startedRosterEpoch(block)
      if (started && !known.has(toHex(started))) {
        known.add(toHex(started))
        chain.rosterEpochIds.push(started)
      }
      if (!known.has(toHex(block.epochId))) continue
      for (const { logId: seen, length } of block.causal.heads) cited.set(toHex(seen), Math.max(length, cited.get(toHex(seen)) ?? 0))
      const step = stepOf(block, cited)
      if (step) chain.steps.push(step)
    }
  }
  return chain
}

/** The founder's log, and those that succeed it one after the other. */
function primaryLogs(genesis: Genesis, { devices, statements }: OrganisationState): { logId: Buffer; end: number }[] {
  const out: { logId: Buffer; end: number }[] = []
  const seen = new Set<string>()
  let signer = genesis.certify.fields.device
  while (!seen.has(toHex(signer))) {
    seen.add(toHex(signer))
    const device = devices.find((one) => one.signer.equals(signer))
    if (!device) break
    out.push({ logId: logIdOf(genesis.space, signer), end: device.end?.length ?? Number.POSITIVE_INFINITY })
    const successor = statements.find(({ fields }) => fields.kind === 'succeed' && fields.lost.equals(signer))
    if (successor?.fields.kind !== 'succeed') break
    signer = successor.fields.device
  }
  return out
}

/** A roster epoch starts with an entry that is itself sealed under it. */
function startedRosterEpoch({ content, epochId }: RosterBlock): Buffer | null {
  return content.is === 'epoch' && content.epoch.ring === RING.roster && content.epoch.epochId.equals(epochId) ? epochId : null
}

function stepOf({ content, operationId }: RosterBlock, cited: ReadonlyMap<string, number>): FounderStep | null {
  if (content.is !== 'operation' || !isZero(content.operation.appointment)) return null
  const { fields } = content.operation
  if (fields.operation === 'admit') return { is: 'admit', instance: operationId, admission: fields, statements: content.statements }
  if (fields.operation === 'remove') return { is: 'remove', instance: fields.instance, cuts: fields.cuts, cited: new Map(cited) }
  return null
}
