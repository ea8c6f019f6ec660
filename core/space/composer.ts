import type { Causal } from '../log/entry/causal.ts'
import { ENTRY_TYPE, type EpochKey, RING, type Ring } from '../log/types.ts'
import { chunks } from './chunks.ts'
import type { HybridClock } from './clock.ts'
import { blockHash, type Circumstances, type OutgoingRecord, operationId, sealRecord, sealRosterEntry } from './entries.ts'
import { encodeEpoch, newEpoch, sealEpoch } from './format/epoch.ts'
import { encodeGrant, GRANT_BOXES_MAX, GRANTS_MAX } from './format/grant.ts'
import { encodeOperation, type Operation, ROLE } from './format/operation.ts'
import type { Keyring } from './keyring.ts'
import { isVouched, leftOutOf, mayWrite, readersOf, writableEpochs } from './roster/epochs.ts'
import type { Member, Roster } from './roster/types.ts'

/** Rows of one grant entry: so many fit a block, whatever the number of their boxes. */
const GRANT_ROWS = GRANTS_MAX / 4
/** Keys that one append gives to one reader: who starts epochs without end must not fill the logs of others. */
const MENDED_MAX = 64
const NONE = Buffer.alloc(32)

/** The heads that the first entry of an append names: in one of the roster ring those that none of that ring has named yet. */
export interface Heads {
  all: Causal['heads']
  content: Causal['heads']
}

/** What the entries of one append are made from. */
export interface Desk {
  space: Buffer
  logId: Buffer
  /** Index of the first entry. */
  first: number
  wall: number
  heads: Heads
  clock: HybridClock
  keyring: Keyring
  /** Statement hash of our certificate. */
  certificate(): Buffer
  /** Ourselves, once the roster has us. */
  me(): Member | null
  /** The roster as it stands with what was composed so far. */
  roster(): Roster
  /** The roster epoch to take where none may be written under, and we may not start one: the newest that is held. */
  rosterEpoch(): EpochKey
  /** Takes a roster-ring entry that was composed into the roster. */
  take(index: number, block: Buffer): void
}

/** The entries of one append of the own log, made one after the other. */
export class Composer {
  readonly blocks: Buffer[] = []
  /** Where roster-ring entries stand among them. */
  readonly rosterIndexes: number[] = []
  private readonly desk: Desk
  /** The epoch that the last operation stands under. */
  private under: EpochKey | null = null

  constructor(desk: Desk) {
    this.desk = desk
  }

  /** Index of the next entry. */
  get next(): number {
    return this.desk.first + this.blocks.length
  }

  /** Records, under epochs that exactly the readers can open. `names`: whether the writer reads the safe ring. */
  records(records: readonly OutgoingRecord[], names: boolean): void {
    // After a removal whoever writes next starts new epochs; that of the roster ring only founder and stewards.
    if (this.mayStart(RING.roster)) this.epochFor(RING.roster)
    const main = this.epochFor(RING.main)
    const safe = names ? this.epochFor(RING.safe) : null
    for (const record of records) this.blocks.push(sealRecord(this.circumstances('content'), record, main, safe, this.desk.keyring))
  }

  /** A roster operation. Returns its id. */
  operation(fields: Operation['fields'], appointment: Buffer = NONE): Buffer {
    const body = encodeOperation({ appointment, fields })
    this.under = this.rosterEpoch()
    const index = this.next
    return operationId(this.desk.logId, index, blockHash(this.roster(ENTRY_TYPE.roster, body, this.under)))
  }

  /** The epoch to write a ring under; where there is none that exactly the readers can open, a new one is started. */
  epochFor(ring: Ring): EpochKey {
    return this.held(ring) ?? this.startEpoch(ring)
  }

  /** Starts an epoch for those who may read the ring now. One of the roster ring is sealed under itself. */
  startEpoch(ring: Ring): EpochKey {
    const { space, keyring } = this.desk
    const { members, hash } = this.desk.roster()
    const epoch = newEpoch(space, ring)
    const readers = readersOf(members, ring)
    const body = encodeEpoch({ ring, epochId: epoch.epochId, rosterHash: hash, instances: readers.map((one) => one.instance) })
    keyring.add(epoch)
    this.roster(ENTRY_TYPE.epoch, body, ring === RING.roster ? epoch : this.rosterEpoch(), sealEpoch(epoch.key, readers.flatMap(boxesOf)))
    return epoch
  }

