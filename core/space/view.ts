import { toHex } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import type { BranchCopy } from '../log/branch.ts'
import type { Log } from '../log/log.ts'
import { logIdOf } from '../log/log-id.ts'
import type { OwnLog } from '../log/own-log.ts'
import type { EpochKey } from '../log/types.ts'
import type { ForkProof } from '../log/witness.ts'
import { hasArrived } from './arrival.ts'
import { RosterBook } from './book.ts'
import { Branches } from './branches.ts'
import { HybridClock } from './clock.ts'
import { operationId } from './entries.ts'
import { Forks } from './forks.ts'
import { type Certificate, certify, type Statement } from './format/statement.ts'
import type { IngestBatch } from './ingest.ts'
import { Intake } from './intake.ts'
import { Keyring } from './keyring.ts'
import { type DeviceKeys, deviceKeys, type OrganisationKeys, organisationKeys } from './keys.ts'
import { disputedLogs } from './lost-log.ts'
import type { EarlyOpener } from './opener.ts'
import { Pen } from './pen.ts'
import type { Identity, SpaceFacts, SpacePorts } from './ports.ts'
import { mayWrite } from './roster/epochs.ts'
import { memberOfLog } from './roster/fold.ts'
import { endOf } from './roster/members.ts'
import type { Member, MemberDevice, Roster } from './roster/types.ts'

/** One space as this computer knows it: who belongs, what it is there itself, and what its members wrote. */
export class SpaceView {
  readonly id: Buffer
  readonly facts: SpaceFacts
  /** What signs for the organisation; null on a computer that does not keep its seed. */
  readonly organisation: OrganisationKeys | null
  /** The organisation's signing key here, public. */
  readonly organisationKey: Buffer
  readonly keyring: Keyring
  /** What is proven of logs that have two branches. */
  readonly forks: Forks
  /** What is known of their branches. */
  readonly branches: Branches
  protected readonly ports: SpacePorts
  protected keys: DeviceKeys
  protected log: OwnLog
  protected disputed = new Set<string>()
  private hasArrived = false
  protected readonly book: RosterBook
  private readonly clock = new HybridClock()
  protected readonly intake: Intake
  protected readonly pen: Pen
  /** The admission that made us a member; the founder's is the genesis. */
  protected readonly instance: Buffer
  protected ownCertificate: Certificate | null

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
    this.forks = new Forks(facts.space, ports.forkProofs)
    this.forks.onNew(({ logId }) => this.forked(logId))
    this.book = new RosterBook(facts.space, facts.genesisHash)
    this.instance = facts.admission ?? operationId(logIdOf(facts.space, facts.founderSigner), 0, facts.genesisHash)
    this.ownCertificate = this.firstCertificate()
    const common = { ports, book: this.book, clock: this.clock, keyring: this.keyring, own: () => this.own }
    const { organisation, instance } = this
    this.intake = new Intake({ ...common, facts, organisation, instance, device: () => this.device, branches: () => this.branches })
    this.branches = new Branches({
      forks: this.forks,
      store: ports.forkBranches,
      book: this.book,
      logBy: (signer) => this.intake.logBy(signer),
      open: (logId, index, block) => this.intake.openOther(logId, index, block),
      reading: () => `${this.keyring.size} ${this.book.authorityLogIds.map(toHex)}`,
    })
    this.pen = new Pen({
      ...common,
      space: this.id,
      logs: this.intake.logs,
      forkedAt: (logId) => this.forks.of(logId)?.index ?? Number.POSITIVE_INFINITY,
      me: () => this.me,
      certificate: () => this.certificateHash(),
      rosterEpochs: () => this.rosterEpochs(),
      absorb: (index, block) => this.intake.absorb(this.own.id, index, block),
    })
  }

  /** Reads the roster-ring entries that are known and opens the members' logs. */
  async load(): Promise<void> {
    await this.pen.check()
    this.pen.behind ||= this.forks.of(this.own.id) !== undefined
    await this.intake.load()
    await this.findDisputed()
  }

  /** Takes a proof that a log has two branches, durably; on return the roster knows of it. `false` where it proves nothing. */
  async addForkProof(proof: ForkProof): Promise<ReturnType<Forks['add']>> {
    const added = this.forks.add(proof)
    if (added === 'new') await this.branches.follow(this.forks.logOf(proof))
    await this.intake.settleAll()
    return added
  }

  /** Keeps a branch of a forked log, durably, unless it says nothing new; on return the roster knows of it. */
  keepBranch(branch: BranchCopy): void {
    const before = performance.now()
    if (this.branches.keep(branch)) this.intake.settle()
    this.branches.rest(performance.now() - before)
  }

  /** Two branches of a log are proven. Of our own: an honest author goes on in a successor log. */
  private forked(logId: Buffer): void {
    if (logId.equals(this.own.id)) this.pen.behind = true
    this.book.announce()
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

  /** How many computers the roster knows, those of gone members and removed ones among them. */
  get computerCount(): number {
    return this.roster?.members.reduce((sum, { devices }) => sum + devices.length, 0) ?? 0
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

  protected get ownDevice(): MemberDevice | undefined {
    return this.me?.devices.find((one) => one.logId.equals(this.own.id))
  }

  /** Whether our own log is older than what we have written into it before, as after a restored backup. Going on would fork it. */
  get behind(): boolean {
    return this.pen.behind
  }

  /** Our organisation as a present member, by whichever of its computers. */
  protected get ours(): Member | null {
    return this.roster?.members.find((one) => one.present && one.organisation.equals(this.organisationKey)) ?? null
  }

  /** Whether others hold another branch of this log, which was ours: then its heads are not told, only that there are two, and what each says. */
  isDisputed(logId: Buffer): boolean {
    return this.disputed.has(toHex(logId))
  }

  /** Whether a log is one that our organisation wrote and has ended. */
  isRetired(log: Log): boolean {
    return this.ours?.devices.some(({ logId, end }) => end && logId.equals(log.id)) ?? false
  }

  protected async findDisputed(): Promise<void> {
    const member = this.ours
    if (member) this.disputed = await disputedLogs(member, this.intake.logs, this.ports.ownHeads)
  }

  protected firstCertificate(): Certificate | null {
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

  /** How much logs have said in the roster. */
  get said(): Pick<RosterBook, 'fullAt' | 'isOverfull'> {
    return this.book
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
   * before the batch is handed out. Gives the thread away every few milliseconds. Where there is much to read, `opener` opens it early.
   */
  ingest(log: Log, from: number, opener: EarlyOpener | null = null): AsyncGenerator<IngestBatch, void, void> {
    return this.intake.ingest(log, from, opener)
  }

  /** Tries a block again that waited for a key. */
  async again(log: Log, index: number): Promise<IngestBatch> {
    const batch = await this.intake.read(log, index, [await log.get(index)])
    return { ...batch, next: index + 1 }
  }

  /** Block 0 of the founder's log. */
  async genesisBlock(): Promise<Buffer> {
    return this.facts.genesisBlock ?? (await this.intake.logBy(this.facts.founderSigner)).get(0)
  }

  private certificateHash(): Buffer {
    const certificate = this.ownDevice?.certificate ?? this.ownCertificate?.hash
    if (!certificate) throw new ParasolError('NOT_ALLOWED')
    return certificate
  }
}
