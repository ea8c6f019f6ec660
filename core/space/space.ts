import { ParasolError } from '../error.ts'
import type { Log, OwnLog } from '../log/log.ts'
import { logIdOf } from '../log/log-id.ts'
import type { EpochKey } from '../log/types.ts'
import { type Actor, admit, appoint, handOver, NONE, remove, revokeDevice, succeedFounder, type Vote, vote, watermark } from './acts.ts'
import { RosterBook } from './book.ts'
import { HybridClock } from './clock.ts'
import type { Composer } from './composer.ts'
import { type OutgoingRecord, operationId } from './entries.ts'
import { type Admission, type Cut, type Operation, ROLE } from './format/operation.ts'
import { type Certificate, certify, type Statement } from './format/statement.ts'
import type { IngestBatch } from './ingest.ts'
import { Intake } from './intake.ts'
import { Keyring } from './keyring.ts'
import { type DeviceKeys, deviceKeys, type OrganisationKeys, organisationKeys } from './keys.ts'
import { Pen, present } from './pen.ts'
import type { Identity, SpaceFacts, SpacePorts } from './ports.ts'
import { mayWrite } from './roster/epochs.ts'
import { memberOfLog } from './roster/fold.ts'
import { endOf } from './roster/members.ts'
import type { Member, Roster } from './roster/types.ts'

