import { equal, toHex } from '../crypto/bytes.ts'
import { MalformedError } from '../log/codec.ts'
import type { Log } from '../log/log.ts'
import { logIdOf } from '../log/log-id.ts'
import type { OwnLog } from '../log/own-log.ts'
import { ENTRY_TYPE } from '../log/types.ts'
import { Pacer } from '../pacer.ts'
import type { RosterBook } from './book.ts'
import type { Branches } from './branches.ts'
import { chunks } from './chunks.ts'
import type { HybridClock } from './clock.ts'
import { decodeStatement, type Statement } from './format/statement.ts'
import { emptyBatch, type IngestBatch, sortInto } from './ingest.ts'
import type { Keyring } from './keyring.ts'
import type { DeviceKeys, OrganisationKeys } from './keys.ts'
import { type EarlyOpener, type OpenedEarly, openedOf, type Stretch, stretches } from './opener.ts'
import type { SpaceFacts, SpacePorts } from './ports.ts'
import { learnKeys, learnTableKey, placeName, type ReadBlock, readBlock } from './reader.ts'
import { isHeard, memberOfLog } from './roster/fold.ts'
import type { RosterBlock } from './roster/types.ts'

/** Boxes that are tried at one go, with each of our keys: a few milliseconds. */
const BOXES_AT_ONCE = 32
/** Roster-ring entries whose boxes are kept, to be tried again when their writer turns out to have a say. */
const UNTRIED_MAX = 1024
/** Of those, how many bytes are tried at one go beyond the first entry: a member may have written hundreds with 512 boxes each before it was appointed. */
const UNTRIED_BYTES_AT_ONCE = 32 * 1024

type RosterRead = Extract<ReadBlock, { is: 'roster' }>

/** What reading is done with. `own` and `device` are those of the moment: a successor log changes them. */
export interface IntakeDesk {
  facts: SpaceFacts
  keyring: Keyring
  organisation: OrganisationKeys | null
  ports: SpacePorts
  book: RosterBook
  clock: HybridClock
  branches(): Branches
  /** The admission that made us a member. */
  instance: Buffer
  own(): OwnLog
  device(): DeviceKeys
}

/** Reads the logs of a space: opens blocks, takes roster-ring entries into the book, learns epoch keys. */
export class Intake {
  readonly logs = new Map<string, Log>()
  private readonly desk: IntakeDesk
  private readonly founderLogId: Buffer
  /** Roster-ring entries that are known of but not here: a power cut may take the end of a copy, which comes again. */
  private readonly missing = new Map<string, Set<number>>()
  /** Entries with boxes from logs that had no say when they came: an appointment may come after what the steward wrote. */
  private readonly untried = new Map<string, { logId: Buffer; index: number; block: Buffer }>()
  /** Whether a key was learnt from a branch that is not held, and nobody was told of it yet. */
  private keyInBranch = false

  constructor(desk: IntakeDesk) {
    this.desk = desk
    this.founderLogId = logIdOf(desk.facts.space, desk.facts.founderSigner)
  }

  /** Reads the roster-ring entries that are known and opens the members' logs. */
  async load(): Promise<void> {
    const { facts, ports } = this.desk
    const founder = await this.logBy(facts.founderSigner)
    if (facts.genesisBlock) this.absorb(founder.id, 0, facts.genesisBlock)
    else if (founder.length > 0) this.absorb(founder.id, 0, await founder.get(0))
    const pace = new Pacer()
    for (const { signer, index } of ports.positions.all()) {
      const log = await this.logBy(signer)
      if (pace.due) await pace.breathe()
      // Their boxes were tried when they came, and what was learnt is kept.
      if (index < log.length) this.absorb(log.id, index, await log.get(index), false)
      else this.missing.set(toHex(log.id), (this.missing.get(toHex(log.id)) ?? new Set()).add(index))
    }
    await this.desk.branches().followAll()
    await this.settleAll(pace)
    for (const log of await this.openLogs()) await this.seeClock(log)
  }

  /** Own log and copies of every log that the roster knows; opened where they were not. */
  async openLogs(): Promise<Log[]> {
    const own = this.desk.own()
    this.logs.set(toHex(own.id), own)
    const { members = [], heard = [] } = this.desk.book.roster ?? {}
    for (const { devices } of [...members, ...heard]) for (const device of devices) await this.logBy(device.signer)
    return [...this.logs.values()]
  }

