import { equal } from '../../crypto/bytes.ts'
import { MalformedError } from '../../log/codec.ts'
import { ENTRY_TYPE, RING, type Ring } from '../../log/types.ts'
import { decodeEpoch } from '../format/epoch.ts'
import { decodeGrant } from '../format/grant.ts'
import { ROLE } from '../format/operation.ts'
import { belowEnd } from './members.ts'
import type { Member, RosterBlock, RosterEpoch } from './types.ts'

/** Who may read a ring now. */
export function readersOf(members: readonly Member[], ring: Ring): Member[] {
  return members.filter((one) => one.present && one.role !== ROLE.courier && (ring !== RING.safe || one.names))
}

/** Who may write entries, and so start an epoch of `main` or `safe`. */
export const mayWrite = (member: Member): boolean => member.role === ROLE.founder || member.role === ROLE.steward || member.role === ROLE.member

/** The epochs of `main` and `safe` that a member who may write has started, and whom grants have added to them. */
export function foldEpochs(blocks: readonly RosterBlock[], members: readonly Member[]): RosterEpoch[] {
  const epochs = new Map<string, RosterEpoch>()
  const allowed = blocks.filter((block) => {
    const writer = members.find((one) => one.devices.some((device) => equal(device.logId, block.logId)))
    return writer !== undefined && mayWrite(writer) && belowEnd(writer, block.logId, block.index)
  })
  for (const block of allowed) {
    const epoch = block.type === ENTRY_TYPE.epoch ? orNull(() => decodeEpoch(block.body)) : null
    if (!epoch || epoch.ring === RING.roster) continue
    const key = epoch.epochId.toString('hex')
    const known = epochs.get(key)
    // The same key sealed twice: what counts is everybody who got it.
    if (known) known.instances.push(...epoch.instances)
    else epochs.set(key, { ring: epoch.ring, epochId: epoch.epochId, instances: [...epoch.instances] })
  }
  for (const block of allowed) {
    const grant = block.type === ENTRY_TYPE.grant ? orNull(() => decodeGrant(block.body)) : null
    for (const { epochId, ring } of grant?.keys ?? []) {
      const epoch = epochs.get(epochId.toString('hex'))
      if (grant && epoch?.ring === ring) epoch.instances.push(grant.instance)
    }
  }
  return [...epochs.values()]
}

/**
 * Epochs of a ring that may be written under: nobody outside the ring can open them, and every reader can (DESIGN 6). Smallest id first.
 */
export function writableEpochs(epochs: readonly RosterEpoch[], members: readonly Member[], ring: Ring): RosterEpoch[] {
  const readers = readersOf(members, ring)
  return epochs
    .filter((epoch) => epoch.ring === ring)
    .filter((epoch) => epoch.instances.every((instance) => readers.some((one) => equal(one.instance, instance))))
    .filter((epoch) => readers.every((one) => epoch.instances.some((instance) => equal(instance, one.instance))))
    .sort((a, b) => Buffer.compare(a.epochId, b.epochId))
}

function orNull<T>(decode: () => T): T | null {
  try {
    return decode()
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}
