import { equal, toHex } from '../crypto/bytes.ts'
import type { Log, OwnLog } from '../log/log.ts'
import { Queue } from '../log/queue.ts'
import { ENTRY_TYPE, type EpochKey, RING, type Ring } from '../log/types.ts'
import { HybridClock } from './clock.ts'
import { blockHash, type Circumstances, type OutgoingRecord, operationId, sealRecord, sealRosterEntry } from './entries.ts'
import { encodeEpoch, newEpoch, sealEpoch } from './format/epoch.ts'
import { encodeGrant, GRANTS_MAX } from './format/grant.ts'
import { type Admission, encodeOperation } from './format/operation.ts'
import { makeStatement, type Statement } from './format/statement.ts'
import { Keyring } from './keyring.ts'
import { type DeviceKeys, deviceKeys, type OrganisationKeys, organisationKeys } from './keys.ts'
import type { Identity, SpaceFacts, SpacePorts } from './ports.ts'
import { learnKeys, learnTableKey, placeName, type ReadBlock, readBlock } from './reader.ts'
import { mayWrite, readersOf, writableEpochs } from './roster/epochs.ts'
import { accepts, foldRoster, memberOfLog } from './roster/fold.ts'
import type { Member, Roster, RosterBlock } from './roster/types.ts'

const ZERO = Buffer.alloc(32)

/** What a batch of a log's blocks says. `next` is where reading goes on. */
export interface IngestBatch {
  records: (Extract<ReadBlock, { is: 'record' }> & { member: Member })[]
  waiting: { index: number; epochId: Buffer }[]
  refused: { index: number; fault: string }[]
  next: number
  /** Reading stopped before `next`: a later version of Parasol wrote what follows. */
  newer: boolean
  /** An epoch key was learnt: blocks that waited can be tried again. */
  learnt: boolean
}

/** What the pairing hands to an admitted organisation. */
export interface AdmissionReply {
  operationId: Buffer
  genesisBlock: Buffer
  founderCertificate: Statement
  rosterEpochs: EpochKey[]
}

/** One space as this computer lives in it: reads what its members wrote, and writes its own log. */
export class Space {
  readonly id: Buffer
  readonly facts: SpaceFacts
  readonly own: OwnLog
  readonly device: DeviceKeys
  readonly organisation: OrganisationKeys
  readonly keyring: Keyring
  private readonly ports: SpacePorts
  private readonly clock = new HybridClock()
  private readonly logs = new Map<string, Log>()
  private readonly rosterBlocks = new Map<string, RosterBlock>()
  private readonly cited = new Map<string, number>()
  private readonly listeners = new Set<() => void>()
  private readonly writes = new Queue()
  private folded: Roster | null = null

  constructor(facts: SpaceFacts, identity: Identity, own: OwnLog, ports: SpacePorts) {
    this.id = facts.space
    this.facts = facts
    this.own = own
    this.device = deviceKeys(identity.deviceSeed, facts.space)
    this.organisation = organisationKeys(identity.organisationSeed, facts.space)
    this.keyring = new Keyring(ports.epochs)
    this.ports = ports
  }

  /** Reads the roster-ring entries that are known and opens the members' logs. */
  async load(): Promise<void> {
    this.logs.set(toHex(this.own.id), this.own)
    if (this.facts.genesisBlock) {
      const founder = await this.ports.store.copy(this.id, this.facts.founderSigner)
      this.absorb(founder.id, 0, this.facts.genesisBlock)
    }
    for (const { signer, index } of this.ports.positions.all()) {
      const log = await this.logBy(signer)
      if (index < log.length) this.absorb(log.id, index, await log.get(index))
    }
    const founder = await this.logBy(this.facts.founderSigner)
    if (founder.length > 0) this.absorb(founder.id, 0, await founder.get(0))
    this.refold()
    for (const log of await this.openLogs()) await this.seeClock(log)
  }

  /** The roster; null until the genesis is here. */
  get roster(): Roster | null {
    return this.folded
  }

  /** Ourselves, once the roster has us. */
  get me(): Member | null {
    return (this.folded && memberOfLog(this.folded, this.own.id)) ?? null
  }

  /** Whether an own entry may be written now. */
  get writable(): boolean {
    const { me } = this
    return me?.present === true && mayWrite(me)
  }