  /** Grants of the past keys of rings that a newcomer may read: of the roster ring always, so that all see whom its keys went to. */
  grants(newcomer: Member, past: boolean): void {
    const { members } = this.desk.roster()
    const reads = (ring: Ring): boolean =>
      (past || ring === RING.roster) && readersOf(members, ring).some((one) => one.instance.equals(newcomer.instance))
    this.grant(
      newcomer,
      this.desk.keyring.all().filter(({ ring }) => reads(ring)),
    )
  }

  /** Gives readers of the roster ring the keys that they were left out of, where this log may: everybody is to come to the same roster. */
  mend(): void {
    const roster = this.desk.roster()
    // Of anybody else a grant makes no reader, and would be given again with every write.
    if (!roster.authorityLogIds.some((id) => id.equals(this.desk.logId))) return
    for (const { reader, epochIds } of leftOutOf(roster)) {
      const keys = epochIds.slice(-MENDED_MAX).flatMap((epochId) => this.desk.keyring.keyOf(epochId) ?? [])
      if (keys.length > 0) this.under = this.rosterEpoch()
      this.grant(reader, keys)
    }
  }

  private grant(reader: Member, keys: readonly EpochKey[]): void {
    const rows = keys.flatMap(({ ring, epochId, key }) =>
      chunks(sealEpoch(key, boxesOf(reader)), GRANT_BOXES_MAX).map((boxes) => ({ ring, epochId, boxes })),
    )
    // The admission has made a reader without the key; this is what brings it, under the epoch of before.
    const epoch = this.under ?? this.rosterEpoch()
    for (const given of chunks(rows, GRANT_ROWS)) {
      this.roster(ENTRY_TYPE.grant, encodeGrant({ instance: reader.instance, keys: given }), epoch)
    }
  }

  private rosterEpoch(): EpochKey {
    return this.mayStart(RING.roster) ? this.epochFor(RING.roster) : (this.held(RING.roster) ?? this.desk.rosterEpoch())
  }

  private mayStart(ring: Ring): boolean {
    const me = this.desk.me()
    return me?.present === true && (ring === RING.roster ? me.role === ROLE.founder || me.role === ROLE.steward : mayWrite(me))
  }

  /** An epoch of a ring that may be written under and whose key is here, by the word of founder, stewards or ourselves. */
  private held(ring: Ring): EpochKey | undefined {
    const { epochs, members, authorityLogIds } = this.desk.roster()
    const trusted = [...authorityLogIds, ...(this.desk.me()?.devices ?? []).map(({ logId }) => logId)]
    return writableEpochs(epochs, members, ring)
      .filter((epoch) => isVouched(epoch, members, trusted))
      .map(({ epochId }) => this.desk.keyring.keyOf(epochId))
      .find((epoch) => epoch !== undefined)
  }

  private roster(type: 2 | 3 | 4, body: Buffer, epoch: EpochKey, boxes?: Buffer[]): Buffer {
    const at = this.circumstances('all')
    const block = sealRosterEntry(at, type, body, epoch, this.desk.keyring, boxes)
    this.blocks.push(block)
    this.rosterIndexes.push(at.index)
    this.desk.take(at.index, block)
    return block
  }

  private circumstances(readers: keyof Heads): Circumstances {
    const { space, logId, wall, heads, clock } = this.desk
    const first = this.blocks.length === 0
    return {
      space,
      logId,
      index: this.next,
      wall,
      clock: clock.tick(wall),
      certificate: this.desk.certificate(),
      rosterHash: this.desk.roster().hash,
      heads: first ? heads[readers] : [],
    }
  }
}

/** The keys to which an epoch is sealed for a member. */
const boxesOf = (member: Member): Buffer[] => [
  ...member.devices.filter((device) => !device.end).map((device) => device.box),
  member.recoveryBox,
]