export { mayAdmit, mayRemove, type Vote } from './acts.ts'
export type { IngestBatch } from './ingest.ts'

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
  readonly organisation: OrganisationKeys
  readonly keyring: Keyring
  readonly device: DeviceKeys
  readonly own: OwnLog
  private readonly ports: SpacePorts
  private readonly book: RosterBook
  private readonly clock = new HybridClock()
  private readonly intake: Intake
  private readonly pen: Pen
  /** The admission that made us a member; the founder's is the genesis. */
  private readonly instance: Buffer
  private readonly ownCertificate: Certificate
  private readonly acting = (): Actor => ({ me: this.me, roster: present(this.roster), logs: this.intake.logs })

  constructor(facts: SpaceFacts, identity: Identity, own: OwnLog, ports: SpacePorts) {
    this.id = facts.space
    this.facts = facts
    this.own = own
    this.device = deviceKeys(identity.deviceSeed, facts.space)
    this.organisation = organisationKeys(identity.organisationSeed, facts.space)
    this.keyring = new Keyring(facts.space, ports.epochs)
    this.ports = ports
    this.book = new RosterBook(facts.space, facts.genesisHash)
    this.instance = facts.admission ?? operationId(logIdOf(facts.space, facts.founderSigner), 0, facts.genesisHash)
    const device = { log: this.device.log.publicKey, box: this.device.box.publicKey, label: '' }
    this.ownCertificate = certify(facts.space, this.organisation.sign, [], device)
    const common = { ports, book: this.book, clock: this.clock, keyring: this.keyring, own: () => this.own }
    const { organisation, instance } = this
    this.intake = new Intake({ ...common, facts, organisation, instance, device: () => this.device })
    this.pen = new Pen({
      ...common,
      space: this.id,
      logs: this.intake.logs,
      me: () => this.me,
      certificate: () => this.certificateHash(),
      rosterEpochs: () => this.rosterEpochs(),
      absorb: (index, block) => this.intake.absorb(this.own.id, index, block),
    })
  }

  /** Reads the roster-ring entries that are known and opens the members' logs. */
  async load(): Promise<void> {
    await this.pen.check()
    await this.intake.load()
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
    return this.pen.behind
  }

  /** Somebody holds this head of our own log, it bears our signature, and it is not of the log that is here: nothing is written here any more. */
  showOwnHead({ length, treeHash }: { length: number; treeHash: Buffer }): void {
    if (this.pen.behind) return
    this.pen.behind = true
    this.ports.ownHeads.put({ logId: this.own.id, length, treeHash })
    this.book.announce()
  }

  /**
   * Takes in the statements of a member that came with its proof of membership, so that a new computer of it is known before any entry of it.
   * False where they do not verify, or contradict those that are held: then nothing is taken.
   */
  showStatements(organisation: Buffer, statements: readonly Buffer[]): boolean {
    return this.intake.show(organisation, statements)
  }

  /** The roster epoch to write under, and before it the older ones; newest first. Only those that are held. */
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

  /** The index from which on entries of a log do not count: 0 where it is of nobody who was admitted, infinite where it has not ended. */
  endOf(log: Log): number {
    const { roster } = this
    if (!roster) return Number.POSITIVE_INFINITY
    const member = memberOfLog(roster, log.id)
    return member ? endOf(member, log.id) : 0
  }

  /** Calls back when the roster changed. Returns how to stop that. */
  onRosterChange(listener: () => void): () => void {
    return this.book.onChange(listener)
  }

  /** Own log and copies of every log that the roster knows; opened where they were not. */
  openLogs(): Promise<Log[]> {
    return this.intake.openLogs()
  }

  /**
   * What the log's blocks from `from` on say, in batches. Roster-ring entries among them change the roster at once, and their place is kept
   * before the batch is handed out. Gives the thread away every few milliseconds.
   */
  ingest(log: Log, from: number): AsyncGenerator<IngestBatch, void, void> {
    return this.intake.ingest(log, from)
  }

  /** Tries a block again that waited for a key. */
  async again(log: Log, index: number): Promise<IngestBatch> {
    const batch = await this.intake.read(log, index, [await log.get(index)])
    return { ...batch, next: index + 1 }
  }

  /**
   * Seals records into own entries and appends them in one batch. Resolves with their indexes only when they are synced.
   * Throws NOT_ALLOWED where this space cannot be written, DISK_FULL.
   */
  write(records: readonly OutgoingRecord[]): Promise<{ first: number; wall: number }> {
    return this.pen.append((out, wall) => {
      const { me } = this
      if (!me?.present || !mayWrite(me)) throw new ParasolError('NOT_ALLOWED')
      out.records(records, me.names)
      return { first: out.next - records.length, wall }
    })
  }

  /** Appends a roster operation of ours. Synced on return. Its id. */
  writeOperation({ appointment, fields }: Operation): Promise<Buffer> {
    return this.pen.append((out) => out.operation(fields, appointment))
  }

  /** Answers the admission, or another operation that wants our word: a handover, a founder's succession. Synced on return. */
  accept(accepted: Buffer = this.instance): Promise<Buffer> {
    return this.writeOperation({ appointment: NONE, fields: { operation: 'accept', accepted } })
  }

  /** Leaves the space: nothing that is written after it counts. Synced on return. Throws NOT_ALLOWED for the founder, who hands over first. */
  async leave(): Promise<void> {
    const { me } = this
    if (!me?.present || me.role === ROLE.founder) throw new ParasolError('NOT_ALLOWED')
    // Every head is named, so that the organisation's other logs end where they stand.
    this.pen.citeAll()
    await this.writeOperation({ appointment: NONE, fields: { operation: 'leave', instance: me.instance } })
  }

  /**
   * Admits an organisation (founder and stewards): the operation, then grants of the past keys where `past`, or new epochs, so that the newcomer
   * can read what is written from now on. Synced on return. Throws NOT_ALLOWED, ALREADY_MEMBER.
   */
  async admit(admission: Admission): Promise<AdmissionReply> {
    return this.admissionReply(await this.act((out) => admit(out, this.acting, admission)))
  }

  /** What an organisation that was admitted needs to open this space. Holds the keys of the roster ring. */
  async admissionReply(instance: Buffer): Promise<AdmissionReply> {
    const genesisBlock = await (await this.intake.logBy(this.facts.founderSigner)).get(0)
    const founderCertificate = present(this.roster).genesis.certify
    return { operationId: instance, genesisBlock, founderCertificate, rosterEpochs: this.rosterEpochs().reverse() }
  }

  /**
   * Removes a member (founder; stewards whom `mayRemove` lets): what is held of its logs counts, nothing beyond; then new epochs of every ring,
   * which it cannot open. Synced on return. Throws NOT_ALLOWED.
   */
  remove(instance: Buffer, reason = 0): Promise<void> {
    return this.act((out) => remove(out, this.acting, instance, reason))
  }

  /** Makes a member a steward (founder only). Synced on return: the appointment. Throws NOT_ALLOWED. */
  appoint(instance: Buffer): Promise<Buffer> {
    return this.act((out) => appoint(out, this.acting, instance))
  }

  /** Gives the founder's place to a member or steward (founder only). Counts once that one has accepted what this returns. Throws NOT_ALLOWED. */
  handOver(instance: Buffer): Promise<Buffer> {
    return this.act((out) => handOver(out, this.acting, instance))
  }

  /** Signs our vote, as a steward, that an instance shall take the place of a founder who is gone. Throws NOT_ALLOWED. */
  vote(instance: Buffer): Vote {
    return vote(this.acting(), instance, this.organisation)
  }

  /** Writes the stewards' votes (steward only). Counts with more than half of them, at least two, once the new founder has accepted what this returns. */
  succeedFounder(instance: Buffer, votes: readonly Vote[]): Promise<Buffer> {
    return this.act((out) => succeedFounder(out, this.acting, instance, votes))
  }

  /** Sets logs of a member under quarantine from the cuts on, or lifts our word for that. Throws NOT_ALLOWED. */
  watermark(instance: Buffer, cuts: Cut[], lifted = false): Promise<void> {
    return this.act((out) => watermark(out, this.acting, instance, cuts, lifted))
  }

  /** Revokes another computer of our own organisation: what is held of its log counts, nothing beyond. Throws NOT_ALLOWED. */
  revokeDevice(logId: Buffer): Promise<void> {
    return this.act((out) => revokeDevice(out, this.acting, logId, this.own.id, this.organisation))
  }

  private act<T>(compose: (out: Composer) => T): Promise<T> {
    return this.pen.append(compose)
  }

  private certificateHash(): Buffer {
    const device = this.me?.devices.find((one) => one.logId.equals(this.own.id))
    return device?.certificate ?? this.ownCertificate.hash
  }
}
