import { toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import type { Log, OwnLog } from '../log/log.ts'
import { logIdOf } from '../log/log-id.ts'
import type { EpochKey } from '../log/types.ts'
import {
  type Actor,
  admit,
  appoint,
  certifyDevice,
  handOver,
  NONE,
  remove,
  revokeDevice,
  succeedFounder,
  type Vote,
  vote,
  watermark,
} from './acts.ts'
import { hasArrived } from './arrival.ts'
import { RosterBook } from './book.ts'
import { HybridClock } from './clock.ts'
import type { Composer } from './composer.ts'
import { type OutgoingRecord, operationId } from './entries.ts'
import { type Admission, type Cut, type Operation, ROLE } from './format/operation.ts'
import { type Certificate, certify, makeStatement, type Statement } from './format/statement.ts'
import type { IngestBatch } from './ingest.ts'
import { Intake } from './intake.ts'
import { Keyring } from './keyring.ts'
import { type DeviceKeys, deviceKeys, type OrganisationKeys, organisationKeys } from './keys.ts'
import { disputedLogs, finalHead, type Head, lostDevice } from './lost-log.ts'
import { Pen, present } from './pen.ts'
import type { Identity, SpaceFacts, SpacePorts } from './ports.ts'
import { mayWrite } from './roster/epochs.ts'
import { memberOfLog } from './roster/fold.ts'
import { endOf } from './roster/members.ts'
import type { Member, MemberDevice, Roster } from './roster/types.ts'

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
  /** What signs for the organisation; null on a computer that does not keep its seed. */
  readonly organisation: OrganisationKeys | null
  /** The organisation's signing key here, public. */
  readonly organisationKey: Buffer
  readonly keyring: Keyring
  private readonly ports: SpacePorts
  private keys: DeviceKeys
  private log: OwnLog
  private disputed = new Set<string>()
  private hasArrived = false
  private readonly book: RosterBook
  private readonly clock = new HybridClock()
  private readonly intake: Intake
  private readonly pen: Pen
  /** The admission that made us a member; the founder's is the genesis. */
  private readonly instance: Buffer
  private ownCertificate: Certificate | null
  private readonly acting = (): Actor => ({ me: this.me, roster: present(this.roster), logs: this.intake.logs })

  constructor(facts: SpaceFacts, identity: Identity, own: OwnLog, ports: SpacePorts) {
    this.id = facts.space
    this.facts = facts
    this.log = own
    this.keys = deviceKeys(identity.deviceSeed, facts.space)
    this.organisation = identity.organisationSeed && organisationKeys(identity.organisationSeed, facts.space)
    const organisationKey = this.organisation?.sign.publicKey ?? facts.ownOrganisation?.key
    if (!organisationKey) throw new Error('neither a seed nor an organisation key')
    this.organisationKey = organisationKey
    this.keyring = new Keyring(facts.space, ports.epochs)
    this.ports = ports
    this.book = new RosterBook(facts.space, facts.genesisHash)
    this.instance = facts.admission ?? operationId(logIdOf(facts.space, facts.founderSigner), 0, facts.genesisHash)
    this.ownCertificate = this.firstCertificate()
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
    await this.findDisputed()
  }

  /** The log that this computer writes here. A successor takes its place where it has fallen behind. */
  get own(): OwnLog {
    return this.log
  }

  /** What this computer is here: the keys of the log that it writes. */
  get device(): DeviceKeys {
    return this.keys
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
    return !this.behind && !this.revoked && this.arrived && me?.present === true && mayWrite(me)
  }

  /** Whether this computer knows who belongs, as far as they were there when it was let in: before, it writes nothing and judges nobody. */
  get arrived(): boolean {
    if (this.organisation) return this.me !== null
    const { me } = this
    this.hasArrived ||= me !== null && hasArrived(this.book, me, this.own, this.intake.logs)
    return this.hasArrived
  }

  /** Whether the keyholder has revoked this computer: nothing that it writes counts any more. */
  get revoked(): boolean {
    const { end, succeeded } = this.ownDevice ?? {}
    return end != null && !succeeded
  }

  /** Whether there is anybody to speak of this space with, and this computer can show that it belongs. A House of one computer is not spoken of. */
  get spoken(): boolean {
    const certified = this.statements().some(({ fields }) => fields.kind !== 'revoke' && fields.device.equals(this.own.signer))
    if (this.revoked || !certified) return false
    if (this.facts.kind === 'coalition') return true
    return !this.organisation || (this.me?.devices.filter(({ end }) => !end).length ?? 0) > 1
  }

  /** Whether the roster hears this computer's log on who is let in and out: of an organisation in charge, only the keyholder's. */
  get governs(): boolean {
    return this.roster?.authorityLogIds.some((id) => id.equals(this.own.id)) ?? false
  }

  /** What names the rows that this organisation imports here. A secret. */
  get importNames(): Buffer {
    const names = this.organisation?.importNames ?? this.facts.ownOrganisation?.importNames
    if (!names) throw new Error('neither a seed nor an import key')
    return names
  }

  private get ownDevice(): MemberDevice | undefined {
    return this.me?.devices.find((one) => one.logId.equals(this.own.id))
  }

  /** Whether our own log is older than what we have written into it before, as after a restored backup. Going on would fork it. */
  get behind(): boolean {
    return this.pen.behind
  }

  /**
   * The computer of ours that this one is to go on for: it wrote under one of these former device seeds, and no statement names its successor yet.
   * Null where there is none, or our organisation does not belong (any more).
   */
  lost(formerSeeds: readonly Buffer[]): MemberDevice | null {
    const signers = formerSeeds.map((seed) => deviceKeys(seed, this.id).log.publicKey)
    return this.ours && lostDevice(this.ours, signers)
  }

  /** Our organisation as a present member, by whichever of its computers. */
  private get ours(): Member | null {
    return this.roster?.members.find((one) => one.present && one.organisation.equals(this.organisationKey)) ?? null
  }

  /** Whether others hold another branch of this log, which was ours: then nothing is said of it. */
  isDisputed(logId: Buffer): boolean {
    return this.disputed.has(toHex(logId))
  }

  /**
   * Somebody holds this head of a log of ours, under our own signature, and more than is here or another branch. Of the log that is written here:
   * nothing is written into it any more. Of one that has ended: it ends later, so that what comes back counts. Synced on return.
   */
  async showOwnHead(log: Log, { length, treeHash }: Head, agrees: boolean): Promise<void> {
    const own = log.id.equals(this.own.id)
    if (own ? this.pen.behind : agrees && length <= this.endOf(log)) return
    this.ports.ownHeads.put({ logId: log.id, length, treeHash })
    if (own) {
      this.pen.behind = true
      this.book.announce()
    } else if (!agrees) await this.findDisputed()
    else if (this.writable) await this.endLater(log, { length, treeHash })
  }

  /** Whether a log is one that our organisation wrote and has ended. */
  isRetired(log: Log): boolean {
    return this.ours?.devices.some(({ logId, end }) => end && logId.equals(log.id)) ?? false
  }

  /**
   * Goes on in a new log under another device seed, named by a statement of the organisation: DESIGN section 4. The old log stays as a copy that takes
   * what others hold of it. Does nothing where `lost` finds nothing. Synced on return. Throws DISK_FULL; can be done again then, NOT_KEYHOLDER.
   */
  async succeed(identity: Identity, formerSeeds: readonly Buffer[]): Promise<void> {
    const member = this.ours
    const lost = this.lost(formerSeeds)
    if (!member || !lost) return
    const { sign } = this.mustBeKeyholder()
    await this.pen.idle()
    const before = this.log
    const keys = deviceKeys(identity.deviceSeed, this.id)
    const log = await this.ports.store.own(this.id, keys.log)
    const { length, treeHash } = finalHead(await this.intake.logBy(lost.signer), this.ports.ownHeads)
    const { publicKey: box } = keys.box
    const fields = { kind: 'succeed' as const, lost: lost.signer, length, treeHash, device: keys.log.publicKey, box }
    const statement = makeStatement(this.id, sign, member.statements, fields)
    if (!before.id.equals(log.id)) this.intake.logs.set(toHex(before.id), await this.ports.store.retire(before))
    this.log = log
    this.keys = keys
    this.ownCertificate = this.firstCertificate()
    this.book.show([statement])
    await this.intake.openLogs()
    await this.pen.check()
    await this.findDisputed()
    // The statement goes first into the new log, as it stands in no entry yet.
    await this.pen.append(() => undefined)
    this.book.announce()
  }

  private async endLater(log: Log, { length, treeHash }: Head): Promise<void> {
    const { me } = this
    const device = me?.devices.find(({ logId }) => logId.equals(log.id))
    const next = me?.devices.find(({ signer }) => device?.succeeded?.equals(signer))
    const { organisation } = this
    // Another computer of ours has no successor: only a statement could name one.
    if (!me || !device || !next || !organisation) return
    const fields = { kind: 'succeed' as const, lost: device.signer, length, treeHash, device: next.signer, box: next.box }
    await this.pen.append((out) => {
      const { bytes } = makeStatement(this.id, organisation.sign, this.statements(), fields)
      out.operation({ operation: 'statement', statement: bytes })
    })
  }

  private async findDisputed(): Promise<void> {
    const member = this.ours
    if (member) this.disputed = await disputedLogs(member, this.intake.logs, this.ports.ownHeads)
  }

  private firstCertificate(): Certificate | null {
    if (!this.organisation) return null
    const device = { log: this.device.log.publicKey, box: this.device.box.publicKey, label: '' }
    return certify(this.id, this.organisation.sign, [], device)
  }

  /**
   * Takes in the statements of a present member that came with its proof of membership, so that a new computer of it is known before any entry of
   * it. False where they do not verify, are nobody's, or contradict those that are held: then nothing is taken.
   */
  showStatements(statements: readonly Buffer[]): boolean {
    return this.intake.show(statements)
  }

  /** The roster epoch to write under, and before it the older ones; newest first. Only those that are held. */
  rosterEpochs(): EpochKey[] {
    const ids = this.roster?.rosterEpochIds ?? []
    return ids
      .map((id) => this.keyring.keyOf(id))
      .filter((epoch) => epoch !== undefined)
      .reverse()
  }

  /** Takes what the keyholder's computer says of this organisation and its keys here. True where a key was new. */
  takeKeys(chain: readonly Statement[], epochs: readonly EpochKey[]): boolean {
    const { ownOrganisation } = this.facts
    if (ownOrganisation && chain.length > ownOrganisation.chain.length) ownOrganisation.chain = [...chain]
    return epochs.map((epoch) => this.keyring.add(epoch)).includes(true)
  }

  /** Own statements in sequence: the certificate chain of the membership proof. None while the keyholder has not certified this computer. */
  statements(): Statement[] {
    const known = this.me?.statements ?? []
    if (known.length > 0) return known
    return this.ownCertificate ? [this.ownCertificate] : (this.facts.ownOrganisation?.chain ?? [])
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
      if (!me?.present || !mayWrite(me) || this.revoked || !this.arrived) throw new ParasolError('NOT_ALLOWED')
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
    return this.admissionReply(await this.govern((out) => admit(out, this.acting, admission)))
  }

  /** What an organisation that was admitted needs to open this space. Holds the keys of the roster ring. */
  async admissionReply(instance: Buffer): Promise<AdmissionReply> {
    const genesisBlock = await this.genesisBlock()
    const founderCertificate = present(this.roster).genesis.certify
    return { operationId: instance, genesisBlock, founderCertificate, rosterEpochs: this.rosterEpochs().reverse() }
  }

  /**
   * Removes a member (founder; stewards whom `mayRemove` lets): what is held of its logs counts, nothing beyond; then new epochs of every ring,
   * which it cannot open. Synced on return. Throws NOT_ALLOWED.
   */
  remove(instance: Buffer, reason = 0): Promise<void> {
    return this.govern((out) => remove(out, this.acting, instance, reason))
  }

  /** Makes a member a steward (founder only). Synced on return: the appointment. Throws NOT_ALLOWED. */
  appoint(instance: Buffer): Promise<Buffer> {
    return this.govern((out) => appoint(out, this.acting, instance))
  }

  /** Gives the founder's place to a member or steward (founder only). Counts once that one has accepted what this returns. Throws NOT_ALLOWED. */
  handOver(instance: Buffer): Promise<Buffer> {
    return this.govern((out) => handOver(out, this.acting, instance))
  }

  /** Signs our vote, as a steward, that an instance shall take the place of a founder who is gone. Throws NOT_ALLOWED. */
  vote(instance: Buffer): Vote {
    return vote(this.acting(), instance, this.mustBeKeyholder())
  }

  /** Writes the stewards' votes (steward only). Counts with more than half of them, at least two, once the new founder has accepted what this returns. */
  succeedFounder(instance: Buffer, votes: readonly Vote[]): Promise<Buffer> {
    return this.govern((out) => succeedFounder(out, this.acting, instance, votes))
  }

  /** Sets logs of a member under quarantine from the cuts on, or lifts our word for that. Throws NOT_ALLOWED. */
  watermark(instance: Buffer, cuts: Cut[], lifted = false): Promise<void> {
    return this.act((out) => watermark(out, this.acting, instance, cuts, lifted))
  }

  /** Block 0 of the founder's log. */
  async genesisBlock(): Promise<Buffer> {
    return this.facts.genesisBlock ?? (await this.intake.logBy(this.facts.founderSigner)).get(0)
  }

  /**
   * Lets another computer of this organisation into the space. Nothing where it is certified already. Synced on return. Throws NOT_KEYHOLDER,
   * TOO_MANY_COMPUTERS, NOT_ALLOWED where the organisation does not belong.
   */
  async certifyDevice(device: { log: Buffer; box: Buffer; label: string }): Promise<void> {
    const { sign } = this.mustBeKeyholder()
    if (this.me?.devices.some((one) => one.signer.equals(device.log))) return
    // Every head is named, so that the new computer can tell when it knows what is known here.
    this.pen.citeAll()
    await this.act((out) => certifyDevice(out, this.acting, sign, device))
  }

  /**
   * Revokes another computer of our own organisation: what is held of its log counts, nothing beyond; then new epochs, which it cannot open. That of
   * the roster ring only where this computer governs; elsewhere those who do start it. Synced on return. Throws NOT_KEYHOLDER, NOT_ALLOWED.
   */
  async revokeDevice(logId: Buffer): Promise<void> {
    const organisation = this.mustBeKeyholder()
    await this.act((out) => revokeDevice(out, this.acting, logId, this.own.id, organisation))
  }

  private mustBeKeyholder(): OrganisationKeys {
    if (!this.organisation) throw new ParasolError('NOT_KEYHOLDER')
    return this.organisation
  }

  /** What the roster hears from the logs of those in charge only: another computer of theirs would say it in vain. */
  private govern<T>(compose: (out: Composer) => T): Promise<T> {
    return this.act((out) => {
      if (!this.governs) throw new ParasolError('NOT_ALLOWED')
      return compose(out)
    })
  }

  private act<T>(compose: (out: Composer) => T): Promise<T> {
    return this.pen.append(compose)
  }

  private certificateHash(): Buffer {
    const certificate = this.ownDevice?.certificate ?? this.ownCertificate?.hash
    if (!certificate) throw new ParasolError('NOT_ALLOWED')
    return certificate
  }
}