  /**
   * Tries again what could not be read before, and tells the listeners where the roster is another. Of boxes only as many as one turn may take: the
   * rest is tried with the next reading. True where some are left.
   */
  settle(): boolean {
    const { book, branches } = this.desk
    let left: boolean
    do {
      left = this.tryAgain()
      // Folds: who has a say may have changed.
      void book.roster
    } while (branches().openMore())
    // Entries that wait for it are read again, though nothing that counts has changed: they may be what has the branch count.
    book.settle(this.keyInBranch)
    this.keyInBranch = false
    return left
  }

  /** Settles until nothing is left to try, and gives way in between. */
  async settleAll(pace = new Pacer()): Promise<void> {
    while (this.settle()) await pace.breathe()
  }

  /** The roster-ring entry that a block of a branch is which is not held; learns the keys that it has for us. Null where it is none, or does not open. */
  openOther(logId: Buffer, index: number, block: Buffer): RosterBlock | null {
    const { facts, keyring, instance } = this.desk
    const say = this.hasSay(logId)
    const before = keyring.size
    if (say) learnTableKey(facts.space, block, keyring, this.boxPairs())
    const read = readBlock(facts.space, logId, index, block, keyring)
    if (read.is === 'roster') learnKeys(facts.space, read.block, read.boxes, keyring, this.boxPairs(), instance, say)
    this.keyInBranch ||= keyring.size > before
    return read.is === 'roster' ? read.block : null
  }

  async *ingest(log: Log, from: number, opener: EarlyOpener | null): AsyncGenerator<IngestBatch, void, void> {
    await this.fetchMissing(log)
    for await (const stretch of this.stretches(log, from, opener)) {
      const { index, blocks } = stretch
      const batch = await this.read(log, index, blocks, await openedOf(stretch, opener))
      yield batch
      if (batch.newer || batch.next < index + blocks.length) return
    }
  }

  private stretches(log: Log, from: number, opener: EarlyOpener | null): AsyncGenerator<Stretch, void, void> {
    const { facts, keyring, book } = this.desk
    const member = book.roster && memberOfLog(book.roster, log.id)
    if (!opener || !member) return log.read(from)
    return stretches(log, from, { space: facts.space, keyring, organisation: member.organisation }, opener)
  }

  /**
   * Reads blocks, takes the roster-ring entries among them, then sorts the rest by the roster that this leaves. `opened`: those that were opened early.
   */
  async read(log: Log, index: number, blocks: readonly Buffer[], opened: readonly (OpenedEarly | null)[] = []): Promise<IngestBatch> {
    const { facts, book, ports, clock } = this.desk
    const batch = emptyBatch(index)
    const founder = equal(log.signer, facts.founderSigner)
    if (!founder && !(book.roster && (memberOfLog(book.roster, log.id) || isHeard(book.roster, log.id)))) return batch
    const pace = new Pacer()
    const reads: ReadBlock[] = []
    for (const [at, block] of blocks.entries()) {
      if (pace.due) await pace.breathe()
      const early = opened[at]
      const read: ReadBlock = early ? { is: 'made', index: index + at, ...early } : this.readHere(log.id, index + at, block)
      reads.push(read)
      if (read.is === 'newer') break
      // Known again after a restart: an appointment may still come.
      if (read.is === 'waiting' && this.untried.has(placeName(log.id, read.index))) ports.positions.add(log.signer, read.index)
      if (read.is !== 'roster') continue
      // That with which a log is full is known again too: else what follows would count after a restart, here and nowhere else.
      const counts = this.take(read, block, false)
      if (counts) await this.tryBoxes(read, pace)
      if (counts || book.fullAt(log.id) === read.index) ports.positions.add(log.signer, read.index)
    }
    await this.desk.branches().follow(log.id)
    await this.settleAll(pace)
    if (book.roster) sortInto(batch, reads, log, book.roster)
    for (const { causal } of [...batch.records, ...batch.made]) clock.see(causal.clock, ports.now())
    return batch
  }

  /** Takes in the roster-ring entry that a block of the log at `index` is, if it is one. `tries`: whether its boxes may hold a key for us. */
  absorb(logId: Buffer, index: number, block: Buffer, tries = true): void {
    const read = this.readHere(logId, index, block)
    if (read.is === 'roster') this.take(read, block, tries)
  }

  /**
   * Takes in statements of a member that came with its proof of membership: so a new computer, or a successor log, is known before any of its
   * entries. False where they say something else than those that are held: then nothing is taken.
   */
  show(statements: readonly Buffer[]): boolean {
    const { facts, book } = this.desk
    const read = decoded(statements, facts.space)
    const organisation = read?.[0]?.organisation
    const member = organisation && book.roster?.members.find((one) => one.present && equal(one.organisation, organisation))
    if (!member) return false
    // Most have nothing new to say.
    if (read.length <= member.statements.length && read.every(({ hash }, at) => member.statements[at]?.hash.equals(hash))) return true
    for (const [at, statement] of read.entries()) {
      const held = member.statements[at]
      if (!equal(statement.organisation, organisation) || statement.sequence !== at) return false
      if (held && !equal(held.hash, statement.hash)) return false
    }
    if (book.show(read)) this.settle()
    return true
  }