  /** The newest roster epoch that is held, and before it the older ones; newest first. */
  rosterEpochs(): EpochKey[] {
    const ids = this.folded?.rosterEpochIds ?? []
    return ids
      .map((id) => this.keyring.keyOf(id))
      .filter((epoch) => epoch !== undefined)
      .reverse()
  }

  /** Own statements in sequence: the certificate chain of the membership proof. */
  statements(): Statement[] {
    return [this.certificate()]
  }

  /** Calls back when the roster changed. Returns how to stop that. */
  onRosterChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Own log and copies of every log that the roster knows; opened where they were not. */
  async openLogs(): Promise<Log[]> {
    for (const member of this.folded?.members ?? []) {
      for (const device of member.devices) await this.logBy(device.signer)
    }
    return [...this.logs.values()]
  }

  /**
   * What the log's blocks from `from` on say, in batches. Roster-ring entries among them change the roster at once, and their place is kept
   * before the batch is handed out.
   */
  async *ingest(log: Log, from: number): AsyncGenerator<IngestBatch, void, void> {
    for await (const { index, blocks } of log.read(from)) {
      const batch: IngestBatch = { records: [], waiting: [], refused: [], next: index, newer: false, learnt: false }
      for (const block of blocks) {
        const read = this.take(log, batch.next, block, batch)
        if (read === 'stop') break
        batch.next += 1
      }
      yield batch
      if (batch.newer || batch.next < index + blocks.length) return
    }
  }

  /** Tries a block again that waited for a key. */
  async again(log: Log, index: number): Promise<IngestBatch> {
    const batch: IngestBatch = { records: [], waiting: [], refused: [], next: index + 1, newer: false, learnt: false }
    this.take(log, index, await log.get(index), batch)
    return batch
  }

  /**
   * Seals records into own entries and appends them in one batch. Resolves with their indexes only when they are synced.
   * Throws where this space cannot be written.
   */
  write(records: readonly OutgoingRecord[]): Promise<{ first: number; wall: number }> {
    return this.writes.run(async () => {
      const wall = this.ports.now()
      let first = 0
      await this.append((index) => {
        const blocks: Buffer[] = []
        const at = () => this.circumstances(index + blocks.length, wall, blocks.length === 0)
        const main = this.epochFor(RING.main, blocks, at)
        const safe = this.me?.names ? this.epochFor(RING.safe, blocks, at) : null
        first = index + blocks.length
        for (const record of records) blocks.push(sealRecord(at(), record, main, safe, this.keyring))
        return blocks
      })
      return { first, wall }
    })
  }

  /** Appends a roster operation of ours: acceptance, for one. Synced on return. */
  async writeOperation(operation: Parameters<typeof encodeOperation>[0]): Promise<Buffer> {
    let id: Buffer = ZERO
    await this.writes.run(() =>
      this.append((index) => {
        const block = sealRosterEntry(
          this.circumstances(index, this.ports.now(), true),
          ENTRY_TYPE.roster,
          encodeOperation(operation),
          this.rosterEpoch(),
          this.keyring,
        )
        id = operationId(this.own.id, index, blockHash(block))
        return [block]
      }),
    )
    return id
  }

  /**
   * Admits an organisation (founder only): the operation, then either grants of the past keys or new epochs, so that the newcomer can read what
   * is written from now on. Synced on return.
   */
  async admit(admission: Admission): Promise<AdmissionReply> {
    let instance: Buffer = ZERO
    await this.writes.run(() =>
      this.append((index) => {
        const wall = this.ports.now()
        const blocks: Buffer[] = []
        const at = () => this.circumstances(index + blocks.length, wall, blocks.length === 0)
        const fields = { operation: 'admit' as const, ...admission }
        const operation = sealRosterEntry(
          at(),
          ENTRY_TYPE.roster,
          encodeOperation({ appointment: ZERO, fields }),
          this.rosterEpoch(),
          this.keyring,
        )
        instance = operationId(this.own.id, index, blockHash(operation))
        blocks.push(operation)
        this.absorb(this.own.id, index, operation)
        this.refold()
        const newcomer = this.folded?.members.find((one) => equal(one.instance, instance))
        if (!newcomer) throw new Error('this organisation cannot be admitted now')
        if (admission.past) blocks.push(...this.grantsFor(newcomer, at, blocks.length))
        this.epochFor(RING.main, blocks, at)
        this.epochFor(RING.safe, blocks, at)
        return blocks
      }),
    )
    return this.admissionReply(instance)
  }

