import { toHex } from '../../crypto/bytes.ts'
import { RING, type Ring } from '../../log/types.ts'
import type { Epoch } from '../format/epoch.ts'
import { ROLE } from '../format/operation.ts'
import { knows, type Ledger, type Place } from './ledger.ts'
import { belowEnd } from './members.ts'
import type { Epochs } from './roster-epochs.ts'
import type { Member, RosterBlock, RosterEpoch } from './types.ts'

/** Stands for a revoked device among those that can open an epoch: it is no reader. */
const REVOKED = Buffer.alloc(32)

/** Who may read a ring now. */
export function readersOf(members: readonly Member[], ring: Ring): Member[] {
  return members.filter((one) => one.present && one.role !== ROLE.courier && (ring !== RING.safe || one.names))
}

/** Who may write entries, and so start an epoch of `main` or `safe`. */
export const mayWrite = (member: Member): boolean =>
  member.role === ROLE.founder || member.role === ROLE.steward || member.role === ROLE.member

/**
 * The epochs that were started: of `main` and `safe` by members who may write, of `roster` by the founder's chain and the stewards; and whom
 * grants have added to them. A grant of founder or steward makes a reader; anyone else's only says that the key went to somebody.
 */
export function foldEpochs(
  ledger: Ledger,
  members: readonly Member[],
  rosterEpochs: Epochs,
  authorityLogIds: readonly Buffer[],
): RosterEpoch[] {
  const epochs = new Map<string, EpochDraft>()
  const authorities = new Set(authorityLogIds.map(toHex))
  const writers = new Map(members.flatMap((member) => member.devices.map((device) => [toHex(device.logId), member] as const)))
  const revoked = new Revocations(ledger, members)
  const take = ({ ring, epochId, instances }: Epoch, place: Place): void => {
    const known = epochs.get(nameOf(ring, epochId))
    const epoch = known ?? { ring, epochId, instances: new Map(), leaked: new Map() }
    epochs.set(nameOf(ring, epochId), epoch)
    // The same key sealed twice: what counts is everybody who got it.
    add(epoch.instances, instances)
    add(epoch.leaked, revoked.openTo(instances, place))
  }
  const [founder] = members
  for (const block of rosterEpochs.all()) {
    const { content, epochId } = block
    if (content.is === 'genesis' && founder)
      take({ ring: RING.roster, epochId, rosterHash: REVOKED, instances: [founder.instance] }, ledger.place(block))
    else if (content.is === 'epoch') take(content.epoch, ledger.place(block))
  }
  const allowed = ledger.blocks.flatMap((block) => {
    const writer = writers.get(toHex(block.logId))
    const authority = authorities.has(toHex(block.logId))
    return writer && (authority || mayWrite(writer)) && belowEnd(writer, block.logId, block.index) ? [{ block, authority }] : []
  })
  for (const { block } of allowed) {
    if (block.content.is === 'epoch' && block.content.epoch.ring !== RING.roster) take(block.content.epoch, ledger.place(block))
  }
  for (const { block, authority } of allowed) {
    if (block.content.is !== 'grant') continue
    const { instance, keys } = block.content.grant
    for (const { ring, epochId } of keys) {
      const epoch = epochs.get(nameOf(ring, epochId))
      if (epoch) add(authority ? epoch.instances : epoch.leaked, [instance])
    }
  }
  return [...epochs.values()].map((one) => ({ ...one, instances: [...one.instances.values()], leaked: [...one.leaked.values()] }))
}

/** An epoch while it is gathered: instances by their id in hexadecimal, for there may be many. */
interface EpochDraft extends Pick<RosterEpoch, 'ring' | 'epochId'> {
  instances: Map<string, Buffer>
  leaked: Map<string, Buffer>
}

/** Devices that are revoked: they hold every key that was sealed to their organisation before. */
class Revocations {
  /** Of each instance, where each of its revocations is said. */
  private readonly said = new Map<string, RosterBlock[][]>()

  constructor(ledger: Ledger, members: readonly Member[]) {
    const revokers = members.filter((one) => one.present && one.statements.some(({ fields }) => fields.kind === 'revoke'))
    if (revokers.length === 0) return
    const places = new Map<string, RosterBlock[]>()
    for (const block of ledger.blocks) {
      if (block.content.is !== 'operation') continue
      for (const { hash } of block.content.statements) places.set(toHex(hash), [...(places.get(toHex(hash)) ?? []), block])
    }
    for (const { instance, statements } of revokers) {
      const revocations = statements.filter(({ fields }) => fields.kind === 'revoke')
      this.said.set(
        toHex(instance),
        revocations.map(({ hash }) => places.get(toHex(hash)) ?? []),
      )
    }
  }

  /** Those of `instances` with a revoked device that who sealed at `place` did not know to be revoked. */
  openTo(instances: readonly Buffer[], place: Place): Buffer[] {
    return instances.flatMap((instance) => {
      const revocations = this.said.get(toHex(instance)) ?? []
      const unknown = revocations.some((blocks) => !blocks.some((block) => knows(place, block)))
      return unknown ? [REVOKED] : []
    })
  }
}

/**
 * Epochs of a ring that may be written under: nobody outside the ring can open them, and every reader can (DESIGN 6). Smallest id first.
 */
export function writableEpochs(epochs: readonly RosterEpoch[], members: readonly Member[], ring: Ring): RosterEpoch[] {
  const readers = new Set(readersOf(members, ring).map((one) => toHex(one.instance)))
  const isReader = (instance: Buffer): boolean => readers.has(toHex(instance))
  return epochs
    .filter((epoch) => epoch.ring === ring && epoch.instances.length === readers.size)
    .filter((epoch) => epoch.instances.every(isReader) && epoch.leaked.every(isReader))
    .sort((a, b) => Buffer.compare(a.epochId, b.epochId))
}

/**
 * The epochs of the roster ring, older ones first, and those that may be written under behind them: the last is the one that everybody takes.
 * The clocks of those who started them order the others, which are only good for finding each other.
 */
export function rosterEpochOrder(starts: Epochs, epochs: readonly RosterEpoch[], members: readonly Member[]): Buffer[] {
  const writable = writableEpochs(epochs, members, RING.roster).map(({ epochId }) => epochId)
  const older = starts
    .all()
    .filter(({ epochId }) => !writable.some((one) => one.equals(epochId)))
    .sort(
      (a, b) =>
        a.causal.clock.ms - b.causal.clock.ms || a.causal.clock.counter - b.causal.clock.counter || Buffer.compare(a.epochId, b.epochId),
    )
  return [...older.map(({ epochId }) => epochId), ...writable.reverse()]
}

const nameOf = (ring: Ring, epochId: Buffer): string => `${ring}:${toHex(epochId)}`

function add(instances: Map<string, Buffer>, more: readonly Buffer[]): void {
  for (const instance of more) instances.set(toHex(instance), instance)
}
