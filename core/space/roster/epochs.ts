import { toHex } from '../../crypto/bytes.ts'
import { RING, type Ring } from '../../log/types.ts'
import type { Epoch } from '../format/epoch.ts'
import { ROLE } from '../format/operation.ts'
import { knows, type Ledger, type Place } from './ledger.ts'
import { belowEnd } from './members.ts'
import { namesOf } from './names.ts'
import type { Epochs } from './roster-epochs.ts'
import type { Member, Roster, RosterBlock, RosterEpoch } from './types.ts'

/** Stands for a revoked device among those that can open an epoch, or for any that was never admitted: no reader. */
const NO_READER = Buffer.alloc(32)

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
  const admitted = new Map(members.map(({ instance }) => [nameOfInstance(instance), instance]))
  const add = (instances: Set<Buffer>, names: readonly string[]): void => {
    for (const name of names) instances.add(admitted.get(name) ?? NO_READER)
  }
  const take = ({ ring, epochId, instances }: Epoch, place: Place): void => {
    const known = epochs.get(nameOf(ring, epochId))
    const epoch: EpochDraft = known ?? { ring, epochId, instances: new Set(), leaked: new Set(), sealings: [] }
    epochs.set(nameOf(ring, epochId), epoch)
    // The same key sealed twice: what counts is everybody who got it.
    // An entry may name one over and over.
    const names = [...new Set(instances.map(nameOfInstance))]
    add(epoch.instances, names)
    epoch.sealings.push({ logId: place.logId, instances })
    if (revoked.isOpenTo(names, place)) epoch.leaked.add(NO_READER)
  }
  const [founder] = members
  for (const block of rosterEpochs.all()) {
    const { content, epochId } = block
    if (content.is === 'genesis' && founder)
      take({ ring: RING.roster, epochId, rosterHash: NO_READER, instances: [founder.instance] }, ledger.place(block))
    else if (content.is === 'epoch') take(content.epoch, ledger.place(block))
  }
  const allowed = ledger.blocks.flatMap((block) => {
    if (block.content.is === 'operation') return []
    const { log } = namesOf(block)
    const writer = writers.get(log)
    const authority = authorities.has(log)
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
      if (!epoch) continue
      add(authority ? epoch.instances : epoch.leaked, [nameOfInstance(instance)])
      if (authority) epoch.sealings.push({ logId: block.logId, instances: [instance] })
    }
  }
  return [...epochs.values()].map((one) => ({ ...one, instances: [...one.instances], leaked: [...one.leaked] }))
}

/** An epoch while it is gathered. An entry may name many that nobody knows: those come to one. */
interface EpochDraft extends Pick<RosterEpoch, 'ring' | 'epochId' | 'sealings'> {
  instances: Set<Buffer>
  leaked: Set<Buffer>
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
      for (const { hash } of block.content.statements) {
        const said = places.get(toHex(hash))
        if (said) said.push(block)
        else places.set(toHex(hash), [block])
      }
    }
    for (const { instance, statements } of revokers) {
      const revocations = statements.filter(({ fields }) => fields.kind === 'revoke')
      this.said.set(
        nameOfInstance(instance),
        revocations.map(({ hash }) => places.get(toHex(hash)) ?? []),
      )
    }
  }

  /** Whether one of these instances has a revoked device that who sealed at `place` did not know to be revoked. */
  isOpenTo(names: readonly string[], place: Place): boolean {
    return names.some((name) => this.said.get(name)?.some((blocks) => !blocks.some((block) => knows(place, block))))
  }
}

/**
 * Epochs of a ring that may be written under (docs/protocol.md section 6, "Writing"): nobody outside the ring can open them, and every reader can.
 * Smallest id first.
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
 * Whether all readers of an epoch's ring were given its key in one of these logs. A member may say that it has sealed a key to all, and seal it to some:
 * nobody else can tell, so nobody else writes under what rests on its word.
 */
export function isVouched({ ring, sealings }: RosterEpoch, members: readonly Member[], logIds: readonly Buffer[]): boolean {
  const trusted = new Set(logIds.map(toHex))
  const given = new Set(sealings.filter(({ logId }) => trusted.has(toHex(logId))).flatMap(({ instances }) => instances.map(toHex)))
  return readersOf(members, ring).every(({ instance }) => given.has(toHex(instance)))
}

/** Epochs of the roster ring that one reader was left out of; newer ones last. */
export interface LeftOut {
  reader: Member
  epochIds: Buffer[]
}

const leftOut = new WeakMap<Roster, LeftOut[]>()

/**
 * Readers of the roster ring who cannot open what counts of it: who let them in had not heard of an epoch, or who started that had not heard of them.
 * Asked for with every write, so it is found once for a roster.
 */
export function leftOutOf(roster: Roster): LeftOut[] {
  const known = leftOut.get(roster)
  if (known) return known
  const counted = new Set(roster.rosterEpochIds.map(toHex))
  const readers = readersOf(roster.members, RING.roster)
  const missing = new Map<Member, Buffer[]>()
  for (const { ring, epochId, instances } of roster.epochs) {
    if (ring !== RING.roster || !counted.has(toHex(epochId))) continue
    const given = new Set(instances.map(nameOfInstance))
    for (const reader of readers)
      if (!given.has(nameOfInstance(reader.instance))) missing.set(reader, [...(missing.get(reader) ?? []), epochId])
  }
  const found = [...missing].map(([reader, epochIds]) => ({ reader, epochIds }))
  leftOut.set(roster, found)
  return found
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

/** Quicker than hexadecimal, and as good a key. */
const nameOfInstance = (instance: Buffer): string => instance.toString('latin1')