  async logBy(signer: Buffer): Promise<Log> {
    const own = this.desk.own()
    if (equal(signer, own.signer)) return own
    const log = await this.desk.ports.store.copy(this.desk.facts.space, signer)
    this.logs.set(toHex(log.id), log)
    return log
  }

  private readHere(logId: Buffer, index: number, block: Buffer): ReadBlock {
    const { facts, keyring } = this.desk
    const read = readBlock(facts.space, logId, index, block, keyring)
    if (read.is !== 'waiting') return read
    if (!this.hasSay(logId)) {
      this.keepUntried(logId, index, block)
      return read
    }
    if (!learnTableKey(facts.space, block, keyring, this.boxPairs())) return read
    return readBlock(facts.space, logId, index, block, keyring)
  }

  /** Takes a roster-ring entry into the roster, and the keys that it holds for us. Whether it counts. */
  private take({ block, boxes }: RosterRead, bytes: Buffer, tries = true): boolean {
    const { book, facts, keyring, instance } = this.desk
    const counts = book.add(block)
    const say = this.hasSay(block.logId)
    if (counts && !say) this.keepUntried(block.logId, block.index, bytes)
    if (counts && tries) learnKeys(facts.space, block, boxes, keyring, this.boxPairs(), instance, say)
    return counts
  }

  /** Takes the keys that an entry which counts holds for us: a member can have us try many boxes in vain, so this gives way. */
  private async tryBoxes({ block, boxes }: RosterRead, pace: Pacer): Promise<void> {
    const { facts, keyring, instance } = this.desk
    const say = this.hasSay(block.logId)
    // A grant names the boxes of each key itself.
    const few = block.content.is === 'epoch' ? chunks(boxes, BOXES_AT_ONCE) : [boxes]
    for (const some of few) {
      if (pace.due) await pace.breathe()
      if (learnKeys(facts.space, block, some, keyring, this.boxPairs(), instance, say)) return
    }
  }

  /** Only founder and stewards start roster epochs and make readers by grants: no other log is worth trying the boxes of. */
  private hasSay(logId: Buffer): boolean {
    return equal(logId, this.founderLogId) || this.desk.book.authorityLogIds.some((one) => equal(one, logId))
  }

  private keepUntried(logId: Buffer, index: number, block: Buffer): void {
    const type = block[3]
    if (type !== ENTRY_TYPE.epoch && type !== ENTRY_TYPE.grant) return
    if (this.untried.size < UNTRIED_MAX) this.untried.set(placeName(logId, index), { logId, index, block: Buffer.from(block) })
  }

  /** Tries the boxes of entries whose writer has a say by now, as many as fit into one go. True where some are left. */
  private tryAgain(): boolean {
    let bytes = 0
    for (let found = true; found && this.untried.size > 0; ) {
      found = false
      // Folds: who has a say may have changed by what was just taken.
      void this.desk.book.roster
      for (const [name, { logId, index, block }] of this.untried) {
        if (!this.hasSay(logId)) continue
        if (bytes > UNTRIED_BYTES_AT_ONCE) return true
        bytes += block.length
        this.untried.delete(name)
        found = true
        const read = this.readHere(logId, index, block)
        if (read.is === 'roster') this.take(read, block)
      }
    }
    return false
  }

  private boxPairs() {
    const { organisation } = this.desk
    return organisation ? [this.desk.device().box, organisation.recovery] : [this.desk.device().box]
  }

  private async fetchMissing(log: Log): Promise<void> {
    const missing = this.missing.get(toHex(log.id))
    for (const index of missing ?? []) {
      if (index >= log.length) continue
      this.absorb(log.id, index, await log.get(index))
      missing?.delete(index)
    }
    await this.settleAll()
  }

  private async seeClock(log: Log): Promise<void> {
    if (log.length === 0) return
    const { facts, keyring, clock, ports } = this.desk
    const read = readBlock(facts.space, log.id, log.length - 1, await log.get(log.length - 1), keyring)
    if (read.is === 'record') clock.see(read.causal.clock, ports.now())
    else if (read.is === 'roster') clock.see(read.block.causal.clock, ports.now())
  }
}

function decoded(statements: readonly Buffer[], space: Buffer): Statement[] | null {
  try {
    return statements.map((bytes) => decodeStatement(bytes, space))
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}
