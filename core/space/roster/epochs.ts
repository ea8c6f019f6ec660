import { toHex } from '../../crypto/bytes.ts'
import { RING, type Ring } from '../../log/types.ts'
import { ROLE } from '../format/operation.ts'
import { belowEnd } from './members.ts'
import type { Member, RosterBlock, RosterEpoch } from './types.ts'

/** Who may read a ring now. */
export function readersOf(members: readonly Member[], ring: Ring): Member[] {
  return members.filter((one) => one.present && one.role !== ROLE.courier && (ring !== RING.safe || one.names))
}

/** Who may write entries, and so start an epoch of `main` or `safe`. */
export const mayWrite = (member: Member): boolean =>
  member.role === ROLE.founder || member.role === ROLE.steward || member.role === ROLE.member

/**
 * The epochs of `main` and `safe` that a member who may write has started, and whom grants have added to them. A grant of the founder makes
 * a reader; anyone else's only says that the key went to somebody.
 */
export function foldEpochs(blocks: readonly RosterBlock[], members: readonly Member[]): RosterEpoch[] {
  const epochs = new Map<string, RosterEpoch>()
  const writers = new Map(members.flatMap((member) => member.devices.map((device) => [toHex(device.logId), member] as const)))
  const allowed = blocks.flatMap((block) => {
    const writer = writers.get(toHex(block.logId))
    return writer && mayWrite(writer) && belowEnd(writer, block.logId, block.index) ? [{ writer, content: block.content }] : []
  })
  for (const { content } of allowed) {
    if (content.is !== 'epoch' || content.epoch.ring === RING.roster) continue
    const { ring, epochId, instances } = content.epoch
    const known = epochs.get(nameOf(ring, epochId))
    // The same key sealed twice: what counts is everybody who got it.
    if (known) add(known.instances, instances)
    else epochs.set(nameOf(ring, epochId), { ring, epochId, instances: [...instances], leaked: [] })
  }
  for (const { writer, content } of allowed) {
    if (content.is !== 'grant') continue
    for (const { ring, epochId } of content.grant.keys) {
      const epoch = epochs.get(nameOf(ring, epochId))
      if (epoch) add(writer.role === ROLE.founder ? epoch.instances : epoch.leaked, [content.grant.instance])
    }
  }
  return [...epochs.values()]
}

/**
 * Epochs of a ring that may be written under: nobody outside the ring can open them, and every reader can (DESIGN 6). Smallest id first.
 */
export function writableEpochs(epochs: readonly RosterEpoch[], members: readonly Member[], ring: Ring): RosterEpoch[] {
  const readers = readersOf(members, ring)
  const isReader = (instance: Buffer): boolean => readers.some((one) => one.instance.equals(instance))
  return epochs
    .filter((epoch) => epoch.ring === ring)
    .filter((epoch) => epoch.instances.every(isReader) && epoch.leaked.every(isReader))
    .filter((epoch) => readers.every((one) => epoch.instances.some((instance) => instance.equals(one.instance))))
    .sort((a, b) => Buffer.compare(a.epochId, b.epochId))
}

const nameOf = (ring: Ring, epochId: Buffer): string => `${ring}:${toHex(epochId)}`

function add(instances: Buffer[], more: readonly Buffer[]): void {
  for (const instance of more) if (!instances.some((one) => one.equals(instance))) instances.push(instance)
}
