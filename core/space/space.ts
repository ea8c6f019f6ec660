import { equal, toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { HEADS_MAX } from '../log/entry/causal.ts'
import type { Log, OwnLog } from '../log/log.ts'
import { logIdOf } from '../log/log-id.ts'
import { Queue } from '../log/queue.ts'
import { type EpochKey, RING } from '../log/types.ts'
import { Pacer } from '../pacer.ts'
import { RosterBook } from './book.ts'
import { HybridClock } from './clock.ts'
import { Composer } from './composer.ts'
import { type OutgoingRecord, operationId } from './entries.ts'
import { type Admission, type Cut, type Operation, ROLE } from './format/operation.ts'
import { type Certificate, certify, type Statement } from './format/statement.ts'
import { emptyBatch, type IngestBatch, sortInto } from './ingest.ts'
import { Keyring } from './keyring.ts'
import { type DeviceKeys, deviceKeys, type OrganisationKeys, organisationKeys } from './keys.ts'
import type { Identity, SpaceFacts, SpacePorts } from './ports.ts'
import { learnKeys, learnTableKey, type ReadBlock, readBlock } from './reader.ts'
import { mayWrite } from './roster/epochs.ts'
import { memberOfLog } from './roster/fold.ts'
import type { Member, Roster } from './roster/types.ts'

export type { IngestBatch } from './ingest.ts'

const NONE = Buffer.alloc(32)

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
  private readonly founderLogId: Buffer
  private readonly book: RosterBook
  /** The admission that made us a member; the founder's is the genesis. */
  private readonly instance: Buffer
  private readonly ownCertificate: Certificate
  private readonly clock = new HybridClock()
  private readonly logs = new Map<string, Log>()
  /** Roster-ring entries that are known of but not here: a power cut may take the end of a copy, which comes again. */
  private readonly missing = new Map<string, Set<number>>()
  private readonly cited = new Map<string, number>()
  private readonly writes = new Queue()
  private fallenBehind = false

  constructor(facts: SpaceFacts, identity: Identity, own: OwnLog, ports: SpacePorts) {
    this.id = facts.space
    this.facts = facts
    this.own = own
    this.device = deviceKeys(identity.deviceSeed, facts.space)
    this.organisation = organisationKeys(identity.organisationSeed, facts.space)
    this.keyring = new Keyring(facts.space, ports.epochs)
    this.ports = ports
    this.book = new RosterBook(facts.space, facts.genesisHash)
    this.founderLogId = logIdOf(facts.space, facts.founderSigner)
    this.instance = facts.admission ?? operationId(own.id, 0, facts.genesisHash)
    const device = { log: this.device.log.publicKey, box: this.device.box.publicKey, label: '' }
    this.ownCertificate = certify(facts.space, this.organisation.sign, [], device)
  }

  /** Reads the roster-ring entries that are known and opens the members' logs. */
  async load(): Promise<void> {
    await this.checkOwnLog()
    this.logs.set(toHex(this.own.id), this.own)
    const founder = await this.logBy(this.facts.founderSigner)
    if (this.facts.genesisBlock) this.absorb(founder.id, 0, this.facts.genesisBlock)
    else if (founder.length > 0) this.absorb(founder.id, 0, await founder.get(0))
    for (const { signer, index } of this.ports.positions.all()) {
      const log = await this.logBy(signer)
      if (index < log.length) this.absorb(log.id, index, await log.get(index))
      else this.missing.set(toHex(log.id), (this.missing.get(toHex(log.id)) ?? new Set()).add(index))
    }
    this.book.settle()
    for (const log of await this.openLogs()) await this.seeClock(log)
  }

  /** The roster; null until the genesis is here. */
  get roster(): Roster | null {
    return this.book.roster
  }

  /** Ourselves, once the roster has us. */
  get me(): Member | null {
    return (this.roster && memberOfLog(this.roster, this.own.id)) ?? null
  }

  /** Whether an own entry may be written now. */
  get writable(): boolean {
    const { me } = this
    return !this.behind && me?.present === true && mayWrite(me)
  }

  /** Whether our own log is older than what we have written into it before, as after a restored backup. Going on would fork it. */
  get behind(): boolean {
    return this.fallenBehind
  }

  /** Somebody holds this head of our own log, it bears our signature, and it is not of the log that is here: nothing is written here any more. */
  showOwnHead({ length, treeHash }: { length: number; treeHash: Buffer }): void {
    if (this.fallenBehind) return
    this.fallenBehind = true
    this.ports.ownHeads.put({ logId: this.own.id, length, treeHash })
    this.book.announce()
  }

  /** The newest roster epoch that is held, and before it the older ones; newest first. */
  rosterEpochs(): EpochKey[] {
    const ids = this.roster?.rosterEpochIds ?? []
    return ids
      .map((id) => this.keyring.keyOf(id))
      .filter((epoch) => epoch !== undefined)
      .reverse()
  }

  /** Own statements in sequence: the certificate chain of the membership proof. */
  statements(): Statement[] {
    const known = this.me?.statements ?? []
    return known.length > 0 ? known : [this.ownCertificate]
  }

  /** Calls back when the roster changed. Returns how to stop that. */
  onRosterChange(listener: () => void): () => void {
    return this.book.onChange(listener)
  }

  /** Own log and copies of every log that the roster knows; opened where they were not. */
  async openLogs(): Promise<Log[]> {
    for (const member of this.roster?.members ?? []) {
      for (const device of member.devices) await this.logBy(device.signer)
    }
    return [...this.logs.values()]
  }

  /**
   * What the log's blocks from `from` on say, in batches. Roster-ring entries among them change the roster at once, and their place is kept
   * before the batch is handed out. Gives the thread away every few milliseconds.
   */
  async *ingest(log: Log, from: number): AsyncGenerator<IngestBatch, void, void> {
    await this.fetchMissing(log)
    for await (const { index, blocks } of log.read(from)) {
      const batch = await this.read(log, index, blocks)
      yield batch
      if (batch.newer || batch.next < index + blocks.length) return
    }
  }

  /** Tries a block again that waited for a key. */
  async again(log: Log, index: number): Promise<IngestBatch> {
    const batch = await this.read(log, index, [await log.get(index)])
    return { ...batch, next: index + 1 }
  }

  /**
   * Seals records into own entries and appends them in one batch. Resolves with their indexes only when they are synced.
   * Throws NOT_ALLOWED where this space cannot be written, DISK_FULL.
   */
  write(records: readonly OutgoingRecord[]): Promise<{ first: number; wall: number }> {
    return this.append((out, wall) => {
      const { me } = this
      if (!me?.present || !mayWrite(me)) throw new ParasolError('NOT_ALLOWED')
      out.records(records, me.names)
      return { first: out.next - records.length, wall }
    })
  }

  /** Appends a roster operation of ours. Synced on return. Its id. */
  writeOperation({ appointment, fields }: Operation): Promise<Buffer> {
    return this.append((out) => out.operation(fields, appointment))
  }

  /** Answers the admission. Synced on return. */
  accept(): Promise<Buffer> {
    return this.writeOperation({ appointment: NONE, fields: { operation: 'accept', accepted: this.instance } })
  }

  /** Leaves the space: nothing that is written after it counts. Synced on return. Throws NOT_ALLOWED for the founder. */
  async leave(): Promise<void> {
    const { me } = this
    if (!me?.present || me.role === ROLE.founder) throw new ParasolError('NOT_ALLOWED')
    // Every head is named, so that the organisation's other logs end where they stand.
    this.cited.clear()
    await this.writeOperation({ appointment: NONE, fields: { operation: 'leave', instance: me.instance } })
  }

  /**
   * Admits an organisation (founder only): the operation, then either grants of the past keys or new epochs, so that the newcomer can read what
   * is written from now on. Synced on return. Throws NOT_ALLOWED, ALREADY_MEMBER.
   */
  async admit(admission: Admission): Promise<AdmissionReply> {
    const instance = await this.append((out) => {
      this.mustBeFounder()
      const id = out.operation({ operation: 'admit', ...admission })
      const newcomer = this.roster?.members.find((one) => one.instance.equals(id))
      if (!newcomer) throw new ParasolError('ALREADY_MEMBER')
      // Statements that contradict what it said before would void its computers, old and new.
      if (newcomer.devices.length === 0) throw new ParasolError('NOT_ALLOWED')
      if (admission.past) out.grants(newcomer)
      out.epochFor(RING.main)
      out.epochFor(RING.safe)
      return id
    })
    return this.admissionReply(instance)
  }

  /** What an organisation that was admitted needs to open this space (founder only). Holds the keys of the roster ring. */
  async admissionReply(instance: Buffer): Promise<AdmissionReply> {
    const genesisBlock = await (await this.logBy(this.facts.founderSigner)).get(0)
    return { operationId: instance, genesisBlock, founderCertificate: this.ownCertificate, rosterEpochs: this.rosterEpochs().reverse() }
  }

  /**
   * Removes a member (founder only): what is held of its logs counts, nothing beyond; then new epochs of every ring, which it cannot open.
   * Synced on return. Throws NOT_ALLOWED.
   */
  async remove(instance: Buffer, reason = 0): Promise<void> {
    await this.append((out) => {
      this.mustBeFounder()
      const member = this.roster?.members.find((one) => one.instance.equals(instance) && one.present)
      if (!member || member.role === ROLE.founder) throw new ParasolError('NOT_ALLOWED')
      const cuts = member.devices.map(({ logId }): Cut => {
        const head = this.logs.get(toHex(logId))?.head()
        return { logId, length: head?.length ?? 0, treeHash: head?.treeHash ?? NONE }
      })
      out.operation({ operation: 'remove', instance, reason, cuts })
      out.startEpoch(RING.roster)
      out.epochFor(RING.main)
      out.epochFor(RING.safe)
    })
  }

  private mustBeFounder(): void {
    if (this.me?.role !== ROLE.founder) throw new ParasolError('NOT_ALLOWED')
  }

  /** Appends what `compose` makes. What it did to the roster is undone where it did not reach the disk. */
  private append<T>(compose: (out: Composer, wall: number) => T): Promise<T> {
    return this.writes.run(async () => {
      if (this.behind) throw new ParasolError('LOG_BEHIND')
      const done: { result: T; out: Composer }[] = []
      const heads = this.newHeads()
      let first = this.own.length
      try {
        await this.own.append((index) => {
          first = index
          const wall = this.ports.now()
          const out = this.composer(index, wall, heads)
          done.push({ result: compose(out, wall), out })
          return out.blocks
        })
      } catch (error) {
        this.book.drop(this.own.id, first)
        throw error
      }
      const head = this.own.head()
      if (head) this.ports.ownHeads.put({ logId: this.own.id, length: head.length, treeHash: head.treeHash })
      const [made] = done
      if (!made) throw new Error('nothing was composed')
      for (const index of made.out.rosterIndexes) this.ports.positions.add(this.device.log.publicKey, index)
      for (const { logId, length } of heads) this.cited.set(toHex(logId), length)
      this.book.settle()
      return made.result
    })
  }

  /** DESIGN section 4: a log is never resumed from a backup copy. A head that is only older than the log accuses nobody. */
  private async checkOwnLog(): Promise<void> {
    this.fallenBehind = this.ports.store.copied
    const known = this.ports.ownHeads.get(this.own.id)
    if (!known || this.fallenBehind) return
    const { length, treeHash } = known
    this.fallenBehind = this.own.length < length || !equal(await this.own.treeHashAt(length), treeHash)
  }

  private composer(first: number, wall: number, heads: ReturnType<Space['newHeads']>): Composer {
    return new Composer({
      space: this.id,
      logId: this.own.id,
      first,
      wall,
      heads,
      certificate: this.certificateHash(),
      clock: this.clock,
      keyring: this.keyring,
      roster: () => present(this.roster),
      rosterEpoch: () => present(this.rosterEpochs()[0] ?? null),
      take: (index, block) => void this.absorb(this.own.id, index, block),
    })
  }

  /** Heads of other logs that changed since our entry before; after a start, all of them. Ascending by log id. */
  private newHeads(): { logId: Buffer; length: number; treeHash: Buffer }[] {
    const heads: { logId: Buffer; length: number; treeHash: Buffer }[] = []
    for (const [name, log] of this.logs) {
      const head = log === this.own ? null : log.head()
      if (head && head.length !== this.cited.get(name)) heads.push({ logId: log.id, length: head.length, treeHash: head.treeHash })
    }
    return heads.sort((a, b) => Buffer.compare(a.logId, b.logId)).slice(0, HEADS_MAX)
  }

  private certificateHash(): Buffer {
    const device = this.me?.devices.find((one) => one.logId.equals(this.own.id))
    return device?.certificate ?? this.ownCertificate.hash
  }

  /** Reads blocks, takes the roster-ring entries among them, then sorts the rest by the roster that this leaves. */
  private async read(log: Log, index: number, blocks: readonly Buffer[]): Promise<IngestBatch> {
    const batch = emptyBatch(index)
    const founder = equal(log.signer, this.facts.founderSigner)
    if (!founder && !(this.roster && memberOfLog(this.roster, log.id))) return batch
    const pace = new Pacer()
    const reads: ReadBlock[] = []
    for (const block of blocks) {
      if (pace.due) await pace.breathe()
      const read = this.readHere(log.id, index + reads.length, block)
      reads.push(read)
      if (read.is === 'newer') break
      if (read.is !== 'roster') continue
      const took = this.take(read)
      batch.learnt ||= took.learnt
      if (took.counts) this.ports.positions.add(log.signer, read.index)
    }
    this.book.settle()
    if (this.roster) sortInto(batch, reads, log, this.roster)
    for (const { causal } of batch.records) this.clock.see(causal.clock, this.ports.now())
    return batch
  }

  private readHere(logId: Buffer, index: number, block: Buffer): ReadBlock {
    const read = readBlock(this.id, logId, index, block, this.keyring)
    if (read.is !== 'waiting' || !this.isFounders(logId) || !learnTableKey(this.id, block, this.keyring, this.boxPairs())) return read
    return readBlock(this.id, logId, index, block, this.keyring)
  }

  private absorb(logId: Buffer, index: number, block: Buffer): void {
    const read = this.readHere(logId, index, block)
    if (read.is === 'roster') this.take(read)
  }

  /** Takes a roster-ring entry into the roster. */
  private take({ block, boxes }: Extract<ReadBlock, { is: 'roster' }>): { counts: boolean; learnt: boolean } {
    const counts = this.book.add(block)
    const learnt = counts && learnKeys(this.id, block, boxes, this.keyring, this.boxPairs(), this.instance, this.isFounders(block.logId))
    return { counts, learnt }
  }

  /** Only the founder's chain starts roster epochs and makes readers by grants: no other log is worth trying the boxes of. */
  private isFounders(logId: Buffer): boolean {
    return equal(logId, this.founderLogId) || this.book.authorityLogIds.some((one) => equal(one, logId))
  }

  private boxPairs() {
    return [this.device.box, this.organisation.recovery]
  }

  private async fetchMissing(log: Log): Promise<void> {
    const missing = this.missing.get(toHex(log.id))
    for (const index of missing ?? []) {
      if (index >= log.length) continue
      this.absorb(log.id, index, await log.get(index))
      missing?.delete(index)
    }
    this.book.settle()
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

function present<T>(value: T | null): T {
  if (value === null) throw new Error('the genesis of this space is not here')
  return value
}