  /** What an organisation that was admitted needs to open this space (founder only). Holds the keys of the roster ring. */
  async admissionReply(instance: Buffer): Promise<AdmissionReply> {
    const genesisBlock = await (await this.logBy(this.facts.founderSigner)).get(0)
    const rosterEpochs = this.keyring.all().filter((epoch) => epoch.ring === RING.roster)
    return { operationId: instance, genesisBlock, founderCertificate: this.certificate(), rosterEpochs }
  }

  private grantsFor(newcomer: Member, at: () => Circumstances, before: number): Buffer[] {
    const recipients = [...newcomer.devices.map((device) => device.box), newcomer.recoveryBox]
    const past = this.keyring.all().filter((epoch) => epoch.ring === RING.main || (epoch.ring === RING.safe && newcomer.names))
    const out: Buffer[] = []
    for (let start = 0; start < past.length; start += GRANTS_MAX / 4) {
      const keys = past
        .slice(start, start + GRANTS_MAX / 4)
        .map(({ ring, epochId, key }) => ({ ring, epochId, boxes: sealEpoch(key, recipients) }))
      const where = at()
      const index = where.index + out.length
      const block = sealRosterEntry(
        { ...where, index },
        ENTRY_TYPE.grant,
        encodeGrant({ instance: newcomer.instance, keys }),
        this.rosterEpoch(),
        this.keyring,
      )
      this.absorb(this.own.id, index, block)
      out.push(block)
    }
    if (out.length > 0 && before >= 0) this.refold()
    return out
  }

  /** The epoch to write a ring under; where there is none that exactly the readers can open, a new one is started in `blocks`. */
  private epochFor(ring: Ring, blocks: Buffer[], at: () => Circumstances): EpochKey {
    const { folded } = this
    if (!folded) throw new Error('no roster')
    for (const { epochId } of writableEpochs(folded.epochs, folded.members, ring)) {
      const held = this.keyring.keyOf(epochId)
      if (held) return held
    }
    const epoch = newEpoch(this.id, ring)
    const readers = readersOf(folded.members, ring)
    const recipients = readers.flatMap((one) => [
      ...one.devices.filter((device) => !device.end).map((device) => device.box),
      one.recoveryBox,
    ])
    const body = encodeEpoch({ ring, epochId: epoch.epochId, rosterHash: folded.hash, instances: readers.map((one) => one.instance) })
    const where = at()
    const block = sealRosterEntry(where, ENTRY_TYPE.epoch, body, this.rosterEpoch(), this.keyring, sealEpoch(epoch.key, recipients))
    this.keyring.add(epoch)
    blocks.push(block)
    this.absorb(this.own.id, where.index, block)
    this.refold()
    return epoch
  }

  private async append(build: (index: number) => Buffer[]): Promise<void> {
    const length = this.own.length
    try {
      await this.own.append(build)
    } catch (error) {
      // What the build absorbed beyond the log's true end never happened.
      for (const [name, block] of this.rosterBlocks)
        if (equal(block.logId, this.own.id) && block.index >= length) this.rosterBlocks.delete(name)
      this.refold()
      throw error
    }
    for (const block of this.rosterBlocks.values()) {
      if (equal(block.logId, this.own.id) && block.index >= length) this.ports.positions.add(this.device.log.publicKey, block.index)
    }
    for (const [name, log] of this.logs) this.cited.set(name, log.length)
  }

  private circumstances(index: number, wall: number, withHeads: boolean): Circumstances {
    return {
      space: this.id,
      logId: this.own.id,
      index,
      wall,
      clock: this.clock.tick(wall),
      certificate: this.certificate().hash,
      rosterHash: this.folded?.hash ?? ZERO,
      heads: withHeads ? this.newHeads() : [],
    }
  }

  /** Heads of other logs that changed since our entry before; after a start, all of them. */
  private newHeads(): Circumstances['heads'] {
    const heads: Circumstances['heads'] = []
    for (const [name, log] of this.logs) {
      const head = log === this.own ? null : log.head()
      if (head && head.length !== this.cited.get(name)) heads.push({ logId: log.id, length: head.length, treeHash: head.treeHash })
    }
    return heads
  }

  private certificate(): Statement {
    const fields = { kind: 'certify' as const, device: this.device.log.publicKey, box: this.device.box.publicKey, label: '' }
    return makeStatement(this.id, this.organisation.sign, [], fields)
  }

  private rosterEpoch(): EpochKey {
    const epoch = this.rosterEpochs()[0]
    if (!epoch) throw new Error('no roster epoch is held')
    return epoch
  }

  /** Reads one block into a batch. */
  private take(log: Log, index: number, block: Buffer, batch: IngestBatch): 'taken' | 'stop' {
    const standing = this.folded ? accepts(this.folded, log.id, index) : 'unknown'
    if (standing === 'unknown' && !equal(log.signer, this.facts.founderSigner)) return 'stop'
    const read = this.readHere(log.id, index, block)
    if (read.is === 'newer') {
      batch.newer = true
      return 'stop'
    }
    if (read.is === 'roster') {
      batch.learnt = this.absorbRead(read) || batch.learnt
      this.ports.positions.add(log.signer, index)
    } else if (read.is === 'waiting') batch.waiting.push({ index, epochId: read.epochId })
    else if (read.is === 'refused') batch.refused.push({ index, fault: read.fault })
    else if (read.is === 'record' && standing === 'counted') {
      const member = this.folded && memberOfLog(this.folded, log.id)
      if (member) batch.records.push({ ...read, member })
      this.clock.see(read.causal.clock, this.ports.now())
    }
    return 'taken'
  }

  private readHere(logId: Buffer, index: number, block: Buffer): ReadBlock {
    const pairs = [this.device.box, this.organisation.recovery]
    const read = readBlock(this.id, logId, index, block, this.keyring)
    if (read.is !== 'waiting' || !learnTableKey(this.id, block, this.keyring, pairs)) return read
    return readBlock(this.id, logId, index, block, this.keyring)
  }

  /** Takes a roster-ring block into the roster. True where a key was learnt. */
  private absorb(logId: Buffer, index: number, block: Buffer): boolean {
    const read = this.readHere(logId, index, block)
    if (read.is !== 'roster') return false
    this.rosterBlocks.set(placeName(logId, index), read.block)
    return learnKeys(
      this.id,
      read.opened,
      read.block.body,
      this.keyring,
      [this.device.box, this.organisation.recovery],
      this.me?.instance ?? this.facts.admission,
    )
  }

  private absorbRead(read: Extract<ReadBlock, { is: 'roster' }>): boolean {
    const name = placeName(read.block.logId, read.index)
    const fresh = !this.rosterBlocks.has(name)
    this.rosterBlocks.set(name, read.block)
    const learnt = learnKeys(
      this.id,
      read.opened,
      read.block.body,
      this.keyring,
      [this.device.box, this.organisation.recovery],
      this.me?.instance ?? this.facts.admission,
    )
    if (fresh) this.refold()
    return learnt
  }

  private refold(): void {
    const before = this.folded
    this.folded = foldRoster(this.id, this.facts.genesisHash, [...this.rosterBlocks.values()])
    if (
      before &&
      this.folded &&
      equal(before.hash, this.folded.hash) &&
      before.epochs.length === this.folded.epochs.length &&
      before.members.length === this.folded.members.length
    )
      return
    for (const listener of this.listeners) listener()
  }

  private async logBy(signer: Buffer): Promise<Log> {
    if (equal(signer, this.own.signer)) return this.own
    const log = await this.ports.store.copy(this.id, signer)
    this.logs.set(toHex(log.id), log)
    return log
  }

  private async seeClock(log: Log): Promise<void> {
    if (log.length === 0) return
    const read = readBlock(this.id, log.id, log.length - 1, await log.get(log.length - 1), this.keyring)
    if (read.is === 'record') this.clock.see(read.causal.clock, this.ports.now())
    else if (read.is === 'roster') this.clock.see(read.block.causal.clock, this.ports.now())
  }
}
